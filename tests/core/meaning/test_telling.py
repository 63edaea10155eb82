"""What is told as material whatever the weights say, each with a change that is not."""

from __future__ import annotations

import pytest

from monitor.core.meaning.telling import told
from monitor.model import Direction, Severity
from tests.core.meaning.changes import observed


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("Do you sell my letters? No.", "Do you sell my letters?", "answer"),
        ("We do not sell your letters to bakers.", "Bakers do not sell your letters to us.", "parties-exchanged"),
    ],
)
def test_what_is_told(old: str, new: str, rule: str) -> None:
    for before, after in ((old, new), (new, old)):
        gate = told(observed(before, after))
        assert gate is not None
        assert (gate.rule, gate.severity, gate.direction) == (rule, Severity.MATERIAL, Direction.UNCLEAR)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Is the mill open on Sundays? No.", "Is the mill open on Sundays?"),
        ("We do not sell your letters to bakers.", "Your letters are not sold to bakers."),
        ("We keep letters in a box.", "We keep letters in a tin."),
    ],
)
def test_what_is_not(old: str, new: str) -> None:
    assert told(observed(old, new)) is None
    assert told(observed(new, old)) is None
