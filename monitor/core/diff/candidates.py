"""From an alignment to candidate changes: adjoining statements that came or went together are one change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.core.diff.align import Alignment
from monitor.core.text.segment import SegmentedText, Unit
from monitor.core.text.tokens import word_row
from monitor.model import ChangeKind

GROUP_WORDS = 170
"""A change is a statement or a paragraph, not a page; longer runs are reported in parts."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Statements that changed together, before anything is said of their meaning."""

    kind: ChangeKind
    old: tuple[Unit, ...]
    new: tuple[Unit, ...]
    equal: bool = False
    """The same words on both sides."""

    def mirrored(self) -> Candidate:
        """The same change with old and new exchanged."""
        return Candidate(_MIRRORED.get(self.kind, self.kind), self.new, self.old, self.equal)

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands, for ordering: by the new text, else by the old."""
        return (self.new[0].start if self.new else self.old[0].start, 0 if self.new else 1)


_MIRRORED = {
    ChangeKind.ADDED: ChangeKind.REMOVED,
    ChangeKind.REMOVED: ChangeKind.ADDED,
    ChangeKind.SPLIT: ChangeKind.MERGED,
    ChangeKind.MERGED: ChangeKind.SPLIT,
}


def group(found: Alignment) -> list[Candidate]:
    """Every candidate change of an alignment; what is the same on both sides and in place is none."""
    candidates = [_matched(m.old, m.new, moved=m.moved, equal=m.equal) for m in found.matches if m.moved or not _identical(m.old, m.new)]
    candidates += _moved_lines(found)
    candidates += [Candidate(ChangeKind.REMOVED, run, ()) for run in runs(found.old, found.removed)]
    candidates += [Candidate(ChangeKind.ADDED, (), run) for run in runs(found.new, found.added)]
    return _rewritten(candidates, found)


PARAGRAPH_WORDS = 120
"""Sentences of one paragraph that changed side by side are one change up to this length of either side."""


def _rewritten(candidates: list[Candidate], found: Alignment) -> list[Candidate]:
    """Joins changes whose statements stand side by side in one paragraph of both texts: a paragraph rewritten, not five sentences."""
    quiet = [c for c in candidates if c.equal or c.kind is ChangeKind.MOVED]
    loud = sorted((c for c in candidates if not (c.equal or c.kind is ChangeKind.MOVED)), key=lambda c: c.place)
    out: list[Candidate] = []
    for candidate in loud:
        last = out[-1] if out else None
        if last and candidate.new and last.new and _side_by_side(last, candidate, found) and not (_light(last) and _light(candidate)):
            out[-1] = Candidate(ChangeKind.REWORDED, last.old + candidate.old, last.new + candidate.new)
        else:
            out.append(candidate)
    return quiet + out


def _side_by_side(left: Candidate, right: Candidate, found: Alignment) -> bool:
    if not (left.old or right.old) or not _next(found.new, left.new[-1], right.new[0]):
        return False
    if left.old and right.old and not _next(found.old, left.old[-1], right.old[0]):
        return False
    return all(sum(u.text.count(" ") for u in side) <= PARAGRAPH_WORDS for side in (left.old + right.old, left.new + right.new))


_LIGHT = 0.25
"""Share of changed words up to which a sentence was edited rather than rewritten."""


def _light(candidate: Candidate) -> bool:
    """True for one sentence of which most stands: side by side, two such are two changes, each with its own meaning."""
    if not len(candidate.old) == len(candidate.new) == 1:
        return False
    old, new = (word_row(units[0].text) for units in (candidate.old, candidate.new))
    left, right = Counter(old), Counter(new)
    changed = (left - right).total() + (right - left).total()
    return changed <= _LIGHT * (len(old) + len(new))


def _next(page: SegmentedText, left: Unit, right: Unit) -> bool:
    """True when two units of one line stand next to each other, in this order."""
    return left.line == right.line and left.end == right.start


def _identical(old: Sequence[Unit], new: Sequence[Unit]) -> bool:
    return len(old) == len(new) == 1 and old[0].text.strip() == new[0].text.strip()


def _matched(old: tuple[Unit, ...], new: tuple[Unit, ...], *, moved: bool, equal: bool) -> Candidate:
    if equal and moved:
        kind = ChangeKind.MOVED
    elif len(new) > 1:
        kind = ChangeKind.SPLIT
    else:
        kind = ChangeKind.MERGED if len(old) > 1 else ChangeKind.REWORDED
    return Candidate(kind, old, new, equal=equal)


def _moved_lines(found: Alignment) -> list[Candidate]:
    """Runs of lines that moved together are one change."""
    out: list[Candidate] = []
    run: list[tuple[int, int]] = []
    for pair in [*sorted(found.moved), (-9, -9)]:
        if run and not (0 < pair[0] - run[-1][0] <= 2 and 0 < pair[1] - run[-1][1] <= 2):
            old = tuple(u for i, _ in run for u in found.old.units(i))
            new = tuple(u for _, j in run for u in found.new.units(j))
            out.append(Candidate(ChangeKind.MOVED, old, new, equal=True))
            run = []
        run.append(pair)
    return out


def runs(page: SegmentedText, units: Sequence[Unit]) -> list[tuple[Unit, ...]]:
    """Cuts leftover units into runs that adjoin, under one heading, of at most GROUP_WORDS words."""
    out: list[list[Unit]] = []
    size = 0
    for unit in units:
        length = unit.text.count(" ") + 1
        if out and size + length <= GROUP_WORDS and unit.kind != "heading" and _adjoin(page, out[-1][-1], unit):
            out[-1].append(unit)
            size += length
        else:
            out.append([unit])
            size = length
    return [tuple(run) for run in out]


def _adjoin(page: SegmentedText, left: Unit, right: Unit) -> bool:
    return not page.text[left.end : right.start].strip()
