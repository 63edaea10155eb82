"""The tables of a derived collection: their columns, and a policy's history as their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa

from monitor.corpus.fold import Derived
from monitor.corpus.partition import Partition
from monitor.model import Change, HistoryEntry, Side

SCHEMA = "policy-monitor/corpus/1"
"""Raised when a column changes its meaning; a new column alone does not raise it."""
_MOMENT = pa.timestamp("us", tz="UTC")
_TEXTS = pa.list_(pa.string())
_WHOSE = [("policy", pa.string()), ("service", pa.string()), ("document", pa.string()), ("url", pa.string())]
TABLES: Mapping[str, pa.Schema] = {
    "versions": pa.schema(
        [
            *_WHOSE,
            ("captured_at", _MOMENT), ("last_seen", _MOMENT), ("captures", pa.int32()), ("source", pa.string()),
            ("archive_url", pa.string()), ("sha256", pa.string()), ("snapshot_sha256", pa.string()), ("title", pa.string()),
            ("language", pa.string()), ("stated_date", pa.string()), ("effective_date", pa.string()), ("returns_to", _MOMENT),
            ("recorded_as", pa.string()), ("severity", pa.string()), ("alert", pa.bool_()), ("critical", pa.int32()),
            ("material", pa.int32()), ("minor", pa.int32()), ("cosmetic", pa.int32()), ("notes", _TEXTS), ("text", pa.string()),
        ]
    ),
    "changes": pa.schema(
        [
            *_WHOSE,
            ("captured_at", _MOMENT), ("old_captured_at", _MOMENT), ("old_last_seen", _MOMENT), ("id", pa.string()),
            ("kind", pa.string()), ("severity", pa.string()), ("direction", pa.string()),
            ("certainty", pa.struct([("severity", pa.float64()), ("direction", pa.float64())])), ("topics", _TEXTS),
            ("rule", pa.string()), ("rules", _TEXTS), ("says", pa.string()), ("withdrawn", pa.bool_()), ("headline", pa.string()),
            ("old", pa.string()), ("new", pa.string()), ("section", _TEXTS), ("old_lead_in", pa.string()), ("new_lead_in", pa.string()),
            ("language", pa.string()), ("judged", pa.bool_()), ("alert", pa.bool_()), ("recorded_as", pa.string()),
        ]
    ),
    "statements": pa.schema(
        [
            *_WHOSE,
            ("captured_at", _MOMENT), ("number", pa.int32()), ("kind", pa.string()), ("section", _TEXTS), ("text", pa.string()),
            ("introduced_at", _MOMENT), ("reworded_at", _MOMENT), ("moved_at", _MOMENT),
        ]
    ),
    "rejections": pa.schema(
        [
            *_WHOSE,
            ("captured_at", _MOMENT), ("source", pa.string()), ("sha256", pa.string()), ("archive_url", pa.string()),
            ("standing", pa.string()), ("reason", pa.string()), ("says", pa.string()),
        ]
    ),
}  # fmt: skip
"""By name. `versions` is written last, so that its file says that the others are there."""
ORDER = ("changes", "statements", "rejections", "versions")
_NOT_A_CAPTURE = "not-a-capture"


def tables_of(partition: Partition, derived: Derived) -> dict[str, pa.Table]:
    """A policy's rows, by table."""
    rows = {"versions": _versions, "changes": _changes, "statements": _statements, "rejections": _rejections}
    policy = partition.policy
    whose = {"policy": policy.id, "service": partition.service, "document": policy.document, "url": policy.urls[0] if policy.urls else None}
    # Half of a surrogate pair, which an archive may hold, is no UTF-8.
    return {
        name: pa.Table.from_pylist([_storable(whose | row) for row in rows[name](derived)], schema=schema)
        for name, schema in TABLES.items()
    }


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _storable(one) for key, one in value.items()}
    return [_storable(one) for one in value] if isinstance(value, list | tuple) else value


