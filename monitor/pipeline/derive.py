"""The second stage: a policy's snapshots, oldest first, become versions and the changelogs between them. Nothing is fetched or sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.core.history.timeline import ExtractedCapture, build_timeline
from monitor.core.meaning.uncompared import is_uncompared, uncompared
from monitor.core.versions import ENGINE_VERSION, READER_VERSION
from monitor.errors import BytesLost, ReadingStopped, StoreError
from monitor.model import Changelog, Document, ExtractionResult, Policy, Rejection, ScreenStatus, SnapshotRecord, Verdict, Version
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.follow import text_address
from monitor.pipeline.scratch import BESIDE, ScratchIndex
from monitor.store.ledger import LedgerRepair
from monitor.timestamps import utc_iso
from monitor.workers.analysis import STOPPED, unread


class TextsUnwritable(StoreError):
    """The derived text files of one policy can't be written. Its versions and alerts do not depend on them.

    Attributes:
        versions: those that the index did not hold before; it holds them now.
    """

    def __init__(self, says: str, *, versions: list[Version]) -> None:
        super().__init__(says)
        self.versions = versions


def derive(context: MonitorContext, policy: Policy, *, rederive: bool = False, retry: bool = False) -> list[Version] | None:
    """Brings the index up to date with the files.

    Args:
        context: the store.
        policy: whose history is derived.
        rederive: read every snapshot again, whatever the index remembers.
        retry: try again to read the newest snapshot, and to compare texts, where that was stopped before.

    Returns:
        The versions that the index did not hold before; None when it was up to date.

    A snapshot whose bytes are lost becomes no version and is listed with the rejections, until the bytes are there again.

    Raises:
        ReadingStopped: with `hurried`, when only a short try was allowed; nothing was derived.
        TextsUnwritable: the index is up to date, but the text files are not; the next call derives again.
        StoreError: the ledger, the bytes or the index can't be read or written.
    """
    return _derive_anew(context, policy) if rederive else _derive(context, policy, retry=retry)


def _derive_anew(context: MonitorContext, policy: Policy) -> list[Version]:
    """Derives in an index beside the real one, which then takes over the result in one transaction: a kill leaves the old history."""
    before = _versions(context, policy)
    beside = ScratchIndex(context.archive.root / BESIDE, context.index, context.archive, policy.id)
    beside.clear()
    with beside:
        _derive(replace(context, index=beside), policy, retry=True)
        context.index.adopt(policy.id, beside)
    beside.clear()
    return [v for v in context.index.versions(policy.id) if (v.captured_at, v.sha256) not in before]


def _versions(context: MonitorContext, policy: Policy) -> set[tuple[datetime, str]]:
    return {(v.captured_at, v.sha256) for v in context.index.versions(policy.id)}


def _derive(context: MonitorContext, policy: Policy, *, retry: bool = False) -> list[Version] | None:
    key = fingerprint(context, policy)
    if not retry and _is_current(context, policy, key):
        return None
    before = _versions(context, policy)
    lost: list[Rejection] = []
    captures = list(_extracted(context, policy, lost, retry=retry))
    timeline = build_timeline(policy, captures, context.archive.decisions(policy.id), _Comparer(context, policy.id, retry=retry))
    versions = [entry.version for entry in timeline.entries]
    rejections = sorted([*timeline.rejections, *lost], key=lambda one: (one.captured_at, one.url, one.sha256))
    # The lost snapshots are part of the key, so that the history is derived again when a backup restores their bytes.
    key = " ".join((key, *dict.fromkeys(one.sha256 for one in lost)))
    # Texts before the key: after a kill in between, the next run derives again. In the other order, stale texts would count as current.
    unwritable = _write_texts(context, policy, versions)
    context.index.replace_history(policy.id, timeline.entries, rejections, derivation_key=None if unwritable else key)
    found = [v for v in versions if not before & {(v.captured_at, v.sha256), (_clock_time(context, v), v.sha256)}]
    if unwritable is not None:
        raise TextsUnwritable(str(unwritable), versions=found) from unwritable
    return found


def _clock_time(context: MonitorContext, version: Version) -> datetime:
    """When a version was captured by the clock of that moment: a version whose time was corrected is not a new one."""
    return context.archive.time_in_ledger(version.policy, version.snapshot_sha256, version.captured_at)


def _write_texts(context: MonitorContext, policy: Policy, versions: list[Version]) -> StoreError | None:
    """The error that kept the texts from being written, which is no reason to keep the versions from people."""
    try:
        context.archive.write_versions(policy.id, versions)
    except StoreError as error:
        return error
    return None


def is_derived(context: MonitorContext, policy: Policy) -> bool:
    """True when `derive` would find nothing to do."""
    return _is_current(context, policy, fingerprint(context, policy))


def _is_current(context: MonitorContext, policy: Policy, key: str) -> bool:
    """True when the history was derived from exactly this, and no bytes that were lost then are back now."""
    known, *lost = (context.index.derivation_key(policy.id) or "").split(" ")
    if known != key:
        return False
    return not lost or not any(record.sha256 in lost and context.archive.is_intact(record) for record in context.archive.records(policy.id))


def fingerprint(context: MonitorContext, policy: Policy) -> str:
    """What a derived history depends on: the ledger, the policy's settings, the reader and the engine."""
    records = context.archive.records(policy.id)
    decisions = context.archive.decisions(policy.id)
    # When and from where a policy is fetched changes none of its texts.
    settings = replace(policy, schedule=None, live=True, history="none", follow="")
    repairs, copies = context.archive.repairs(policy.id), context.archive.archived_copies(policy.id)
    # The number of records and the last one stand for all of them: a ledger is only ever appended to.
    parts = (len(records), records[-1].sha256 if records else "", decisions, settings, READER_VERSION, ENGINE_VERSION, *repairs, *copies)
    wrong_times = context.archive.clock_said(policy.id)
    # Only where there are any: the histories of all others stay as they are.
    return hashlib.sha256(repr((*parts, wrong_times) if wrong_times else parts).encode()).hexdigest()


