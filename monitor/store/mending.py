"""What a copy of a store that was being written to lacks at its end, and the line of the ledger that says so.

A copying tool lists a folder and reads its files one after the other. Bytes that were kept after their folder was listed are not in the
copy, though the ledger, read later, may name them; a head that was read after the ledger speaks of lines that are not in it. Both can only
be missing at the end. That is also how a record looks of which the end was cut off: so it is a fault until an annotation in the chain
says what was missing and when, and stays readable there for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from monitor.model import SnapshotRecord
from monitor.store.ledger import Head, Mended
from monitor.store.raw import is_missing


def missing_at_the_end(root: Path, records: Sequence[SnapshotRecord], noted: Sequence[Mended]) -> list[SnapshotRecord]:
    """The records, in the ledger's order, whose bytes are missing with none after them, in their folder, that are there.

    What an annotation names already is passed over; so is a second mention of bytes.
    """
    known = {path for one in noted for path in one.missing}
    first: dict[str, SnapshotRecord] = {}
    for record in records:
        first.setdefault(record.path, record)
    whole, found = set[str](), list[SnapshotRecord]()
    for record in reversed(first.values()):
        folder = record.path.rpartition("/")[0]
        if folder in whole or record.path in known:
            continue
        if is_missing(root, record):
            found.append(record)
        else:
            whole.add(folder)
    return found[::-1]


def annotation(at: datetime, lines: int, head: Head | None, lost: Sequence[SnapshotRecord]) -> Mended | None:
    """The line that a record needs to be whole again; None when nothing is missing at its end.

    Args:
        at: now.
        lines: how many the ledger has.
        head: what `ledger.head` says; None when there is none.
        lost: see `missing_at_the_end`.
    """
    ahead = head if head is not None and head.lines > lines else None
    said = []
    if ahead is not None:
        said.append(f"the head said {ahead.lines} lines, {lines} were here")
    if head is None and lines:
        said.append(f"there was no head, {lines} lines were here")
    if lost:
        which = ", ".join(f"line {record.sequence}" for record in lost)
        said.append(f"the bytes of {len(lost)} snapshot{'s' if len(lost) > 1 else ''} were not here ({which})")
    if not said:
        return None
    missing = tuple(record.path for record in lost)
    return Mended(at.astimezone(UTC), lines, ahead, head is None and lines > 0, missing, "; ".join(said))
