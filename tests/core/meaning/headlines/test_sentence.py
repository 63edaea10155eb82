"""Headlines: a table of small texts with the sentence that is told, and what holds of every headline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.meaning.headlines.edited import edited_clauses
from monitor.core.meaning.headlines.sentence import Headline, sentence_of
from monitor.core.meaning.headlines.values import value_turn
from monitor.core.meaning.negation import DENYING
from monitor.core.meaning.observation import Observation
from monitor.core.meaning.rules import rules
from monitor.core.text.markdown_links import as_shown
from monitor.model import Direction, Severity
from tests.core.meaning.changes import beside, documents, observations, observed, small_corpus
from tests.sampling import examples

ROWS = [json.loads(line) for line in (Path(__file__).parent / "sentences.jsonl").read_text(encoding="utf-8").splitlines()]
TALL = Severity.MATERIAL


def told(old: str, new: str, direction: str = "neutral") -> Headline:
    return sentence_of(observed(old, new), direction=Direction(direction), severity=TALL)


@pytest.mark.parametrize("row", ROWS, ids=[str(number) for number in range(1, len(ROWS) + 1)])
def test_the_table(row: dict[str, str]) -> None:
    headline = told(row["old"], row["new"], row["direction"])
    assert (headline.form, headline.text) == (row["form"], row["headline"])


def test_the_table_holds_a_hundred_rows_and_a_third_of_them_are_told_as_facts() -> None:
    assert len(ROWS) >= 100
    assert sum(row["form"] == "fact" for row in ROWS) >= len(ROWS) / 3


# --- what holds of every headline -------------------------------------------------------------------------------------


def flat(text: str) -> str:
    """The text without what a quotation may change: markup, kinds of quotation marks, white space."""
    plain = as_shown(text.replace("<br>", " ").replace("**", ""))
    return re.sub(r"[\W_]+", " ", plain).strip().lower()


def quotations(headline: str) -> Iterator[str]:
    for quoted in re.findall("“([^”]*)”", headline):
        yield from (part for part in quoted.split("…") if flat(part))


def texts_of(change: Observation) -> str:
    """All that a headline may quote: both texts with their headings and the sentences that introduce lists."""
    return "\n".join(flat(page.page.text) for page in (change.context.old, change.context.new))


@cache
def changes() -> tuple[Observation, ...]:
    return (*small_corpus(), *(observed(row["old"], row["new"]) for row in ROWS))


def every_headline() -> Iterator[tuple[Observation, Headline]]:
    for change in changes():
        for direction in (Direction.WEAKENS, Direction.NEUTRAL):
            yield change, sentence_of(change, direction=direction, severity=TALL, rule=None)


def test_what_is_quoted_stands_in_one_of_the_texts() -> None:
    for change, headline in every_headline():
        for quoted in quotations(headline.text):
            assert flat(quoted) in texts_of(change), headline.text


def test_every_number_stands_in_the_texts_or_is_a_count() -> None:
    counts = re.compile(r"\((\d+) statements\)|and (\d+) more|^(\d+) (?:added|removed)")
    for change, headline in every_headline():
        said = counts.sub("", headline.text)
        for number in re.findall(r"\d+", said):
            assert number in change.context.old.page.text + change.context.new.page.text, headline.text


def test_the_counts_of_statements_and_edits_can_be_recomputed() -> None:
    for change, headline in every_headline():
        if found := re.search(r"\((\d+) statements\)", headline.text):
            assert int(found[1]) == len(edited_clauses(change))


@pytest.mark.parametrize("old", [row["old"] for row in ROWS if not row["new"]])
def test_a_removed_denial_is_told_with_its_denial(old: str) -> None:
    headline = told(old, "", "weakens").text
    if set(re.findall(r"[\w']+", old.lower())) & DENYING:
        assert set(re.findall(r"[\w']+", headline.lower())) & DENYING


def test_with_no_direction_nothing_is_said_of_whom_it_serves() -> None:
    for change in changes():
        text = re.sub("“[^”]*”", "“”", sentence_of(change, direction=Direction.NEUTRAL, severity=TALL).text)
        assert not re.search(r"\b(?:for you|you|cut|lost|protection|withdrawn|narrowed|worse|better)\b", text, re.IGNORECASE), text


@pytest.mark.parametrize("row", [row for row in ROWS if row["form"] == "value"], ids=lambda row: row["headline"])
def test_exchanging_the_sides_exchanges_the_values(row: dict[str, str]) -> None:
    there, back = told(row["old"], row["new"]), told(row["new"], row["old"])
    assert back.form == "value"
    forth, turned = value_turn(row["old"], row["new"]), value_turn(row["new"], row["old"])
    assert (forth is None) == (turned is None)
    if forth and turned:
        assert (forth.old.text, forth.new.text) == (turned.new.text, turned.old.text)
        assert forth.new.text in there.text
        assert forth.old.text in back.text


@pytest.mark.parametrize("row", [row for row in ROWS if row["form"] == "turn"], ids=lambda row: row["headline"])
def test_exchanging_the_sides_of_a_turn_exchanges_its_quotations(row: dict[str, str]) -> None:
    there, back = told(row["old"], row["new"]).text, told(row["new"], row["old"]).text
    assert there.split(" is now ") == back.split(" is now ")[::-1]


WORDS = st.lists(
    st.sampled_from(
        (
            "we",
            "may",
            "not",
            "share",
            "sell",
            "your",
            "data",
            "keep",
            "for",
            "30",
            "90",
            "days",
            ",",
            ".",
            "unless",
            "“Club”",
            "and",
            "or",
            "$5",
            "it",
            "is",
        )
    ),
    max_size=24,
)


@settings(max_examples=examples(120), deadline=None)
@given(WORDS, WORDS)
def test_any_two_texts_have_a_headline_on_one_line_whose_quotations_stand(left: list[str], right: list[str]) -> None:
    old, new = " ".join(["We", *left]), " ".join(["We", *right])
    if flat(old) == flat(new):
        return
    headline = sentence_of(beside(old, new), direction=Direction.NEUTRAL, severity=TALL).text
    assert headline
    assert "\n" not in headline
    for quoted in quotations(headline):
        assert flat(quoted) in f"{flat(old)}\n{flat(new)}"


def test_a_rule_lends_its_words_only_in_its_own_direction() -> None:
    change = observed("We do not sell your personal data.", "")
    rule = next(rule for rule in rules() if rule.id == "promise-withdrawn")
    same = sentence_of(change, direction=Direction.WEAKENS, severity=Severity.CRITICAL, rule=rule)
    assert same.form == "rule"
    assert same.text == "Withdrawn: the promise not to sell your personal data – “We do not sell your personal data”"
    for direction in (Direction.NEUTRAL, Direction.STRENGTHENS):
        assert (
            sentence_of(change, direction=direction, severity=Severity.CRITICAL, rule=rule).text
            == "Removed: “We do not sell your personal data”"
        )
    assert sentence_of(change, direction=Direction.WEAKENS, severity=Severity.MINOR, rule=rule).form == "fact"


def test_the_lead_is_what_stands_before_the_first_quotation() -> None:
    assert told("", "We log visits.").lead == "Added"
    assert told("We will sell it.", "We will not sell it.").lead == ""


def test_a_promise_that_went_is_quoted_rather_than_what_stood_beside_it() -> None:
    old = "The mill by the river opens at nine and bread is sold until noon on Sundays. We never share your letters with anyone."
    assert "We never share your letters with anyone" in told(old, "", "weakens").text


def test_other_edits_of_a_rewritten_paragraph_are_told_beside_the_first() -> None:
    old = "We keep a list of boats. We sell oars to members of the club. We store your letters in the mill."
    new = "We keep a list of tents. We sell oars to members of the club. We store your letters in the mill and sell them to brokers."
    changes = [sentence_of(beside(old, new), direction=Direction.NEUTRAL, severity=TALL).text]
    assert "and sell them to brokers" in changes[0]
    assert changes[0].endswith("; “We keep a list of boats” is now “We keep a list of tents”")


@pytest.mark.parametrize(
    ("old", "new", "headline"),
    [
        (
            "We never collect:\n\n- your name\n- your pulse\n\nWe collect:\n\n- your letters",
            "We never collect:\n\n- your name\n\nWe collect:\n\n- your letters\n- your pulse",
            "“your pulse” stands below “We collect” now, not “We never collect”",
        ),
        (
            "Here is a list.\n\nWe never collect:\n\n- your pulse",
            "We never collect:\n\nHere is a list.\n\n- your pulse",
            "“your pulse” no longer stands below “We never collect”",
        ),
    ],
)
def test_equal_words_below_another_lead_in_are_told_with_both(old: str, new: str, headline: str) -> None:
    assert told(old, new).text == headline


def both(old: str, new: str, direction: Direction = Direction.UNCLEAR) -> str:
    return sentence_of(beside(old, new), direction=direction, severity=TALL).text


def test_what_came_and_what_went_with_an_edit_is_told_beside_it() -> None:
    old = "We keep your name at the gate of the mill. You may bring guests with you and add them to the list."
    new = "We keep your name and your face at the gate of the mill. Tickets are sold to members of the club alone."
    told = both(old, new)
    assert "your face" in told
    assert "dded: “Tickets are sold" in told
    assert "removed: “You may bring guests" in told
    assert "more edit" not in told


def test_what_finds_no_room_is_counted() -> None:
    line = "In month {} of the year we {} your letters, your songs, your boats and the names of those who come with you to the mill."
    old, new = (" ".join(line.format(at, verb) for at in range(6)) for verb in ("keep", "sell"))
    told = both(old, new)
    assert re.search(r"– and \d more edits?$", told)
    assert len(told) <= 520


def test_a_sentence_that_moved_along_is_not_told_as_new() -> None:
    stays = "We keep a list of guests of the mill at the gate for the keeper of the pond."
    old, new = f"We bake bread. {stays}", f"{stays} We sell the letters of our guests to brokers of the town."
    told = both(old, new)
    assert "brokers" in told
    assert stays.removesuffix(".") not in told


def test_of_a_long_passage_the_ban_and_the_right_are_quoted_and_not_the_pointer() -> None:
    text = (
        "For more information on how we sell, share and keep data, see the notice at the gate. You may not lend your ticket to anyone. "
        "If you have any questions about fees, taxes and payments, write to the keeper at help@mill.example. "
        "You may ask us to erase your letters. For example, a letter that you sent to the keeper of the mill in winter is one of those."
    )
    for told in (told_headline(text, ""), told_headline("", text)):
        assert "lend your ticket" in told
        assert "erase your letters" in told
        assert "notice at the gate" not in told
        assert "help@mill.example" not in told


def told_headline(old: str, new: str) -> str:
    return sentence_of(observed(old, new), direction=Direction.UNCLEAR, severity=TALL).text


@pytest.mark.parametrize("direction", ["weakens", "unclear"])
def test_an_exception_does_not_stand_for_the_ban_that_it_is_of(direction: str) -> None:
    text = "Do not act as if you were somebody else. We do allow parody and songs about the illegal sale of boats to minors of the town."
    headline = told("", text, direction).text
    assert "Do not act" in headline
    assert headline.index("Do not act") < (headline.find("We do allow") if "We do allow" in headline else len(headline))


def test_a_list_of_partners_is_told_as_a_list() -> None:
    partners = "## Partners\n\n- Alder\n- Birch\n- Cedar\n- Elm\n- Fir\n"
    headline = told(partners, f"{partners}- Gorse\n- Hazel\n- Juniper\n").text
    assert headline == "3 added to “Partners”: “Gorse”, “Hazel” and “Juniper”"


@pytest.mark.parametrize(
    ("old", "new", "both_told"),
    [
        ("We never sell your letters.", "We sell your letters.", ("We never sell", "We sell your")),
        ("Boats are lent to members only.", "Boats are lent to members.", ("to members only", "to members”")),
        ("Guests must be 18 to rent a boat.", "Guests must be 16 to rent a boat.", ("now 16", "was 18")),
        ("The law of Alder applies.", "The law of Birch applies.", ("Alder", "Birch")),
        ("We tell you 30 days before a change.", "We tell you 10 days before a change.", ("30", "10")),
        ("The fee is $20 a month.", "The fee is $25 a month.", ("now $25", "was $20")),
    ],
)
def test_from_what_to_what(old: str, new: str, both_told: tuple[str, str]) -> None:
    headline = both(old, new)
    assert all(part in headline for part in both_told), headline


@pytest.mark.parametrize("said", ["weakens", "strengthens", "unclear", "neutral"])
@pytest.mark.parametrize("count", [1, 3, 8, 20])
def test_a_headline_of_any_passage_is_of_readable_length_and_closes_its_quotations(count: int, said: str) -> None:
    line = "You may not bring {} to the mill, and we share the names of those who do it with the keeper of the pond and with brokers."
    text = " ".join(line.format(f"{'red ' * at}boats") for at in range(count))
    headline = told("", text, said).text
    assert len(headline) <= 520
    assert headline.count("“") == headline.count("”")


# --- what is said again, and what turns -------------------------------------------------------------------------------

MILL = "# Ending\n\n{}\n\n# Boats\n\nBoats are green and stand in the sheds by the river in winter.\n\n# Members\n\n{}"
ENDING = "The club may end the contract with a member at any time and for any reason and without a warning to the member."
NEARLY = "By the rules of the river, the club may end the contract with a member at any time, for any reason and without a warning to him."
SETTING = "You can change what we write to you on the page of your account at any time."


def told_of_documents(old: str, new: str) -> list[str]:
    changes = observations(*documents(old, new))
    return [sentence_of(change, direction=Direction.UNCLEAR, severity=TALL).text for change in changes]


def test_what_was_removed_and_stands_in_similar_words_is_told_with_them() -> None:
    (text,) = told_of_documents(MILL.format(f"We row. {ENDING}", f"We bake. {NEARLY}"), MILL.format("We row.", f"We bake. {NEARLY}"))
    assert text.startswith(f"Removed from “Ending”: “{ENDING[:-1]}” – a similar sentence stands in “Members”: “By the rules of the river")


def test_what_was_added_and_stood_in_similar_words_is_told_with_them() -> None:
    (text,) = told_of_documents(MILL.format("We row.", f"We bake. {NEARLY}"), MILL.format(f"We row. {ENDING}", f"We bake. {NEARLY}"))
    assert text.startswith(
        f"Added to “Ending”: “{ENDING[:-1]}” – before, a similar sentence stood in “Members”: “By the rules of the river"
    )


def test_what_stands_nowhere_else_is_told_alone() -> None:
    (text,) = told_of_documents(MILL.format(f"We row. {ENDING}", "We bake."), MILL.format("We row.", "We bake."))
    assert text == f"Removed from “Ending”: “{ENDING[:-1]}”"


def test_old_words_that_still_stand_elsewhere_are_not_told_as_gone() -> None:
    note = "Note that a change of what we write to you does not end letters from the guild at any time."
    (text,) = told_of_documents(
        MILL.format(f"{SETTING} It is blue.", f"We bake. {SETTING}"), MILL.format(f"{note} It is blue.", f"We bake. {SETTING}")
    )
    assert text == f"“{SETTING[:-1]}” is now “{note[:-1]}” – the old words still stand elsewhere"


def test_old_words_that_stand_nowhere_else_are_told_as_replaced() -> None:
    note = "Note that a change of what we write to you does not end letters from the guild at any time."
    (text,) = told_of_documents(MILL.format(f"{SETTING} It is blue.", "We bake."), MILL.format(f"{note} It is blue.", "We bake."))
    assert text == f"“{SETTING[:-1]}” is now “{note[:-1]}”"


def test_a_condition_that_fell_is_told_whatever_fell_beside_it() -> None:
    old = "We do not write down the names of guests below the age of 13 without first asking their parents."
    beside_it = "For the parts of the mill in which names are written down, the bakers hang up a notice of all rules that apply there."
    text = sentence_of(
        beside(f"{old} {beside_it}", "We do not write down the names of guests below the age of 13 in the mill."),
        direction=Direction.UNCLEAR,
        severity=TALL,
    ).text
    assert "without first asking their parents” is now “" in text


def test_a_denial_that_fell_is_told_before_longer_words_that_fell_with_it() -> None:
    old = (
        "The mill has joined the register of the guild, but will not rely on the register to receive letters of guests of the towns "
        "until the day on which the council of the river has confirmed the rules that the guild of bakers has proposed to it."
    )
    new = "The mill has joined the register of the guild, and relies on the register to receive letters of guests of the towns."
    text = told(old, new).text
    assert "will not rely on" in text
    assert "and relies on" in text


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("You will not lend the boat to strangers.", True),
        ("You must not pay the keeper in coins.", True),
        ("You will not be liable for losses that nobody could foresee.", False),
        ("You will not be charged for letters.", False),
        ("You will not lose your boat.", False),
        ("You will not have to wait.", False),
    ],
)
def test_only_what_forbids_something_is_a_new_rule_for_the_reader(text: str, rule: bool) -> None:
    assert told("", text, "weakens").text.startswith("New rule for you") is rule


def test_two_sides_of_a_sentence_that_begins_alike_are_quoted_from_the_same_place() -> None:
    begun = "The mill of the guild complies with the rules of the council of the river for all letters"
    old = f"{begun} from the towns and the islands, including the rules on lost letters and on boats that carry them at night."
    new = f"{begun} from whatever town or ship, in reliance on the promise of the {'council, ' * 9}guild."
    sides = re.findall("“([^”]*)”", told(old, new).text)
    assert all(side.startswith(begun[:30]) or side.startswith("…") for side in sides[:2])
    assert sides[0].startswith("…") == sides[1].startswith("…")


def test_quotations_begin_with_a_word() -> None:
    old = "The personal data of a guest is used to verify who he is, to complete a card and to do what the guild asks of a mill."
    new = "Personal data of a guest is used to identify him, to fill a card, and to do all that the guild of bakers asks of any mill."
    text = told(old, new).text
    assert "“…ersonal" not in text
    assert "“…" not in text or all(f" {begun}" in f" {old} {new}" for begun in re.findall(r"“…(\w+)", text))


@pytest.mark.parametrize(
    ("rule", "old", "new", "quoted"),
    [
        (
            "retention-limit-dropped",
            "We keep your letters for 30 days. You must not sell the keys of the mill.",
            "",
            "We keep your letters",
        ),
        ("perpetual-licence", "", "You must not sell the keys. You grant us a perpetual licence to your recipes.", "You grant us a"),
        ("sensitive-data-added", "", "You must not lend or sell the keys. We collect voiceprints at the door.", "We collect voiceprints"),
    ],
)
def test_the_sentence_on_which_a_grave_rule_rests_is_told_first(rule: str, old: str, new: str, quoted: str) -> None:
    change, speaks = observed(old, new), next(row for row in rules() if row.id == rule)
    assert speaks.fires(frozenset(change.features))
    told_by = [sentence_of(change, direction=Direction.WEAKENS, severity=TALL, rule=row).text.split("; ")[0] for row in (speaks, None)]
    assert [quoted in text for text in told_by] == [True, False]


def test_good_news_does_not_come_before_what_tells_more() -> None:
    change = observed("", "You must not sell, lend or rent the keys of the mill to anybody. We do not share the list.")
    speaks = next(row for row in rules() if row.id == "promise-made")
    assert speaks.fires(frozenset(change.features))
    assert "keys" in sentence_of(change, direction=Direction.UNCLEAR, severity=TALL, rule=speaks).text.split("; ")[0]
