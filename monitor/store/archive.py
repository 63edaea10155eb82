"""The archive on disk: bytes, ledgers and texts under `snapshots/`, readable without this program."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from monitor.errors import BytesLost, StoreError
from monitor.model import ArchivedCopy, ChangeReview, KeptEvidence, ReviewDecision, Snapshot, SnapshotRecord, Version
from monitor.store.announcements import Announcements
from monitor.store.atomic_write import disk_errors, read_whole, write_atomically
from monitor.store.dating import date_decisions
from monitor.store.evidence import evidence_path, missing_evidence, read_evidence, write_evidence
from monitor.store.headers import bounded
from monitor.store.ledger import HEAD, LEDGER, Entry, Ledger, LedgerRepair, QueuedAlert, entry_of, parse_line, read_head, split_lines
from monitor.store.links import refuse_links
from monitor.store.objects import exists
from monitor.store.raw import is_missing, raw_path, read_raw, safe_policy, write_raw
from monitor.store.readme import README
from monitor.store.roots import RECORD, Roots

if TYPE_CHECKING:
    from monitor.store.packing import Packed


class SnapshotArchive:
    """The snapshots of all policies, people's decisions on them, and the copies that web archives made of them.

    Reading creates no file or folder. One process may write at a time (see monitor.store.lock), from any of its threads. Parsed ledgers are
    cached as long as their files do not change; beyond `remember` bytes of ledger, the least recently used ones are dropped.
    """

    def __init__(self, root: Path, *, remember: int = 8_000_000, folders: Mapping[str, str] | None = None) -> None:
        self.root = root
        # Of renamed policies: id → the folder, which keeps its name because each line and path of the record has it.
        self.folders = dict(folders or {})
        self._ids = {folder: policy for policy, folder in self.folders.items()}
        self._remember = remember
        self._ledgers: OrderedDict[str, Ledger] = OrderedDict()
        self._cached_bytes = 0
        self._lock = RLock()
        self._looked_at: set[str] | None = None
        """The ledgers that were looked at in a steady block; None outside of one."""
        self._announcements = Announcements(root)
        self.roots = Roots(root)

    def keep(self, snapshot: Snapshot, *, kept_at: datetime) -> tuple[SnapshotRecord, bool]:
        """Store a snapshot: its bytes first, then a line in the ledger.

        A snapshot with the URL, capture time and bytes of a stored one is not stored again. Bytes that the policy has already are shared,
        and written again if they were lost in the meantime.

        Args:
            snapshot: what was fetched.
            kept_at: the current time.

        Returns:
            The ledger record, and whether it is new.

        Raises:
            StoreError: it can't be written. Nothing was stored then, and a partial write has no effect.
        """
        digest, policy_id = snapshot.sha256, snapshot.policy
        if policy_id in self.folders:
            snapshot = replace(snapshot, policy=self.folders[policy_id])
        with self._lock:
            ledger = self._ledger(policy_id)
            captured_at = snapshot.captured_at.astimezone(UTC)
            known = ledger.known.get((snapshot.url, captured_at, digest))
            path = ledger.paths.get(digest) or raw_path(snapshot, digest, taken=ledger.paths.values())
            # Before the ledger: after a crash in between, bytes without a line are harmless, but a line without bytes would be a loss.
            if digest not in ledger.paths or not exists(self.root, path):
                if digest not in ledger.paths:
                    # Where that can't be written, a kill in between leaves a file that `verify` reports; the snapshot matters more.
                    with suppress(StoreError):
                        self._announcements.announce([path], self.paths_in)
                write_raw(self.root, path, snapshot.body)
            if known is not None:
                return self._shown(known), False
            record = _record_of(snapshot, digest, path=path, sequence=ledger.next_sequence, kept_at=kept_at)
            self._append(ledger, record)
        return self._shown(record), True

    @contextmanager
    def steady(self) -> Iterator[None]:
        """A block in which each ledger is looked at once, and not whenever something of it is asked.

        The caller holds the store's lock, so that nobody else appends. What somebody else does to the files shows with the next block.
        """
        with self._lock:
            before, self._looked_at = self._looked_at, set()
        try:
            yield
        finally:
            with self._lock:
                self._looked_at = before

    def records(self, policy_id: str) -> list[SnapshotRecord]:
        """A policy's snapshots in order of arrival, with the times of `monitor.store.dating`; none for an unknown policy.

        Raises:
            StoreError: the ledger can't be read.
        """
        with self._lock:
            return [self._shown(record) for record in self._ledger(policy_id).dating.records]

    def latest(self, policy_id: str, url: str) -> SnapshotRecord | None:
        """The latest captured snapshot of a URL; of two captured at the same time, the one that arrived last."""
        with self._lock:
            found = self._ledger(policy_id).latest(url)
        return found and self._shown(found)

    def clock_said(self, policy_id: str) -> dict[int, datetime]:
        """What a wrong clock gave as the time of capture, by the sequence of the snapshot; empty when it was right."""
        with self._lock:
            return dict(self._ledger(policy_id).dating.clock_said)

    def time_in_ledger(self, policy_id: str, sha256: str, captured_at: datetime) -> datetime:
        """The time of capture that the ledger has for a snapshot, which differs from the given one where a wrong clock was corrected."""
        with self._lock:
            return self._ledger(policy_id).dating.written(sha256, captured_at)

    def read(self, record: SnapshotRecord) -> bytes:
        """The bytes of a snapshot, verified against their digest.

        Raises:
            BytesLost: they are missing, damaged or altered.
            StoreError: the disk can't be read.
        """
        return read_raw(self.root, self._written(record))

    def is_missing(self, record: SnapshotRecord) -> bool:
        """True when the file with a snapshot's bytes does not exist."""
        return is_missing(self.root, self._written(record))

    def is_intact(self, record: SnapshotRecord) -> bool:
        """True when a snapshot's bytes are present and unaltered."""
        try:
            self.read(record)
        except BytesLost:
            return False
        return True

    def policies(self) -> list[str]:
        """The ids of all policies with anything stored, sorted."""
        with disk_errors("read", self.root):
            if not self.root.is_dir():
                return []
            found = (p.name for p in self.root.iterdir() if not p.name.startswith("."))
            kept = (name for name in found if (self.root / name / LEDGER).exists() or (self.root / name / HEAD).exists())
            return sorted(self._ids.get(name, name) for name in kept)

    def folder(self, policy_id: str) -> str:
        """The folder of a policy's history, below `root`: its id, or the one that it had when the history began.

        Raises:
            StoreError: the id is not safe as a folder's name.
        """
        return safe_policy(self.folders.get(policy_id, policy_id))

    def decisions(self, policy_id: str) -> list[ReviewDecision]:
        """The review decisions on a policy's snapshots, oldest first; of several on the same snapshot, the last one counts."""
        with self._lock:
            ledger = self._ledger(policy_id)
            return date_decisions(ledger.decisions, ledger.dating)

    def record_decision(self, policy_id: str, decision: ReviewDecision) -> None:
        """Store a review decision, durably, as a line of the ledger.

        Raises:
            StoreError: it can't be written.
        """
        captured_at, given_at = decision.captured_at.astimezone(UTC), decision.given_at.astimezone(UTC)
        with self._lock:
            ledger = self._ledger(policy_id)
            # In the ledger stands what the clock said: the corrected time may be another one once more is known.
            captured_at = ledger.dating.written(decision.snapshot_sha256, captured_at)
            self._append(ledger, replace(decision, captured_at=captured_at, given_at=given_at))

    def repairs(self, policy_id: str) -> list[LedgerRepair]:
        """The repairs of a policy's ledger: what was once missing from its end."""
        with self._lock:
            return list(self._ledger(policy_id).repairs)

    def archived_copies(self, policy_id: str) -> list[ArchivedCopy]:
        """The copies that a web archive made for a policy's snapshots, in the order in which they were recorded."""
        with self._lock:
            ledger = self._ledger(policy_id)
            shown = ledger.dating.shown
            return [replace(one, captured_at=shown(one.snapshot_sha256, one.captured_at)) for one in ledger.copies]

    def record_copy(self, policy_id: str, copy: ArchivedCopy) -> None:
        """Store the URL of a web archive's copy, durably, as a line of the ledger.

        Raises:
            StoreError: it can't be written.
        """
        with self._lock:
            ledger = self._ledger(policy_id)
            captured_at = ledger.dating.written(copy.snapshot_sha256, copy.captured_at)
            self._append(ledger, replace(copy, captured_at=captured_at))

    def evidence(self, policy_id: str) -> list[KeptEvidence]:
        """The pictures and archives of a policy's pages, in the order in which they were recorded."""
        with self._lock:
            ledger = self._ledger(policy_id)
            shown = ledger.dating.shown
            return [replace(one, captured_at=shown(one.snapshot_sha256, one.captured_at)) for one in ledger.evidence]

    def keep_evidence(self, policy_id: str, evidence: KeptEvidence, content: bytes) -> KeptEvidence:
        """Store a picture or an archive of a page: its bytes first, then a line in the ledger.

        Args:
            policy_id: whose page.
            evidence: what is noted of it; its digest, size and path are filled in.
            content: the file.

        Raises:
            StoreError: it can't be written. Nothing was stored then.
        """
        with self._lock:
            ledger = self._ledger(policy_id)
            evidence = replace(evidence, sha256=sha256(content).hexdigest(), size=len(content))
            evidence = replace(
                evidence,
                path=evidence_path(self.folder(policy_id), evidence),
                captured_at=ledger.dating.written(evidence.snapshot_sha256, evidence.captured_at),
                taken_at=evidence.taken_at.astimezone(UTC),
            )
            with suppress(StoreError):
                self._announcements.announce([evidence.path], self.paths_in)
            write_evidence(self.root, evidence, content)
            self._append(ledger, evidence)
        return evidence

    def read_evidence(self, policy_id: str, evidence: KeptEvidence) -> bytes:
        """The bytes of a picture or an archive, verified against their digest.

        Raises:
            BytesLost: they are missing, damaged or altered.
            StoreError: the disk can't be read.
        """
        return read_evidence(self.root, self.folder(policy_id), evidence)

    def ledger_entries(self, policy_id: str) -> list[Entry]:
        """All entries of a policy's ledger, in order.

        Raises:
            StoreError: the ledger can't be read, or a line is damaged.
        """
        with self._lock:
            path = self._ledger(policy_id).path
            with disk_errors("read", path):
                return [entry_of(parse_line(line)) for line in split_lines(read_whole(path))[0]] if path.exists() else []

    def ledger_lines(self, name: str) -> list[bytes]:
        """The lines of a ledger as they are on the disk, by the name of its folder.

        Raises:
            StoreError: it can't be read.
        """
        path = self.root / (name if name == RECORD else safe_policy(name)) / LEDGER
        refuse_links(self.root, path)
        with disk_errors("read", path):
            return split_lines(read_whole(path))[0] if path.exists() else []

    def queued_alerts(self) -> list[QueuedAlert]:
        """The notes on all alerts that were ever queued, oldest first."""
        with self._lock:
            return list(self._own_ledger().alerts)

    def reviews(self, policy_id: str) -> list[ChangeReview]:
        """The reviews of a policy's changes, oldest first; of several of one change, the last one counts.

        Raises:
            StoreError: a ledger can't be read.
        """
        with self._lock:
            found = self._own_ledger().reviews.get(self.folder(policy_id), [])
            # Most policies have none: their own ledger need not be read then.
            if not found:
                return []
            shown = self._ledger(policy_id).dating.shown
            return [replace(one, captured_at=shown(one.snapshot_sha256, one.captured_at)) for one in found]

    def has_reviews(self) -> bool:
        """Whether anybody ever reviewed a change."""
        with self._lock:
            return bool(self._own_ledger().reviews)

    def record_reviews(self, policy_id: str, reviews: Sequence[ChangeReview]) -> None:
        """Store reviews of a policy's changes, durably, as lines of the store's own ledger.

        Raises:
            StoreError: they can't be written.
        """
        with self._lock:
            dating, folder = self._ledger(policy_id).dating, self.folder(policy_id)
            for one in reviews:
                captured_at = dating.written(one.snapshot_sha256, one.captured_at.astimezone(UTC))
                self._append(self._own_ledger(), replace(one, about=folder, captured_at=captured_at, given_at=one.given_at.astimezone(UTC)))

    def lost_alerts(self) -> frozenset[str]:
        """The ids of alerts that a repair of a copied store noted as missing."""
        with self._lock:
            return frozenset(i for repair in self._own_ledger().repairs for i in repair.missing)

    def record_alert(self, alert: QueuedAlert) -> None:
        """Note in the store's own ledger, durably, that an alert is about to be queued.

        Raises:
            StoreError: it can't be written.
        """
        with self._lock:
            self._append(self._own_ledger(), alert)

    def repair_record(self, repair: LedgerRepair | None, *, at: datetime) -> LedgerRepair | None:
        """Note what is missing from the end of the store's own ledger, or, with `repair`, which alerts are missing from the outbox.

        Raises:
            StoreError: the record can't be read, or the repair can't be written.
        """
        with self._lock:
            if repair is None:
                return self._repair(self._own_ledger(), RECORD, at)
            self._append(self._own_ledger(), repair)
        return repair

    def line_count(self, policy_id: str) -> int:
        """The number of lines in a policy's ledger."""
        with self._lock:
            return self._ledger(policy_id).next_sequence - 1

    def repair(self, policy_id: str, *, at: datetime) -> LedgerRepair | None:
        """Note in the ledger what is missing from the end of a policy's record; see monitor.store.integrity.

        Returns:
            The repair; None when nothing is missing, or when the chain is broken, which no interrupted copy causes.

        Raises:
            StoreError: the record can't be read, or the repair can't be written.
        """
        with self._lock:
            return self._repair(self._ledger(policy_id), self.folder(policy_id), at)

    def write_versions(self, policy_id: str, versions: Sequence[Version], written: Collection[str] = ()) -> None:
        """Write the texts of all versions of a policy as Markdown files; unchanged ones are not touched, stale ones are removed.

        `written` names files that hold what they should, if they exist.

        Raises:
            StoreError: a file can't be written or removed.
        """
        from monitor.store.texts import write_texts

        write_texts(self.root / self.folder(policy_id) / "text", versions, written)

    def pack(self, policy_id: str) -> Iterator[Packed]:
        """Put the bytes and texts of a policy into packed files, see monitor.store.packing; the caller holds the lock of the store.

        Yields:
            After each snapshot, and after the texts, what was done.

        Raises:
            StoreError: the ledger can't be read, or nothing can be written. What was not packed is as it was.
        """
        from monitor.store.packing import pack_bytes
        from monitor.store.text_groups import pack_texts

        with self._lock:
            # The ledger's own records, and its own folder: what the files are called does not depend on what the policy is called today.
            ledger = self._ledger(policy_id)
            records, folder = list(ledger.dating.records), ledger.folder / "text"
        # A store of an earlier version says nothing of packed files.
        self._write_readme(anew=True)
        yield from pack_bytes(self.root, records)
        refuse_links(self.root, folder)
        yield pack_texts(folder)

    def verify(self, policy_ids: Sequence[str] | None = None) -> list[str]:
        """Verify every ledger line, every stored byte and every text against its digest.

        Args:
            policy_ids: which policies; None for all.

        Returns:
            One sentence for each fault; empty when everything is intact.
        """
        from monitor.store.integrity import policy_faults

        chosen = self.policies() if policy_ids is None else policy_ids
        own = [RECORD] if policy_ids is None and (self.root / RECORD).exists() else []
        return [fault for name in (*own, *map(self.folder, chosen)) for fault in policy_faults(self.root, name)]

    def admit_unrecorded(self, paths: Sequence[str]) -> None:
        """Take note of bytes that no line names, as in a copy of which the ledger was read before the bytes: they are no fault then.

        Raises:
            StoreError: it can't be written.
        """
        with self._lock:
            self._announcements.announce(paths, self.paths_in)

    def interrupted(self) -> frozenset[str]:
        """The paths of bytes that were being written when a process was killed, and were never recorded."""
        return self._announcements.read()

    def paths_in(self, folder: str) -> frozenset[str]:
        """The paths of bytes that the ledger in a folder names.

        Raises:
            StoreError: the ledger can't be read.
        """
        with self._lock:
            ledger = self._opened(safe_policy(folder))
            return frozenset([*ledger.paths.values(), *(one.path for one in ledger.evidence)])

    def _ledger(self, policy_id: str) -> Ledger:
        """A policy's ledger, up to date with the disk."""
        return self._opened(self.folder(policy_id))

    def _shown(self, record: SnapshotRecord) -> SnapshotRecord:
        """A record under the policy's id of today."""
        policy_id = self._ids.get(record.policy)
        return record if policy_id is None else replace(record, policy=policy_id)

    def _written(self, record: SnapshotRecord) -> SnapshotRecord:
        """A record under the id that it was written with."""
        folder = self.folders.get(record.policy)
        return record if folder is None else replace(record, policy=folder)

    def _own_ledger(self) -> Ledger:
        """The ledger of the whole store, up to date with the disk."""
        return self._opened(RECORD)

    def _opened(self, name: str) -> Ledger:
        ledger = self._ledgers.get(name)
        if ledger is None:
            ledger = self._ledgers[name] = Ledger(self.root / name)
        self._ledgers.move_to_end(name)
        if self._looked_at is not None and ledger.is_loaded:
            if name in self._looked_at:
                return ledger
            self._looked_at.add(name)
        before = ledger.size
        try:
            ledger.refresh()
        finally:
            self._cached_bytes += ledger.size - before
        self._evict_least_recently_used()
        return ledger

    def _repair(self, ledger: Ledger, name: str, at: datetime) -> LedgerRepair | None:
        # Late, as all that only writes and `verify` need: it loads what reads packed texts, and every command loads this module.
        from monitor.store.integrity import chain_faults, is_rewritten, missing_at_the_end, repair_for

        with disk_errors("read", ledger.path):
            lines = split_lines(read_whole(ledger.path))[0] if ledger.path.exists() else None
        head = read_head(ledger.folder)
        # A line of ours after an altered one would bless the alteration.
        if lines is None or is_rewritten(head, lines) or any(chain_faults(ledger.path, name, lines, list[Entry]())):
            return None
        missing = missing_at_the_end(self.root, ledger.records, ledger.repairs)
        noted = {path for repair in ledger.repairs for path in repair.missing}
        repair = repair_for(at, len(lines), head, missing, missing_evidence(self.root, ledger.evidence, noted))
        if repair is not None:
            self._append(ledger, repair)
        return repair

    def _append(self, ledger: Ledger, entry: Entry) -> None:
        before = ledger.size
        # With the first line of a policy, not when the folder is opened: reading creates nothing.
        if before == 0:
            self._write_readme()
        try:
            ledger.append(entry)
        finally:
            self._cached_bytes += ledger.size - before

    def _evict_least_recently_used(self) -> None:
        # The last one is in use, however large it is.
        while self._cached_bytes > self._remember and len(self._ledgers) > 1:
            _, ledger = self._ledgers.popitem(last=False)
            self._cached_bytes -= ledger.size

    def _write_readme(self, *, anew: bool = False) -> None:
        readme = self.root / "README.md"
        with disk_errors("write", readme):
            if not readme.exists() or (anew and readme.read_bytes() != README.encode()):
                write_atomically(readme, README.encode())


def _record_of(snapshot: Snapshot, digest: str, *, path: str, sequence: int, kept_at: datetime) -> SnapshotRecord:
    """The ledger record of a snapshot; times in UTC, so that equal moments are equal as text."""
    return SnapshotRecord(
        policy=snapshot.policy,
        sequence=sequence,
        url=snapshot.url,
        captured_at=snapshot.captured_at.astimezone(UTC),
        kept_at=kept_at.astimezone(UTC),
        source=snapshot.source,
        sha256=digest,
        size=len(snapshot.body),
        path=path,
        status=snapshot.status,
        media_type=snapshot.media_type,
        headers=bounded(snapshot.headers),
        archive_url=snapshot.archive_url,
        archive_digest=snapshot.archive_digest,
        redirects=snapshot.redirects,
    )
