"""Plans which captures to fetch so that each text change, or a phrase's first and last appearance, is found with the fewest fetches.

A plan is asked for the next capture, given that capture's content, and asked again until it has nothing left to ask. Captures that share
the archive's digest have the same bytes, so one fetch answers for all of them. Captures between two that read the same are skipped: a text
that came and went between them goes unnoticed, and `BisectionPlan.unseen` says how many captures were skipped that way.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, log2


@dataclass(frozen=True, slots=True)
class CaptureContent:
    """What one capture was found to contain."""

    text: Hashable
    """Equal for captures that read the same."""
    has_phrase: bool = False
    """Whether the phrase being searched for is in it."""


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive captures with one digest, as indexes into the listing, both inclusive."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Two runs with known content, as indexes into `BisectionPlan.runs`, and at least one run without between them."""

    left: int
    right: int
    open: tuple[int, ...]
    """Runs in between that can still be fetched."""


@dataclass(frozen=True, slots=True)
class PresenceInterval:
    """A stretch of captures that contain the phrase, as indexes into the listing."""

    absent_before: int | None
    """The last capture before the stretch that lacks the phrase; None if there is none."""
    first: int
    last: int
    absent_after: int | None
    """The first capture after the stretch that lacks the phrase; None if there is none."""
    unread_before: int
    """Captures of unknown content between `absent_before` and `first`; 0 means the archive allows no tighter interval."""
    unread_after: int
    """The same between `last` and `absent_after`."""
    runs: tuple[int, ...]
    """The first capture of each run known to contain the phrase."""


def max_fetches(captures: int) -> int:
    """The most fetches needed to date one appearance and one disappearance among that many captures: 2·log2(n) + 4.

    >>> max_fetches(100)
    17
    """
    return floor(2 * log2(max(captures, 1))) + 4


