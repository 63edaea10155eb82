"""Cue phrases: how they are counted, what shelters them, and how kind they make a text."""

from __future__ import annotations

import pytest

from monitor.core.meaning.direction_cues import cues, signs, stance
from monitor.core.meaning.parsed import ParsedText
from tests.core.meaning.changes import SENTENCES, beside


def counted(text: str) -> dict[str, int]:
    return dict(cues(side(text)))


def side(text: str) -> ParsedText:
    return beside("", text).new


def test_a_cue_in_the_main_clause_is_counted_there_too() -> None:
    found = counted("Letters are not sold.")
    assert (found["cue:promise"], found["head:promise"]) == (1, 1)


def test_far_into_a_passage_it_is_not() -> None:
    found = counted("The mill by the river is old and green. " * 6 + "Letters are not sold.")
    assert found["cue:promise"] == 1
    assert "head:promise" not in found


def test_a_softening_cue_shelters_what_stands_near() -> None:
    assert counted("We share it with advertisers.")["cue:sharing"] >= 1
    sheltered = counted("We share it with advertisers only if you choose so.")
    assert "cue:sharing" not in sheltered
    assert sheltered["near:sharing"] >= 1


@pytest.mark.parametrize(("words", "sheltered"), [(3, True), (30, False)])
def test_its_reach_ends(words: int, sheltered: bool) -> None:
    found = counted("We share it" + " and so on" * (words // 3) + " only if that is so.")
    assert ("near:sharing" in found) is sheltered
    assert ("cue:sharing" in found) is not sheltered


@pytest.mark.parametrize(
    ("kind", "unkind"),
    [
        ("We do not sell your personal data.", "We may share your data with advertisers and other partners."),
        ("You have the right to request a copy of your data free of charge.", "You waive any class action."),
        ("We share it with advertisers only if you choose so.", "We share it with advertisers."),
    ],
)
def test_a_kinder_text_has_a_kinder_stance(kind: str, unkind: str) -> None:
    assert stance(cues(side(kind))) > stance(cues(side(unkind)))


def test_a_stance_lies_between_minus_one_and_one() -> None:
    assert stance(cues(side(""))) == 0.0
    for text in SENTENCES:
        assert -1.0 < stance(cues(side(text))) < 1.0


def test_every_cue_leans_one_way() -> None:
    assert signs()
    assert all(-2 <= sign <= 2 and sign for sign in signs().values())
