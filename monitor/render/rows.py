"""A history as light rows: all that the lists, pictures and feeds show of a version, without its text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from monitor.model import Change, HistoryEntry
from monitor.present import phrases
from monitor.render.paths import pair_name
from monitor.timestamps import from_iso, utc_iso

_TOLD = 5
"""As many changes are told in lists and feeds; the rest is on the changelog page."""
_QUOTE = 280


@dataclass(frozen=True, slots=True)
class ChangeSummary:
    """A change of weight, as lists and feeds tell it."""

    id: str
    says: str
    severity: str
    direction: str
    topics: tuple[str, ...]
    section: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One version and what it changed."""

    captured_at: datetime
    last_seen: datetime
    source: str
    sha256: str
    url: str
    archive_url: str | None
    title: str | None
    stated_date: str | None
    effective_date: str | None
    captures: int
    returns_to: datetime | None
    severity: str
    alert: bool
    counts: Mapping[str, int]
    size: int
    """Characters that were taken out or put in."""
    says: str
    """One sentence about the version."""
    told: tuple[ChangeSummary, ...]
    notes: tuple[str, ...]
    page: str | None
    """The changelog page in the policy's folder; None for the first version, and where no changelog is known."""
    digest: str
    """Of everything that the changelog page shows."""


def told(change: Change) -> ChangeSummary:
    """A change without its spans and edits, quotes cut short."""
    side = change.new or change.old
    return ChangeSummary(
        id=change.id, says=phrases.headline(change), severity=change.severity.value, direction=change.direction.value, topics=change.topics,
        section=phrases.section(side) if side else "", old=phrases.shorten(change.old.text, _QUOTE) if change.old else None,
        new=phrases.shorten(change.new.text, _QUOTE) if change.new else None,
    )  # fmt: skip


def _size(entry: HistoryEntry) -> int:
    """Characters taken out or put in, by the edits where there are some; what only moved counts nothing."""
    if entry.changelog is None:
        return 0
    edited = (sum(len(text) for mark, text in c.edits if mark != "=") for c in entry.changelog.changes if c.edits)
    whole = (len(side.text) for c in entry.changelog.changes if not c.edits and c.kind != "moved" for side in (c.old, c.new) if side)
    return sum(edited) + sum(whole)


def _digest(entry: HistoryEntry, before: Row | None) -> str:
    """Of what the changelog page shows: both sides and the changelog, but not how long the new version went on."""
    version, changelog = entry.version, entry.changelog
    shown = (
        before and (before.captured_at, before.last_seen, before.sha256, before.url, before.archive_url, before.source, before.title),
        replace(version, last_seen=version.captured_at, captures=1), version.document.title, version.document.stated_date,
        version.document.effective_date, changelog, changelog and changelog.passages,
    )  # fmt: skip
    return hashlib.sha256(repr(shown).encode("utf-8", "replace")).hexdigest()


def _says(entry: HistoryEntry) -> str:
    if entry.changelog is None:
        return "First version on record."
    if entry.version.returns_to is not None and not entry.changelog.changes:
        return f"Back to the text of {phrases.day(entry.version.returns_to)}."
    return phrases.changelog_headline(entry.changelog)


def row(entry: HistoryEntry, before: Row | None) -> Row:
    """A version, with the row of the one before it, as a light row."""
    version, changelog = entry.version, entry.changelog
    weighty = changelog.changes[:_TOLD] if changelog else ()
    return Row(
        captured_at=version.captured_at, last_seen=version.last_seen, source=version.source, sha256=version.sha256, url=version.url,
        archive_url=version.archive_url, title=version.document.title, stated_date=version.document.stated_date,
        effective_date=version.document.effective_date, captures=version.captures, returns_to=version.returns_to,
        severity=changelog.severity.value if changelog else "none", alert=entry.alert, counts=changelog.counts if changelog else {},
        size=_size(entry), says=_says(entry), told=tuple(told(c) for c in weighty if c.material),
        notes=tuple(note.says for note in changelog.notes) if changelog else (),
        page=pair_name(before.captured_at, version.captured_at) if before and changelog is not None else None,
        digest=_digest(entry, before),
    )  # fmt: skip


def row_to_json(shown: Row) -> dict[str, Any]:
    """A row as plain data, as `versions.json` holds it."""
    data = asdict(shown)
    return data | {name: data[name] and utc_iso(data[name]) for name in ("captured_at", "last_seen", "returns_to")}


def row_from_json(data: Mapping[str, Any]) -> Row:
    """The row that `row_to_json` wrote.

    Raises:
        KeyError, TypeError, ValueError: the data is none.
    """
    fields = dict(data)
    moments = {name: fields[name] and from_iso(fields[name]) for name in ("captured_at", "last_seen", "returns_to")}
    tellings = tuple(ChangeSummary(**(t | {"topics": tuple(t["topics"])})) for t in fields["told"])
    return Row(**(fields | moments | {"told": tellings, "notes": tuple(fields["notes"])}))


def pairs(rows: tuple[Row, ...]) -> Iterator[tuple[int, Row, Row]]:
    """Each version that has a changelog page: its place, the row before it, its own row."""
    yield from ((place, rows[place - 1], rows[place]) for place in range(1, len(rows)) if rows[place].page)
