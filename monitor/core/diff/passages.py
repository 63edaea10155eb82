"""Covers both texts with passages in one reading order, so that a redline shows every character exactly once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from monitor.core.diff.align import Alignment
from monitor.core.text.segment import SegmentedText
from monitor.model import Passage, PassageKind

# Equal for the two stretches that both texts share: the new line's number, or -1 minus the new unit's start (never a line's number).
_TwinKey = int
_Run = tuple[int, int, int]
"""Equal lines that adjoin in both texts: the first old line, the first new one, and how many they are."""


class _Stretch(NamedTuple):
    """A stretch of one text: part of a change, the twin of a stretch in the other text, or neither."""

    start: int
    end: int
    change: str | None
    twin: _TwinKey | None

    @property
    def span(self) -> tuple[int, int]:
        return self[:2]


def passages_of(found: Alignment, owner: Mapping[int, str], moved: frozenset[str] = frozenset()) -> tuple[Passage, ...]:
    """The passages of both texts in reading order of the new one, removed ones where they stood.

    Args:
        found: the alignment.
        owner: the id of the change that each changed unit belongs to, by `id()` of the unit.
        moved: the ids of those changes that are moves.
    """
    if found.old.text == found.new.text:
        size = len(found.old.text)
        return (Passage(PassageKind.SAME, (0, size), (0, size)),) if size else ()
    # Matched units without a change are the same but for typography.
    matches = [match for match in found.matches if len(match.old) == len(match.new) == 1]
    runs = list(_runs(found))
    units_old = {id(match.old[0]): -1 - match.new[0].start for match in matches if id(match.old[0]) not in owner}
    units_new = {id(match.new[0]): -1 - match.new[0].start for match in matches if id(match.new[0]) not in owner}
    left = _stretches(found.old, {i: (j, size) for i, j, size in runs}, units_old, owner)
    right = _stretches(found.new, {j: (j, size) for _, j, size in runs}, units_new, owner)
    return tuple(_Merger(left, right, moved).merge())


def _runs(found: Alignment) -> Iterator[_Run]:
    """The equal lines as runs of adjoining ones, for most of two versions is the same.

    A last line stands alone: it has no line end, and an empty one has no character that a passage could cover.
    """
    last_old, last_new = len(found.old.lines) - 1, len(found.new.lines) - 1
    first = following = (-1, -1)
    for i, j in found.same:
        if (i, j) != following or i == last_old or j == last_new:
            if following > first:
                yield *first, following[0] - first[0]
            first = i, j
        following = i + 1, j + 1
    if following > first:
        yield *first, following[0] - first[0]


def _stretches(
    text: SegmentedText, lines: Mapping[int, tuple[_TwinKey, int]], units: Mapping[int, _TwinKey], owner: Mapping[int, str]
) -> list[_Stretch]:
    """The text cut into stretches without a gap; white space belongs to what precedes it.

    Args:
        text: one of the two texts.
        lines: of the runs of lines that the other text shares, by their first line: the twin key, and how many lines there are.
        units: twin keys of the units that the other text shares, by `id()`.
        owner: as for `passages_of`.
    """
    out: list[_Stretch] = []
    line, starts, ends = 0, text.starts, [*text.starts[1:-1], len(text.text)]
    while line < len(text.lines):
        start = starts[line]
        twin, size = lines.get(line, (None, 1))
        line += size
        end = ends[line - 1]  # with its line end, which the last line lacks
        if start >= end:
            continue
        if twin is not None:
            out.append(_Stretch(start, end, None, twin))
        elif text.lines[line - 1].strip():
            cut = text.units(line - 1)
            out += [_Stretch(unit.start, end if unit is cut[-1] else unit.end, owner.get(id(unit)), units.get(id(unit))) for unit in cut]
        elif out:
            out[-1] = _Stretch(out[-1].start, end, out[-1].change, out[-1].twin)
        else:
            out.append(_Stretch(start, end, None, None))
    return out


class _Merger:
    """Merges the stretches of both texts into one reading order."""

    def __init__(self, left: list[_Stretch], right: list[_Stretch], moved: frozenset[str]) -> None:
        self._left, self._right, self._moved = left, right, moved
        self._changes_left = {stretch.change for stretch in left if stretch.change}
        self._changes_right = {stretch.change for stretch in right if stretch.change}
        self._out: list[Passage] = []
        self._same: tuple[int, int, int, int] | None = None
        """A shared stretch (old start and end, new start and end) that may still continue, for most lines of a text are shared."""

    def merge(self) -> list[Passage]:
        """The passages in reading order of the new text. Where a stretch was rewritten the old words come before the new ones."""
        place = {stretch.twin: n for n, stretch in enumerate(self._left) if stretch.twin is not None}
        at = 0
        added: list[_Stretch] = []
        for stretch in self._right:
            twin = place.get(stretch.twin, -1) if stretch.twin is not None else -1
            if twin < at:  # no twin, or one that was passed already because it moved
                added.append(stretch)
                continue
            self._interleave(self._left[at:twin], added)
            self._extend_same(self._left[twin], stretch)
            at, added = twin + 1, []
        self._interleave(self._left[at:], added)
        self._flush()
        return self._out

    def _interleave(self, removed: list[_Stretch], added: list[_Stretch]) -> None:
        """What is between two shared stretches: the old words of each change, then its new ones."""
        if not (removed or added):
            return
        self._flush()
        last = {stretch.change: n for n, stretch in enumerate(removed) if stretch.change}
        done = 0
        for stretch in added:
            until = max(done, last.get(stretch.change, -1) + 1) if stretch.change else done
            for old in removed[done:until]:
                self._add_one_sided(old, is_old=True)
            done = until
            self._add_one_sided(stretch, is_old=False)
        for old in removed[done:]:
            self._add_one_sided(old, is_old=True)

    def _extend_same(self, left: _Stretch, right: _Stretch) -> None:
        if (same := self._same) and same[1] == left.start and same[3] == right.start:
            self._same = (same[0], left.end, same[2], right.end)
        else:
            self._flush()
            self._same = (*left.span, *right.span)

    def _flush(self) -> None:
        if self._same:
            self._out.append(Passage(PassageKind.SAME, self._same[:2], self._same[2:]))
            self._same = None

    def _add_one_sided(self, stretch: _Stretch, *, is_old: bool) -> None:
        change = stretch.change
        kind = PassageKind.REMOVED if is_old else PassageKind.ADDED
        if change in self._moved:
            kind = PassageKind.MOVED
        elif change is not None and change in (self._changes_right if is_old else self._changes_left):
            kind = PassageKind.CHANGED
        self._out.append(Passage(kind, stretch.span if is_old else None, None if is_old else stretch.span, change))
