"""Integrity of one policy's files: checks every line, byte and text against its digest, and says what may be missing from a copy.

A copy taken while the program writes can lack the end of a record: the last lines of the ledger, or the newest bytes. Such losses can be
repaired: a line of kind "mended" (LedgerRepair) notes what was missing, and from then on its absence is no fault. Nothing is rewritten, and
losses anywhere but at the end stay faults, because no interrupted copy produces them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from monitor.errors import StoreError
from monitor.model import KeptEvidence, SnapshotRecord
from monitor.store.atomic_write import disk_errors, read_whole
from monitor.store.evidence import evidence_faults, missing_evidence
from monitor.store.ledger import (
    COPY_HINT,
    GENESIS,
    HEAD,
    LEDGER,
    NO_LINES,
    Entry,
    LedgerHead,
    LedgerRepair,
    entry_of,
    parse_line,
    read_head,
    split_lines,
)
from monitor.store.links import refuse_links
from monitor.store.objects import read_anew
from monitor.store.raw import is_missing, raw_faults
from monitor.store.texts import text_faults

# --- verification ----------------------------------------------------------------------------------------------------


def policy_faults(root: Path, policy: str) -> Iterator[str]:
    """One sentence for each fault in a policy's files.

    Bytes without a ledger line and an incomplete last line are not faults: that is what a crash leaves before a snapshot is acknowledged.

    Args:
        root: the snapshots folder.
        policy: the policy's id, already checked by `safe_policy`; or the name of the store's own ledger.
    """
    folder = root / policy
    path = folder / LEDGER
    try:
        refuse_links(root, folder / HEAD)
        refuse_links(root, path)
        with disk_errors("read", path):
            content = read_whole(path) if path.exists() else b""
    except StoreError as error:
        yield str(error)
        return
    lines, _ = split_lines(content)
    yield from _head_faults(folder, lines)
    entries: list[Entry] = []
    yield from chain_faults(path, policy, lines, entries)
    yield from _byte_faults(root, entries)
    yield from _evidence_faults(root, policy, entries)
    yield from text_faults(folder / "text")


def is_rewritten(head: LedgerHead | None, lines: list[bytes]) -> bool:
    """True when the last line known to `ledger.head` is present but is not the one that was written."""
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
            yield f"{path}: ledger.head is missing, so lines may have been removed from the end; compare with a backup. {COPY_HINT}"
    # More lines than the head counts is what a crash between the two writes leaves, and no fault.
    elif head != NO_LINES and not 0 < head.lines <= len(lines):
        counts = f"{head.lines - len(lines)} lines were removed from the end ({head.lines} were written, {len(lines)} are present)"
        yield f"{path}: {counts}; restore it from a backup. {COPY_HINT}"
    elif is_rewritten(head, lines):
        yield f"{path}: line {head.lines} was altered; restore the file from a backup"


def chain_faults(path: Path, policy: str, lines: list[bytes], entries: list[Entry]) -> Iterator[str]:
    """Faults of the hash chain; the entries of all readable lines are appended to `entries`."""
    previous = GENESIS
    for number, line in enumerate(lines, start=1):
        try:
            data = parse_line(line)
            entry = entry_of(data)
        except ValueError as error:
            yield f"{path}: line {number} is damaged ({error}); restore the file from a backup"
        else:
            yield from _link_faults(path, policy, number, previous, data)
            entries.append(entry)
        previous = sha256(line).hexdigest()


def _link_faults(path: Path, policy: str, number: int, previous: str, data: dict[str, Any]) -> Iterator[str]:
    # Chains of two policies are equally valid by themselves; only the name shows that one was put in the other's place.
    if data.get("policy") != policy:
        yield f"{path}: line {number} belongs to the policy {data.get('policy')!r}"
    if data.get("previous") != previous:
        what = "it is not the first line that was written" if number == 1 else f"line {number - 1} was altered, removed or inserted"
        yield f"{path}: the chain is broken at line {number}: {what}; restore the file from a backup"
    # Where the chain is broken, the sequence is off as well; one fault is enough.
    elif data.get("sequence") != number:
        yield f"{path}: line {number} has the sequence number {data.get('sequence')}; restore the file from a backup"


def _byte_faults(root: Path, entries: list[Entry]) -> Iterator[str]:
    """Missing, damaged or altered bytes. A later repair excuses missing bytes, but not damaged ones."""
    records = [entry for entry in entries if isinstance(entry, SnapshotRecord)]
    repairs = [entry for entry in entries if isinstance(entry, LedgerRepair)]
    excused = {path: repair.lines for repair in repairs for path in repair.missing}
    at_the_end = {record.path for record in missing_at_the_end(root, records, repairs)}
    seen: set[tuple[str, str]] = set()
    read_anew()
    for record in records:
        is_excused = record.sequence <= excused.get(record.path, 0)
        # Captures with equal bytes share a file, which is read once.
        if (record.path, record.sha256) in seen or (is_excused and is_missing(root, record)):
            continue
        seen.add((record.path, record.sha256))
        for fault in raw_faults(root, record):
            yield f"{fault}. {COPY_HINT}" if record.path in at_the_end else fault


def _evidence_faults(root: Path, policy: str, entries: list[Entry]) -> Iterator[str]:
    """Missing or altered pictures and archives. Only a repair that came after a file's line excuses that it is missing."""
    excused, kept = set[str](), list[KeptEvidence]()
    for entry in entries:
        if isinstance(entry, KeptEvidence):
            kept.append(entry)
        elif isinstance(entry, LedgerRepair):
            excused |= set(entry.missing) & {one.path for one in kept}
    at_the_end = missing_evidence(root, kept, excused)
    for path, fault in evidence_faults(root, policy, kept, excused):
        yield f"{fault}. {COPY_HINT}" if path in at_the_end else fault


