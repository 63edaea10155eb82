"""The archive for a long task that mostly waits for a remote server: other processes may write in between."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from monitor.model import Snapshot, SnapshotRecord
from monitor.store.archive import SnapshotArchive
from monitor.store.lock import store_lock


class SharedArchive(SnapshotArchive):
    """Takes the store lock for each snapshot rather than for the whole task.

    A backfill of 500 captures at 15 requests per minute takes more than half an hour; `run` must not fail all that time.

    Args:
        root: the snapshots folder.
        owner: what is running, for the message to whoever has to wait.
        wait: seconds to wait for another writer, per snapshot.
        folders: see SnapshotArchive.
    """

    def __init__(self, root: Path, *, owner: str, wait: float, folders: Mapping[str, str] | None = None) -> None:
        super().__init__(root, folders=folders)
        self._owner, self._wait = owner, wait

    def keep(self, snapshot: Snapshot, *, kept_at: datetime) -> tuple[SnapshotRecord, bool]:
        """See SnapshotArchive.keep.

        Raises:
            StoreLocked: another process still holds the lock after `wait` seconds.
            StoreError: see SnapshotArchive.keep.
        """
        with store_lock(self.root, wait=self._wait, owner=self._owner):
            return super().keep(snapshot, kept_at=kept_at)
