"""A policy's snapshots as captures for the fold: what identifies each text comes from memory, the text itself where it is asked for."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from monitor.core.history.admission import Capture
from monitor.core.history.deferred import DeferredCapture, digest_of
from monitor.core.history.text_cache import Memory
from monitor.core.versions import READER_VERSION
from monitor.errors import BytesLost, ReadingStopped
from monitor.model import ExtractionResult, Policy, Rejection, ScreenStatus, SnapshotRecord, Verdict
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.follow import text_address
from monitor.store.ledger import LedgerRepair
from monitor.timestamps import utc_iso
from monitor.workers.analysis import STOPPED, unread

_TEXTS_HELD = 8
"""Extractions in memory at a time: the screen compares with the last six."""


def read_record(context: MonitorContext, policy: Policy, record: SnapshotRecord, *, retry: bool = False) -> ExtractionResult:
    """A kept snapshot's text, extracted with the selectors in force when it was captured; from the index when it was extracted before.

    What took too much time or memory has no text and the error that says so; it is not tried again unless `retry` asks for it.

    Raises:
        BytesLost: its bytes are missing or damaged, and the index does not have its text.
        ReadingStopped: with `hurried`, when only a short try was allowed.
    """
    reader = reader_of(policy, record)
    reading = context.index.extraction(record.sha256, reader)
    if reading is None or (retry and reading.error is not None and reading.error[0] in STOPPED):
        reading = _read(context, policy, record)
        context.index.store_extraction(record.sha256, reader, reading)
    return reading


def reader_of(policy: Policy, record: SnapshotRecord) -> str:
    """What a snapshot is read with: equal where the same bytes give the same text."""
    select, remove = policy.selectors_at(record.captured_at)
    parts = (READER_VERSION, select, remove, record.media_type, record.headers, record.url, *readers_of(policy))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def readers_of(policy: Policy) -> tuple[str, ...]:
    """The parts of plug-ins that a policy's pages are read with, and their versions: another one reads them again. () for most policies."""
    if not (policy.extractor or policy.screens):
        return ()
    # Looked for only here: finding what is installed takes longer than `log` does.
    from monitor.plugins.registry import registry

    extractors = [policy.extractor] if policy.extractor else []
    return registry().identities("extractors", extractors) + registry().identities("screens", policy.screens)


def judges_of(policy: Policy) -> tuple[str, ...]:
    """The same of the judges of its changes."""
    if not policy.judges:
        return ()
    from monitor.plugins.registry import registry

    return registry().identities("judges", policy.judges)


def _read(context: MonitorContext, policy: Policy, record: SnapshotRecord) -> ExtractionResult:
    body, (select, remove) = context.archive.read(record), policy.selectors_at(record.captured_at)
    try:
        return context.analysis.read(
            body,
            media_type=record.media_type,
            headers=record.headers,
            url=text_address(record),
            select=select,
            remove=remove,
            extractor=policy.extractor,
            screens=policy.screens,
        )
    except ReadingStopped as error:
        if error.hurried:
            raise
        # Kept like a text: the snapshots before and after it must not wait for it, now or whenever the history is derived again.
        return unread(record.size, record.media_type, error)


class Readings:
    """A policy's snapshots, read as far as they are asked for.

    Args:
        context: the store.
        policy: whose.
        memory: remembers which text a snapshot has.
        retry: try again to read the newest snapshot where that was stopped before.

    Attributes:
        lost: what is said about snapshots whose bytes are lost.
    """

    def __init__(self, context: MonitorContext, policy: Policy, memory: Memory, *, retry: bool = False) -> None:
        self._context, self._policy, self._memory, self._retry = context, policy, memory, retry
        self._held: OrderedDict[str, ExtractionResult] = OrderedDict()
        self.lost: list[Rejection] = []

    def captures(self) -> Iterator[Capture]:
        """Every snapshot that can be read; the others are added to `lost`."""
        archive, policy = self._context.archive, self._policy
        copies = {(one.url, one.captured_at, one.snapshot_sha256): one.archive_url for one in archive.archived_copies(policy.id)}
        clock_said = archive.clock_said(policy.id)
        noted = {path: repair for repair in archive.repairs(policy.id) for path in repair.missing}
        records = archive.records(policy.id)
        for record in records:
            try:
                capture = self._capture(record, clock_said, again=self._retry and record.sha256 == records[-1].sha256)
            except BytesLost as error:
                self.lost.append(_lost(record, error.reason, noted.get(record.path)))
                continue
            copy = copies.get((record.url, record.captured_at, record.sha256))
            if copy:
                capture.record = replace(record, archive_url=copy)  # the same snapshot, with the address of its copy
            yield capture

    def _capture(self, record: SnapshotRecord, clock_said: Mapping[int, datetime], *, again: bool) -> DeferredCapture:
        read_as = digest_of(record.sha256, reader_of(self._policy, record))
        question = f"read {read_as}"
        if again or question not in self._memory:
            self._memory[question] = self._result(record, read_as, retry=again)
        text, error = self._memory[question]
        said = clock_said.get(record.sequence)
        # Reading that was stopped may succeed another time: then everything that was found of it is asked again.
        identity = digest_of(read_as, text, error, said)
        return DeferredCapture(record, identity, text, lambda: _with_clock_note(self._reading(record, read_as), said))

    def _result(self, record: SnapshotRecord, read_as: str, *, retry: bool) -> list[str | None]:
        reading = self._held[read_as] = read_record(self._context, self._policy, record, retry=retry)
        return [reading.document.sha256 if reading.document else None, reading.error[0] if reading.error else None]

    def _reading(self, record: SnapshotRecord, read_as: str) -> ExtractionResult:
        if read_as not in self._held:
            self._held[read_as] = read_record(self._context, self._policy, record)
        self._held.move_to_end(read_as)
        while len(self._held) > _TEXTS_HELD:
            self._held.popitem(last=False)
        return self._held[read_as]


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
