"""Conditions and items that came or went."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.parts import by_items
from monitor.core.meaning.turns.turn import turn_of
from tests.core.meaning.turns.both_ways import turns_both_ways

_DENIED = "we do not sell {}".format
_RIGHT = "you have the right to {} your letters".format


@pytest.mark.parametrize(
    ("condition", "way"),
    [
        ("where that is feasible", "worse"),
        ("if we have staff for it", "worse"),
        ("to the extent that the law asks for it", "worse"),
        ("subject to our rules", "worse"),
        ("at our discretion", "worse"),
        ("and smile", None),
        ("soon", None),
    ],
)
def test_a_condition_behind_what_serves_the_reader(condition: str, way: str | None) -> None:
    turn = turn_of("We refund unused credit.", f"We refund unused credit, {condition}.")
    assert (turn.way if turn else None) == way


@pytest.mark.parametrize(
    ("condition", "way"),
    [("if you agree", "better"), ("unless you opt out", "better"), ("if it rains", None), ("where the law allows it", None)],
)
def test_a_condition_behind_what_does_not(condition: str, way: str | None) -> None:
    turn = turn_of("We sell your letters.", f"We sell your letters {condition}.")
    assert (turn.way if turn else None) == way


def test_what_a_definition_leaves_out_may_count_for_much() -> None:
    turn = turn_of("“Letters” means what you write.", "“Letters” means what you write other than cards.")
    assert turn
    assert (turn.kind, turn.way) == ("condition", "either")


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        (_DENIED("maps , names or keys"), _DENIED("maps or keys"), "worse"),
        (_RIGHT("see , erase and move"), _RIGHT("see and move"), "worse"),
        (_DENIED("maps or keys"), _DENIED("maps , names that we found or keys"), ""),
        ("we sell maps , names or keys", "we sell maps or keys", ""),
        (_DENIED("maps or keys"), _DENIED("cards or keys"), ""),
        (_DENIED("maps"), _DENIED("maps"), ""),
    ],
)
def test_an_item(before: str, after: str, way: str) -> None:
    one, two = tuple(before.split()), tuple(after.split())
    assert [turn.way for turn in by_items(one, two, frozenset())] == ([way] if way else [])
    assert [turn.way for turn in by_items(two, one, frozenset())] == (["better"] if way else [])


@pytest.mark.parametrize(
    "more",
    ["and (iii)", "or 4", "and (b)"],
)
def test_the_number_of_a_clause_is_no_case_of_an_exception(more: str) -> None:
    kept = "We do not use your letters for purposes other than those in (ii)"
    assert turn_of(f"{kept}.", f"{kept} {more}.") is None
    assert turn_of(f"{kept} {more}.", f"{kept}.") is None


@pytest.mark.parametrize("more", ["and we do not rent them", "and you can leave"])
def test_a_sentence_of_its_own_is_no_case_of_an_exception_but_says_something_itself(more: str) -> None:
    kept = "We do not use your letters for purposes other than those in (ii)"
    for sides, way in (((kept, f"{kept} {more}"), "better"), ((f"{kept} {more}", kept), "worse")):
        turn = turn_of(*(f"{side}." for side in sides))
        assert turn is not None
        assert turn.way == way


def test_a_case_more_in_an_exception_is_one() -> None:
    kept = "We do not use your letters for purposes other than baking"
    turn = turn_of(f"{kept}.", f"{kept} and printing.")
    assert (turn.way if turn else None) == "worse"


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("We erase your letters, your drafts and your stamps.", "We erase your letters and your stamps."),
        ("When you leave, we delete your letters and your drafts within a week.", "When you leave, we delete your letters within a week."),
        ("The limit does not apply to breaches of secrecy or data protection.", "The limit does not apply to breaches of secrecy."),
        ("This cap shall not apply to fraud, theft or data loss.", "This cap shall not apply to fraud or theft."),
        ("All letters are encrypted at rest with AES-256 and in transit.", "All letters are encrypted in transit."),
    ],
)
def test_an_item_of_what_is_done_for_the_reader_or_left_out_of_a_limit(better: str, worse: str) -> None:
    assert turns_both_ways("items", better, worse)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We refund unused credit.", "We refund unused credit, and smile."),
        ("We sell stamps, inks and pens.", "We sell stamps and pens."),
        ("Your cap does not apply to fraud or theft.", "Your cap does not apply to fraud."),
        ("We erase the stage, the floor and the walls with a broom.", "We erase the stage and the walls with a broom."),
        ("users should not post private messages or photos", "users should not post private messages, addresses or photos"),
    ],
)
def test_an_item_of_anything_else_turns_nothing(old: str, new: str) -> None:
    assert turn_of(old, new) is None
