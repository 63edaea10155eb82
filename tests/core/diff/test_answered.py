"""Short answers below the same question are one change."""

from __future__ import annotations

import pytest

from monitor.core.compare import candidates_of
from monitor.core.diff.answered import question_before
from monitor.core.text.segment import SegmentedText
from monitor.model import ChangeKind, Document

_REST = "\n\nThe shop stands in an old mill by the river and opens at nine.\n"


def kinds(old: str, new: str) -> list[ChangeKind]:
    _, found = candidates_of(Document(f"# Questions\n\n{old}{_REST}"), Document(f"# Questions\n\n{new}{_REST}"))
    return [candidate.kind for candidate in found if not candidate.equal]


@pytest.mark.parametrize("between", [" ", "\n\n"])
@pytest.mark.parametrize(
    "answers", [("No, never.", "Yes, whenever we can."), ("Of course.", "Not at the moment."), ("No.", "Only to banks.")]
)
def test_an_answer_in_the_place_of_another_is_one_change(answers: tuple[str, str], between: str) -> None:
    old, new = (f"Do you lend my letters?{between}{answer}" for answer in answers)
    assert kinds(old, new) == kinds(new, old) == [ChangeKind.REWORDED]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Do you lend my letters? No, never.", "Do you lend my letters?"),
        ("Do you lend my letters? No, never.", "Can I burn them? Yes, whenever you like."),
        ("We lend your letters. No joke.", "We lend your letters. Honest truth."),
    ],
)
def test_what_answers_nothing_is_left_alone(old: str, new: str) -> None:
    assert ChangeKind.REWORDED not in kinds(old, new)


def test_a_question_that_is_asked_twice_pairs_nothing() -> None:
    old, new = (
        "\n\n".join([f"Do you lend it? {answer}", "So it is with us.", f"Do you lend it? {answer}"]) for answer in ("Never.", "Often.")
    )
    assert ChangeKind.REWORDED not in kinds(old, new)


def test_a_long_answer_speaks_for_itself() -> None:
    long = "we lend " + "many old letters and " * 6 + "more."
    assert kinds(f"Do you lend my letters? No, {long}", "Do you lend my letters? Perhaps.") != [ChangeKind.REWORDED]


def test_the_question_stands_right_before() -> None:
    page = SegmentedText("Do you sell it?\n\nNo.\n\nNever.")
    assert [question_before(page.units(line)[0], page) for line in (2, 4)] == ["do you sell it", ""]
