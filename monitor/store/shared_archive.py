"""The store for a long task that mostly waits for somebody else: others may write in between."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from monitor.model import Snapshot, SnapshotRecord
from monitor.store.archive import SnapshotArchive
from monitor.store.lock import store_lock


class SharedArchive(SnapshotArchive):
    """Holds the store for each snapshot that is kept, not all the while: an archive lets fetch a few captures a minute.

    Args:
        root: the snapshots folder.
        owner: what is running, for whoever has to wait.
        wait: seconds to wait for another writer, each time.
    """

    def __init__(self, root: Path, *, owner: str, wait: float) -> None:
        super().__init__(root)
        self._owner, self._wait = owner, wait

    def keep(self, snapshot: Snapshot, *, kept_at: datetime) -> tuple[SnapshotRecord, bool]:
        """See SnapshotArchive.keep.

        Raises:
            StoreLocked: another process still holds the store after the wait.
            StoreError: as there.
        """
        with store_lock(self.root, wait=self._wait, owner=self._owner):
            return super().keep(snapshot, kept_at=kept_at)
