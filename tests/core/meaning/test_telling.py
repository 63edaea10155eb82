"""What is told as material whatever the weights say, each with a change that is not."""

from __future__ import annotations

import pytest

from monitor.core.meaning.telling import told, told_by_place
from monitor.model import Direction, Severity
from tests.core.meaning.changes import documents, observations, observed


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("Where I opt out, am I told? No.", "Where I opt out, am I told? Yes.", "answer"),
        ("We do not sell your letters to bakers.", "Bakers do not sell your letters to us.", "parties-exchanged"),
        ("### Stored for two weeks\n\nLetters.", "### Stored for six years\n\nLetters.", "heading-term"),
        ("The gate opens +5 days after the fair.", "The gate opens -5 days after the fair.", "sign-turned"),
        ("### Kept forever\n\nLetters.", "### Where they lie\n\nLetters.", "heading-term"),
    ],
)
def test_what_is_told(old: str, new: str, rule: str) -> None:
    for before, after in ((old, new), (new, old)):
        gate = next(filter(None, map(told, observations(*documents(before, after)))))
        assert (gate.rule, gate.severity, gate.direction) == (rule, Severity.MATERIAL, Direction.UNCLEAR)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Is the mill open on Sundays? No.", "Is the mill open on Sundays?"),
        ("We do not sell your letters to bakers.", "Your letters are not sold to bakers."),
        ("### Our years in the mill\n\nLetters.", "### Letters\n\nLetters."),
        ("We keep letters in a box.", "We keep letters in a tin."),
    ],
)
def test_what_is_not(old: str, new: str) -> None:
    assert told(observed(old, new)) is None
    assert told(observed(new, old)) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("By default:\n\n- names\n\nOnly if you agree:\n\n- pulse", "By default:\n\n- pulse\n\nOnly if you agree:\n\n- names"),
        (
            "## Kept for a week\n\nLetters.\n\n## Kept for ten years\n\nBills.",
            "## Kept for ten years\n\nLetters.\n\n## Kept for a week\n\nBills.",
        ),
    ],
)
def test_equal_words_below_another_condition_or_period(old: str, new: str) -> None:
    gates = [told_by_place(change) for change in observations(*documents(old, new))]
    assert [gate and gate.rule for gate in gates] == ["other-terms"] * 2
