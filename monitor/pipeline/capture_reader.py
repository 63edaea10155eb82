"""Captures on one desk: those of an archive and those that are held, each read from the store when its bytes are there, else fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.core.screen import screen
from monitor.errors import Blocked, RateLimited, SourceError
from monitor.model import Capture, ExtractionResult, Policy, ScreenStatus, SnapshotRecord
from monitor.net.urls import address_key
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import read_record
from monitor.sources.interface import HistorySource
from monitor.timestamps import utc_iso

_TRIES = 2
"""Captures of equal bytes that are asked for when one can't be played back."""


@dataclass(frozen=True, slots=True)
class KnownCapture:
    """A capture that is listed, held, or both."""

    page: str
    """Equal for the spellings of one address."""
    url: str
    captured_at: datetime
    source: str
    archive_url: str | None
    label: str
    """Equal for captures with equal bytes, as far as the archive or the store knows."""
    capture: Capture | None
    """How to fetch it; None for what only the store has."""


class CaptureReader:
    """One policy's captures, with what was fetched of them; everything fetched is kept at once.

    Args:
        context: the store; the caller holds its lock.
        policy: whose captures they are.
        source: where to fetch from; None to work with what is held.
    """

    def __init__(self, context: MonitorContext, policy: Policy, source: HistorySource | None) -> None:
        self._context, self._policy, self._source = context, policy, source
        self._records: dict[str, SnapshotRecord] = {}
        self._points: dict[tuple[str, datetime], KnownCapture] = {}
        self.fetched = 0
        self.failures: list[tuple[str, str]] = []
        """(capture, why)"""
        self._labels: dict[str, str] = {}
        """SHA-256 of held bytes → their label."""
        self._copies = {
            (one.url, one.captured_at, one.snapshot_sha256): one.archive_url for one in context.files.archived_copies(policy.id)
        }
        for record in context.files.records(policy.id):
            self._hold(record)

    def lay_out(self, captures: Sequence[Capture]) -> dict[str, list[KnownCapture]]:
        """Listed and held captures by page, each page's in order of time; archived errors and redirects are left out."""
        for n, capture in enumerate(captures):
            if capture.status is None or capture.status < 300:
                self._lay(capture, n)
        pages: dict[str, list[KnownCapture]] = {}
        for point in sorted(self._points.values(), key=lambda point: (point.captured_at, point.url)):
            pages.setdefault(point.page, []).append(point)
        return pages

    def holds(self, point: KnownCapture) -> bool:
        """Whether its bytes are in the store."""
        return point.label in self._records

    def record(self, point: KnownCapture) -> SnapshotRecord | None:
        """The kept snapshot with its bytes, if there is one."""
        return self._records.get(point.label)

    def read(self, points: Sequence[KnownCapture]) -> ExtractionResult | None:
        """What captures of equal bytes say: the first that can be had. None when none can, or when it is plainly no page of the document.

        Raises:
            RateLimited, Blocked: the archive must be left alone for now.
        """
        if not self.holds(points[0]):
            self._fetch(points)
        record = self._records.get(points[0].label)
        if record is None:
            return None
        reading = read_record(self._context, self._policy, record)
        verdict = screen(reading, record=record, before=(), language=self._policy.language)
        return None if reading.document is None or verdict.standing is ScreenStatus.REFUSED else reading

    def _fetch(self, points: Sequence[KnownCapture]) -> None:
        for point in [*points[:1], *points[-1:]][: min(_TRIES, len(points))]:
            if point.capture is None or self._source is None:
                continue
            self.fetched += 1
            try:
                snapshot = self._source.fetch(self._policy.id, point.capture)
            except (RateLimited, Blocked):
                self.fetched -= 1
                raise
            except SourceError as error:
                self.failures.append((utc_iso(point.captured_at), str(error)))
                continue
            record, _ = self._context.files.keep(snapshot, kept_at=self._context.now())
            self._records[point.label] = record
            return

    def _hold(self, record: SnapshotRecord) -> None:
        """Lays a held snapshot out as well: it costs nothing to look at."""
        label = self._labels.setdefault(record.sha256, record.archive_digest or record.sha256)
        if record.archive_digest and label != record.archive_digest:
            self._records[record.archive_digest] = record
        self._records.setdefault(label, record)
        page, at = address_key(record.url), record.captured_at.replace(microsecond=0)
        if record.status is None or record.status < 300:
            address = record.archive_url or self._copies.get((record.url, record.captured_at, record.sha256))
            self._points[page, at] = KnownCapture(page, record.url, record.captured_at, record.source, address, label, None)

    def _lay(self, capture: Capture, number: int) -> None:
        page, at = address_key(capture.url), capture.captured_at.replace(microsecond=0)
        held = self._points.get((page, at))
        if held is not None and (held.capture is None or held.label == capture.digest) and held.label in self._records:
            return
        label = capture.digest or f"capture {number}"
        self._points[page, at] = KnownCapture(page, capture.url, capture.captured_at, capture.source, capture.archive_url, label, capture)