def read_record(context: MonitorContext, policy: Policy, record: SnapshotRecord, *, retry: bool = False) -> ExtractionResult:
    """A kept snapshot's text, extracted with the selectors in force when it was captured; from the index when it was extracted before.

    What took too much time or memory has no text and the error that says so; it is not tried again unless `retry` asks for it.

    Raises:
        BytesLost: its bytes are missing or damaged, and the index does not have its text.
        ReadingStopped: with `hurried`, when only a short try was allowed.
    """
    select, remove = policy.selectors_at(record.captured_at)
    parts = (READER_VERSION, select, remove, record.media_type, record.headers, record.url)
    reader = hashlib.sha256(repr(parts).encode()).hexdigest()
    reading = context.index.extraction(record.sha256, reader)
    if reading is None or (retry and reading.error is not None and reading.error[0] in STOPPED):
        reading = _read(context, record, select, remove)
        context.index.store_extraction(record.sha256, reader, reading)
    return reading


def _read(context: MonitorContext, record: SnapshotRecord, select: Sequence[str], remove: Sequence[str]) -> ExtractionResult:
    body = context.archive.read(record)
    try:
        return context.analysis.read(
            body, media_type=record.media_type, headers=record.headers, url=text_address(record), select=select, remove=remove
        )
    except ReadingStopped as error:
        if error.hurried:
            raise
        # Kept like a text: the snapshots before and after it must not wait for it, now or whenever the history is derived again.
        return unread(record.size, record.media_type, error)


def _extracted(context: MonitorContext, policy: Policy, lost: list[Rejection], *, retry: bool) -> Iterator[ExtractedCapture]:
    """Every snapshot that can be read; the others are added to `lost`."""
    copies = {(one.url, one.captured_at, one.snapshot_sha256): one.archive_url for one in context.archive.archived_copies(policy.id)}
    clock_said = context.archive.clock_said(policy.id)
    noted = {path: repair for repair in context.archive.repairs(policy.id) for path in repair.missing}
    records = context.archive.records(policy.id)
    for record in records:
        try:
            reading = read_record(context, policy, record, retry=retry and record.sha256 == records[-1].sha256)
        except BytesLost as error:
            lost.append(_lost(record, error.reason, noted.get(record.path)))
            continue
        copy = copies.get((record.url, record.captured_at, record.sha256))
        record = replace(record, archive_url=copy) if copy else record  # noqa: PLW2901 - the same snapshot, with the address of its copy
        yield ExtractedCapture(record, _with_clock_note(reading, clock_said.get(record.sequence)))


def _with_clock_note(reading: ExtractionResult, said: datetime | None) -> ExtractionResult:
    """The reading, with a note where the time of capture is not the one that the clock gave."""
    if said is None or reading.document is None:
        return reading
    note = f"The clock was wrong when this was captured: it said {utc_iso(said)}. The time shown is the latest possible one."
    return replace(reading, document=replace(reading.document, notes=(*reading.document.notes, note)))


def _lost(record: SnapshotRecord, reason: str, noted: LedgerRepair | None) -> Rejection:
    if noted is not None and reason == "bytes-missing":
        reason, says = "bytes-not-copied", f"Its bytes are missing, as the ledger noted on {utc_iso(noted.at)}."
    else:
        says = f"Its bytes are {reason.partition('-')[2]}; restore {record.path} from a backup."
    verdict = Verdict(ScreenStatus.REFUSED, reason, says)
    return Rejection(record.policy, record.captured_at, record.source, record.sha256, record.url, record.archive_url, verdict)


class _Comparer:
    """`compare_documents`, with the index as a cache."""

    def __init__(self, context: MonitorContext, policy_id: str, *, retry: bool) -> None:
        self._index, self._analysis, self._policy, self._retry = context.index, context.analysis, policy_id, retry

    def __call__(self, old: Document, new: Document) -> Changelog:
        known = self._index.changelog(self._policy, old.sha256, new.sha256, ENGINE_VERSION)
        if known is not None and not (self._retry and is_uncompared(known)):
            return known
        try:
            changelog = self._analysis.compare(old, new)
        except ReadingStopped as error:
            if error.hurried:
                raise
            changelog = uncompared(old, new, str(error))
        self._index.store_changelog(self._policy, old.sha256, new.sha256, ENGINE_VERSION, changelog)
        return changelog
