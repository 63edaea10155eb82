"""Passages that stand elsewhere in much the same words."""

from __future__ import annotations

import pytest

from monitor.core.meaning.said_elsewhere import is_said_elsewhere
from tests.core.meaning.changes import documents, observations

STOOD = "We may share the addresses of readers with the printers who send our books to them each month."


def _said(old: str, new: str) -> list[bool]:
    return [is_said_elsewhere(change) for change in observations(*documents(old, new)) if not change.reworded]


@pytest.mark.parametrize(
    "double",
    [
        "We may share the addresses of our readers with the printers who send our books to them each month.",
        "Each month we may share the addresses of readers with the printers who send our books to them.",
    ],
)
def test_a_double_of_a_sentence_that_stands(double: str) -> None:
    rest = "## Sharing\n\n" + STOOD + "\n\n## Contact\n\nWrite to the mill."
    assert any(_said(rest, f"{rest}\n\n{double}"))
    assert any(_said(f"{rest}\n\n{double}", rest))


@pytest.mark.parametrize(
    "other",
    [
        "We may not share the addresses of readers with the printers who send our books to them each month.",
        "We may share the addresses of readers with the advertisers who show them our films and posters each week.",
        "We may share the addresses of readers with the printers who send our books to them for 12 months.",
        "We may share the addresses of Ledgerly readers with the printers who send our books to them each month.",
        "We may share the addresses of readers only with the printers who send our books to them each month.",
    ],
)
def test_what_says_something_else(other: str) -> None:
    rest = "## Sharing\n\n" + STOOD + "\n\n## Contact\n\nWrite to the mill."
    assert not any(_said(rest, f"{rest}\n\n{other}"))
    assert not any(_said(f"{rest}\n\n{other}", rest))
