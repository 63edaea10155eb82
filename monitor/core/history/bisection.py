"""Plans which captures to fetch: every change of text, or a statement's coming and going, with as few fetches as it takes.

A survey is asked for the next capture, told what that one says, and asked again, until it has no more questions. Captures with the
archive's digest in common have the same bytes: one answer stands for all of them. What lies between two captures that say the same is
not looked at; `unseen` tells how much that is.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, log2


def bound(captures: int) -> int:
    """The most fetches that one appearance and one disappearance cost among so many captures: 2·log2(n) + 4.

    >>> bound(100)
    17
    """
    return floor(2 * log2(max(captures, 1))) + 4


class BisectionPlan:
    """What is known of a listing of captures in order of time, and what is worth asking next.

    Args:
        labels: one for each capture, equal for captures with equal bytes (the archive's digest; something unique where it gives none).
    """

    def __init__(self, labels: Sequence[Hashable]) -> None:
        self._labels = labels
        self.runs: list[Run] = list(runs_of(labels))
        self._of: dict[Hashable, list[int]] = defaultdict(list)
        for number, run in enumerate(self.runs):
            self._of[labels[run.first]].append(number)
        self._run_at = [run.first for run in self.runs]
        self._answers: dict[int, CaptureContent | None] = {}
        self._known: list[int] = []

    def tell(self, capture: int, seen: CaptureContent | None) -> None:
        """What a capture says; None when it can't be read or is no page of the document. A later word replaces an earlier one."""
        for run in self._of[self._labels[capture]]:
            self._answers[run] = seen
            place = bisect_left(self._known, run)
            held = place < len(self._known) and self._known[place] == run
            if seen is not None and not held:
                insort(self._known, run)
            elif seen is None and held:
                del self._known[place]

    def reads(self, capture: int) -> bool:
        """Whether it is known what the capture says, by itself or by one with the same bytes."""
        return self._answers.get(bisect_left(self._run_at, capture + 1) - 1) is not None

    # --- what to ask next ---------------------------------------------------------------------------------------------

    def next_change(self) -> int | None:
        """The capture whose text is worth knowing next to find every change between captures that say different things."""
        end = self._end()
        return end if end is not None else self._widest(gap for gap in self.gaps() if self._differs(gap))

    def next_sight(self, left: int) -> int | None:
        """The capture to look for the statement in next.

        The ends come first, then the borders of what was seen. While it was seen nowhere, the widest gap is halved, gaps between
        different texts before gaps between equal ones, as long as the fetches that are left suffice to find both borders afterwards.

        Args:
            left: how many fetches are left; borders that are already bracketed are followed to their end all the same.
        """
        end = self._end()
        if end is not None:
            return end
        gaps = list(self.gaps())
        if any(self._seen(run).stands for run in self._known):
            return self._widest(gap for gap in gaps if self._seen(gap.left).stands != self._seen(gap.right).stands)
        payable = [gap for gap in gaps if 1 + 2 * (len(gap.open) // 2).bit_length() <= left]
        found = self._widest(gap for gap in payable if self._differs(gap))
        return found if found is not None else self._widest(payable)

    def next_any(self) -> int | None:
        """The first capture that nobody has looked at: for looking at all of them."""
        return next((run.first for number, run in enumerate(self.runs) if number not in self._answers), None)

    # --- what was found -----------------------------------------------------------------------------------------------

    def gaps(self) -> Iterator[Gap]:
        """The gaps that hold anything unknown, oldest first."""
        for left, right in pairwise(self._known):
            if right - left > 1:
                between = range(left + 1, right)
                unread = sum(self._size(run) for run in between)
                yield Gap(left, right, tuple(run for run in between if run not in self._answers), unread)

    @property
    def unseen(self) -> int:
        """Captures that nothing is known of, because the texts on both sides of them are equal or because the search ended."""
        return sum(self._size(number) for number in range(len(self.runs)) if number not in self._answers)

    @property
    def changes(self) -> list[tuple[int, int]]:
        """Captures between which the text changed: (last of the old text, first of the new one)."""
        return [(self.runs[a].last, self.runs[b].first) for a, b in pairwise(self._known) if self._seen(a).text != self._seen(b).text]

    def stands(self) -> list[PresenceInterval]:
        """Where the statement stands, oldest first."""
        found: list[PresenceInterval] = []
        start = 0
        while start < len(self._known):
            end = start
            while end < len(self._known) and self._seen(self._known[end]).stands:
                end += 1
            if end > start:
                found.append(self._stand(start, end))
            start = end + 1
        return found

    def _stand(self, start: int, end: int) -> PresenceInterval:
        known = self._known
        before = known[start - 1] if start else None
        after = known[end] if end < len(known) else None
        return PresenceInterval(
            absent_before=None if before is None else self.runs[before].last,
            first=self.runs[known[start]].first,
            last=self.runs[known[end - 1]].last,
            absent_after=None if after is None else self.runs[after].first,
            unread_before=self._unread(-1 if before is None else before, known[start]),
            unread_after=self._unread(known[end - 1], len(self.runs) if after is None else after),
            runs=tuple(self.runs[run].first for run in known[start:end]),
        )

    # --- inner ways ---------------------------------------------------------------------------------------------------

    def _end(self) -> int | None:
        """The oldest and the newest readable capture are always worth knowing."""
        number, last = 0, len(self.runs) - 1
        while number <= last and number in self._answers and self._answers[number] is None:
            number += 1
        while last > number and last in self._answers and self._answers[last] is None:
            last -= 1
        return next((self.runs[run].first for run in (number, last) if 0 <= run < len(self.runs) and run not in self._answers), None)

    def _widest(self, gaps: Iterator[Gap] | Sequence[Gap]) -> int | None:
        """The middle of the gap with the most open runs; of several, the newest, for recent history matters most."""
        widest = max((gap for gap in gaps if gap.open), key=lambda gap: (len(gap.open), gap.left), default=None)
        return None if widest is None else self.runs[widest.open[len(widest.open) // 2]].first

    def _differs(self, gap: Gap) -> bool:
        return self._seen(gap.left).text != self._seen(gap.right).text

    def _seen(self, run: int) -> CaptureContent:
        seen = self._answers[run]
        assert seen is not None  # noqa: S101 - `_known` holds readable runs alone
        return seen

    def _size(self, run: int) -> int:
        return self.runs[run].last - self.runs[run].first + 1

    def _unread(self, left: int, right: int) -> int:
        return sum(self._size(run) for run in range(left + 1, right))


@dataclass(frozen=True, slots=True)
class CaptureContent:
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
class PresenceInterval:
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
