"""Reads captures, those that an archive lists and those that are held alike: from the store when it has their bytes, else by fetching."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.core.screen import screen
from monitor.errors import Blocked, RateLimited, SourceError
from monitor.model import Capture, ExtractionResult, Policy, ScreenStatus, SnapshotRecord
from monitor.net.urls import address_key
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.readings import read_record
from monitor.sources.interface import HistorySource
from monitor.timestamps import utc_iso

# Captures with equal bytes that are tried when the archive can't play one back: the first and the last of the run.
_MAX_TRIES = 2


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
        """Label → the kept snapshot with its bytes."""
        self._captures: dict[tuple[str, datetime], KnownCapture] = {}
        """(page, second of the capture) → the capture; archives identify a capture by its second."""
        self.fetched = 0
        self.failures: list[tuple[str, str]] = []
        """(capture, why)"""
        self._labels: dict[str, str] = {}
        """SHA-256 of held bytes → their label."""
        self._copies = {
            (one.url, one.captured_at, one.snapshot_sha256): one.archive_url for one in context.archive.archived_copies(policy.id)
        }
        for record in context.archive.records(policy.id):
            self._add_held(record)

    def by_page(self, captures: Sequence[Capture]) -> dict[str, list[KnownCapture]]:
        """Listed and held captures by page, each page's oldest first; archived errors and redirects are left out."""
        for n, capture in enumerate(captures):
            if capture.status is None or capture.status < 300:
                self._add_listed(capture, n)
        pages: dict[str, list[KnownCapture]] = {}
        for known in sorted(self._captures.values(), key=lambda known: (known.captured_at, known.url)):
            pages.setdefault(known.page, []).append(known)
        return pages

    def holds(self, capture: KnownCapture) -> bool:
        """Whether its bytes are in the store."""
        return capture.label in self._records

    def record(self, capture: KnownCapture) -> SnapshotRecord | None:
        """The kept snapshot with its bytes, if there is one."""
        return self._records.get(capture.label)

    def read(self, captures: Sequence[KnownCapture]) -> ExtractionResult | None:
        """The text of captures with equal bytes: of the first that can be fetched.

        None when none can, or when it is clearly not a page of the document (a bot wall, an error page).

        Raises:
            RateLimited, Blocked: the archive refuses further requests for now.
        """
        if not self.holds(captures[0]):
            self._fetch(captures)
        record = self._records.get(captures[0].label)
        if record is None:
            return None
        reading = read_record(self._context, self._policy, record)
        # Screened by itself: the neighbours that the history would compare it with may not be fetched yet.
        verdict = screen(reading, record=record, before=(), language=self._policy.language)
        return None if reading.document is None or verdict.standing is ScreenStatus.REFUSED else reading

    def _fetch(self, captures: Sequence[KnownCapture]) -> None:
        for known in [*captures[:1], *captures[-1:]][: min(_MAX_TRIES, len(captures))]:
            if known.capture is None or self._source is None:
                continue
            self.fetched += 1
            try:
                snapshot = self._source.fetch(self._policy.id, known.capture)
            except (RateLimited, Blocked):  # nothing was fetched, and the caller must stop
                self.fetched -= 1
                raise
            except SourceError as error:
                self.failures.append((utc_iso(known.captured_at), str(error)))
                continue
            record, _ = self._context.archive.keep(snapshot, kept_at=self._context.now())
            self._records[known.label] = record
            return

    def _add_held(self, record: SnapshotRecord) -> None:
        # The archive's digest where one is known, so that listed captures with these bytes are recognised; else our own.
        label = self._labels.setdefault(record.sha256, record.archive_digest or record.sha256)
        if record.archive_digest and label != record.archive_digest:
            self._records[record.archive_digest] = record
        self._records.setdefault(label, record)
        page, at = address_key(record.url), record.captured_at.replace(microsecond=0)
        if record.status is None or record.status < 300:
            address = record.archive_url or self._copies.get((record.url, record.captured_at, record.sha256))
            self._captures[page, at] = KnownCapture(page, record.url, record.captured_at, record.source, address, label, None)

    def _add_listed(self, capture: Capture, number: int) -> None:
        page, at = address_key(capture.url), capture.captured_at.replace(microsecond=0)
        held = self._captures.get((page, at))
        if held is not None and (held.capture is None or held.label == capture.digest) and held.label in self._records:
            return
        # Without a digest, nothing is known to be equal.
        label = capture.digest or f"capture {number}"
        self._captures[page, at] = KnownCapture(page, capture.url, capture.captured_at, capture.source, capture.archive_url, label, capture)
