"""Folders and files, local or on object storage, through fsspec; everything written appears whole or not at all."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from fsspec.core import url_to_fs

from monitor.errors import StoreError, UsageError, system_message
from monitor.store.atomic_write import disk_errors, sync_folder
from monitor.store.atomic_write import sweep as sweep_folder

# What object stores and their clients raise is of many kinds; those of the network are OSErrors.
_FAULTS = (OSError, ValueError, RuntimeError)


def local_path(url: str) -> Path | None:
    """The path on this machine, or None for an address elsewhere."""
    if url.startswith("file://"):
        return Path(url.removeprefix("file://"))
    return None if "://" in url else Path(url)


def absolute(url: str) -> str:
    """The same place for a worker that runs in another folder."""
    path = local_path(url)
    return url.rstrip("/") if path is None else str(path.absolute())


def joined(url: str, *parts: str) -> str:
    """A place below another one."""
    return "/".join((url.rstrip("/"), *parts))


def opened(url: str) -> tuple[Any, str]:
    """The file system of an address, and the path on it.

    Raises:
        UsageError: there is no such kind of storage, or its driver is not installed.
    """
    try:
        # Listings that are remembered would hide what other workers write.
        fs, path = url_to_fs(url) if local_path(url) is not None else url_to_fs(url, use_listings_cache=False)
    except ImportError as error:
        raise UsageError(f"{url}: the driver for this storage is not installed ({error}); install it and try again") from error
    except ValueError as error:
        raise UsageError(f"{url}: {error}; use a path, or an address such as s3://bucket/folder, gs://…, az://… or https://…") from error
    return fs, str(path)


def names(url: str) -> list[tuple[str, bool]]:
    """The entries of a folder, sorted, as (name, whether it is a folder); empty for a file or where nothing is.

    Raises:
        StoreError: the storage can't be read.
    """
    fs, path = opened(url)
    with _storage_errors("list", url):
        try:
            found = fs.ls(path, detail=True)
        except (FileNotFoundError, NotADirectoryError):
            return []
    entries = {(str(one["name"]).rstrip("/").rsplit("/", 1)[-1], one["type"] == "directory") for one in found if not _is_itself(one, path)}
    return sorted(entries)


def _is_itself(entry: dict[str, Any], path: str) -> bool:
    """Object stores list a file, or the marker of an empty folder, as its own entry."""
    return str(entry["name"]).rstrip("/") == path.rstrip("/")


def is_file(url: str) -> bool:
    """Whether there is a file, and no folder, at that address."""
    fs, path = opened(url)
    with _storage_errors("read", url):
        return bool(fs.isfile(path))


def read_whole(url: str) -> bytes:
    """A file's bytes.

    Raises:
        StoreError: it can't be read.
    """
    fs, path = opened(url)
    with _storage_errors("read", url):
        return bytes(fs.cat_file(path))


def write_whole(url: str, content: bytes) -> None:
    """Writes a file that nobody sees before it is complete.

    Locally under a temporary name that is renamed; on object storage under its own name, which appears with the last byte.

    Raises:
        StoreError: it can't be written.
    """
    path = local_path(url)
    if path is not None:
        with disk_errors("write", path):
            _write_and_rename(path, content)
        return
    fs, name = opened(url)
    with _storage_errors("write", url):
        fs.pipe_file(name, content)


def _write_and_rename(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # A name of its own: the scheduler may run a task again while the worker that it gave up for lost is still writing.
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sweep(url: str) -> None:
    """Removes what killed workers left half written; there is nothing of the kind on object storage."""
    path = local_path(url)
    if path is not None and path.is_dir():
        sweep_folder(path)


@contextmanager
def local_copy(url: str) -> Iterator[Path]:
    """A file or folder as one on this machine, for the length of the block."""
    path = local_path(url)
    if path is not None:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="policy-monitor-") as folder:
        yield _fetched(url, Path(folder))


@lru_cache(maxsize=2)
def lasting_copy(url: str) -> Path:
    """The same for as long as the process lives: a repository, a database or an archive file serves all policies."""
    path = local_path(url)
    if path is not None:
        return path
    return _fetched(url, scratch_folder())


def scratch_folder() -> Path:
    """An empty folder that is removed when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="policy-monitor-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _fetched(url: str, folder: Path) -> Path:
    fs, path = opened(url)
    copy = folder / path.rstrip("/").rsplit("/", 1)[-1]
    with _storage_errors("read", url):
        try:
            fs.get(path, str(copy), recursive=not fs.isfile(path))
        except BaseException:
            with suppress(OSError):
                shutil.rmtree(folder)
            raise
    return copy


@contextmanager
def _storage_errors(doing: str, url: str) -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise StoreError(f"can't {doing} {url}: there is no such file or folder") from error
    except _FAULTS as error:
        why = system_message(error) if isinstance(error, OSError) else str(error) or type(error).__name__
        raise StoreError(f"can't {doing} {url}: {why}; check the address and the credentials") from error
