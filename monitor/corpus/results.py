"""The files of a derived collection: one per table, policy and engine version. The one in `versions/` says that the others are complete."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from monitor.core.versions import ENGINE_VERSION
from monitor.corpus.fold import Derived
from monitor.corpus.partition import Partition
from monitor.corpus.storage import is_file, joined, names, read_whole, write_whole
from monitor.corpus.tables import ORDER, SCHEMA, tables_of
from monitor.errors import StoreError

_KEY = b"policy-monitor"
MARKER = ORDER[-1]
_PARTS = 2
"""Hexadecimal digits: 256 folders, so that a million policies are four thousand files each."""


@dataclass(frozen=True, slots=True)
class Result:
    """What the footer of a policy's file says."""

    policy: str
    fingerprint: str
    versions: int
    changes: dict[str, int]
    """By severity."""
    rejections: int
    left_out: int
    stopped: list[str]


def file_of(target: str, table: str, policy: str, *, engine: str = ENGINE_VERSION) -> str:
    """Where a policy's rows of one table are. The names are those of Hive: `engine` and `part` become columns."""
    part = hashlib.sha256(policy.encode()).hexdigest()[:_PARTS]
    return joined(target, table, f"engine={engine}", f"part={part}", f"{policy}.parquet")


def write_result(target: str, partition: Partition, derived: Derived, key: str) -> None:
    """Writes a policy's tables. Equal histories give equal bytes, so that it makes no difference who writes, or how often.

    Raises:
        StoreError: a file can't be written; then the policy counts as not derived.
    """
    policy = partition.policy.id
    found = Result(
        policy=policy,
        fingerprint=key,
        versions=len(derived.entries),
        changes=_counted(derived),
        rejections=len(derived.rejections),
        left_out=len(derived.left_out),
        stopped=list(derived.stopped),
    )
    footer = json.dumps({"schema": SCHEMA, **_as_json(found)}, ensure_ascii=True, sort_keys=True)
    tables = tables_of(partition, derived)
    for name in ORDER:
        write_whole(file_of(target, name, policy), _packed(tables[name].replace_schema_metadata({_KEY: footer})))


def _counted(derived: Derived) -> dict[str, int]:
    counts: dict[str, int] = {}
    for entry in derived.entries:
        for severity, number in (entry.changelog.counts if entry.changelog else {}).items():
            counts[severity] = counts.get(severity, 0) + number
    return counts


def _as_json(result: Result) -> dict[str, Any]:
    return {name: getattr(result, name) for name in Result.__slots__}


def _packed(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    # Zstandard: a policy's versions repeat each other.
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def read_result(target: str, policy: str) -> Result | None:
    """What was derived of a policy by this engine; None when it is not complete, or its file is no longer readable.

    Raises:
        StoreError: the storage can't be read.
    """
    place = file_of(target, MARKER, policy)
    if not is_file(place):
        return None
    try:
        metadata = pq.read_schema(io.BytesIO(read_whole(place))).metadata or {}
        found = json.loads(metadata[_KEY])
        return Result(**{name: found[name] for name in Result.__slots__})
    except (pa.ArrowException, KeyError, ValueError, TypeError):
        # Somebody else's file, or one that was cut off in copying: it is written again.
        return None


def check_target(target: str) -> None:
    """Refuses a target that holds something else.

    Raises:
        StoreError: there are files, and no tables.
    """
    entries = [name for name, _ in names(target) if not name.startswith(".")]
    if entries and not {*ORDER} & {*entries}:
        raise StoreError(f"{target} contains something else ({entries[0]}); name an empty folder, or one with tables of an earlier run")
