"""The tables of a derived collection: their columns, and a policy's history as their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa

from monitor.corpus.fold import Derived
from monitor.corpus.partition import Partition
from monitor.export import records

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
STORE_TABLES: Mapping[str, pa.Schema] = {
    **TABLES,
    "reviews": pa.schema(
        [
            *_WHOSE,
            ("captured_at", _MOMENT), ("sha256", pa.string()), ("given_at", _MOMENT), ("state", pa.string()), ("by", pa.string()),
            ("note", pa.string()), ("severity", pa.string()), ("verdict_changed", pa.string()), ("in_history", pa.bool_()),
            ("engine", pa.string()),
        ]
    ),
    "alerts": pa.schema(
        [
            *_WHOSE[:3],
            ("id", pa.string()), ("created_at", _MOMENT), ("severity", pa.string()), ("headline", pa.string()), ("captured_at", _MOMENT),
            ("report", pa.string()), ("channel", pa.string()), ("state", pa.string()), ("attempts", pa.int32()), ("queued_at", _MOMENT),
            ("delivered_at", _MOMENT), ("says", pa.string()),
        ]
    ),
    "policies": pa.schema([*_WHOSE[:3], ("urls", _TEXTS), ("tags", _TEXTS), ("live", pa.bool_()), ("versions", pa.int32())]),
}  # fmt: skip
"""Those of a store that was watched, which has reviews and messages as well; written by `export parquet`."""
ORDER = ("changes", "statements", "rejections", "versions")
_NOT_A_CAPTURE = "not-a-capture"


def tables_of(partition: Partition, derived: Derived) -> dict[str, pa.Table]:
    """A policy's rows, by table."""
    rows = {"versions": _versions, "changes": _changes, "statements": _statements, "rejections": _rejections}
    policy = partition.policy
    whose = {"policy": policy.id, "service": partition.service, "document": policy.document, "url": policy.urls[0] if policy.urls else None}
    # Half of a surrogate pair, which an archive may hold, is no UTF-8.
    return {
        name: pa.Table.from_pylist([records.storable(whose | row) for row in rows[name](derived)], schema=schema)
        for name, schema in TABLES.items()
    }


def _versions(derived: Derived) -> Iterator[dict[str, Any]]:
    return records.versions(derived.entries, derived.recorded_as)


def _changes(derived: Derived) -> Iterator[dict[str, Any]]:
    return records.changes(derived.entries, derived.recorded_as)


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
    yield from records.rejections(derived.rejections)
    for what, why in derived.left_out:
        yield {"standing": "refused", "reason": _NOT_A_CAPTURE, "says": f"{what}: {why}"}
