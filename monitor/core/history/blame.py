"""Traces each statement of the newest text to the version that introduced it and the one that last reworded it, following moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from monitor.core.diff.align import Alignment, align
from monitor.core.text.segment import SegmentedText, Unit
from monitor.core.text.tokens import key


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a statement's words come from, as indexes into the chain of versions (0 is the oldest)."""

    introduced: int
    """The version that introduced the statement, in whatever words."""
    reworded: int | None = None
    """The version that last changed its words; None if they are the original ones."""
    moved: int | None = None
    """The version that last moved it elsewhere in the document."""
    previously_in: int | None = None
    """If `introduced` brought the statement back: the first version that had held the same words."""


@dataclass(frozen=True, slots=True)
class BlamedStatement:
    """One statement of the newest text with its origin."""

    text: str
    kind: str
    """heading | item | row | text"""
    section: tuple[str, ...]
    """The headings above it, outermost first."""
    span: tuple[int, int]
    """Start and end character in the newest text, without the white space around the statement."""
    origin: Origin


# (line, number of the unit within it)
_UnitPlace = tuple[int, int]
_Origins = dict[_UnitPlace, Origin]


def blame(texts: Iterable[str]) -> tuple[BlamedStatement, ...]:
    """Traces the statements of the last text.

    Args:
        texts: a document's versions, oldest first; no more than two are held in memory at a time.

    Returns:
        The last text's statements in reading order, blank lines left out. Empty if there is no text.

    >>> last = blame(["We keep logs. We sell nothing.", "We sell nothing. We keep logs for 30 days. We use cookies."])
    >>> [(one.text, one.origin.introduced, one.origin.reworded) for one in last]
    [('We sell nothing.', 0, None), ('We keep logs for 30 days.', 0, 1), ('We use cookies.', 1, None)]
    """
    newest: SegmentedText | None = None
    origins: _Origins = {}
    first_seen: dict[str, int] = {}
    for number, text in enumerate(texts):
        segmented = SegmentedText(text)
        if newest is None:
            origins = {place: Origin(0) for place, _ in _units(segmented)}
        else:
            # Only now: nobody asks for the words of the last text, and most policies have one.
            for _, unit in _units(newest):
                first_seen.setdefault(key(unit.text), number - 1)
            origins = _inherited(align(newest, segmented), origins, number, first_seen)
        newest = segmented
    return () if newest is None else tuple(_statement(newest, place, unit, origins[place]) for place, unit in _units(newest))


def _units(text: SegmentedText) -> Iterator[tuple[_UnitPlace, Unit]]:
    for line, content in enumerate(text.lines):
        if content.strip():
            yield from (((line, number), unit) for number, unit in enumerate(text.units(line)))


def _inherited(alignment: Alignment, before: _Origins, number: int, first_seen: dict[str, int]) -> _Origins:
    """The origins in the next version: equal lines and matched statements inherit theirs, everything else starts here."""
    place_old = {unit.start: place for place, unit in _units(alignment.old)}
    place_new = {unit.start: place for place, unit in _units(alignment.new)}
    origins: _Origins = {}
    for lines, moved in ((alignment.same, False), (alignment.moved, True)):
        for i, j in lines:
            if alignment.new.lines[j].strip():
                for at, _ in enumerate(alignment.new.units(j)):
                    origins[j, at] = _updated(before[i, at], number, moved=moved, reworded=False)
    for match in alignment.matches:
        inherited = _combined([before[place_old[unit.start]] for unit in match.old])
        for unit in match.new:
            origins[place_new[unit.start]] = _updated(inherited, number, moved=match.moved, reworded=not match.equal)
    for unit in alignment.added:
        words = key(unit.text)
        origins[place_new[unit.start]] = Origin(number, previously_in=first_seen.get(words) if words else None)
    return origins


def _updated(origin: Origin, number: int, *, moved: bool, reworded: bool) -> Origin:
    return replace(origin, moved=number if moved else origin.moved, reworded=number if reworded else origin.reworded)


def _combined(origins: list[Origin]) -> Origin:
    """The origin of several statements that became one: introduced by the oldest, reworded by the newest rewording."""
    oldest = min(origins, key=lambda origin: origin.introduced)
    reworded = max((origin.reworded for origin in origins if origin.reworded is not None), default=None)
    return replace(oldest, reworded=reworded)


def _statement(text: SegmentedText, place: _UnitPlace, unit: Unit, origin: Origin) -> BlamedStatement:
    stripped = unit.text.strip()
    start = unit.start + len(unit.text) - len(unit.text.lstrip())
    return BlamedStatement(stripped, unit.kind, text.section(place[0]), (start, start + len(stripped)), origin)
