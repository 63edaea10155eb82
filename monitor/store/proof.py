"""The proof that nothing stored has changed: every line, byte and text of one policy against its digest."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from monitor.errors import StoreError
from monitor.model import SnapshotRecord
from monitor.store.durable import disk_errors
from monitor.store.ledger import FIRST, LEDGER, entry_of, parse_line, read_head, split_lines
from monitor.store.raw import read_raw
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
    records: list[SnapshotRecord] = []
    yield from _chain_faults(path, policy, lines, records)
    yield from _byte_faults(root, records)
    yield from text_faults(folder / "text")


def _head_faults(folder: Path, lines: list[bytes]) -> Iterator[str]:
    path = folder / LEDGER
    try:
        head = read_head(folder)
    except StoreError as error:
        yield str(error)
        return
    if head is None:
        if lines:
            yield f"{path}: ledger.head is missing, so lines may have been removed from the end; compare with a backup"
    elif not 0 < head.lines <= len(lines):
        yield f"{path}: {head.lines - len(lines)} lines were removed (it had {head.lines}, it has {len(lines)}); restore it from a backup"
    elif sha256(lines[head.lines - 1]).hexdigest() != head.sha256:
        yield f"{path}, line {head.lines}, isn't the one that was written; restore the file from a backup"


def _chain_faults(path: Path, policy: str, lines: list[bytes], records: list[SnapshotRecord]) -> Iterator[str]:
    """Faults of the chain; the snapshots that the readable lines speak of are added to `records`."""
    previous = FIRST
    for number, line in enumerate(lines, start=1):
        try:
            data = parse_line(line)
            entry = entry_of(data)
        except ValueError as error:
            yield f"{path}, line {number}, is damaged ({error}); restore the file from a backup"
        else:
            yield from _link_faults(path, policy, number, previous, data)
            if isinstance(entry, SnapshotRecord):
                records.append(entry)
        previous = sha256(line).hexdigest()


def _link_faults(path: Path, policy: str, number: int, previous: str, data: dict[str, Any]) -> Iterator[str]:
    if data.get("policy") != policy:
        yield f"{path}, line {number}, belongs to {data.get('policy')!r}, not to this policy"
    if data.get("previous") != previous:
        before = "it isn't the first line that was written" if number == 1 else f"line {number - 1} was altered, removed or inserted"
        yield f"{path}, line {number}: the chain is broken here; {before}; restore the file from a backup"
    elif data.get("sequence") != number:
        yield f"{path}, line {number}, says that it is line {data.get('sequence')}; restore the file from a backup"


def _byte_faults(root: Path, records: list[SnapshotRecord]) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for record in records:
        if (record.path, record.sha256) in seen:
            continue
        seen.add((record.path, record.sha256))
        try:
            read_raw(root, record)
        except StoreError as error:
            yield str(error)
