"""Clauses as a reader reads them: with their labels, over the ends of lines, and without headings."""

from __future__ import annotations

import pytest

from monitor.core.meaning.headlines.spoken_clauses import spoken
from monitor.core.text.segment import SegmentedText, Unit


def clauses(text: str) -> list[str]:
    page = SegmentedText(text)
    return [clause for clause, _ in spoken([unit for line in range(len(page.lines)) for unit in page.units(line)])]


def test_sentences_are_clauses() -> None:
    assert clauses("We bake. We sell your letters.") == ["We bake.", "We sell your letters."]


@pytest.mark.parametrize("label", ["Right to erasure.", "17.2 Assignment.", "Third Party Claims.", "Use of the Pond:"])
def test_a_label_belongs_to_its_sentence(label: str) -> None:
    assert len(clauses(f"{label} The keeper may ask you to leave. We bake.")) == 2
    assert clauses(f"{label} The keeper may ask you to leave.")[0].endswith("The keeper may ask you to leave.")


def test_a_short_sentence_is_no_label() -> None:
    assert clauses("We bake. The keeper may ask you to leave.") == ["We bake.", "The keeper may ask you to leave."]


def test_a_sentence_that_was_broken_over_lines_is_one() -> None:
    text = "Those of the guests who wish to remove this content\n\nfrom their lists may ask the keeper to do it."
    assert clauses(text) == ["Those of the guests who wish to remove this content from their lists may ask the keeper to do it."]


def test_short_lines_are_not_joined() -> None:
    assert clauses("we keep\n\nyour name and your letters.") == ["we keep", "your name and your letters."]


def test_headings_stand_for_clauses_only_where_nothing_else_is() -> None:
    assert clauses("## Sharing\n\nWe bake.") == ["We bake."]
    assert clauses("Restrictions on use\n\nWe bake.") == ["We bake."]
    assert clauses("Restrictions on use") == ["Restrictions on use"]


def test_an_abbreviation_in_capitals_ends_no_sentence() -> None:
    assert clauses("DO NOT POST PICTURES, SONGS, ETC. OF OUR GUESTS.") == ["DO NOT POST PICTURES, SONGS, ETC. OF OUR GUESTS."]


def test_a_short_sentence_in_the_middle_of_a_line_is_no_label() -> None:
    assert clauses("The keeper may ask you to leave. Boats need lamps. You may stay.")[1:] == ["Boats need lamps.", "You may stay."]


def test_the_head_of_a_table_that_came_with_its_rows_is_no_clause() -> None:
    assert clauses("| Partner | Use |\n|---|---|\n| Alder | mail |\n| Birch | calls |") == ["Alder | mail", "Birch | calls"]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("The name is a mark of J.W. Miller and Sons, and of the guild.", 1),
        ("The mill is old. (It was built by monks.)", 2),
        ("We bake. We row.", 2),
    ],
)
def test_initials_and_numbers_do_not_end_a_sentence(text: str, clauses: int) -> None:
    page = SegmentedText(text)
    assert len(spoken(page.units(0))) == clauses


def test_a_sentence_that_only_began_before_its_first_number_is_one_clause() -> None:
    begun, first, second = "If a name misleads guests, the mill ", "(i) may close the gate; ", "(ii) keeps the boat."
    units, at = [], 0
    for text in (begun, first, second):
        units.append(Unit(at, at + len(text), text, 0, "text"))
        at += len(text)
    assert [clause for clause, _ in spoken(units)] == ["If a name misleads guests, the mill (i) may close the gate;", "keeps the boat."]
    introduced = [Unit(0, 14, "The mill may: ", 0, "text"), Unit(14, 30, "(i) close early; ", 0, "text")]
    assert len(spoken(introduced)) == 2
