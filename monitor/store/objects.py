"""Reads the stored bytes of a snapshot, whether loose (gzip) or packed against its predecessors (Zstandard, see monitor.store.patches)."""

from __future__ import annotations

import re
from collections import OrderedDict
from hashlib import sha256
from pathlib import Path
from threading import Lock

from monitor.errors import RecordDamaged
from monitor.store.atomic_write import disk_errors, read_whole
from monitor.store.links import refuse_links
from monitor.store.patches import KEY_EVERY, MOST_BYTES, Patch, Unreadable, content_of, take_apart

_LOOSE, _PACKED = ".gz", ".zst"
# Of bases, relative to the folder `raw`: a tampered file must not make us read others.
_IN_RAW = re.compile(r"\d{4}/\d{14}-[0-9a-f]{8,64}\.[a-z]+\.zst", re.ASCII)
# Bytes of content, of all policies together: reading a chain in order then decompresses each file once.
_CACHED = 2 * MOST_BYTES


class PackMissing(Unreadable):
    """The file does not exist."""


def packed_path(path: str) -> str:
    """Where the bytes are once they are packed; `path` is the ledger's."""
    return path.removesuffix(_LOOSE) + _PACKED


def ledger_path(path: str) -> str:
    """The path by which a ledger names the bytes, from that of a loose or packed file."""
    return path.removesuffix(_PACKED) + _LOOSE if path.endswith(_PACKED) else path


def exists(root: Path, path: str) -> bool:
    """Whether there is a file with the bytes that the ledger calls `path`, loose or packed."""
    return (root / path).exists() or (root / packed_path(path)).exists()


class _Cache:
    """Content that was read lately, by file; a file that changed is read again."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[str, int, int, int], bytes] = OrderedDict()
        self._lock, self._size = Lock(), 0

    def get(self, key: tuple[str, int, int, int]) -> bytes | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: tuple[str, int, int, int], content: bytes) -> None:
        with self._lock:
            if key in self._held or len(content) > MOST_BYTES:
                return
            self._held[key] = content
            self._size += len(content)
            while self._size > _CACHED:
                self._size -= len(self._held.popitem(last=False)[1])

    def clear(self) -> None:
        with self._lock:
            self._held.clear()
            self._size = 0


_cache = _Cache()


def read_anew() -> None:
    """From now on, nothing counts as read: a verification must not be content with what was intact some time ago."""
    _cache.clear()


def read_packed(raw: Path, name: str, *, size: int | None = None) -> bytes:
    """The content of a packed file.

    Args:
        raw: the policy's folder `raw`.
        name: the file, relative to it: "2010/20100518042315-1a2b3c4d.html.zst".
        size: bytes that the content must have, if that is known.

    Raises:
        PackMissing: the file does not exist.
        Unreadable: it, or one that it was compressed against, is missing, damaged, or another one; the message names it.
        StoreError: the disk can't be read.
    """
    most = MOST_BYTES if size is None else size
    chain, content = [(name, *_opened(raw, name))], None
    while (base := chain[-1][1].base) is not None and content is None:
        if not _IN_RAW.fullmatch(base.path) or len(chain) >= KEY_EVERY:
            raise Unreadable(f"was compressed against {base.path[:80]!r}, which can't be")
        try:
            patch, key = _opened(raw, base.path)
        except Unreadable as error:
            raise Unreadable(f"was compressed against {_label(raw, base.path)}, which {error}") from None
        content = _cache.get(key)
        if content is None:
            chain.append((base.path, patch, key))
        elif sha256(content).hexdigest() != base.sha256:
            raise _swapped(raw, base.path)
    return _unrolled(raw, chain, content or b"", most, name)


def _unrolled(raw: Path, chain: list[tuple[str, Patch, tuple[str, int, int, int]]], content: bytes, most: int, name: str) -> bytes:
    """The content of the first of these files, from that of the base of the last one."""
    while chain:
        at, patch, key = chain.pop()
        try:
            content = content_of(patch, content, most=most if at == name and not chain else MOST_BYTES)
        except Unreadable as error:
            raise Unreadable(f"was compressed against {_label(raw, at)}, which {error}" if chain else str(error)) from None
        # Against what the next file says that it was made from: two files that changed places both decompress.
        wanted = chain[-1][1].base if chain else None
        if wanted is not None and sha256(content).hexdigest() != wanted.sha256:
            raise _swapped(raw, at)
        _cache.put(key, content)
    return content


def depth_of(raw: Path, name: str) -> int:
    """How many files lie between a packed file and its key frame.

    Raises:
        Unreadable: the file is missing or damaged.
        StoreError: the disk can't be read.
    """
    base = _opened(raw, name)[0].base
    return 0 if base is None else base.depth


def _swapped(raw: Path, name: str) -> Unreadable:
    return Unreadable(f"was compressed against {_label(raw, name)}, whose content is another one now")


def _label(raw: Path, name: str) -> str:
    return f"{raw.parent.name}/raw/{name}"


def _opened(raw: Path, name: str) -> tuple[Patch, tuple[str, int, int, int]]:
    path = raw / name
    try:
        refuse_links(raw.parent.parent, path)
    except RecordDamaged as error:
        raise Unreadable(f"can't be read: {error}") from None
    with disk_errors("read", path):
        try:
            data, status = read_whole(path), path.stat()
        except (FileNotFoundError, NotADirectoryError):
            raise PackMissing("is missing") from None
    return take_apart(data), (str(path), status.st_size, status.st_mtime_ns, status.st_ino)
