"""Turns an alignment into candidate changes: neighbouring statements that were added, removed or rewritten together are one change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from monitor.core.diff.align import Alignment, Match
from monitor.core.text.characters import blanks
from monitor.core.text.segment import SegmentedText, Unit
from monitor.core.text.tokens import word_row
from monitor.model import ChangeKind

GROUP_WORDS = 170
"""Words up to which neighbours are one change; a change is a statement or a paragraph, not a page."""
PARAGRAPH_WORDS = 120
"""Words on either side up to which neighbouring changes of one paragraph are reported as one rewritten paragraph."""
# Share of changed words up to which a sentence was edited rather than rewritten ("thirty days" → "ninety days").
_LIGHT_EDIT = 0.25


@dataclass(frozen=True, slots=True)
class Candidate:
    """Statements that changed together, before their meaning is assessed."""

    kind: ChangeKind
    old: tuple[Unit, ...]
    new: tuple[Unit, ...]
    equal: bool = False
    """Both sides hold the same words."""
    under: tuple[str, str] = ("", "")
    """Where equal words say something else by what is above them: that lead-in or heading in the old text, and in the new one."""
    recast: bool = False
    """Its sides share few words and were paired by what these mean, and by their place."""

    def mirrored(self) -> Candidate:
        """The same change with old and new exchanged."""
        return Candidate(_MIRRORED.get(self.kind, self.kind), self.new, self.old, self.equal, self.under[::-1], self.recast)

    @property
    def place(self) -> tuple[int, int]:
        """Sort key: its place in the new text, or in the old one if it was removed."""
        return (self.new[0].start if self.new else self.old[0].start, 0 if self.new else 1)


_MIRRORED = {
    ChangeKind.ADDED: ChangeKind.REMOVED,
    ChangeKind.REMOVED: ChangeKind.ADDED,
    ChangeKind.SPLIT: ChangeKind.MERGED,
    ChangeKind.MERGED: ChangeKind.SPLIT,
}


def group(found: Alignment) -> list[Candidate]:
    """The candidate changes of an alignment, in no particular order. What is identical and in its place is not a change."""
    candidates = [_matched(m) for m in found.matches if m.moved or not _identical(m.old, m.new)]
    candidates += _moved_lines(found)
    candidates += [Candidate(ChangeKind.REMOVED, run, ()) for run in runs(found.old, found.removed)]
    candidates += [Candidate(ChangeKind.ADDED, (), run) for run in runs(found.new, found.added)]
    return _rewritten(candidates)


def _rewritten(candidates: list[Candidate]) -> list[Candidate]:
    """Joins changes that are neighbours in one paragraph of both texts: a paragraph was rewritten, not five sentences.

    Two lightly edited sentences stay two changes, each with a meaning of its own.
    """
    same_words = [c for c in candidates if c.equal or c.kind is ChangeKind.MOVED]
    others = sorted((c for c in candidates if not (c.equal or c.kind is ChangeKind.MOVED)), key=lambda c: c.place)
    joined: list[Candidate] = []
    for candidate in others:
        last = joined[-1] if joined else None
        if last and _are_neighbours(last, candidate) and not (_is_light_edit(last) and _is_light_edit(candidate)):
            joined[-1] = Candidate(ChangeKind.REWORDED, last.old + candidate.old, last.new + candidate.new)
        else:
            joined.append(candidate)
    return same_words + joined


def _are_neighbours(left: Candidate, right: Candidate) -> bool:
    """True if two changes are next to each other in one paragraph of the new text, and of the old one if both have an old side."""
    if (
        any(left.under + right.under)
        or not (left.new and right.new and (left.old or right.old))
        or not _adjoin_in_line(left.new[-1], right.new[0])
    ):
        return False
    if left.old and right.old and not _adjoin_in_line(left.old[-1], right.old[0]):
        return False
    return all(sum(blanks(u.text) for u in side) <= PARAGRAPH_WORDS for side in (left.old + right.old, left.new + right.new))


def _is_light_edit(candidate: Candidate) -> bool:
    if not len(candidate.old) == len(candidate.new) == 1:
        return False
    old, new = (word_row(units[0].text) for units in (candidate.old, candidate.new))
    left, right = Counter(old), Counter(new)
    changed = (left - right).total() + (right - left).total()
    return changed <= _LIGHT_EDIT * (len(old) + len(new))


def _adjoin_in_line(left: Unit, right: Unit) -> bool:
    return left.line == right.line and left.end == right.start


def _identical(old: Sequence[Unit], new: Sequence[Unit]) -> bool:
    return len(old) == len(new) == 1 and old[0].text.strip() == new[0].text.strip()


def _matched(match: Match) -> Candidate:
    if match.equal and match.moved:
        kind = ChangeKind.MOVED
    elif any(match.under) or len(match.old) == len(match.new) == 1:
        kind = ChangeKind.REWORDED
    else:
        kind = ChangeKind.SPLIT if len(match.new) > 1 else ChangeKind.MERGED
    return Candidate(kind, match.old, match.new, equal=match.equal, under=match.under)


def _moved_lines(found: Alignment) -> list[Candidate]:
    """The moved lines; lines that moved together, blank ones between them aside, are one change."""
    out: list[Candidate] = []
    run: list[tuple[int, int]] = []
    for pair in [*sorted(found.moved), (-9, -9)]:  # the last pair continues no run and so ends the one before
        if run and not (0 < pair[0] - run[-1][0] <= 2 and 0 < pair[1] - run[-1][1] <= 2):
            old = tuple(u for i, _ in run for u in found.old.units(i))
            new = tuple(u for _, j in run for u in found.new.units(j))
            out.append(Candidate(ChangeKind.MOVED, old, new, equal=True))
            run = []
        run.append(pair)
    return out


def runs(page: SegmentedText, units: Sequence[Unit]) -> list[tuple[Unit, ...]]:
    """Groups units that follow each other in the text, up to GROUP_WORDS words; a heading starts a new group."""
    out: list[list[Unit]] = []
    size = 0
    for unit in units:
        length = blanks(unit.text) + 1
        if out and size + length <= GROUP_WORDS and unit.kind != "heading" and _only_space_between(page, out[-1][-1], unit):
            out[-1].append(unit)
            size += length
        else:
            out.append([unit])
            size = length
    return [tuple(run) for run in out]


def without(candidate: Candidate, taken: Collection[int], found: Alignment) -> list[Candidate]:
    """What is left of something that came, or went, when some of its units are taken out.

    Args:
        candidate: it has one side.
        taken: the ids of those units.
        found: the alignment that it was found in.
    """
    if candidate.old:
        rest = [unit for unit in candidate.old if id(unit) not in taken]
        return [Candidate(ChangeKind.REMOVED, run, ()) for run in runs(found.old, rest)]
    rest = [unit for unit in candidate.new if id(unit) not in taken]
    return [Candidate(ChangeKind.ADDED, (), run) for run in runs(found.new, rest)]


def _only_space_between(page: SegmentedText, left: Unit, right: Unit) -> bool:
    return not page.text[left.end : right.start].strip()
