"""A version as a row: everything that lists, pictures and feeds show of it, without its text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from monitor.core.arrange.groups import groups_of
from monitor.core.history.alternation import Alternation, Seen, alternations
from monitor.model import Change, HistoryEntry
from monitor.present import phrases
from monitor.render.paths import pair_name
from monitor.timestamps import from_iso, utc_iso

# Changes shown in lists and feeds; a rewritten policy has hundreds, and the changelog page shows them all.
_SUMMARIZED = 5
# Characters of a statement in a feed: about two sentences of a policy.
_QUOTE = 280


@dataclass(frozen=True, slots=True)
class ChangeSummary:
    """A critical or material change, as lists and feeds show it."""

    id: str
    says: str
    severity: str
    direction: str
    topics: tuple[str, ...]
    section: str
    old: str | None
    new: str | None
    why: str = ""
    """The first reason, unless the headline says it already."""
    language: str | None = None
    judged: bool = True


@dataclass(frozen=True, slots=True)
class VersionRow:
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
    """Characters removed or added."""
    says: str
    """One sentence about the version."""
    material_changes: tuple[ChangeSummary, ...]
    """The most serious ones, at most five; `versions.json` calls them "told"."""
    notes: tuple[str, ...]
    page: str | None
    """The changelog page in the policy's folder; None for the first version, and if the changelog is missing."""
    digest: str
    """Of everything that the changelog page shows."""
    language: str | None = None
    """Of the text, ISO 639-1; "und" if it is not one of the known languages, None if it is too short to say."""


def summarize(change: Change) -> ChangeSummary:
    """A change without spans and edits, its quotes shortened."""
    why = next((reason.says for reason in change.reasons), "")
    side = change.new or change.old
    return ChangeSummary(
        id=change.id, says=phrases.headline(change), severity=change.severity.value, direction=change.direction.value, topics=change.topics,
        section=phrases.section(side), old=phrases.shorten(change.old.text, _QUOTE) if change.old else None,
        new=phrases.shorten(change.new.text, _QUOTE) if change.new else None,
        why="" if why == phrases.headline(change) else why, language=change.language, judged=change.judged,
    )  # fmt: skip


def _size(entry: HistoryEntry) -> int:
    """Characters removed or added, by the edits where there are any; moves count as nothing."""
    if entry.changelog is None:
        return 0
    edited = (sum(len(text) for mark, text in c.edits if mark != "=") for c in entry.changelog.changes if c.edits)
    entire = (len(side.text) for c in entry.changelog.changes if not c.edits and c.kind != "moved" for side in (c.old, c.new) if side)
    return sum(edited) + sum(entire)


def _digest(entry: HistoryEntry, before: VersionRow | None) -> str:
    """Of what the changelog page shows: both sides and the changelog, but not how long the new version lasted."""
    version, changelog = entry.version, entry.changelog
    shown = (
        before and (before.captured_at, before.last_seen, before.sha256, before.url, before.archive_url, before.source, before.title),
        # Without this, every check of an unchanged page would render its changelog again.
        replace(version, last_seen=version.captured_at, captures=1), version.document.title, version.document.stated_date,
        version.document.effective_date, version.document.language, changelog, changelog and changelog.passages,
    )  # fmt: skip
    # "replace": a text may contain lone surrogates, which UTF-8 cannot encode.
    return hashlib.sha256(repr(shown).encode("utf-8", "replace")).hexdigest()


def _says(entry: HistoryEntry) -> str:
    if entry.changelog is None:
        return f"{phrases.FIRST_VERSION.capitalize()} on record."
    if entry.version.returns_to is not None and not entry.changelog.changes:
        return f"Restored the text of {phrases.day(entry.version.returns_to)}."
    return phrases.changelog_headline(entry.changelog)


def whole_second(moment: datetime) -> datetime:
    """The moment as `versions.json` stores it."""
    return from_iso(utc_iso(moment))


