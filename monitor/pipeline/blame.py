"""`blame`: each statement of the version in force with the versions that brought it, reworded it and moved it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.core.history.blame import BlamedStatement, blame
from monitor.model import HistoryEntry, Version
from monitor.render.pages import Blame


@dataclass(frozen=True, slots=True)
class StatementOrigin:
    """A statement with versions in the place of numbers."""

    statement: BlamedStatement
    introduced: Version
    reworded: Version | None
    moved: Version | None
    stood_before: Version | None


def blame_versions(entries: Sequence[HistoryEntry]) -> list[StatementOrigin]:
    """The statements of the last version, in reading order; empty when there is none."""
    versions: list[Version] = []

    def texts() -> Iterator[str]:
        for entry in entries:
            versions.append(entry.version)
            yield entry.version.document.text

    found = blame(texts())
    return [_told(one, versions) for one in found]


def _told(one: BlamedStatement, versions: Sequence[Version]) -> StatementOrigin:
    places = (one.origin.reworded, one.origin.moved, one.origin.previously_in)
    return StatementOrigin(one, versions[one.origin.introduced], *(None if place is None else versions[place] for place in places))


def for_page(entries: Sequence[HistoryEntry]) -> list[Blame]:
    """What the page of the text in force shows: since when each statement stands, and since when in these words."""
    return [
        Blame(
            told.statement.span,
            (told.reworded or told.introduced).captured_at,
            introduced=told.introduced.captured_at,
            moved=told.moved.captured_at if told.moved else None,
        )
        for told in blame_versions(entries)
    ]
