"""An index beside the real one: what is derived into it can be compared with the real one, or take its place in one step."""

from __future__ import annotations

from pathlib import Path

from monitor.model import Changelog, ExtractionResult
from monitor.store.archive import SnapshotArchive
from monitor.store.index import Index

BESIDE = ".index.sqlite.tmp"
"""Its name in the snapshots folder; one that a killed process left is swept like any half-written file."""


def beside_of(number: int) -> str:
    """The same for one of several processes that derive at a time."""
    return f".index.sqlite.{number}.tmp"


class ScratchIndex(Index):
    """An empty index, except that it has the extractions of snapshots whose bytes are lost: those can't be read again.

    Args:
        path: the file.
        live: the real index.
        archive: the snapshots.
        policy_id: whose history is derived into it.
        reuse: have all extractions and changelogs of the real index as well.
    """

    def __init__(self, path: Path, live: Index, archive: SnapshotArchive, policy_id: str, *, reuse: bool = False) -> None:
        super().__init__(path)
        self._live, self._archive, self._policy, self._reuse = live, archive, policy_id, reuse

    @property
    def live(self) -> Index:
        """The real index."""
        return self._live

    def extraction(self, snapshot_sha256: str, reader: str) -> ExtractionResult | None:
        """See Index.extraction."""
        found = super().extraction(snapshot_sha256, reader)
        if found is not None or self._reuse:
            return found or self._live.extraction(snapshot_sha256, reader)
        record = next((r for r in self._archive.records(self._policy) if r.sha256 == snapshot_sha256), None)
        lost = record is not None and not self._archive.is_intact(record)
        return self._live.extraction(snapshot_sha256, reader) if lost else None

    def changelog(self, policy_id: str, old_sha256: str, new_sha256: str, engine: str) -> Changelog | None:
        """See Index.changelog."""
        found = super().changelog(policy_id, old_sha256, new_sha256, engine)
        return self._live.changelog(policy_id, old_sha256, new_sha256, engine) if found is None and self._reuse else found
