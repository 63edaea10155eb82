"""Covers both texts with passages, so that a redline shows every character once."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.core.diff.align import Alignment
from monitor.core.text.segment import SegmentedText
from monitor.model import Edit, Passage, PassageKind

_Key = int
"""The number of a line, or below zero the place of a unit, by which two texts know what they share."""
_Stretch = tuple[int, int, str | None, _Key | None]
"""(start, end, change, key): a stretch of one text with the change that it belongs to, or the key that its twin in the other text bears."""


def passages_of(found: Alignment, owner: Mapping[int, str], moved: frozenset[str] = frozenset()) -> tuple[Passage, ...]:
    """Passages in reading order of the new text, removed ones where they stood.

    Args:
        found: the alignment.
        owner: id() of a unit → id of the change that it belongs to.
        moved: the changes that are moves.
    """
    if found.old.text == found.new.text:
        size = len(found.old.text)
        return (Passage(PassageKind.SAME, (0, size), (0, size)),) if size else ()
    twins = {id(m.old[0]): m.new[0].start for m in found.matches if len(m.old) == len(m.new) == 1 and id(m.old[0]) not in owner}
    ends = {id(m.new[0]): m.new[0].start for m in found.matches if len(m.old) == len(m.new) == 1 and id(m.new[0]) not in owner}
    left = _stretches(found.old, dict(found.same), twins, owner)
    right = _stretches(found.new, {j: j for _, j in found.same}, ends, owner)
    return tuple(_Merger(left, right, moved).merge())


def _stretches(page: SegmentedText, lines: Mapping[int, int], units: Mapping[int, int], owner: Mapping[int, str]) -> list[_Stretch]:
    """The text in stretches: equal lines and units with their key, the rest with their change; white space goes with what precedes it."""
    out: list[_Stretch] = []
    size = len(page.text)
    for line, (text, start) in enumerate(zip(page.lines, page.starts, strict=False)):
        end = start + len(text) + 1
        end = min(end, size)  # the last line has no line end
        if start >= end:
            continue
        if (key := lines.get(line)) is not None:
            out.append((start, end, None, key))
        elif text.strip():
            cut = page.units(line)
            for unit in cut:
                place = units.get(id(unit))
                key = None if place is None else -1 - place
                out.append((unit.start, end if unit is cut[-1] else unit.end, owner.get(id(unit)), key))
        elif out:
            out[-1] = (out[-1][0], end, *out[-1][2:])
        else:
            out.append((start, end, None, None))
    return out


class _Merger:
    """Weaves the stretches of both texts into one reading order."""

    def __init__(self, left: list[_Stretch], right: list[_Stretch], moved: frozenset[str]) -> None:
        self.left, self.right, self.moved = left, right, moved
        self.changes_left = {s[2] for s in left if s[2]}
        self.changes_right = {s[2] for s in right if s[2]}
        self.out: list[Passage] = []
        self._common: tuple[int, int, int, int] | None = None
        """A common stretch that may still go on: most of a text is one, line after line."""

    def merge(self) -> list[Passage]:
        """The passages, in reading order of the new text; in a stretch rewritten the old words come before the new ones."""
        place = {stretch[3]: n for n, stretch in enumerate(self.left) if stretch[3] is not None}
        at = 0
        fresh: list[_Stretch] = []
        for stretch in self.right:
            goal = place.get(stretch[3], -1) if stretch[3] is not None else -1
            if goal < at:
                fresh.append(stretch)
                continue
            self._woven(self.left[at:goal], fresh)
            self._same(self.left[goal], stretch)
            at, fresh = goal + 1, []
        self._woven(self.left[at:], fresh)
        self._flush()
        return self.out

    def _woven(self, gone: list[_Stretch], come: list[_Stretch]) -> None:
        """Between two common stretches: each change's old words, then its new ones."""
        if not (gone or come):
            return
        self._flush()
        last = {stretch[2]: n for n, stretch in enumerate(gone) if stretch[2]}
        done = 0
        for stretch in come:
            until = max(done, last.get(stretch[2], -1) + 1) if stretch[2] else done
            for old in gone[done:until]:
                self._alone(old, old=True)
            done = until
            self._alone(stretch, old=False)
        for old in gone[done:]:
            self._alone(old, old=True)

    def _same(self, left: _Stretch, right: _Stretch) -> None:
        if (last := self._common) and last[1] == left[0] and last[3] == right[0]:
            self._common = (last[0], left[1], last[2], right[1])
        else:
            self._flush()
            self._common = (*left[:2], *right[:2])

    def _flush(self) -> None:
        if last := self._common:
            self.out.append(Passage(PassageKind.SAME, last[:2], last[2:]))
            self._common = None

    def _alone(self, stretch: _Stretch, *, old: bool) -> None:
        change = stretch[2]
        kind = PassageKind.REMOVED if old else PassageKind.ADDED
        if change in self.moved:
            kind = PassageKind.MOVED
        elif change is not None and change in (self.changes_right if old else self.changes_left):
            kind = PassageKind.CHANGED
        self.out.append(Passage(kind, stretch[:2] if old else None, None if old else stretch[:2], change))


def document_edits(passages: tuple[Passage, ...], old: str, new: str) -> tuple[Edit, ...]:
    """The whole redline as edits: joining "=" and "-" gives the old text, "=" and "+" the new one."""
    out: list[Edit] = []
    for passage in passages:
        if passage.kind is PassageKind.SAME and passage.old and passage.new:
            before, after = old[slice(*passage.old)], new[slice(*passage.new)]
            out += [("=", before)] if before == after else [("-", before), ("+", after)]
        elif passage.old:
            out.append(("-", old[slice(*passage.old)]))
        elif passage.new:
            out.append(("+", new[slice(*passage.new)]))
    return tuple(out)
