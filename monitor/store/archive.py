"""The archive on disk: bytes, ledgers and texts under `snapshots/`, readable without the product."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock

from monitor.errors import BytesLost
from monitor.model import ArchivedCopy, ReviewDecision, Snapshot, SnapshotRecord, Version
from monitor.store.atomic_write import disk_errors, write_atomically
from monitor.store.integrity import annotation, chain_faults, is_rewritten, missing_at_the_end, policy_faults
from monitor.store.ledger import HEAD, LEDGER, Entry, Ledger, Mended, read_head, split_lines
from monitor.store.raw import is_missing, raw_path, read_raw, safe_policy, write_raw
from monitor.store.readme import README
from monitor.store.texts import write_texts


class SnapshotArchive:
    """The kept snapshots of all policies.

    Reading makes no file and no folder. Writing is for one process at a time (see monitor.store.lock); within it, any thread may.
    Parsed ledgers stay in memory while their files don't change, the least used ones are dropped beyond `remember` bytes of ledger.
    """

    def __init__(self, root: Path, *, remember: int = 8_000_000) -> None:
        self.root = root
        self._remember = remember
        self._ledgers: OrderedDict[str, Ledger] = OrderedDict()
        self._remembered = 0
        self._lock = RLock()

    def keep(self, snapshot: Snapshot, *, kept_at: datetime) -> tuple[SnapshotRecord, bool]:
        """Keeps a snapshot for ever: its bytes first, then a line in the ledger.

        A snapshot with the same address, capture time and bytes as a kept one is that one; bytes that the policy has are referred to,
        and put back where they belong if they were lost meanwhile.

        Args:
            snapshot: what was fetched.
            kept_at: now.

        Returns:
            The ledger's record, and whether it is new.

        Raises:
            StoreError: it can't be written; nothing is acknowledged and nothing half-written counts.
        """
        digest = snapshot.sha256
        with self._lock:
            ledger = self._ledger(snapshot.policy)
            captured_at = snapshot.captured_at.astimezone(UTC)
            held = ledger.known.get((snapshot.url, captured_at, digest))
            path = ledger.paths.get(digest) or raw_path(snapshot, digest, taken=ledger.paths.values())
            if digest not in ledger.paths or not (self.root / path).exists():
                write_raw(self.root, path, snapshot.body)
            if held is not None:
                return held, False
            record = SnapshotRecord(
                policy=snapshot.policy,
                sequence=ledger.next_sequence,
                url=snapshot.url,
                captured_at=captured_at,
                kept_at=kept_at.astimezone(UTC),
                source=snapshot.source,
                sha256=digest,
                size=len(snapshot.body),
                path=path,
                status=snapshot.status,
                media_type=snapshot.media_type,
                headers=dict(snapshot.headers),
                archive_url=snapshot.archive_url,
                archive_digest=snapshot.archive_digest,
            )
            self._append(ledger, record)
        return record, True

    def records(self, policy_id: str) -> list[SnapshotRecord]:
        """A policy's kept snapshots in order of arrival; none for an unknown policy.

        Raises:
            StoreError: the ledger can't be read.
        """
        with self._lock:
            return list(self._ledger(policy_id).records)

    def newest(self, policy_id: str, url: str) -> SnapshotRecord | None:
        """The latest captured snapshot of an address; of two captured at once, the one that arrived last."""
        with self._lock:
            return self._ledger(policy_id).latest.get(url)

    def read(self, record: SnapshotRecord) -> bytes:
        """The bytes of a kept snapshot, checked against their digest.

        Raises:
            BytesLost: they are missing, damaged or altered.
            StoreError: the disk doesn't give them.
        """
        return read_raw(self.root, record)

    def is_missing(self, record: SnapshotRecord) -> bool:
        """True when there is no file where a kept snapshot's bytes belong."""
        return is_missing(self.root, record)

    def is_whole(self, record: SnapshotRecord) -> bool:
        """True when a kept snapshot's bytes are there, as they were written."""
        try:
            self.read(record)
        except BytesLost:
            return False
        return True

    def policies(self) -> list[str]:
        """Ids of the policies that anything is kept of, sorted."""
        with disk_errors("read", self.root):
            if not self.root.is_dir():
                return []
            return sorted(p.name for p in self.root.iterdir() if (p / LEDGER).exists() or (p / HEAD).exists())

    def words(self, policy_id: str) -> list[ReviewDecision]:
        """Persons' words on a policy's snapshots, in the order in which they were given; a later word on the same snapshot outranks."""
        with self._lock:
            return list(self._ledger(policy_id).words)

    def say(self, policy_id: str, word: ReviewDecision) -> None:
        """Keeps a person's word, durably, as a line of the ledger.

        Raises:
            StoreError: it can't be written.
        """
        word = replace(word, captured_at=word.captured_at.astimezone(UTC), given_at=word.given_at.astimezone(UTC))
        with self._lock:
            self._append(self._ledger(policy_id), word)

    def mended(self, policy_id: str) -> list[Mended]:
        """The annotations of a policy's ledger that say what was once missing from its end."""
        with self._lock:
            return list(self._ledger(policy_id).mended)

    def saved(self, policy_id: str) -> list[ArchivedCopy]:
        """The copies that an archive made for a policy's snapshots, in the order in which they were noted."""
        with self._lock:
            return list(self._ledger(policy_id).saved)

    def note_saved(self, policy_id: str, saved: ArchivedCopy) -> None:
        """Keeps the address of an archive's copy, durably, as a line of the ledger.

        Raises:
            StoreError: it can't be written.
        """
        with self._lock:
            self._append(self._ledger(policy_id), saved)

    def lines(self, policy_id: str) -> int:
        """How many lines a policy's ledger has."""
        with self._lock:
            return self._ledger(policy_id).next_sequence - 1

    def mend(self, policy_id: str, *, at: datetime) -> Mended | None:
        """Notes, as a line of the ledger, what is missing at the end of a policy's record: see monitor.store.integrity.

        Returns:
            The annotation; None when nothing is missing there, or when the chain before it is broken: that is no copy's fault.

        Raises:
            StoreError: the record can't be read, or the annotation can't be written.
        """
        with self._lock:
            ledger = self._ledger(policy_id)
            with disk_errors("read", ledger.path):
                lines = split_lines(ledger.path.read_bytes())[0] if ledger.path.exists() else None
            head = read_head(ledger.folder)
            if lines is None or is_rewritten(head, lines) or any(chain_faults(ledger.path, policy_id, lines, list[Entry]())):
                return None
            lost = missing_at_the_end(self.root, ledger.records, ledger.mended)
            mended = annotation(at, len(lines), head, lost)
            if mended is not None:
                self._append(ledger, mended)
        return mended

    def write_versions(self, policy_id: str, versions: Sequence[Version]) -> None:
        """Writes the texts of all versions of a policy as files for people; only what differs is written, stale ones are removed.

        Raises:
            StoreError: a file can't be written or removed.
        """
        write_texts(self.root / safe_policy(policy_id) / "text", versions)

    def verify(self, policy_ids: Sequence[str] | None = None) -> list[str]:
        """Re-reads every ledger line, every kept byte and every text against their digests.

        Args:
            policy_ids: which policies; None for all.

        Returns:
            One plain sentence for each fault; empty when all is as it was written.
        """
        chosen = self.policies() if policy_ids is None else policy_ids
        return [fault for policy_id in chosen for fault in policy_faults(self.root, safe_policy(policy_id))]

    def _ledger(self, policy_id: str) -> Ledger:
        """The ledger as it is on the disk now."""
        ledger = self._ledgers.get(policy_id)
        if ledger is None:
            ledger = self._ledgers[policy_id] = Ledger(self.root / safe_policy(policy_id))
        self._ledgers.move_to_end(policy_id)
        before = ledger.size
        try:
            ledger.refresh()
        finally:
            self._remembered += ledger.size - before
        self._forget_the_least_used()
        return ledger

    def _append(self, ledger: Ledger, entry: Entry) -> None:
        before = ledger.size
        if before == 0:
            self._write_readme()
        try:
            ledger.append(entry)
        finally:
            self._remembered += ledger.size - before

    def _forget_the_least_used(self) -> None:
        while self._remembered > self._remember and len(self._ledgers) > 1:
            _, ledger = self._ledgers.popitem(last=False)
            self._remembered -= ledger.size

    def _write_readme(self) -> None:
        readme = self.root / "README.md"
        with disk_errors("write", readme):
            if not readme.exists():
                write_atomically(readme, README.encode())
