"""Sentences that begin with the reader, and what they give or take."""

from __future__ import annotations

import pytest

from monitor.core.meaning.assess import decide
from monitor.core.meaning.classifier import Model
from monitor.core.meaning.permissions import permits, way_of_permits
from monitor.model import Direction
from tests.core.meaning.changes import observed

ALWAYS = Model(threshold=0.0, intercept=0.0, weights={}, baseline=0.0, trees=())
GIVEN = [
    "you may leave at any time",
    "you can erase your letters",
    "you will not be liable for any losses that we could not foresee",
    "you are not responsible for the costs of our carrier",
    "you will never be charged for a copy",
    "if you leave , you will not be billed again",
    "when you leave , you can take a copy",
    "rights in utah – you may have more rights",
]
TAKEN = [
    "you may not lend it",
    "you cannot leave before june",
    "you waive all claims against us",
    "you hereby irrevocably waive any right to a jury",
    "if you do not live in kent , you waive your rights under the act",
    "you will have no claim against the mill",
    "you have no right to a refund",
    "you are responsible for all costs",
    "you shall be liable for the damage",
    "odalys also reserves the right to delete your profile",
    "we retain the right to refuse an order",
]
NEITHER = [
    "we may leave at any time",
    "you walk along the river",
    "you will receive a letter",
    "you agree that we may not know it",
    "your flour will not be charged",
    "you know that nobody is liable",
    "if you leave we close the door",
    "",
]


@pytest.mark.parametrize(("texts", "expected"), [(GIVEN, 1), (TAKEN, -1), (NEITHER, 0)])
def test_what_a_sentence_gives_or_takes(texts: list[str], expected: int) -> None:
    assert {text: permits(tuple(text.split())) for text in texts} == dict.fromkeys(texts, expected)


@pytest.mark.parametrize("text", [*GIVEN, *TAKEN])
@pytest.mark.parametrize("lean", [5.0, -5.0])
def test_words_that_lean_the_other_way_do_not_tell_whom_it_serves(text: str, lean: float) -> None:
    sentence = f"{text.capitalize()}."
    for old, new, sign in (("", sentence, 1), (sentence, "", -1)):
        made = decide(observed(old, new), ALWAYS, {"whole": lean * sign})
        against = Direction.STRENGTHENS if permits(tuple(text.split())) * sign < 0 else Direction.WEAKENS
        assert made.direction is not against


@pytest.mark.parametrize(
    ("old", "new", "way"),
    [
        ("", "you may leave at any time", 1),
        ("you may leave at any time", "", -1),
        ("you waive all claims", "", 1),
        ("we bake bread", "we bake good bread|you may leave at any time", 1),
        ("we bake bread|you waive all claims", "we bake good bread", 1),
        ("", "you may leave at any time|we bake bread", 0),
        ("", "you may leave at any time|you waive all claims", 0),
        ("you may leave at any time", "you waive all claims", -1),
        ("", "you may leave|you may stay|you may sing", 0),
        ("we bake bread|we sell flour", "we bake it|we sell it|you may leave", 0),
        ("we bake bread", "we bake bread", 0),
        ("", "you may have more rights|for more information , see the notice", 1),
        ("the mill reserves the right to delete your profile", "", 1),
    ],
)
def test_which_way_all_that_came_and_went_goes(old: str, new: str, way: int) -> None:
    sides = [[tuple(sentence.split()) for sentence in side.split("|") if sentence] for side in (old, new)]
    assert way_of_permits(*sides) == way
