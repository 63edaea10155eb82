"""What is said of pairs of sentences, counted."""

from dataclasses import replace

import pytest

from evaluation.labelled_pairs import LabelledPair
from evaluation.pair_figures import Told, figures, told
from monitor.model import Direction, Severity

LOSS = LabelledPair("We never sell your personal data.", "We may sell your personal data to anyone.", "weakens", "critical")
SAME = LabelledPair("We never sell your personal data.", "At no time do we sell your personal data.", "same", "none")


def test_a_pair_is_judged_in_both_orders() -> None:
    here, there = told([LOSS])
    assert (here.pair, there.pair) == (LOSS, LOSS.turned())
    assert here.ways == {Direction.WEAKENS}
    assert there.ways <= {Direction.STRENGTHENS}
    assert here.severity is Severity.CRITICAL


@pytest.mark.parametrize(
    ("direction", "figure"),
    [(Direction.WEAKENS, "direction right where said"), (Direction.STRENGTHENS, "direction opposite where said")],
)
def test_directions_are_counted_by_whether_they_are_true(direction: Direction, figure: str) -> None:
    here = next(told([LOSS]))
    turned = Told(LOSS, tuple(replace(change, direction=direction) for change in here.changes))
    assert figures([turned])[figure] == 1


def test_a_direction_said_of_a_paraphrase_is_counted() -> None:
    found = figures([Told(SAME, next(told([LOSS])).changes)])
    assert found["direction said of a paraphrase"] == 1
    assert found["paraphrases told as material"] == 1
    assert found["told as material, and is"] == 0
    assert found["told as critical, and is"] == 0


def test_what_is_not_told_has_no_direction() -> None:
    found = figures(told([SAME]))
    assert found["paraphrases told as material"] == 0
    assert found["direction right where said"] == 0
