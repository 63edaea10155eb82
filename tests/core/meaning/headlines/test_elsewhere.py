"""What is said elsewhere as well is neither gone nor new: parts of clauses, repeated sentences, and sentences that are much alike."""

from __future__ import annotations

import pytest

from monitor.core.meaning.headlines.elsewhere import like, own_parts, repeated, says, stands, within
from monitor.core.meaning.headlines.spoken_clauses import Clause
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.text.segment import SegmentedText

ENDING = "The club may end the contract with a member at any time and for any reason and without a warning to the member."
NEARLY = "By the rules of the river, the club may end the contract with a member at any time, for any reason and without a warning to him."


def document(*lines: str) -> ParsedDocument:
    return ParsedDocument(SegmentedText("\n\n".join(lines)))


def clauses(*lines: str) -> list[Clause]:
    page = SegmentedText("\n".join(lines))
    return [(line, page.units(number)[0]) for number, line in enumerate(page.lines)]


@pytest.mark.parametrize(
    ("text", "other", "said"),
    [
        (
            "Open bills for boats and bread stay due after its end.",
            "Likewise, open bills for bread and boats stay due after the end of it.",
            True,
        ),
        ("Open bills for boats and bread stay due after its end.", "Open bills for boats and bread do not stay due after its end.", False),
        ("We keep names of guests for 30 days here.", "We keep names of guests for 90 days here.", False),
        ("We keep names of guests of the mill.", "We keep names of guests of the mill only if they agree.", False),
        ("We bake.", "We bake.", False),  # too few words of substance to tell
    ],
)
def test_a_clause_says_what_another_does(text: str, other: str, said: bool) -> None:
    assert says(text, other) is said


def test_how_much_of_a_clause_stands_in_another() -> None:
    assert within("We keep names of guests of the mill", "The mill keeps lists, names, and faces of guests") == 0.75
    assert within("We keep names", "We keep names") == 0.0


def test_a_sentence_that_was_an_exception_of_another_is_not_new() -> None:
    old = clauses("All duties end with the contract, except that open bills for boats and bread stay due after its end.")
    assert stands("Likewise, open bills for boats and bread stay due after the end.", old, document())
    assert not stands("Bills for bread name the day after which the baker may ask for interest.", old, document())


def test_a_sentence_that_stands_anywhere_is_not_new() -> None:
    assert stands(ENDING, [], document("We bake.", ENDING))
    assert not stands(ENDING, [], document("We bake.", "The club may end the contract with a member."))


@pytest.mark.parametrize(
    ("text", "partner", "others", "left"),
    [
        # The exception became a sentence of its own: it is not gone.
        (
            "All duties of members end with the contract, except that open bills for boats and bread stay due after its end.",
            "All duties of members end with the contract.",
            ["Likewise, open bills for boats and bread stay due after the end."],
            "All duties of members end with the contract…",
        ),
        # One item became two.
        (
            "With your consent; With the bank of the town; and",
            "With banks of the town",
            ["With your consent."],
            "…With the bank of the town; and",
        ),
        # An exception that is really gone stays.
        (
            "All duties of members end with the contract, except that open bills for boats and bread stay due after its end.",
            "All duties of members end with the contract.",
            ["We row on the river in summer and bake in the mill in winter."],
            "All duties of members end with the contract, except that open bills for boats and bread stay due after its end.",
        ),
        # So does one that another sentence now turns into its contrary.
        (
            "All duties of members end with the contract, except that open bills for boats and bread stay due after its end.",
            "All duties of members end with the contract.",
            ["Open bills for boats and bread do not stay due after its end."],
            "All duties of members end with the contract, except that open bills for boats and bread stay due after its end.",
        ),
        # And a part of a longer sentence, which says more than the part does.
        (
            "Partners are banks of the town, or others that collect money for the mill.",
            "Partners are banks of the town.",
            ["Bakers, sailors and others who row for you and collect money for the mill, and pass it on or rent boats in advance."],
            "Partners are banks of the town, or others that collect money for the mill.",
        ),
    ],
)
def test_what_another_clause_of_the_other_side_says_is_left_out(text: str, partner: str, others: list[str], left: str) -> None:
    assert own_parts(text, partner, others) == left


def test_an_old_clause_that_still_stands_elsewhere_is_repeated() -> None:
    said = "You can change what we write to you on the page of your account."
    assert repeated(said, "Changing it does not end letters.", document("We row.", f"We bake. {said}"))
    assert not repeated(said, "Changing it does not end letters.", document("We row."))
    # It only grew.
    assert not repeated(said, f"{said[:-1]} and in the mill.", document(f"{said[:-1]} and in the mill."))


def test_a_sentence_that_is_much_like_a_clause_is_found_with_its_place() -> None:
    found = like(ENDING, document("# Boats", "Boats are green.", "# Members", f"We bake. {NEARLY}"))
    assert found is not None
    assert found.unit.text.strip() == NEARLY
    assert not found.same
    same = like(ENDING, document("We bake.", ENDING))
    assert same is not None
    assert same.same


@pytest.mark.parametrize(
    "other",
    [
        "We bake bread in an old mill by the river and sell it at nine.",
        "The club may rent boats to a member in summer and the member may end the day in the mill without a boat.",
        "# The club may end the contract with a member at any time and for any reason and without a warning to the member",
        "",
    ],
)
def test_what_has_a_few_words_in_common_or_is_a_heading_is_not_alike(other: str) -> None:
    assert like(ENDING, document(other)) is None


def test_short_clauses_are_like_nothing() -> None:
    assert like("We may end it at any time.", document("We may end it at any time.")) is None


def test_of_thousands_of_like_lines_only_the_first_are_remembered() -> None:
    said = "of the club stands in the shed by the river in winter and is painted green in spring."
    page = document(*(f"Boat {number} {said}" for number in range(500)))
    found = like(f"Boat 499 {said}", page)
    assert found is not None
    assert max(map(len, page.memory["rows-of-words"].values())) < 50


def test_what_a_clause_is_like_is_looked_for_once_in_a_text_and_anew_in_another() -> None:
    text, other = document(NEARLY), document("We keep logs of the mill for thirty days.")
    assert like(ENDING, text) is like(ENDING, text)
    assert like(ENDING, text) is not None
    assert like(ENDING, other) is None
    assert like(ENDING, other) is None
