"""Durable writes: on return the data is on the disk, and after a failure the previous content is intact."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from monitor.errors import StoreError

_REMEDIES = {
    errno.ENOSPC: "free some space and run again",
    errno.EDQUOT: "free some space or raise the quota and run again",
    errno.EFBIG: "raise the limit on file sizes (ulimit -f) and run again",
    errno.EROFS: "remount the file system as writable, or set `snapshots:` in config.yaml to another folder",
    errno.EACCES: "give this user read and write permission, or set `snapshots:` in config.yaml to another folder",
    errno.EPERM: "give this user read and write permission, or set `snapshots:` in config.yaml to another folder",
}


# Names that `write_atomically` and the pages' writer make.
_HALF_WRITTEN = re.compile(r"\..+\.(?:tmp|part)(?:-wal|-shm|-journal)?")


@contextmanager
def disk_errors(doing: str, path: Path) -> Iterator[None]:
    """Turn an OSError inside the block into a StoreError that says what failed ("write"), where, why, and what to do."""
    try:
        yield
    except OSError as error:
        remedy = _REMEDIES.get(error.errno or 0, "check the disk and run again; nothing stored so far is lost")
        raise StoreError(f"can't {doing} {path}: {error.strerror or error}; {remedy}") from error


def read_whole(path: Path) -> bytes:
    """A file's content.

    Raises:
        OSError: it can't be read, or it is no file: opening a named pipe would wait for somebody to write to it.
    """
    check_is_file(path.stat(), path)
    return path.read_bytes()


def check_is_file(status: os.stat_result, path: Path) -> None:
    """Refuses what can't be opened like a file, before it is opened.

    Raises:
        OSError: it is a named pipe, a socket or a device.
    """
    if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):  # a folder fails by itself
        raise OSError(errno.EINVAL, "it is not a file", str(path))


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; does nothing on Windows, where folders can't be opened."""
    if os.name == "nt":  # pragma: no cover
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Create a folder and its missing parents, durably."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def write_atomically(path: Path, data: bytes, *, sync_name: bool = True, sync: bool = True) -> None:
    """Replace a file's content atomically; missing folders are created.

    The temporary file has a fixed name beside the target (".NAME.tmp"), so that the next attempt overwrites what a crash left behind.

    Args:
        path: the target.
        data: the complete content.
        sync_name: False when the caller syncs the folder itself after writing many files.
        sync: False when it is enough that the content outlives this process.

    Raises:
        OSError: from the system; wrap with `disk_errors`.
    """
    make_folder(path.parent)
    temporary = path.with_name(f".{path.name}.tmp")
    # Also a link that somebody put there, through which we would write elsewhere.
    temporary.unlink(missing_ok=True)
    try:
        # Without the fsync, a power failure after the rename could leave an empty file under the final name.
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            if sync:
                os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    # The rename itself is only durable once the folder is synced (fsync(2)).
    if sync_name:
        sync_folder(path.parent)


def sweep(folder: Path, *, below: bool = True) -> None:
    """Remove the half-written files (".NAME.tmp", ".NAME.part") that killed processes left in a folder; links are not followed.

    Args:
        folder: where.
        below: also in all folders below it.

    Nobody may be writing there. What can't be removed stays: it does no harm, and the next one tries again.
    """
    for place, _, names in os.walk(folder):
        for name in names:
            if _HALF_WRITTEN.fullmatch(name):
                with suppress(OSError):
                    (Path(place) / name).unlink()
        if not below:
            return


def append_durably(path: Path, data: bytes, *, at: int) -> os.stat_result:
    """Append data at a known offset, truncating whatever an interrupted append left after it.

    Args:
        path: the file; created if missing.
        data: the bytes to append.
        at: the offset at which the complete content ends.

    Returns:
        The file's status after the write.

    Raises:
        OSError: nothing was appended; a partial write was truncated again.
    """
    is_new = at == 0
    if is_new:
        make_folder(path.parent)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    try:
        _write_at(handle, data, at)
        status = os.fstat(handle)
    finally:
        os.close(handle)
    if is_new:
        sync_folder(path.parent)
    return status


def _write_at(handle: int, data: bytes, at: int) -> None:
    os.ftruncate(handle, at)
    os.lseek(handle, at, os.SEEK_SET)
    try:
        rest = memoryview(data)
        while rest:
            # write(2) may write less than asked, for one when the disk is nearly full.
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    except OSError:
        # An incomplete line would be ignored anyway; cut off, the file is also valid for other programs.
        os.ftruncate(handle, at)
        raise
