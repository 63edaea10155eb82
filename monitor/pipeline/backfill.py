"""The first street, for the past: captures of an archive that are not held yet are fetched and kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from monitor.errors import Blocked, BytesLost, RateLimited, SourceError
from monitor.model import Capture, Policy, Snapshot
from monitor.net.urls import address_key
from monitor.pipeline.context import MonitorContext
from monitor.sources.interface import HistorySource
from monitor.timestamps import utc_iso


@dataclass
class Pulled:
    """What became of each listed capture."""

    policy: str
    listed: int = 0
    fetched: int = 0
    held: int = 0
    same: int = 0
    """Bytes equal to the capture before, by the archive's digest: not fetched."""
    errors: int = 0
    """Archived error pages and redirects, by their status: not fetched."""
    unseen: int = 0
    """Between two captures that say the same: not wanted when only changes are, so nothing is known of them."""
    failures: list[tuple[str, str]] = field(default_factory=list)
    """(which capture or listing, why)"""
    left_out: list[tuple[str, str]] = field(default_factory=list)
    """(file, why) of an import"""


def list_captures(source: HistorySource, policy: Policy, *, since: datetime | None = None, until: datetime | None = None) -> list[Capture]:
    """All captures of a policy's addresses, oldest first, each once.

    Raises:
        SourceError: the listing could not be had.
    """
    found = {(c.url, c.captured_at, c.digest): c for url in policy.urls for c in source.captures(url, since=since, until=until)}
    return sorted(found.values(), key=lambda capture: (capture.captured_at, capture.url))


def pull_all(context: MonitorContext, policy: Policy, source: HistorySource) -> Pulled:
    """Keeps everything that a source holds of a policy; see `pull`."""
    return pull(context, policy, source, list_captures(source, policy))


def pull(
    context: MonitorContext,
    policy: Policy,
    source: HistorySource,
    captures: Sequence[Capture],
    *,
    limit: int | None = None,
    told: Callable[[int, int], None] = lambda done, of: None,
) -> Pulled:
    """Keeps captures that are not held yet; may be killed at any point and started again.

    Args:
        context: the store.
        policy: whose captures they are.
        source: the archive.
        captures: its listing, oldest first.
        limit: at most so many fetches.
        told: called with (captures done, captures listed) after each.
    """
    pulled = Pulled(policy.id, listed=len(captures))
    step = _Step(context, policy, source, pulled)
    for n, capture in enumerate(captures, start=1):
        if (limit is not None and pulled.fetched >= limit) or not step.take(capture):
            break
        told(n, len(captures))
    step.keep_ends()
    pulled.failures += [(source.name, says) for says in getattr(source, "damage", ())]
    return pulled


class _Step:
    """One capture after the other, with what is held so far."""

    def __init__(self, context: MonitorContext, policy: Policy, source: HistorySource, pulled: Pulled) -> None:
        self._context, self._policy, self._source, self._pulled = context, policy, source, pulled
        records = [r for r in context.files.records(policy.id) if r.source != "live" and not context.files.is_missing(r)]
        self._held = {(address_key(r.url), r.captured_at.replace(microsecond=0)) for r in records}
        self._bodies = {r.archive_digest: r for r in records if r.archive_digest}
        self._last: dict[str, str | None] = {}
        self._ends: dict[str, Capture] = {}
        """The latest capture of a run with equal bytes, by address: that the text still stood then is worth a line in the ledger."""

    def take(self, capture: Capture) -> bool:
        """Deals with one capture; False when the archive must be left alone for now."""
        page, pulled = address_key(capture.url), self._pulled
        same_bytes = bool(capture.digest) and capture.digest == self._last.get(page)
        if capture.status is not None and capture.status >= 300:
            pulled.errors += 1
            return True
        self._last[page] = capture.digest
        if not same_bytes:
            self._keep_end(page)
        if (page, capture.captured_at.replace(microsecond=0)) in self._held:
            pulled.held += 1
            self._ends.pop(page, None)
        elif same_bytes:
            pulled.same += 1
            self._ends[page] = capture
        elif capture.digest in self._bodies:
            pulled.same += 1
            self._keep_again(capture)
        else:
            return self._fetch(capture)
        return True

    def keep_ends(self) -> None:
        """Keeps the last sighting of each run of equal captures; once, after the last capture."""
        for page in list(self._ends):
            self._keep_end(page)

    def _keep_end(self, page: str) -> None:
        end = self._ends.pop(page, None)
        if end is not None and end.digest in self._bodies:
            self._keep_again(end)

    def _keep_again(self, capture: Capture) -> None:
        """A sighting of bytes that are held, as the archive's digest tells: only a line in the ledger."""
        held = self._bodies[capture.digest or ""]
        try:
            body = self._context.files.read(held)
        except BytesLost as error:
            self._pulled.failures.append((utc_iso(capture.captured_at), str(error)))
            return
        snapshot = Snapshot(
            policy=self._policy.id,
            url=capture.url,
            captured_at=capture.captured_at,
            source=capture.source,
            body=body,
            status=capture.status,
            media_type=held.media_type,
            headers=held.headers,
            archive_url=capture.archive_url,
            archive_digest=capture.digest,
        )
        self._context.files.keep(snapshot, kept_at=self._context.now())

    def _fetch(self, capture: Capture) -> bool:
        try:
            snapshot = self._source.fetch(self._policy.id, capture)
        except SourceError as error:
            self._last[address_key(capture.url)] = None
            self._pulled.failures.append((utc_iso(capture.captured_at), str(error)))
            return not isinstance(error, (RateLimited, Blocked))
        record, new = self._context.files.keep(snapshot, kept_at=self._context.now())
        if capture.digest:
            self._bodies[capture.digest] = record
        self._pulled.fetched += new
        self._pulled.held += not new
        return True
