"""What is said of single sentences, counted."""

from dataclasses import replace

import pytest

from evaluation.labelled_sentences import LabelledSentence
from evaluation.sentence_figures import Told, figures, told
from monitor.model import Direction, Severity

PROMISE = LabelledSentence("We never sell your personal data.", "reader", "critical")


def test_a_sentence_is_added_and_removed() -> None:
    added, removed = told([PROMISE])
    assert (added.came, added.truth) == (True, Direction.STRENGTHENS)
    assert (removed.came, removed.truth) == (False, Direction.WEAKENS)
    assert removed.change.severity is Severity.CRITICAL
    assert removed.change.direction is Direction.WEAKENS


def test_of_what_favours_neither_no_direction_is_true() -> None:
    assert Told(replace(PROMISE, serves="neither"), next(told([PROMISE])).change, True).truth is None


@pytest.mark.parametrize(
    ("direction", "figure"),
    [(Direction.WEAKENS, "direction right where said"), (Direction.STRENGTHENS, "direction opposite where said")],
)
def test_directions_are_counted_by_whether_they_are_true(direction: Direction, figure: str) -> None:
    _, removed = told([PROMISE])
    found = figures([replace(removed, change=replace(removed.change, direction=direction))])
    assert found[figure] == 1
    assert found["direction said, of those told as material"] == 1


def test_what_is_unclear_is_not_said() -> None:
    _, removed = told([PROMISE])
    found = figures([replace(removed, change=replace(removed.change, direction=Direction.UNCLEAR))])
    assert found["direction said, of those told as material"] == 0
    assert found["direction right where said"] == 0


def test_criticals_are_counted_by_the_label() -> None:
    _, removed = told([PROMISE])
    assert figures([removed])["told as critical, and is"] == 1
    assert figures([replace(removed, sentence=replace(PROMISE, materiality="minor"))])["told as critical, and is"] == 0