def version_row(entry: HistoryEntry, before: VersionRow | None) -> VersionRow:
    """The row of a version; `before` is the row of the version before it, None for the first.

    Its times are whole seconds, as `versions.json` stores them: a row that was read back must give the same pages as one that was made.
    """
    version, changelog = entry.version, entry.changelog
    first = [group.shown for group in groups_of(changelog.changes)[:_SUMMARIZED]] if changelog else []
    return VersionRow(
        captured_at=whole_second(version.captured_at), last_seen=whole_second(version.last_seen), source=version.source,
        sha256=version.sha256, url=version.url,
        archive_url=version.archive_url, title=version.document.title, stated_date=version.document.stated_date,
        effective_date=version.document.effective_date, captures=version.captures,
        returns_to=version.returns_to and whole_second(version.returns_to),
        severity=changelog.severity.value if changelog else "none", alert=entry.alert, counts=changelog.counts if changelog else {},
        size=_size(entry), says=_says(entry), material_changes=tuple(summarize(c) for c in first if c.material),
        notes=tuple(note.says for note in changelog.notes) if changelog else version.document.notes,
        page=pair_name(before.captured_at, version.captured_at) if before and changelog is not None else None,
        digest=_digest(entry, before), language=version.document.language,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoldedRows:
    """Rows of a page that alternates, in one."""

    captured_at: datetime
    """Of the last of them."""
    alternates: str
    digest: str
    """Of the first of them, whose place in a list it takes."""


def stretches(rows: Sequence[VersionRow]) -> list[Alternation]:
    """Where the page of the rows alternates."""
    return alternations(
        [Seen(row.sha256, row.captured_at, row.last_seen, row.captures, row.returns_to is not None, row.alert) for row in rows]
    )


def told(stretch: Alternation) -> str:
    """A stretch in one sentence, with days."""
    return stretch.says(phrases.day(stretch.since), phrases.day(stretch.until))


def switches(rows: Sequence[VersionRow]) -> frozenset[int]:
    """The places of the rows that only switch between known texts, and are reported as one."""
    return frozenset(place for stretch in stretches(rows) for place in range(stretch.first, stretch.last + 1))


def events(rows: Sequence[VersionRow]) -> tuple[VersionRow, ...]:
    """The rows that are reported one by one."""
    switched = switches(rows)
    return tuple(row for place, row in enumerate(rows) if place not in switched)


def folded(rows: tuple[VersionRow, ...]) -> list[VersionRow | FoldedRows]:
    """The rows, oldest first, with each stretch in which the page alternates as one."""
    shown: list[VersionRow | FoldedRows] = []
    after = 0
    for stretch in stretches(rows):
        shown += rows[after : stretch.first]
        shown.append(FoldedRows(rows[stretch.last].captured_at, told(stretch), rows[stretch.first].digest))
        after = stretch.last + 1
    return [*shown, *rows[after:]]


def row_to_json(shown: VersionRow) -> dict[str, Any]:
    """A row as plain data, as `versions.json` holds it."""
    data = asdict(shown)
    data["told"] = data.pop("material_changes")  # the former name; scripts read it
    return data | {name: data[name] and utc_iso(data[name]) for name in ("captured_at", "last_seen", "returns_to")}


def row_from_json(data: Mapping[str, Any]) -> VersionRow:
    """The row that `row_to_json` wrote.

    Raises:
        KeyError, TypeError, ValueError: the data is not a row.
    """
    fields = dict(data)
    moments = {name: fields[name] and from_iso(fields[name]) for name in ("captured_at", "last_seen", "returns_to")}
    summaries = tuple(ChangeSummary(**(t | {"topics": tuple(t["topics"])})) for t in fields.pop("told"))
    return VersionRow(**(fields | moments | {"material_changes": summaries, "notes": tuple(fields["notes"])}))


def pairs(rows: tuple[VersionRow, ...]) -> Iterator[tuple[int, VersionRow, VersionRow]]:
    """The versions that have a changelog page: index, the row before, its own row."""
    yield from ((place, rows[place - 1], rows[place]) for place in range(1, len(rows)) if rows[place].page)
