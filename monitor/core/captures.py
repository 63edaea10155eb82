"""What bisection works with and gives: what a capture says, runs of equal captures, gaps between them, and stretches of standing."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """What one capture says."""

    text: Hashable
    """Equal for captures that say the same."""
    stands: bool = False
    """Whether the statement in question stands in it."""


@dataclass(frozen=True, slots=True)
class Run:
    """Captures in a row with one digest, by their places in the listing, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Two runs whose texts are known, with runs between them that nobody has looked at."""

    left: int
    right: int
    open: tuple[int, ...]
    """The runs between them that may still be asked for."""
    unread: int
    """Captures between them of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A stretch of captures in which a statement stands, by places in the listing; see `Survey.stands`."""

    absent_before: int | None
    """The last capture before it that lacks the statement; None when none is known."""
    first: int
    last: int
    absent_after: int | None
    unread_before: int
    """Captures between `absent_before` and `first` of which nothing is known: 0 when the archive allows nothing tighter."""
    unread_after: int
    runs: tuple[int, ...]
    """One capture of each run that is known to show it."""


def runs_of(labels: Sequence[Hashable]) -> Iterator[Run]:
    """Captures in a row with equal labels."""
    start = 0
    for at in range(1, len(labels) + 1):
        if at == len(labels) or labels[at] != labels[start]:
            yield Run(start, at - 1)
            start = at
