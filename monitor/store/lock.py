"""The store lock: one writer at a time, and who it is."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from monitor.errors import StoreError, StoreLocked
from monitor.store.atomic_write import disk_errors, make_folder, read_whole, sweep, write_atomically
from monitor.timestamps import utc_iso

LOCK, OWNER = ".lock", ".lock.owner"
# Seconds between attempts: short against a cycle, long against a system call.
_POLL = 0.1
_BACK_WITHIN = 600.0
"""Seconds that a writer waits to get back the lock that it let go of: longer than most cycles take."""
Aside = Callable[[], AbstractContextManager[None]]
"""Lets go of the lock for a block in which nothing that it guards is read or written, such as a long wait for somebody's answer.

Raises StoreLocked when another process does not give it back."""


@contextmanager
def store_lock(root: Path, *, wait: float, owner: str) -> Iterator[Aside]:
    """Hold the store's write lock during the block; what it yields lets go of it for a while.

    The operating system releases the lock when the process ends, however it ends. The owner file beside it is for messages. It also shows
    that the last owner was killed: its half-written files are removed then.

    Args:
        root: the snapshots folder; created if missing.
        wait: seconds to wait for another writer; 0 to try once, negative to wait indefinitely.
        owner: what is running, for the message to whoever has to wait: "policy-monitor run".

    Raises:
        StoreLocked: another process, or another block in this one, still holds the lock after `wait` seconds.
        StoreError: the folder can't be locked.
    """
    with disk_errors("lock", root):
        make_folder(root)
    lock = FileLock(root / LOCK, thread_local=False)
    _acquire(lock, root, wait, owner)

    @contextmanager
    def aside() -> Iterator[None]:
        _release(lock, root)
        try:
            yield
        finally:
            _acquire(lock, root, _BACK_WITHIN, owner)

    try:
        yield aside
    finally:
        _release(lock, root)


def _acquire(lock: BaseFileLock, root: Path, wait: float, owner: str) -> None:
    with disk_errors("lock", root):
        try:
            lock.acquire(timeout=wait, poll_interval=_POLL)
        except Timeout as error:
            raise _locked(root) from error
        except NotImplementedError as error:
            says = f"can't lock {root}: its file system does not support locks; set `snapshots:` in config.yaml to a folder on a local disk"
            raise StoreError(says) from error
    try:
        # The owner file of one that was killed is still there, and so may be what it was writing.
        if (root / OWNER).exists():
            sweep(root)
        with disk_errors("write", root / OWNER):
            write_atomically(root / OWNER, _about_us(owner), sync_name=False)
    except BaseException:
        _release(lock, root)
        raise


def _release(lock: BaseFileLock, root: Path) -> None:
    # Whoever could not get the lock back has nothing to release, and the owner file is another's.
    if lock.is_locked:
        # In this order: after the release, the file may be the next owner's.
        (root / OWNER).unlink(missing_ok=True)
        lock.release()


def _about_us(owner: str) -> bytes:
    about = {"owner": owner, "pid": os.getpid(), "host": socket.gethostname(), "since": utc_iso(datetime.now(UTC))}
    return json.dumps(about).encode() + b"\n"


def _locked(root: Path) -> StoreLocked:
    who, since = _owner(root)
    age = f", for {_age(datetime.now(UTC) - since)}" if since else ""
    return StoreLocked(f"{root} is in use by {who}{age}; wait for it to finish, or stop it, and try again", owner=who, since=since)


def _owner(root: Path) -> tuple[str, datetime | None]:
    """Who holds the lock, if known: the owner file is written just after the lock is acquired."""
    try:
        about = json.loads(read_whole(root / OWNER))
        since = datetime.fromisoformat(about["since"])
        return f"{about['owner']} (pid {int(about['pid'])} on {about['host']} since {utc_iso(since)})", since
    except (OSError, ValueError, KeyError, TypeError):
        return "another process", None


def _age(span: timedelta) -> str:
    seconds = max(0, int(span.total_seconds()))
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return f"{seconds} seconds"
