"""The proof that nothing stored has changed: every line, byte and text of one policy against its digest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from monitor.errors import StoreError
from monitor.model import SnapshotRecord
from monitor.store.atomic_write import disk_errors
from monitor.store.ledger import A_COPY, FIRST, LEDGER, Entry, Head, Mended, entry_of, parse_line, read_head, split_lines
from monitor.store.raw import is_missing, read_raw
from monitor.store.texts import text_faults


def policy_faults(root: Path, policy: str) -> Iterator[str]:
    """One plain sentence for each fault in what is kept of a policy.

    Bytes that no line names and an unfinished last line are no faults: that is how a crash looks before anything was acknowledged.
    """
    folder = root / policy
    path = folder / LEDGER
    try:
        with disk_errors("read", path):
            content = path.read_bytes() if path.exists() else b""
    except StoreError as error:
        yield str(error)
        return
    lines, _ = split_lines(content)
    yield from _head_faults(folder, lines)
    entries: list[Entry] = []
    yield from chain_faults(path, policy, lines, entries)
    yield from _byte_faults(root, entries)
    yield from text_faults(folder / "text")


def is_rewritten(head: Head | None, lines: list[bytes]) -> bool:
    """True when the last line that `ledger.head` knows, and that is there, isn't the one that was written."""
    return head is not None and 0 < head.lines <= len(lines) and sha256(lines[head.lines - 1]).hexdigest() != head.sha256


def _head_faults(folder: Path, lines: list[bytes]) -> Iterator[str]:
    path = folder / LEDGER
    try:
        head = read_head(folder)
    except StoreError as error:
        yield str(error)
        return
    if head is None:
        if lines:
            yield f"{path}: ledger.head is missing, so lines may have been removed from the end; compare with a backup; {A_COPY}"
    elif not 0 < head.lines <= len(lines):
        gone = f"{head.lines - len(lines)} lines were removed (it had {head.lines}, it has {len(lines)})"
        yield f"{path}: {gone}; restore it from a backup; {A_COPY}"
    elif is_rewritten(head, lines):
        yield f"{path}, line {head.lines}, isn't the one that was written; restore the file from a backup"


def chain_faults(path: Path, policy: str, lines: list[bytes], entries: list[Entry]) -> Iterator[str]:
    """Faults of the chain; what the readable lines say is added to `entries`."""
    previous = FIRST
    for number, line in enumerate(lines, start=1):
        try:
            data = parse_line(line)
            entry = entry_of(data)
        except ValueError as error:
            yield f"{path}, line {number}, is damaged ({error}); restore the file from a backup"
        else:
            yield from _link_faults(path, policy, number, previous, data)
            entries.append(entry)
        previous = sha256(line).hexdigest()


def _link_faults(path: Path, policy: str, number: int, previous: str, data: dict[str, Any]) -> Iterator[str]:
    if data.get("policy") != policy:
        yield f"{path}, line {number}, belongs to {data.get('policy')!r}, not to this policy"
    if data.get("previous") != previous:
        before = "it isn't the first line that was written" if number == 1 else f"line {number - 1} was altered, removed or inserted"
        yield f"{path}, line {number}: the chain is broken here; {before}; restore the file from a backup"
    elif data.get("sequence") != number:
        yield f"{path}, line {number}, says that it is line {data.get('sequence')}; restore the file from a backup"


def _byte_faults(root: Path, entries: list[Entry]) -> Iterator[str]:
    """Bytes that aren't those that were kept, or missing; a snapshot whose bytes a later annotation says were missing may lack them."""
    records = [entry for entry in entries if isinstance(entry, SnapshotRecord)]
    noted = [entry for entry in entries if isinstance(entry, Mended)]
    excused = {path: one.lines for one in noted for path in one.missing}
    at_the_end = {record.path for record in missing_at_the_end(root, records, noted)}
    seen: set[tuple[str, str]] = set()
    for record in records:
        excuse = record.sequence <= excused.get(record.path, 0)
        if (record.path, record.sha256) in seen or (excuse and is_missing(root, record)):
            continue
        seen.add((record.path, record.sha256))
        try:
            read_raw(root, record)
        except StoreError as error:
            yield f"{error}; {A_COPY}" if record.path in at_the_end else str(error)


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
