"""Finds, in an alignment, what is equal in its words but not in what governs it, and turns it into matches that are to be judged."""

from __future__ import annotations

from monitor.core.diff.align import Alignment, Match
from monitor.core.diff.placement import Place, Places, adjoining, keeps_order, other_heading, other_lead
from monitor.core.text.segment import Unit
from monitor.core.text.wording import same_wording

_LONGEST = 12
"""Lines of a list that are one change when the lead-in above them became another."""


def settle_places(found: Alignment, *, understood: bool = True) -> None:
    """Takes out of an alignment's equal lines and matches those that are under another lead-in or heading, and matches them again.

    A lead-in that went and one that came, over the same list, are one statement reworded; they are matched first. In a language that is
    not `understood`, any other lead-in may say the opposite, and so may any other heading over what moved.
    """
    if not _may_differ(found):
        return
    governed = _Governed(found, understood=understood)
    governed.match_leads()
    for lines, moved in ((found.same, False), (found.moved, True)):
        others = [pair for pair in lines if governed.differ(*pair, moved=moved)]
        for run in adjoining(others, governed.places):
            for at in range(0, len(run), _LONGEST):
                found.matches.append(governed.matched(run[at : at + _LONGEST]))
        gone = set(others)
        lines[:] = [pair for pair in lines if pair not in gone]
    found.matches = [governed.settled(match) for match in found.matches]


def _may_differ(found: Alignment) -> bool:
    """False for an edit that leaves all lead-ins and headings, and what is below them, where they are."""
    if found.moved or any(match.moved and match.equal for match in found.matches):
        return True
    lines = (unit.text.rstrip(" *_\n") for unit in (*found.removed, *found.added))
    return any(line.endswith((":", "：")) or line.startswith("#") for line in lines)


class _Governed:
    """Which lead-ins and headings of the two texts are each other's counterparts."""

    def __init__(self, found: Alignment, *, understood: bool) -> None:
        self.found = found
        self.understood = understood
        self.places = (Places(found.old), Places(found.new))
        self._counterpart = dict([*found.same, *found.moved])
        for match in found.matches:
            self._counterpart.setdefault(match.old[-1].line, match.new[-1].line)

    def match_leads(self) -> None:
        """Matches lead-ins that went with those that came over the same items."""
        removed, added = ({unit.line: unit for unit in units} for units in (self.found.removed, self.found.added))
        for i, j in self.found.same:
            old, new = self.places[0][i].lead, self.places[1][j].lead
            if old in removed and new in added and old is not None and new is not None:
                left, right = removed.pop(old), added.pop(new)
                self.found.matches.append(Match((left,), (right,), moved=False, equal=False))
                self.found.removed.remove(left)
                self.found.added.remove(right)
                self._counterpart[old] = new

    def differ(self, i: int, j: int, *, moved: bool) -> bool:
        """True when a line that both texts hold is under another lead-in or heading."""
        return self.found.old.kind(i) not in ("blank", "heading") and any(self._under(i, j, moved=moved))

    def _under(self, i: int, j: int, *, moved: bool) -> tuple[str, str]:
        """The lead-ins, else the headings, that make a line another statement; two empty strings when they are the same."""
        old, new = self.places[0][i], self.places[1][j]
        lead = self._words(old.lead, new.lead)
        if not self._same(old.lead, new.lead) and (other_lead(*lead) or not self.understood):
            return lead
        if moved and keeps_order(lead[1]) and self.found.old.kind(i) == "item":
            return lead
        return self._heading(old, new, moved=moved)

    def _heading(self, old: Place, new: Place, *, moved: bool) -> tuple[str, str]:
        words = self._words(old.heading, new.heading)
        differs = other_heading(*words, moved=moved) or (moved and not self.understood)
        return words if differs and not self._same(old.heading, new.heading) else ("", "")

    def _words(self, old: int | None, new: int | None) -> tuple[str, str]:
        return self.places[0].governing(old), self.places[1].governing(new)

    def _same(self, old: int | None, new: int | None) -> bool:
        if old is None or new is None:
            return old is new
        return self._counterpart.get(old) == new or same_wording(*self._words(old, new))

    def matched(self, run: list[tuple[int, int]]) -> Match:
        """Equal lines under another lead-in, as a match that is no longer equal."""
        old = tuple(unit for i, _ in run for unit in self.found.old.units(i))
        new = tuple(unit for _, j in run for unit in self.found.new.units(j))
        return Match(old, new, moved=True, equal=False, under=self._under(*run[0], moved=True))

    def settled(self, match: Match) -> Match:
        """A match of equal words, no longer equal where its place says something else."""
        if not match.equal or not match.moved:
            return match
        if match.old[0].kind == "heading":
            return match
        under = self._under(*_lines(match.old, match.new), moved=True)
        return Match(match.old, match.new, moved=True, equal=False, under=under) if any(under) else match


def _lines(old: tuple[Unit, ...], new: tuple[Unit, ...]) -> tuple[int, int]:
    return old[0].line, new[0].line
