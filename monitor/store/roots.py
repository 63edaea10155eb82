"""The root over all ledgers, and a log of the states whose root was printed somewhere.

The log `.record/roots.jsonl` proves nothing: whoever can rewrite a ledger can rewrite the log. It only says which lengths of which ledgers
a root stood for, so that a root that was kept elsewhere can be checked after the ledgers have grown. The root itself binds those lengths.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from monitor.errors import RecordDamaged
from monitor.store.announcements import WRITING
from monitor.store.atomic_write import check_is_file, disk_errors, make_folder, read_whole
from monitor.store.ledger import COPY_HINT, HEAD, LEDGER, REMEDY, parse_line, split_lines
from monitor.store.links import refuse_links
from monitor.store.merkle import root_over
from monitor.timestamps import from_iso, utc_iso

RECORD, ROOTS = ".record", "roots.jsonl"
"""The folder of what concerns the whole store; a policy's id never begins with a dot."""
# Bytes at the end of a ledger that are read first; most lines have less than a kilobyte.
_TAIL = 16_384
_REMEDY = f"restore it from a backup. {COPY_HINT}"
Heads = Mapping[str, tuple[int, str]]
"""By the ledger's name: its number of lines, and the SHA-256 of the last one."""


@dataclass(frozen=True, slots=True)
class RecordedState:
    """The ends of all ledgers at one time."""

    root: str
    heads: Heads
    at: datetime | None = None
    """When it was logged; None for what is on the disk now."""

    @property
    def lines(self) -> int:
        """The number of lines of all ledgers."""
        return sum(count for count, _ in self.heads.values())


@dataclass(slots=True)
class _Log:
    """What the log says."""

    states: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    """(root, time, what changed since the state before)"""
    heads: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Of the last state."""
    longest: dict[str, tuple[int, str]] = field(default_factory=dict)
    """The most lines that each ledger ever had, since a person accepted the loss of some."""


class Roots:
    """Computes the root of a store, and logs and finds states by their roots."""

    def __init__(self, store: Path) -> None:
        self._store, self._path = store, store / RECORD / ROOTS
        self._ends: dict[str, tuple[tuple[int, int, int], tuple[int, str]]] = {}
        self._cached: tuple[tuple[int, int, int] | None, _Log] = (None, _Log())

    def current(self) -> RecordedState:
        """The state on the disk. Only the ends of ledgers that changed since the last call are read.

        Raises:
            StoreError: a ledger can't be read, or its last line is damaged.
        """
        heads = {name: end for name in ledger_names(self._store) if (end := self._end(name)) is not None}
        return RecordedState(root_over(heads), heads)

    def printable(self) -> RecordedState:
        """The state whose root may be shown: the one on the disk, or the last logged one while something is being written.

        Raises:
            StoreError: as for `current`.
        """
        # Read in any case, for a ledger that is damaged.
        current = self.current()
        return self.last() or current

    def log(self, at: datetime, *, accept: bool = False) -> RecordedState:
        """Log the state on the disk, unless it is the last one in the log. The caller holds the store's lock.

        Args:
            at: the time.
            accept: whether ledgers that became shorter are no longer to be reported.

        Raises:
            StoreError: a ledger can't be read, or the log can't be written.
        """
        current, log = self.current(), self._read()
        if not current.heads and not log.states:
            return current  # nothing was ever stored: no file is created
        if accept or not log.states or log.states[-1][0] != current.root:
            changed: dict[str, Any] = {name: list(end) for name, end in current.heads.items() if log.heads.get(name) != end}
            changed |= dict.fromkeys(log.heads.keys() - current.heads.keys())
            entry = {"at": utc_iso(at), "root": current.root, "heads": changed, **({"accepted": True} if accept else {})}
            if rewritten := [name for name in changed if not self._extends(name, log.longest.get(name), current.heads.get(name))]:
                entry["rewritten"] = rewritten
            self._append(json.dumps(entry, separators=(",", ":")).encode())
        return current

    def check_writable(self) -> None:
        """What concerns the whole store - roots, notes on alerts, what is being written - is there to be written.

        Raises:
            StoreError: it is not. Nothing is lost by that, but `verify` can prove less.
        """
        folder = self._path.parent
        refuse_links(self._store, folder)
        with disk_errors("write", folder):
            if folder.exists() and not folder.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
            if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        for path in (folder / name for name in (ROOTS, LEDGER, HEAD, WRITING)):
            refuse_links(self._store, path)
            with disk_errors("write", path):
                if path.exists() and not path.is_file():
                    raise OSError(errno.EINVAL, "it is not a file")

    def last(self) -> RecordedState | None:
        """The last logged state."""
        log = self._read()
        return RecordedState(log.states[-1][0], dict(log.heads), from_iso(log.states[-1][1])) if log.states else None

    def logged(self) -> list[tuple[datetime, str, int]]:
        """Every logged state, oldest first: when, its root, and how many lines all ledgers had."""
        heads: dict[str, tuple[int, str]] = {}
        found = []
        for root, at, changed in self._read().states:
            _apply(heads, changed)
            found.append((from_iso(at), root, sum(count for count, _ in heads.values())))
        return found

    def longest(self) -> Heads:
        """The most lines that each ledger ever had, by the log."""
        return dict(self._read().longest)

    def find(self, root: str) -> RecordedState | None:
        """The last logged state with that root, or the current one; the root's first digits are enough."""
        heads: dict[str, tuple[int, str]] = {}
        found: RecordedState | None = None
        for name, at, changed in self._read().states:
            _apply(heads, changed)
            if name.startswith(root):
                found = RecordedState(name, dict(heads), from_iso(at))
        if found is None and (current := self.current()).root.startswith(root):
            return current
        return found

    def _extends(self, name: str, old: tuple[int, str] | None, new: tuple[int, str] | None) -> bool:
        """Whether a ledger still begins with the lines that it had, as far as its own line at that place shows."""
        if old is None or new is None or new[0] < old[0]:
            return old is None
        path = self._store / name / LEDGER
        with disk_errors("read", path):
            line = _line_from_end(path, new[0] - old[0])
        return line is not None and sha256(line).hexdigest() == old[1]

    def _end(self, name: str) -> tuple[int, str] | None:
        path = self._store / name / LEDGER
        with disk_errors("read", path):
            status = path.stat()
            signature = status.st_size, status.st_mtime_ns, status.st_ino
            known = self._ends.get(name)
            if known is not None and known[0] == signature:
                return known[1]
            refuse_links(self._store, path)
            line = _line_from_end(path)
        if line is None:
            return None
        try:
            end = int(parse_line(line)["sequence"]), sha256(line).hexdigest()
        except (KeyError, TypeError, ValueError) as error:
            raise RecordDamaged(f"{path}: the last line is damaged ({error}); {REMEDY}") from error
        self._ends[name] = signature, end
        return end

    def _read(self) -> _Log:
        with disk_errors("read", self._path):
            try:
                status = self._path.stat()
            except (FileNotFoundError, NotADirectoryError):
                return _Log()
            signature = status.st_size, status.st_mtime_ns, status.st_ino
            if signature != self._cached[0]:
                refuse_links(self._store, self._path)
                self._cached = signature, _parsed(read_whole(self._path))
        return self._cached[1]

    def _append(self, line: bytes) -> None:
        refuse_links(self._store, self._path)
        with disk_errors("write", self._path):
            make_folder(self._path.parent)
            with self._path.open("ab+") as file:
                # After a torn line, which is ignored, a new one begins.
                file.seek(max(0, file.seek(0, os.SEEK_END) - 1))
                torn = file.read(1) not in (b"", b"\n")
                file.write((b"\n" if torn else b"") + line + b"\n")


