"""An index beside the real one: what is derived into it can be compared with the real one, or take its place in one step."""

from __future__ import annotations

from pathlib import Path

from monitor.model import ExtractionResult
from monitor.store.archive import SnapshotArchive
from monitor.store.index import Index

BESIDE = ".index.sqlite.tmp"
"""Its name in the snapshots folder; one that a killed process left is swept like any half-written file."""


class ScratchIndex(Index):
    """An empty index, except that it has the extractions of snapshots whose bytes are lost: those can't be read again."""

    def __init__(self, path: Path, live: Index, archive: SnapshotArchive, policy_id: str) -> None:
        super().__init__(path)
        self._live, self._archive, self._policy = live, archive, policy_id

    def extraction(self, snapshot_sha256: str, reader: str) -> ExtractionResult | None:
        """See Index.extraction."""
        found = super().extraction(snapshot_sha256, reader)
        if found is not None:
            return found
        record = next((r for r in self._archive.records(self._policy) if r.sha256 == snapshot_sha256), None)
        lost = record is not None and not self._archive.is_intact(record)
        return self._live.extraction(snapshot_sha256, reader) if lost else None
