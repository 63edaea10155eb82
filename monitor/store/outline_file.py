"""A file beside the store that keeps the outline of the settings from one command to the next; it may be deleted at any time."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from monitor.store.atomic_write import read_whole, write_atomically
from monitor.store.links import is_link

OUTLINE = ".settings.json"
"""Its name in the snapshots folder."""


def read_outline(folder: Path, key: str) -> bytes | None:
    """What was kept under that key, byte for byte; None when there is nothing, or something else, or it is damaged."""
    try:
        path = folder / OUTLINE
        head, _, data = (b"" if is_link(path) else read_whole(path)).partition(b"\n")
    except OSError:
        return None
    return data if head == _head(key, data) else None


def keep_outline(folder: Path, key: str, data: bytes) -> None:
    """Keep an outline in place of the earlier one, where there is a snapshots folder that may be written to.

    Commands that only read keep it as well, without the store's lock: it replaces the file in one step, and any outline is a right one
    for its key. What can't be written is read from the configuration again next time.
    """
    if folder.is_dir():
        with suppress(OSError):
            write_atomically(folder / OUTLINE, _head(key, data) + b"\n" + data, sync=False, sync_name=False)


def _head(key: str, data: bytes) -> bytes:
    return f"{key} {sha256(data).hexdigest()}".encode()
