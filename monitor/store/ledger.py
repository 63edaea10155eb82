"""One policy's ledger: append-only lines of JSON, each with the SHA-256 of the line before it.

A hash chain can't show that its end was cut off, so `ledger.head` beside it holds the number of lines and the digest of the last one. It is
written before the first line, and after each: a crash can leave it behind the ledger, never ahead, and never without one. It is ahead when
lines were removed, or in a copy that read the ledger before the head; see monitor.store.integrity.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from monitor.errors import RecordDamaged, StoreError
from monitor.model import ArchivedCopy, ChangeReview, KeptEvidence, ReviewDecision, SnapshotRecord
from monitor.store.atomic_write import append_durably, disk_errors, read_whole, write_atomically
from monitor.store.codec import from_json, to_json
from monitor.store.dating import Dating, date_records
from monitor.store.links import refuse_links

GENESIS = "0" * 64
"""The first line's "previous"."""

LEDGER, HEAD = "ledger.jsonl", "ledger.head"
COPY_HINT = "If this is a copy taken while the program was writing, `policy-monitor verify --rebuild` repairs it"
REMEDY = "restore this file from a backup, or move the policy's folder away to start it again"


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """The length of a ledger when it was last written to."""

    lines: int
    sha256: str
    """Of the last line, without its line end."""


NO_LINES = LedgerHead(0, GENESIS)
"""The head that is written before the first line."""


@dataclass(frozen=True, slots=True)
class LedgerRepair:
    """A note of what was missing from the end of a record when it was repaired. It rewrites nothing."""

    at: datetime
    lines: int
    """The number of lines before this one."""
    head: LedgerHead | None = None
    """The content of `ledger.head`, when it counted more lines than there were."""
    no_head: bool = False
    missing: tuple[str, ...] = ()
    """Paths of the missing bytes."""
    says: str = ""
    """The same in words."""


@dataclass(frozen=True, slots=True)
class QueuedAlert:
    """A note, in the ledger of the whole store, that an alert is about to be queued; written before the alert itself."""

    at: datetime
    alert: str
    """The alert's id."""
    about: str
    """The policy's id."""
    sha256: str
    """Of the alert as it is stored in the outbox."""
    channels: int
    """How many channels it is queued for."""
    decided: int = 0
    """The policy's alert cursor before: while it stays there, the alert was not queued yet."""


Entry = SnapshotRecord | ReviewDecision | LedgerRepair | ArchivedCopy | QueuedAlert | ChangeReview | KeptEvidence
# The values of "kind". They are part of the format: ledgers of version 0.1 have "word" for a decision and "mended" for a repair
# (tests/store/test_ledger.py: the kinds on disk are those of the first release).
_KINDS: dict[str, type[Entry]] = {
    "snapshot": SnapshotRecord,
    "word": ReviewDecision,
    "mended": LedgerRepair,
    "saved": ArchivedCopy,
    "alert": QueuedAlert,
    "review": ChangeReview,
    "evidence": KeptEvidence,
}


def split_lines(content: bytes) -> tuple[list[bytes], int]:
    """The complete lines of a ledger, and the offset at which they end.

    Whatever follows the last line end was being written when the program or the machine stopped, and was never acknowledged. The same goes
    for a last line with NUL bytes: after a power failure, file systems fill blocks that did not reach the disk with them.
    """
    end = content.rfind(b"\n") + 1
    lines = content[:end].splitlines(keepends=True)
    if lines and b"\0" in lines[-1]:
        end -= len(lines.pop())
    return [line.rstrip(b"\n") for line in lines], end


def line_of(entry: Entry, policy: str, sequence: int, previous: str) -> bytes:
    """An entry as a ledger line, without the line end."""
    kind = next(name for name, kind in _KINDS.items() if isinstance(entry, kind))
    data = {"previous": previous, "sequence": sequence, "policy": policy, "kind": kind, **to_json(entry)}
    return json.dumps(data, separators=(",", ":")).encode()


def parse_line(line: bytes) -> dict[str, Any]:
    """A line as a JSON object.

    Raises:
        ValueError: it is not one.
    """
    try:
        data = json.loads(line)
    except RecursionError:  # 100,000 opening brackets
        raise ValueError("nested too deeply") from None
    if not isinstance(data, dict):
        raise ValueError("not a JSON object")
    return data


def entry_of(data: dict[str, Any]) -> Entry:
    """A line's entry.

    Raises:
        ValueError: its kind is unknown, or its fields do not fit the kind.
    """
    name = data.get("kind")
    kind = _KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise ValueError(f"unknown kind {name!r}")
    return from_json(kind, data)


def read_head(folder: Path) -> LedgerHead | None:
    """The content of `ledger.head`, or None when the file is missing.

    Raises:
        StoreError: it exists but can't be read.
    """
    path = folder / HEAD
    with disk_errors("read", path):
        if not path.exists():
            return None
        content = read_whole(path)
    try:
        return from_json(LedgerHead, parse_line(content))
    except ValueError as error:
        raise RecordDamaged(f"{path} is damaged; run `policy-monitor verify`, and if the ledger is intact, delete this file") from error


