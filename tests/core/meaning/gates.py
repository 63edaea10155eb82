"""The gate that a small change passes, for the tests of the gates."""

from __future__ import annotations

from monitor.core.meaning.immaterial import immaterial
from tests.core.meaning.changes import observed


def gate(old: str, new: str, *, title: str = "Privacy") -> str | None:
    """The rule of the gate that the first change between two statements passes, or None."""
    passed = immaterial(observed(old, new, title=title))
    return passed.rule if passed else None