# --- repair of a copy ------------------------------------------------------------------------------------------------


def missing_at_the_end(root: Path, records: Sequence[SnapshotRecord], repairs: Sequence[LedgerRepair]) -> list[SnapshotRecord]:
    """The records, in ledger order, whose bytes are missing while no later record of the same folder has bytes.

    Each folder of bytes (one per year) has an end of its own: a copy reads the folders one after another. Paths that a repair has noted
    already, and repeated references to the same path, are left out.
    """
    noted = {path for repair in repairs for path in repair.missing}
    first: dict[str, SnapshotRecord] = {}
    for record in records:
        first.setdefault(record.path, record)
    complete, missing = set[str](), list[SnapshotRecord]()
    for record in reversed(first.values()):
        folder = record.path.rpartition("/")[0]
        if folder in complete or record.path in noted:
            continue
        if is_missing(root, record):
            missing.append(record)
        else:
            complete.add(folder)
    return missing[::-1]


def repair_for(
    at: datetime, lines: int, head: LedgerHead | None, missing: Sequence[SnapshotRecord], evidence: Sequence[str] = ()
) -> LedgerRepair | None:
    """The ledger line that notes what a record lacks at its end; None when it lacks nothing.

    Args:
        at: the time of the repair.
        lines: the number of lines in the ledger.
        head: the content of `ledger.head`; None when the file is missing.
        missing: see `missing_at_the_end`.
        evidence: see `missing_evidence`.
    """
    ahead = head if head is not None and head.lines > lines else None
    losses = []
    if ahead is not None:
        losses.append(f"ledger.head counted {ahead.lines} lines, {lines} were present")
    if head is None and lines:
        losses.append(f"ledger.head was missing, {lines} lines were present")
    if missing:
        which = ", ".join(f"line {record.sequence}" for record in missing)
        losses.append(f"the bytes of {len(missing)} snapshot{'s' if len(missing) > 1 else ''} were missing ({which})")
    if evidence:
        losses.append(
            f"{len(evidence)} file{'s' if len(evidence) > 1 else ''} of evidence {'were' if len(evidence) > 1 else 'was'} missing"
        )
    if not losses:
        return None
    paths = (*(record.path for record in missing), *evidence)
    return LedgerRepair(at.astimezone(UTC), lines, ahead, head is None and lines > 0, paths, "; ".join(losses))