class Ledger:
    """A policy's ledger in memory; `refresh` reads it again whenever the file has changed.

    Attributes:
        records, decisions, repairs, copies, alerts, evidence: the entries by kind, in ledger order, as they are written.
        reviews: likewise, by what they are about.
        known: records by URL, capture time and digest.
        paths: where bytes are stored, by digest.
        size: bytes of the file that were read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.policy, self.path = folder, folder.name, folder / LEDGER
        self.unload()

    def unload(self) -> None:
        """Drop everything read, to free memory."""
        self._signature: tuple[int, int, int] | None = None
        self.records: list[SnapshotRecord] = []
        self.decisions: list[ReviewDecision] = []
        self.repairs: list[LedgerRepair] = []
        self.copies: list[ArchivedCopy] = []
        self.alerts: list[QueuedAlert] = []
        self.evidence: list[KeptEvidence] = []
        self.reviews: dict[str, list[ChangeReview]] = {}
        self.known: dict[tuple[str, object, str], SnapshotRecord] = {}
        self.paths: dict[str, str] = {}
        self._dating: Dating | None = None
        self._latest: dict[str, SnapshotRecord] | None = None
        self.size, self._lines, self._last = 0, 0, GENESIS

    @property
    def is_loaded(self) -> bool:
        """True when what was read of the file, or written to it, is held."""
        return self._signature is not None

    def refresh(self) -> bool:
        """Read the file unless it is unchanged; True when it was read.

        Raises:
            StoreError: it can't be read, or a line is damaged.
        """
        with disk_errors("read", self.path):
            try:
                signature = _signature(self.path.stat())
            except (FileNotFoundError, NotADirectoryError):
                self.unload()
                return False
            if signature == self._signature:
                return False
            refuse_links(self.folder.parent, self.path)
            content = read_whole(self.path)
        self._load(content)
        self._signature = signature
        return True

    def append(self, entry: Entry) -> None:
        """Add an entry, durably; a record must have the sequence `next_sequence`.

        Raises:
            StoreError: it can't be written, or the end of the ledger was removed or altered. In the latter case only a repair is accepted.
        """
        if not isinstance(entry, LedgerRepair):
            self._check_head()
        refuse_links(self.folder.parent, self.path)
        line = line_of(entry, self.policy, self.next_sequence, self._last)
        if not self._lines and not (self.folder / HEAD).exists():
            self._write_head()  # of no lines: without it, a kill after the first line would look as if somebody had removed the head
        try:
            with disk_errors("write", self.path):
                status = append_durably(self.path, line + b"\n", at=self.size)
        except StoreError:
            # What is on the disk now is unknown; the next access reads it.
            self.unload()
            raise
        self._add(entry, line)
        self.size += len(line) + 1
        self._signature = _signature(status)
        # After the line, see the top of this file.
        self._write_head()

    def _write_head(self) -> None:
        head = json.dumps(to_json(LedgerHead(self._lines, self._last))).encode() + b"\n"
        with disk_errors("write", self.folder / HEAD):
            write_atomically(self.folder / HEAD, head)

    @property
    def dating(self) -> Dating:
        """The records with the times at which they can have been captured."""
        if self._dating is None:
            self._dating = date_records(self.records)
        return self._dating

    def latest(self, url: str) -> SnapshotRecord | None:
        """The latest captured record of a URL.

        By capture time, not by arrival: a backfill brings in older captures after newer ones.
        """
        if self._latest is None:
            self._latest = {}
            for record in self.dating.records:
                latest = self._latest.get(record.url)
                if latest is None or record.captured_at >= latest.captured_at:
                    self._latest[record.url] = record
        return self._latest.get(url)

    @property
    def next_sequence(self) -> int:
        """The number of the next line."""
        return self._lines + 1

    def _load(self, content: bytes) -> None:
        self.unload()
        lines, end = split_lines(content)
        for number, line in enumerate(lines, start=1):
            try:
                self._add(entry_of(parse_line(line)), line)
            except ValueError as error:
                self.unload()
                raise RecordDamaged(f"{self.path}: line {number} is damaged ({error}); {REMEDY}") from error
        self.size = end

    def _add(self, entry: Entry, line: bytes) -> None:
        self._lines += 1
        self._last = sha256(line).hexdigest()
        match entry:
            case ReviewDecision():
                self.decisions.append(entry)
            case LedgerRepair():
                self.repairs.append(entry)
            case ArchivedCopy():
                self.copies.append(entry)
            case QueuedAlert():
                self.alerts.append(entry)
            case KeptEvidence():
                self.evidence.append(entry)
            case ChangeReview():
                self.reviews.setdefault(entry.about, []).append(entry)
            case SnapshotRecord():
                self._add_record(entry)

    def _add_record(self, record: SnapshotRecord) -> None:
        self.records.append(record)
        # The first of equal ones: later lines with the same bytes refer to the file that it names.
        self.known.setdefault((record.url, record.captured_at, record.sha256), record)
        self.paths.setdefault(record.sha256, record.path)
        self._dating = self._latest = None

    def _check_head(self) -> None:
        """Refuse to append to a ledger whose end was removed or altered: a further line would conceal it."""
        head = read_head(self.folder)
        if head is None or head.lines < self._lines or (head.lines == self._lines and head.sha256 == self._last):
            return
        if head.lines == self._lines:
            raise RecordDamaged(f"{self.path}: the last line was altered; {REMEDY}")
        raise RecordDamaged(f"{self.path}: {head.lines - self._lines} lines are missing from the end; {REMEDY}. {COPY_HINT}")


def _signature(status: os.stat_result) -> tuple[int, int, int]:
    """Equal as long as the file is the same and unchanged; the inode shows a file restored from a backup with the same size and time."""
    return status.st_size, status.st_mtime_ns, status.st_ino
