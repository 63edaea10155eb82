"""Derives one policy from its captures: the same fold as that of the store, with hostile texts under limits."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.core.history.blame import BlamedStatement
from monitor.core.history.timeline import ExtractedCapture, build_timeline
from monitor.core.meaning.uncompared import uncompared
from monitor.corpus.partition import HeldCapture, Material, Partition
from monitor.errors import BytesLost, ReadingStopped, SourceError
from monitor.model import Changelog, Document, ExtractionResult, HistoryEntry, Rejection, ScreenStatus, SnapshotRecord, Verdict
from monitor.pipeline.follow import text_address
from monitor.timestamps import utc_iso
from monitor.workers.analysis import Analysis, unread

Blame = Callable[[Sequence[str]], Sequence[BlamedStatement]]
"""`monitor.core.history.blame.blame` of texts, oldest first, under limits; raises ReadingStopped."""


@dataclass(frozen=True, slots=True)
class Derived:
    """Everything that is known of a policy once its captures were read and compared."""

    entries: tuple[HistoryEntry, ...]
    rejections: tuple[Rejection, ...]
    statements: Sequence[BlamedStatement]
    """Of the text in force."""
    dated: bool
    """False when tracing the statements took too much: then nothing is said about when they were introduced."""
    recorded_as: Mapping[tuple[datetime, str], str]
    """What the collection says about a version, by its time of capture and the digest of its bytes."""
    left_out: tuple[tuple[str, str], ...]
    stopped: tuple[str, ...]
    """One sentence for each reading or comparison that took too much."""


def fold(partition: Partition, material: Material, analysis: Analysis, blame: Blame) -> Derived:
    """The policy's history.

    Captures whose bytes are lost or can't be read become no version and are listed with the rejections, as in a store.

    Args:
        partition: whose settings count.
        material: its captures, in any order.
        analysis: reads and compares, under limits.
        blame: traces statements, under limits.
    """
    stopped: list[str] = []
    reader = _Reader(partition, analysis, stopped)
    extracted = [(one, result) for one in material.captures if (result := reader.read(one))]
    timeline = build_timeline(partition.policy, [result for _, result in extracted], material.decisions, _comparing(analysis, stopped))
    rejections = sorted([*timeline.rejections, *reader.lost], key=lambda one: (one.captured_at, one.url, one.sha256))
    statements, dated = _statements([entry.version.document.text for entry in timeline.entries], blame, stopped)
    recorded_as = {
        (result.record.captured_at, result.record.sha256): one.recorded_as for one, result in extracted if one.recorded_as is not None
    }
    return Derived(tuple(timeline.entries), tuple(rejections), statements, dated, recorded_as, material.left_out, tuple(stopped))


class _Reader:
    """Reads each capture, and equal bytes once."""

    def __init__(self, partition: Partition, analysis: Analysis, stopped: list[str]) -> None:
        self._policy, self._analysis, self._stopped = partition.policy, analysis, stopped
        self._known: dict[object, ExtractionResult] = {}
        self.lost: list[Rejection] = []

    def read(self, capture: HeldCapture) -> ExtractedCapture | None:
        """The capture with its text; None when its bytes can't be had."""
        try:
            body = capture.read()
        except (BytesLost, SourceError) as error:
            self.lost.append(_lost(capture.record, error))
            return None
        record = replace(capture.record, sha256=_digest(capture.record, body), size=len(body))
        select, remove = self._policy.selectors_at(record.captured_at)
        # The selectors in force, the address and the headers have their part in what a page says.
        key = (record.sha256, record.media_type, record.url, tuple(select), tuple(remove), tuple(sorted(record.headers.items())))
        if key not in self._known:
            self._known[key] = self._extracted(record, body, select, remove)
        return ExtractedCapture(record, _with_clock_note(self._known[key], capture.clock_said))

    def _extracted(self, record: SnapshotRecord, body: bytes, select: Sequence[str], remove: Sequence[str]) -> ExtractionResult:
        url = text_address(record) or None
        try:
            return self._analysis.read(body, media_type=record.media_type, headers=record.headers, url=url, select=select, remove=remove)
        except ReadingStopped as error:
            self._stopped.append(f"{utc_iso(record.captured_at)}: {error}")
            return unread(record.size, record.media_type, error)


def _digest(record: SnapshotRecord, body: bytes) -> str:
    return record.sha256 or hashlib.sha256(body).hexdigest()


def _lost(record: SnapshotRecord, error: BytesLost | SourceError) -> Rejection:
    verdict = Verdict(ScreenStatus.REFUSED, error.reason, str(error))
    return Rejection(record.policy, record.captured_at, record.source, record.sha256, record.url, record.archive_url, verdict)


def _with_clock_note(reading: ExtractionResult, said: datetime | None) -> ExtractionResult:
    """The reading, with a note where the time of capture is not the one that the clock gave."""
    if said is None or reading.document is None:
        return reading
    note = f"The clock was wrong when this was captured: it said {utc_iso(said)}. The time shown is the latest possible one."
    return replace(reading, document=replace(reading.document, notes=(*reading.document.notes, note)))


def _comparing(analysis: Analysis, stopped: list[str]) -> Callable[[Document, Document], Changelog]:
    def compare(old: Document, new: Document) -> Changelog:
        try:
            return analysis.compare(old, new)
        except ReadingStopped as error:
            stopped.append(str(error))
            return uncompared(old, new, str(error))

    return compare


def _statements(texts: Sequence[str], blame: Blame, stopped: list[str]) -> tuple[Sequence[BlamedStatement], bool]:
    """The statements of the last text, and whether it is known when they were introduced."""
    # A long history may take too much; what the text says now is worth having all the same.
    for dated, tried in ((True, texts), (False, texts[-1:])):
        try:
            return (blame(tried) if tried else ()), dated
        except ReadingStopped as error:
            stopped.append(str(error))
    return (), False
