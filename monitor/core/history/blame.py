"""Says of each statement of the newest text which version brought it and which last reworded it; moves are followed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from monitor.core.diff.align import Alignment, align
from monitor.core.text.segment import SegmentedText, Unit
from monitor.core.text.tokens import key


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a statement's words come from, as places in the chain of versions (0: the oldest)."""

    introduced: int
    """The version that brought it, in whatever words."""
    reworded: int | None = None
    """The version that last changed its words; None while it stands as it came."""
    moved: int | None = None
    """The version that last moved it to another place."""
    stood_before: int | None = None
    """The first version that held the same words, when they had been gone before `introduced` brought them (back)."""


@dataclass(frozen=True, slots=True)
class Blamed:
    """One statement of the newest text."""

    text: str
    kind: str
    """heading | item | row | text"""
    section: tuple[str, ...]
    span: tuple[int, int]
    """Characters of the newest text, white space around the statement left out."""
    origin: Origin


_Place = tuple[int, int]
"""(line, number of the unit in it)"""
_Origins = dict[_Place, Origin]


def blame(texts: Iterable[str]) -> tuple[Blamed, ...]:
    """The statements of the last text with their origins.

    Args:
        texts: a document's versions, oldest first; no more than two are held at a time.

    Returns:
        The last text's statements in reading order; blank lines belong to none. Empty when there is no text.

    >>> last = blame(["We keep logs. We sell nothing.", "We sell nothing. We keep logs for 30 days. We use cookies."])
    >>> [(one.text, one.origin.introduced, one.origin.reworded) for one in last]
    [('We sell nothing.', 0, None), ('We keep logs for 30 days.', 0, 1), ('We use cookies.', 1, None)]
    """
    page: SegmentedText | None = None
    origins: _Origins = {}
    first_stood: dict[str, int] = {}
    for number, text in enumerate(texts):
        new = SegmentedText(text)
        origins = _carried(align(page, new), origins, number, first_stood) if page is not None else _begun(new)
        for _, unit in _units(new):
            first_stood.setdefault(key(unit.text), number)
        page = new
    return () if page is None else tuple(_blamed(page, place, unit, origins[place]) for place, unit in _units(page))


def _units(page: SegmentedText) -> Iterable[tuple[_Place, Unit]]:
    for line, text in enumerate(page.lines):
        if text.strip():
            yield from (((line, number), unit) for number, unit in enumerate(page.units(line)))


def _begun(page: SegmentedText) -> _Origins:
    return {place: Origin(0) for place, _ in _units(page)}


def _carried(found: Alignment, before: _Origins, number: int, first_stood: dict[str, int]) -> _Origins:
    """The origins in the next version: equal lines hand theirs on, matched statements too, the rest begins here."""
    place_old = {unit.start: place for place, unit in _units(found.old)}
    place_new = {unit.start: place for place, unit in _units(found.new)}
    origins: _Origins = {}
    for lines, moved in ((found.same, False), (found.moved, True)):
        for i, j in lines:
            for at, _ in enumerate(found.new.units(j) if found.new.lines[j].strip() else ()):
                origins[j, at] = _onward(before[i, at], number, moved=moved)
    for match in found.matches:
        came = _merged([before[place_old[unit.start]] for unit in match.old])
        for unit in match.new:
            origins[place_new[unit.start]] = _onward(came, number, moved=match.moved, reworded=not match.equal)
    for unit in found.added:
        origins[place_new[unit.start]] = _introduced(unit, number, first_stood)
    return origins


def _onward(origin: Origin, number: int, *, moved: bool = False, reworded: bool = False) -> Origin:
    if not moved and not reworded:
        return origin
    return replace(origin, moved=number if moved else origin.moved, reworded=number if reworded else origin.reworded)


def _merged(origins: list[Origin]) -> Origin:
    """Of statements that became one: the oldest brought it, the newest rewording counts."""
    oldest = min(origins, key=lambda origin: origin.introduced)
    reworded = max((origin.reworded for origin in origins if origin.reworded is not None), default=None)
    return replace(oldest, reworded=reworded)


def _introduced(unit: Unit, number: int, first_stood: dict[str, int]) -> Origin:
    words = key(unit.text)
    return Origin(number, stood_before=first_stood.get(words) if words else None)


def _blamed(page: SegmentedText, place: _Place, unit: Unit, origin: Origin) -> Blamed:
    text = unit.text.strip()
    start = unit.start + len(unit.text) - len(unit.text.lstrip())
    return Blamed(text, unit.kind, page.section(place[0]), (start, start + len(text)), origin)
