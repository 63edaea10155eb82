"""Which bytes are about to be written, so that what a killed process leaves is told from a file that somebody planted.

Bytes are written before the ledger names them. A kill in between leaves a file that no line names. It was never acknowledged, so it is
no loss; but without a trace of what was being written, it would look like a forgery.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from monitor.errors import StoreError
from monitor.store.atomic_write import disk_errors, read_whole, write_atomically
from monitor.store.links import refuse_links

WRITING = "writing.json"
_FOLDER = ".record"


class Announcements:
    """The file `.record/writing.json`: the path being written, and earlier ones that no ledger came to name."""

    def __init__(self, store: Path) -> None:
        self._store, self._path = store, store / _FOLDER / WRITING

    def announce(self, paths: Sequence[str], recorded: Callable[[str], Collection[str]]) -> None:
        """Note that bytes are about to be written, or were found without a line; the caller holds the store's lock.

        Args:
            paths: relative to the snapshots folder.
            recorded: returns the paths that a policy's ledger names.

        Raises:
            StoreError: it can't be written.
        """
        earlier = [one for one in sorted(self.read()) if one not in paths and self._is_unrecorded(one, recorded)]
        refuse_links(self._store, self._path)
        with disk_errors("write", self._path):
            # Not synced: a process that is killed needs no more, and after a power failure a file too many is reported, not lost.
            write_atomically(self._path, json.dumps([*earlier, *paths]).encode(), sync_name=False, sync=False)

    def read(self) -> frozenset[str]:
        """The announced paths; none when the file is missing or damaged."""
        try:
            return frozenset(str(one) for one in json.loads(read_whole(self._path)))
        except (OSError, ValueError, TypeError):
            return frozenset()

    def _is_unrecorded(self, path: str, recorded: Callable[[str], Collection[str]]) -> bool:
        try:
            return (self._store / path).is_file() and path not in recorded(path.partition("/")[0])
        except StoreError:  # a damaged ledger, or no path of ours
            return True
