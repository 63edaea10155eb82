"""`blame`: each statement of the version in force with the versions that introduced it, reworded it and moved it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.core.history.blame import BlamedStatement, blame
from monitor.model import HistoryEntry, Version
from monitor.render.current_text import StatementDates


@dataclass(frozen=True, slots=True)
class StatementOrigin:
    """A statement with the versions that introduced, reworded and moved it, and the last one with it before it was removed for a time."""

    statement: BlamedStatement
    introduced: Version
    reworded: Version | None
    moved: Version | None
    previously_in: Version | None


def blame_versions(entries: Sequence[HistoryEntry]) -> list[StatementOrigin]:
    """The statements of the last version, in reading order; empty when there is none."""
    versions: list[Version] = []

    # A generator, so that `blame` needs no more than two texts in memory.
    def texts() -> Iterator[str]:
        for entry in entries:
            versions.append(entry.version)
            yield entry.version.document.text

    found = blame(texts())
    return [_origin_of(one, versions) for one in found]


def _origin_of(one: BlamedStatement, versions: Sequence[Version]) -> StatementOrigin:
    places = (one.origin.reworded, one.origin.moved, one.origin.previously_in)
    return StatementOrigin(one, versions[one.origin.introduced], *(None if place is None else versions[place] for place in places))


def for_page(entries: Sequence[HistoryEntry]) -> list[StatementDates]:
    """What the page of the text in force shows: since when each statement is in the policy, and since when in these words."""
    return [
        StatementDates(
            origin.statement.span,
            (origin.reworded or origin.introduced).captured_at,
            introduced=origin.introduced.captured_at,
            moved=origin.moved.captured_at if origin.moved else None,
        )
        for origin in blame_versions(entries)
    ]