def ledger_names(store: Path) -> list[str]:
    """The names of all folders with a ledger: the policies', and the store's own. Sorted."""
    with disk_errors("read", store):
        if not store.is_dir():
            return []
        return sorted(entry.name for entry in os.scandir(store) if (Path(entry.path) / LEDGER).exists())


def lost_lines(heads: Heads, lines_of: Callable[[str], list[bytes]], since: str) -> Iterator[str]:
    """One sentence for each ledger that does not begin with the lines it had.

    Args:
        heads: the ends that the ledgers had.
        lines_of: a ledger's lines as they are now; none if it is gone.
        since: when that was, for the sentence: "on 2026-05-17T12:00:00Z".

    The lines before the last one are not compared: each holds the digest of the line before it, which `chain_faults` checks.
    """
    for name, (count, digest) in sorted(heads.items()):
        lines = lines_of(name)
        shown = "the record of alerts" if name == RECORD else name
        if not lines:
            yield f"{shown}: its ledger is gone, of which {count} lines were there {since}; {_REMEDY}"
        elif len(lines) < count:
            yield f"{shown}: {count - len(lines)} of the {count} lines that its ledger had {since} are gone; {_REMEDY}"
        elif sha256(lines[count - 1]).hexdigest() != digest:
            yield f"{shown}: the ledger was rewritten: its first {count} lines are not the ones it had {since}; {_REMEDY}"


def _parsed(content: bytes) -> _Log:
    log = _Log()
    for line in content.splitlines():
        try:
            data = parse_line(line)
            root, at, changed = str(data["root"]), utc_iso(from_iso(data["at"])), dict(data["heads"])
            _apply(dict(log.heads), changed)
        except (LookupError, TypeError, ValueError, AttributeError):
            continue  # torn, or altered: then the states after it do not match their roots, which `find`'s caller checks
        _apply(log.heads, changed)
        log.states.append((root, at, changed))
        if data.get("accepted"):
            log.longest = dict(log.heads)
        for name in changed.keys() & log.heads.keys() - set(data.get("rewritten", ())):
            if log.heads[name][0] > log.longest.get(name, (0, ""))[0]:
                log.longest[name] = log.heads[name]
    return log


def _apply(heads: dict[str, tuple[int, str]], changed: Mapping[str, Any]) -> None:
    for name, end in changed.items():
        if end is None:
            heads.pop(name, None)
        else:
            heads[name] = int(end[0]), str(end[1])


def _line_from_end(path: Path, back: int = 0) -> bytes | None:
    """The last complete line of a ledger, or one so many lines before it; None when it has none."""
    check_is_file(path.stat(), path)
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        tail = _TAIL
        while True:
            file.seek(max(0, size - tail))
            lines, _ = split_lines(file.read(tail))
            # The first of them may be the end of a longer line.
            if len(lines) > back + 1 or (len(lines) > back and tail >= size):
                return lines[-1 - back]
            if tail >= size:
                return None
            tail *= 8
