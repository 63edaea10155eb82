"""An index beside the real one: what is derived into it can be compared with the real one, or take its place in one step."""

from __future__ import annotations

from pathlib import Path

from monitor.core.meaning.uncompared import is_uncompared
from monitor.model import Changelog, ExtractionResult
from monitor.store.archive import SnapshotArchive
from monitor.store.index import Index
from monitor.workers.analysis import STOPPED

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

    Attributes:
        as_stopped: whether what the real index says was stopped by its limits is taken from there.
        taken: how often it was.
        stopped: how much was stopped here.
    """

    def __init__(self, path: Path, live: Index, archive: SnapshotArchive, policy_id: str, *, reuse: bool = False) -> None:
        super().__init__(path)
        self._live, self._archive, self._policy, self._reuse = live, archive, policy_id, reuse
        self.as_stopped, self.taken, self.stopped = False, 0, 0

    def begin_anew(self) -> None:
        """Forget the policy's history, and take what was stopped by its limits from the real index from now on."""
        self.forget(self._policy, [record.sha256 for record in self._archive.records(self._policy)])
        self.as_stopped, self.taken, self.stopped = True, 0, 0

    @property
    def live(self) -> Index:
        """The index of the store, beside the one in the scratch folder."""
        return self._live

    def extraction(self, snapshot_sha256: str, reader: str) -> ExtractionResult | None:
        """See Index.extraction."""
        found = super().extraction(snapshot_sha256, reader)
        if found is not None or self._reuse:
            return found or self._live.extraction(snapshot_sha256, reader)
        if self.as_stopped and (held := self._live.extraction(snapshot_sha256, reader)) is not None and _was_stopped(held):
            self.taken += 1
            return held
        record = next((r for r in self._archive.records(self._policy) if r.sha256 == snapshot_sha256), None)
        lost = record is not None and not self._archive.is_intact(record)
        return self._live.extraction(snapshot_sha256, reader) if lost else None

    def store_extraction(self, snapshot_sha256: str, reader: str, reading: ExtractionResult) -> None:
        """See Index.store_extraction."""
        self.stopped += _was_stopped(reading)
        super().store_extraction(snapshot_sha256, reader, reading)

    def changelog(self, policy_id: str, old_sha256: str, new_sha256: str, engine: str) -> Changelog | None:
        """See Index.changelog."""
        found = super().changelog(policy_id, old_sha256, new_sha256, engine)
        if found is not None or not (self._reuse or self.as_stopped):
            return found
        held = self._live.changelog(policy_id, old_sha256, new_sha256, engine)
        if self._reuse or held is None or not is_uncompared(held):
            return held if self._reuse else None
        self.taken += 1
        return held

    def store_changelog(self, policy_id: str, old_sha256: str, new_sha256: str, engine: str, changelog: Changelog) -> None:
        """See Index.store_changelog."""
        self.stopped += is_uncompared(changelog)
        super().store_changelog(policy_id, old_sha256, new_sha256, engine, changelog)


def _was_stopped(reading: ExtractionResult) -> bool:
    return reading.error is not None and reading.error[0] in STOPPED
