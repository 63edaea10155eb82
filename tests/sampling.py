"""What the ordinary suite takes of many cases; the others are slow: `pytest -m slow`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pytest
from hypothesis import settings

SOME_OR_EVERY = pytest.mark.parametrize("step", [pytest.param(10, id="some"), pytest.param(1, id="every", marks=pytest.mark.slow)])
"""For a test that walks over a corpus by itself: it takes every tenth example, or every one."""
WHOLE = 100
"""Hypothesis's own number of examples. A profile that sets a fifth of it takes a fifth of every number."""


def sampled(cases: Iterable[Any], step: int = 10, *, rows: bool = False) -> list[Any]:
    """Every `step`-th case, from the first on, for the ordinary suite; each row is the values of several arguments."""
    return [case if number % step == 0 else _slow(case, rows) for number, case in enumerate(cases)]


def only(cases: Iterable[Any], chosen: Collection[Any], *, rows: bool = False) -> list[Any]:
    """The chosen cases for the ordinary suite; each row is the values of several arguments."""
    found = list(cases)
    assert all(case in found for case in chosen), "a chosen case is none"
    return [case if case in chosen else _slow(case, rows) for case in found]


def _slow(case: Any, row: bool) -> Any:
    values, name = (case.values, case.id) if hasattr(case, "values") and hasattr(case, "marks") else (case if row else (case,), None)
    return pytest.param(*values, id=name, marks=[*getattr(case, "marks", ()), pytest.mark.slow])


def examples(number: int) -> int:
    """How many examples of a property to try: so many with -m slow, otherwise as large a part of them as the profile takes."""
    return max(1, number * settings().max_examples // WHOLE)
