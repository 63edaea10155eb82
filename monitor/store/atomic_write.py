"""Writes that are on the disk when they return, or leave what was there before."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.errors import StoreError

_CURES = {
    errno.ENOSPC: "free some space and run again",
    errno.EDQUOT: "free some space or raise the quota and run again",
    errno.EFBIG: "raise the limit on file sizes (ulimit -f) and run again",
    errno.EROFS: "mount the folder writable, or point `snapshots:` in config.yaml elsewhere",
    errno.EACCES: "give this user the right to read and write it, or point `snapshots:` in config.yaml elsewhere",
    errno.EPERM: "give this user the right to read and write it, or point `snapshots:` in config.yaml elsewhere",
}


@contextmanager
def disk_errors(doing: str, path: Path) -> Iterator[None]:
    """Turns an OSError inside the block into a StoreError: what was done ("write"), where, why, and what to do."""
    try:
        yield
    except OSError as error:
        cure = _CURES.get(error.errno or 0, "check the disk and run again; nothing that was acknowledged is lost")
        raise StoreError(f"can't {doing} {path}: {error.strerror or error}; {cure}") from error


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder durable; a no-op where folders can't be opened (Windows)."""
    if os.name == "nt":  # pragma: no cover
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Makes a folder and its missing parents, each durable in its own parent."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def write_atomically(path: Path, data: bytes, *, sync_name: bool = True) -> None:
    """Replaces a file's content as a whole; the folder is made when it is missing.

    The temporary name is a dot file beside the target, always the same one, so that what a crash leaves is overwritten by the next attempt.

    Args:
        path: where to.
        data: the whole content.
        sync_name: False when the caller syncs the folder itself, after many files.

    Raises:
        OSError: as the system gives it; wrap with `disk_errors`.
    """
    make_folder(path.parent)
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    if sync_name:
        sync_folder(path.parent)


def append_durably(path: Path, data: bytes, *, at: int) -> os.stat_result:
    """Writes data at a known end of a file, cutting off what an interrupted append left behind it.

    Args:
        path: the file; made when it is missing.
        data: what to add.
        at: where the acknowledged content ends, in bytes.

    Returns:
        The file's status after the write.

    Raises:
        OSError: nothing was added; what could be written of it is cut off again.
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
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, at)
        raise