class BisectionPlan:
    """What is known about a listing of captures in order of time, and which capture to fetch next.

    Args:
        labels: one per capture, equal for captures with equal bytes: the archive's digest, or something unique where it gives none.
    """

    def __init__(self, labels: Sequence[Hashable]) -> None:
        self._labels = labels
        self.runs: list[Run] = list(runs_of(labels))
        # A digest that returns later has several runs; fetching any of them answers for all.
        self._runs_by_label: dict[Hashable, list[int]] = defaultdict(list)
        for number, run in enumerate(self.runs):
            self._runs_by_label[labels[run.first]].append(number)
        self._starts = [run.first for run in self.runs]
        self._answers: dict[int, CaptureContent | None] = {}
        self._readable: list[int] = []
        """Runs with known content, ascending."""

    def record(self, capture: int, content: CaptureContent | None) -> None:
        """Note what a capture contains, or None if it is unreadable or not a page of the document. Recording again replaces the answer."""
        for run in self._runs_by_label[self._labels[capture]]:
            self._answers[run] = content
            place = bisect_left(self._readable, run)
            listed = place < len(self._readable) and self._readable[place] == run
            if content is not None and not listed:
                insort(self._readable, run)
            elif content is None and listed:
                del self._readable[place]

    def is_readable(self, capture: int) -> bool:
        """True if the capture's content is known, from itself or from another one with the same bytes."""
        return self._answers.get(bisect_left(self._starts, capture + 1) - 1) is not None

    # --- what to fetch next -------------------------------------------------------------------------------------------

    def next_for_changes(self) -> int | None:
        """The capture to fetch next in order to date every change of text, or None when all of them are dated."""
        end = self._unread_end()
        return end if end is not None else self._middle_of_widest(gap for gap in self.gaps() if self._text_differs(gap))

    def next_for_phrase(self, fetches_left: int) -> int | None:
        """The capture to fetch next in order to date the phrase, or None when there is nothing left worth fetching.

        Both ends of the listing come first, then the borders of where the phrase was found. Until it has been found anywhere, the widest
        gap is halved: gaps between different texts before gaps between equal ones, and only while enough fetches would be left to
        find both borders afterwards.

        Args:
            fetches_left: the remaining budget. A border that is already bracketed is followed to its end even when the budget is spent.
        """
        end = self._unread_end()
        if end is not None:
            return end
        gaps = list(self.gaps())
        if any(self._content(run).has_phrase for run in self._readable):
            return self._middle_of_widest(gap for gap in gaps if self._content(gap.left).has_phrase != self._content(gap.right).has_phrase)
        # One fetch that finds the phrase in the middle of a gap leaves two halves to bisect.
        affordable = [gap for gap in gaps if 1 + 2 * (len(gap.open) // 2).bit_length() <= fetches_left]
        found = self._middle_of_widest(gap for gap in affordable if self._text_differs(gap))
        return found if found is not None else self._middle_of_widest(affordable)

    def next_unread(self) -> int | None:
        """The first capture that has not been fetched, for reading every one of them."""
        return next((run.first for number, run in enumerate(self.runs) if number not in self._answers), None)

    # --- what was found -----------------------------------------------------------------------------------------------

    def gaps(self) -> Iterator[Gap]:
        """Every pair of neighbouring readable runs with others between them, oldest first."""
        for left, right in pairwise(self._readable):
            if right - left > 1:
                yield Gap(left, right, tuple(run for run in range(left + 1, right) if run not in self._answers))

    @property
    def unseen(self) -> int:
        """How many captures were never fetched, neither themselves nor another one with the same bytes."""
        return sum(self._captures_in(number) for number in range(len(self.runs)) if number not in self._answers)

    @property
    def changes(self) -> list[tuple[int, int]]:
        """Each change of text as two captures: the last with the old text, the first with the new one."""
        neighbours = pairwise(self._readable)
        return [(self.runs[a].last, self.runs[b].first) for a, b in neighbours if self._content(a).text != self._content(b).text]

    def presence(self) -> list[PresenceInterval]:
        """The stretches of captures that contain the phrase, oldest first."""
        found: list[PresenceInterval] = []
        start = 0
        while start < len(self._readable):
            end = start
            while end < len(self._readable) and self._content(self._readable[end]).has_phrase:
                end += 1
            if end > start:
                found.append(self._interval(start, end))
            start = end + 1
        return found

    def _interval(self, start: int, end: int) -> PresenceInterval:
        readable = self._readable
        before = readable[start - 1] if start else None
        after = readable[end] if end < len(readable) else None
        return PresenceInterval(
            absent_before=None if before is None else self.runs[before].last,
            first=self.runs[readable[start]].first,
            last=self.runs[readable[end - 1]].last,
            absent_after=None if after is None else self.runs[after].first,
            unread_before=self._captures_between(-1 if before is None else before, readable[start]),
            unread_after=self._captures_between(readable[end - 1], len(self.runs) if after is None else after),
            runs=tuple(self.runs[run].first for run in readable[start:end]),
        )

    # --- helpers of the search ----------------------------------------------------------------------------------------

    def _unread_end(self) -> int | None:
        """The oldest or newest capture that is not yet known to be unreadable, if it has not been fetched: both are always needed."""
        number, last = 0, len(self.runs) - 1
        while number <= last and number in self._answers and self._answers[number] is None:
            number += 1
        while last > number and last in self._answers and self._answers[last] is None:
            last -= 1
        return next((self.runs[run].first for run in (number, last) if 0 <= run < len(self.runs) and run not in self._answers), None)

    def _middle_of_widest(self, gaps: Iterable[Gap]) -> int | None:
        """The middle of the gap with the most open runs; of equally wide ones the newest, because recent history matters most."""
        widest = max((gap for gap in gaps if gap.open), key=lambda gap: (len(gap.open), gap.left), default=None)
        return None if widest is None else self.runs[widest.open[len(widest.open) // 2]].first

    def _text_differs(self, gap: Gap) -> bool:
        return self._content(gap.left).text != self._content(gap.right).text

    def _content(self, run: int) -> CaptureContent:
        content = self._answers[run]
        assert content is not None  # noqa: S101 - `_readable` holds runs with content only
        return content

    def _captures_in(self, run: int) -> int:
        return self.runs[run].last - self.runs[run].first + 1

    def _captures_between(self, left: int, right: int) -> int:
        return sum(self._captures_in(run) for run in range(left + 1, right))


def runs_of(labels: Sequence[Hashable]) -> Iterator[Run]:
    """Splits a listing into stretches of equal neighbouring labels.

    >>> list(runs_of("aab"))
    [Run(first=0, last=1), Run(first=2, last=2)]
    """
    start = 0
    for at in range(1, len(labels) + 1):
        if at == len(labels) or labels[at] != labels[start]:
            yield Run(start, at - 1)
            start = at
