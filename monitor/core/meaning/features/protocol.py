"""How a group of features speaks: names with values, or names alone where a feature is either seen or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps

from monitor.core.meaning.comparison import Comparison

Seen = Iterator[tuple[str, float]]
"""Names of features with their values."""


def seen_or_not(group: Callable[[Comparison], Iterator[str]]) -> Callable[[Comparison], Seen]:
    """Makes a group of a function that yields the names of what it sees; each has the value 1."""

    @wraps(group)
    def valued(comparison: Comparison) -> Seen:
        return ((name, 1.0) for name in group(comparison))

    return valued
