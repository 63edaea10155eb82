"""One policy's ledger: append-only lines of JSON, each holding the SHA-256 of the line before it.

`ledger.head` beside it says how many lines there are and the last one's digest, because a chain alone can't tell that its end was cut off.
It is written after the line, so after a crash it may lag behind, never run ahead. Ahead it runs when lines were cut off, and in a copy
whose ledger was read before the head: see monitor.store.integrity.
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
from monitor.model import ArchivedCopy, ReviewDecision, SnapshotRecord
from monitor.store.atomic_write import append_durably, disk_errors, write_atomically
from monitor.store.codec import from_json, to_json

FIRST = "0" * 64
"""What the first line holds in place of a digest."""

LEDGER, HEAD = "ledger.jsonl", "ledger.head"
A_COPY = "a copy that was taken while the store was written to looks like this too: there, `policy-monitor verify --rebuild` mends it"
CURE = "restore this file from a backup, or move the policy's folder away to begin it anew"


@dataclass(frozen=True, slots=True)
class Head:
    """How long a ledger was when it was last written to."""

    lines: int
    sha256: str
    """Of the last line, without its line end."""


@dataclass(frozen=True, slots=True)
class Mended:
    """An annotation: what was missing from the end of the record when it was mended. Nothing is rewritten by it."""

    at: datetime
    lines: int
    """How many there were, before this one."""
    head: Head | None = None
    """What `ledger.head` claimed, when it claimed more lines than there were."""
    no_head: bool = False
    missing: tuple[str, ...] = ()
    """The places of bytes that were not there."""
    says: str = ""
    """The same in plain words, for people."""


Entry = SnapshotRecord | ReviewDecision | Mended | ArchivedCopy
_KINDS: dict[str, type[Entry]] = {"snapshot": SnapshotRecord, "word": ReviewDecision, "mended": Mended, "saved": ArchivedCopy}


def split_lines(content: bytes) -> tuple[list[bytes], int]:
    """The acknowledged lines of a ledger and where they end, in bytes.

    What follows the last line end was being written when the program or the machine stopped: nobody was told that it is kept. The same
    holds for a last line with NUL bytes, which is how file systems fill what a power cut kept from the disk.
    """
    end = content.rfind(b"\n") + 1
    lines = content[:end].splitlines(keepends=True)
    if lines and b"\0" in lines[-1]:
        end -= len(lines.pop())
    return [line.rstrip(b"\n") for line in lines], end


def line_of(entry: Entry, policy: str, sequence: int, previous: str) -> bytes:
    """One ledger line, without its line end."""
    kind = next(name for name, kind in _KINDS.items() if isinstance(entry, kind))
    data = {"previous": previous, "sequence": sequence, "policy": policy, "kind": kind, **to_json(entry)}
    return json.dumps(data, separators=(",", ":")).encode()


def entry_of(data: dict[str, Any]) -> Entry:
    """What one line says.

    Raises:
        ValueError: the line is of no kind that is known.
    """
    name = data.get("kind")
    kind = _KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise ValueError(f"unknown kind {name!r}")
    return from_json(kind, data)


def parse_line(line: bytes) -> dict[str, Any]:
    """One line as an object.

    Raises:
        ValueError: it is none.
    """
    data = json.loads(line)
    if not isinstance(data, dict):
        raise ValueError("not an object")
    return data


def read_head(folder: Path) -> Head | None:
    """What `ledger.head` says, or None when there is none.

    Raises:
        StoreError: it is there and can't be read.
    """
    path = folder / HEAD
    with disk_errors("read", path):
        if not path.exists():
            return None
        content = path.read_bytes()
    try:
        return from_json(Head, parse_line(content))
    except ValueError as error:
        raise RecordDamaged(f"{path} is damaged; run `policy-monitor verify`, and delete this file when the ledger is whole") from error


class Ledger:
    """A policy's ledger in memory, as long as the file is the one that was read."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.policy, self.path = folder, folder.name, folder / LEDGER
        self.unload()

    def unload(self) -> None:
        """Forgets what was read, to save memory."""
        self._signature: tuple[int, int, int] | None = None
        self.records: list[SnapshotRecord] = []
        self.words: list[ReviewDecision] = []
        self.mended: list[Mended] = []
        self.saved: list[ArchivedCopy] = []
        self.known: dict[tuple[str, object, str], SnapshotRecord] = {}
        self.paths: dict[str, str] = {}
        self.latest: dict[str, SnapshotRecord] = {}
        self.size, self._lines, self._last = 0, 0, FIRST

    def refresh(self) -> bool:
        """Reads the file unless it is as it was; True when it was read."""
        with disk_errors("read", self.path):
            try:
                signature = _signature(self.path.stat())
            except (FileNotFoundError, NotADirectoryError):
                self.unload()
                return False
            if signature == self._signature:
                return False
            content = self.path.read_bytes()
        self._load(content)
        self._signature = signature
        return True

    def append(self, entry: Entry) -> None:
        """Adds an entry, durably; a record must bear the sequence `next_sequence`.

        Raises:
            StoreError: it can't be written, or the ledger isn't the one that was last written to; only an annotation that says so is taken.
        """
        if not isinstance(entry, Mended):
            self._check_head()
        line = line_of(entry, self.policy, self.next_sequence, self._last)
        try:
            with disk_errors("write", self.path):
                status = append_durably(self.path, line + b"\n", at=self.size)
        except StoreError:
            self.unload()
            raise
        self._take(entry, line)
        self.size += len(line) + 1
        self._signature = _signature(status)
        head = json.dumps(to_json(Head(self._lines, self._last))).encode() + b"\n"
        with disk_errors("write", self.folder / HEAD):
            write_atomically(self.folder / HEAD, head)

    @property
    def next_sequence(self) -> int:
        """The place that the next line gets."""
        return self._lines + 1

    def _load(self, content: bytes) -> None:
        self.unload()
        lines, end = split_lines(content)
        for number, line in enumerate(lines, start=1):
            try:
                self._take(entry_of(parse_line(line)), line)
            except ValueError as error:
                self.unload()
                raise RecordDamaged(f"{self.path}, line {number}, is damaged ({error}); {CURE}") from error
        self.size = end

    def _take(self, entry: Entry, line: bytes) -> None:
        self._lines += 1
        self._last = sha256(line).hexdigest()
        if isinstance(entry, ReviewDecision):
            self.words.append(entry)
            return
        if isinstance(entry, Mended):
            self.mended.append(entry)
            return
        if isinstance(entry, ArchivedCopy):
            self.saved.append(entry)
            return
        self.records.append(entry)
        self.known.setdefault((entry.url, entry.captured_at, entry.sha256), entry)
        self.paths.setdefault(entry.sha256, entry.path)
        held = self.latest.get(entry.url)
        if held is None or entry.captured_at >= held.captured_at:
            self.latest[entry.url] = entry

    def _check_head(self) -> None:
        """Refuses to build on a ledger whose end was cut off or altered: the next line would hide it."""
        head = read_head(self.folder)
        if head is None or head.lines < self._lines or (head.lines == self._lines and head.sha256 == self._last):
            return
        what = "its last line was altered" if head.lines == self._lines else f"{head.lines - self._lines} lines are missing from its end"
        hint = f"; {A_COPY}" if head.lines > self._lines else ""
        raise RecordDamaged(f"{self.path}: {what}; {CURE}{hint}")


def _signature(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ino
