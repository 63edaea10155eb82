"""A SQLite file: opened on first use, one writer at a time, readers never blocked, errors that say what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from monitor.errors import DatabaseDamaged, StoreError
from monitor.store.atomic_write import check_is_file, disk_errors, make_folder
from monitor.store.links import refuse_links
from monitor.store.schema import Migration, applied, migrate

# Longer than any transaction of ours takes; who waits longer waits for something that hangs.
_BUSY_MS = 15_000
# Of all pages: that many are used again soon.
_SPARE_PAGES = 0.1
# SQLite's messages for a file that is damaged or has other tables; its error codes do not tell the last ones from a mistake in a statement.
_DAMAGE = ("not a database", "malformed", "no such table", "no such column", "has no column", "already exists", "file is encrypted")


class SqliteFile:
    """A connection shared by all threads, one at a time.

    Reading a file that does not exist returns nothing and creates nothing; the first write creates it. A file that is deleted or replaced
    while open is reopened.

    Attributes:
        restored: True once a missing file was replaced by its spare copy.
    """

    def __init__(
        self,
        path: Path,
        migrations: tuple[Migration, ...],
        *,
        remedy: str,
        durable: bool,
        private: bool = False,
        spare: Path | None = None,
        page_size: int | None = None,
    ) -> None:
        """Open nothing yet.

        Args:
            path: the file.
            migrations: create its tables.
            remedy: what to do when the file is damaged; the second half of a sentence.
            durable: True if each transaction must reach the disk before it returns, for data that can't be derived again.
            private: True if a new file is to be readable by its owner alone.
            spare: a copy of the file, which takes its place where it is missing when it is first written to.
            page_size: bytes of a page of a new file; a file keeps what it was created with.
        """
        self.path, self._migrations, self._remedy, self._private, self._spare = path, migrations, remedy, private, spare
        self._page_size = page_size
        self.restored = False
        self._synchronous = "full" if durable else "normal"
        self._lock = RLock()
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self._looked: bool | None = None
        """In a steady block, whether the file was looked at in it; None outside of one."""

    @contextmanager
    def steady(self) -> Iterator[None]:
        """A block short enough to look only once whether the file is still the one that is open; each look costs as much as a query."""
        with self._lock:
            before, self._looked = self._looked, False
        try:
            yield
        finally:
            with self._lock:
                self._looked = before

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query; none when the file does not exist."""
        with self._lock, self._errors("read"):
            connection = self._open(create=False)
            return [] if connection is None else connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, if any."""
        return next(iter(self.rows(sql, values)), None)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All writes of the block or none of them; a nested block joins the outer transaction."""
        with self._lock, self._errors("write"):
            # A nested block: only the outermost one commits.
            if self._connection is not None and self._connection.in_transaction:
                yield self._connection
                return
            connection = self._open(create=True)
            assert connection is not None  # noqa: S101 - create=True
            # "immediate" takes the write lock now: a deferred transaction could fail at its first write, after its reads.
            connection.execute("begin immediate")
            try:
                yield connection
                connection.execute("commit")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("rollback")
                raise

    def close(self) -> None:
        """Close the connection; the next use reopens it."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = self._identity = None

    def vacuum(self, *, freed: int = 0) -> None:
        """Give unused space back to the file system, unless it is little; needs as much free space as the file takes afterwards.

        Args:
            freed: bytes known to have become unused. Shorter values leave pages half full, and no count of free pages tells that.
        """
        with self._lock, self._errors("write"):
            connection = self._open(create=False)
            if connection is None or not _writable(self.path):
                return
            free, pages, size = (
                connection.execute(f"pragma {name}").fetchone()[0] for name in ("freelist_count", "page_count", "page_size")
            )
            if free + freed // size > pages * _SPARE_PAGES:
                connection.execute("vacuum")
            connection.execute("pragma wal_checkpoint(truncate)")

    def remove(self) -> None:
        """Delete the file, damaged or not, with SQLite's -wal and -shm files; processes that have it open keep reading the old content."""
        with self._lock:
            self.close()
            for suffix in ("", "-wal", "-shm"):
                path = self.path.with_name(f"{self.path.name}{suffix}")
                with disk_errors("remove", path):
                    path.unlink(missing_ok=True)

    def set_aside(self) -> Path:
        """Rename the file, damaged or not, with SQLite's -wal and -shm files, to NAME.damaged, and return that path.

        Raises:
            StoreError: it can't be renamed.
        """
        aside = self.path.with_name(f"{self.path.name}.damaged")
        with self._lock, disk_errors("move", self.path):
            self.close()
            self.restored = False
            if aside.is_dir():  # an earlier one; a folder can't be replaced by a file
                shutil.rmtree(aside)
            for suffix in ("-wal", "-shm", ""):
                part = self.path.with_name(f"{self.path.name}{suffix}")
                if part.exists() or part.is_symlink():
                    part.replace(aside.with_name(f"{aside.name}{suffix}"))
        return aside

    def _restore(self) -> None:
        """Put the spare copy in the place of the missing file; nothing if there is none, or if it is damaged too."""
        if self._spare is None or not _is_sound(self._spare):
            return
        temporary = self.path.with_name(f".{self.path.name}.tmp")
        with disk_errors("write", self.path):
            shutil.copyfile(self._spare, temporary)
            temporary.chmod(0o600)
            temporary.replace(self.path)
        self.restored = True

    def replace_by(self, other: Path) -> None:
        """Put another file, which nobody has open, in this one's place in one step; without it, delete this file.

        Processes that have the old file open keep reading it.
        """
        with self._lock:
            if not other.exists() or not self._is_without_log():
                self.remove()
            self.close()
            with disk_errors("write", self.path):
                if other.exists():
                    other.replace(self.path)
                # What is left of the old file's log is empty; a new one begins with the next write.
                for suffix in ("-wal", "-shm"):
                    self.path.with_name(f"{self.path.name}{suffix}").unlink(missing_ok=True)

    def _is_without_log(self) -> bool:
        """True when everything is in the file itself, so that its -wal file holds nothing that could be applied to another file."""
        try:
            found = self.row("pragma wal_checkpoint(truncate)")
        except StoreError:
            return False
        return found is None or found[0] == 0

    def _open(self, *, create: bool) -> sqlite3.Connection | None:
        if self._looked and self._connection is not None:
            return self._connection
        self._looked = None if self._looked is None else True
        identity = _identity(self.path)
        # Another inode: the file was deleted or restored while it was open. A transaction under way is finished first.
        if self._connection is not None and (identity == self._identity or self._connection.in_transaction):
            return self._connection
        self.close()
        # An empty file is what a power failure may leave of one; SQLite would take it for a new one.
        if identity is None or (self._spare is not None and self.path.is_file() and self.path.stat().st_size == 0):
            if not create and identity is None:
                return None
            with disk_errors("write", self.path):
                make_folder(self.path.parent)
            self._restore()
        self._connection = self._connect(not self.path.exists())
        self._identity = _identity(self.path)
        return self._connection

    def _connect(self, new: bool) -> sqlite3.Connection:
        connection = self._raw_connection("mode=rwc" if new else "mode=rw")
        try:
            if new and self._page_size is not None:
                connection.execute(f"pragma page_size = {self._page_size}")
            if _writable(self.path):
                # WAL: readers see the last committed state and never wait for a writer (sqlite.org/wal.html).
                connection.execute("pragma journal_mode = wal")
                connection.execute(f"pragma synchronous = {self._synchronous}")
                connection.execute("pragma foreign_keys = on")
            else:
                # A read-only folder: SQLite would fail to create its shared-memory file, and without writers it needs no locks.
                connection.close()
                connection = self._raw_connection("mode=ro&immutable=1")
            self._bring_up_to_date(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _raw_connection(self, how: str) -> sqlite3.Connection:
        refuse_links(self.path.parent, self.path)
        self._refuse_what_is_no_file()
        if how == "mode=rwc" and self._private and not self.path.exists():
            # SQLite gives its -wal and -shm files the rights of the file itself.
            with disk_errors("write", self.path):
                os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))
        address = f"file:{quote(str(self.path.absolute()))}?{how}"
        # isolation_level=None: the module would otherwise begin and commit transactions by itself. Threads take turns through our lock.
        connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        connection.execute(f"pragma busy_timeout = {_BUSY_MS}")
        return connection

    def _refuse_what_is_no_file(self) -> None:
        """A named pipe, a socket or a device in place of the file or its log: SQLite would open it and wait for ever."""
        for suffix in ("", "-wal", "-shm", "-journal"):
            part = self.path.with_name(f"{self.path.name}{suffix}")
            try:
                check_is_file(part.stat(), part)
            except FileNotFoundError:
                continue
            except OSError as error:
                says = f"can't read {part} ({error.strerror}): {self._remedy}"
                raise DatabaseDamaged(says, path=self.path) from error

    def _bring_up_to_date(self, connection: sqlite3.Connection) -> None:
        known, found = len(self._migrations), applied(connection)
        if found > known:
            newer = f"{self.path} was written by a newer policy-monitor (schema {found}, this version knows {known})"
            raise StoreError(f"{newer}: update policy-monitor, or {self._remedy}")
        if found == known:
            return
        connection.execute("begin immediate")
        try:
            migrate(connection, self._migrations)
            connection.execute("commit")
        except BaseException:
            if connection.in_transaction:
                connection.execute("rollback")
            raise

    @contextmanager
    def decoding(self) -> Iterator[None]:
        """Turn the error of a value that is not what its column holds, in a damaged or foreign file, into a StoreError."""
        try:
            yield
        except (TypeError, ValueError) as error:
            says = f"{self.path} holds a value that can't be read ({error}): {self._remedy}"
            raise DatabaseDamaged(says, path=self.path) from error

    @contextmanager
    def _errors(self, doing: str) -> Iterator[None]:
        """Turn SQLite's errors into a StoreError that says what to do."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            says = str(error)
            if self.path.is_dir() or any(sign in says for sign in _DAMAGE):
                remedy = f"it is damaged or belongs to another program: {self._remedy}"
                raise DatabaseDamaged(f"can't {doing} {self.path} ({says}): {remedy}", path=self.path) from error
            if "locked" in says or "busy" in says:
                remedy = f"another process has been writing to it for {_BUSY_MS // 1000} seconds; wait for it to finish and try again"
            elif "full" in says or "disk I/O" in says:
                # A file that was overwritten while it was open looks like this; opened anew, it shows its damage.
                if self._connection is not None and not self._connection.in_transaction:
                    self.close()
                remedy = "free some space or check the disk, and run again"
            elif "readonly" in says or "unable to open" in says:
                remedy = "give this user read and write permission on it and its folder"
            else:
                remedy = self._remedy
            raise StoreError(f"can't {doing} {self.path} ({says}): {remedy}") from error


class Closing(ABC):
    """What is closed at the end of a `with` block."""

    @abstractmethod
    def close(self) -> None:
        """Close the file; the next use opens it again."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreError(f"can't read {path}: {error.strerror}; give this user read permission on its folder") from error
    return status.st_dev, status.st_ino


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _is_sound(path: Path) -> bool:
    """True for a file that SQLite can read from its beginning to its end."""
    if not path.is_file():
        return False
    connection = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1", uri=True)
    try:
        return bool(connection.execute("pragma quick_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()