def _versions(derived: Derived) -> Iterator[dict[str, Any]]:
    for entry in derived.entries:
        version, document = entry.version, entry.version.document
        counts = entry.changelog.counts if entry.changelog else {}
        found = {name: counts.get(name, 0) for name in ("critical", "material", "minor", "cosmetic")} if entry.changelog else {}
        yield found | {
            **({"url": version.url} if version.url else {}),
            "captured_at": version.captured_at, "last_seen": version.last_seen, "captures": version.captures, "source": version.source,
            "archive_url": version.archive_url, "sha256": version.sha256, "snapshot_sha256": version.snapshot_sha256,
            "title": document.title, "language": document.language, "stated_date": document.stated_date,
            "effective_date": document.effective_date, "returns_to": version.returns_to, "recorded_as": _recorded_as(derived, entry),
            "severity": entry.changelog.severity.value if entry.changelog else "none", "alert": entry.alert,
            "notes": [*(note.says for note in (entry.changelog.notes if entry.changelog else ())), *document.notes],
            "text": document.text,
        }  # fmt: skip


def _changes(derived: Derived) -> Iterator[dict[str, Any]]:
    # The first version has no predecessor, so nothing can be said of what it changed.
    for old, new in zip(derived.entries, derived.entries[1:], strict=False):
        for change in new.changelog.changes if new.changelog else ():
            yield {
                **({"url": new.version.url} if new.version.url else {}),
                "captured_at": new.version.captured_at, "old_captured_at": old.version.captured_at,
                "old_last_seen": old.version.last_seen, "alert": new.alert, "recorded_as": _recorded_as(derived, new),
            } | _change(change)  # fmt: skip


def _change(change: Change) -> dict[str, Any]:
    side = change.new or change.old
    first = change.reasons[0] if change.reasons else None
    return {
        "id": change.id, "kind": change.kind.value, "severity": change.severity.value, "direction": change.direction.value,
        "certainty": {"severity": change.certainty.severity, "direction": change.certainty.direction}, "topics": list(change.topics),
        "rule": first.rule if first else None, "rules": [reason.rule for reason in change.reasons], "says": first.says if first else None,
        "withdrawn": change.withdrawn, "headline": change.headline, "old": change.old.text if change.old else None,
        "new": change.new.text if change.new else None, "section": list(side.section) if side else [],
        "old_lead_in": _lead_in(change.old), "new_lead_in": _lead_in(change.new),
        "language": change.language, "judged": change.judged,
    }  # fmt: skip


def _lead_in(side: Side | None) -> str | None:
    return side.lead_in or None if side else None


def _statements(derived: Derived) -> Iterator[dict[str, Any]]:
    moments = [entry.version.captured_at for entry in derived.entries]

    def at(place: int | None) -> datetime | None:
        return None if place is None or not derived.dated else moments[place]

    for number, one in enumerate(derived.statements, 1):
        yield {
            "captured_at": moments[-1], "number": number, "kind": one.kind, "section": list(one.section), "text": one.text,
            "introduced_at": at(one.origin.introduced), "reworded_at": at(one.origin.reworded), "moved_at": at(one.origin.moved),
        }  # fmt: skip


def _rejections(derived: Derived) -> Iterator[dict[str, Any]]:
    for one in derived.rejections:
        yield {
            **({"url": one.url} if one.url else {}),
            "captured_at": one.captured_at, "source": one.source, "sha256": one.sha256 or None, "archive_url": one.archive_url,
            "standing": one.verdict.standing.value, "reason": one.verdict.reason, "says": one.verdict.says,
        }  # fmt: skip
    for what, why in derived.left_out:
        yield {"standing": "refused", "reason": _NOT_A_CAPTURE, "says": f"{what}: {why}"}


def _recorded_as(derived: Derived, entry: HistoryEntry) -> str | None:
    return derived.recorded_as.get((entry.version.captured_at, entry.version.snapshot_sha256))
