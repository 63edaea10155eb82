"""Fetches the captures of a web archive that are not stored yet, with as few requests as their digests allow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from monitor.errors import Blocked, BytesLost, RateLimited, SourceError, given_up
from monitor.model import Capture, Policy, Snapshot
from monitor.net.urls import address_key
from monitor.pipeline.context import MonitorContext
from monitor.sources.interface import HistorySource
from monitor.timestamps import utc_iso


@dataclass
class BackfillResult:
    """What became of each listed capture."""

    policy: str
    listed: int = 0
    fetched: int = 0
    held: int = 0
    """In the store already."""
    same: int = 0
    """Equal to another capture by the archive's digest: not fetched."""
    errors: int = 0
    """Archived error pages and redirects, by their status: not fetched."""
    unseen: int = 0
    """Between two captures with the same text, when only changes are asked for: not fetched, so their text is unknown."""
    failures: list[tuple[str, str]] = field(default_factory=list)
    """(which capture or listing, why)"""
    skipped: list[tuple[str, str]] = field(default_factory=list)
    """(file, why) of an import"""


def list_captures(source: HistorySource, policy: Policy, *, since: datetime | None = None, until: datetime | None = None) -> list[Capture]:
    """All captures of a policy's addresses, oldest first, each once.

    Raises:
        SourceError: the archive can't be listed.
    """
    found = {(c.url, c.captured_at, c.digest): c for url in policy.urls for c in source.captures(url, since=since, until=until)}
    return sorted(found.values(), key=lambda capture: (capture.captured_at, capture.url))


def fetch_all_captures(context: MonitorContext, policy: Policy, source: HistorySource) -> BackfillResult:
    """Keeps everything that a source holds of a policy; see `fetch_captures`."""
    return fetch_captures(context, policy, source, list_captures(source, policy))


def fetch_captures(
    context: MonitorContext,
    policy: Policy,
    source: HistorySource,
    captures: Sequence[Capture],
    *,
    limit: int | None = None,
    on_progress: Callable[[int, int], None] = lambda done, of: None,
) -> BackfillResult:
    """Keeps captures that are not held yet; may be killed at any point and started again.

    Args:
        context: the store.
        policy: whose captures they are.
        source: the archive.
        captures: its listing, oldest first.
        limit: the most fetches.
        on_progress: called with (captures done, captures listed) after each.
    """
    result = BackfillResult(policy.id, listed=len(captures))
    backfill = _Backfill(context, policy, source, captures, result)
    for n, capture in enumerate(captures, start=1):
        if (limit is not None and result.fetched >= limit) or not backfill.process(capture):
            break
        on_progress(n, len(captures))
    backfill.keep_run_ends()
    result.failures += [(source.name, says) for says in getattr(source, "damage", ())]
    result.skipped += getattr(source, "skipped", ())
    return result


class _Backfill:
    """Processes one capture after the other, knowing what is held of them so far."""

    def __init__(
        self, context: MonitorContext, policy: Policy, source: HistorySource, captures: Sequence[Capture], result: BackfillResult
    ) -> None:
        self._context, self._policy, self._source, self._result = context, policy, source, result
        moments = {capture.captured_at.replace(microsecond=0) for capture in captures}
        digests = {capture.digest for capture in captures if capture.digest}
        # Of thousands that are held, the files of those are looked for that the listing may name.
        records = [
            r
            for r in context.archive.records(policy.id)
            if r.source != "live"
            and (r.captured_at.replace(microsecond=0) in moments or r.archive_digest in digests)
            and not context.archive.is_missing(r)
        ]
        # To the second, by which archives identify captures; a live snapshot has microseconds.
        self._held = {(address_key(r.url), r.captured_at.replace(microsecond=0)) for r in records}
        self._by_digest = {r.archive_digest: r for r in records if r.archive_digest}
        self._last_digest: dict[str, str | None] = {}
        self._run_ends: dict[str, Capture] = {}
        """The latest capture of a run with equal bytes, by address: recorded in the ledger, as it shows how long the text was in force."""

    def process(self, capture: Capture) -> bool:
        """Fetches or skips one capture; False when the archive refuses further requests for now."""
        page, result = address_key(capture.url), self._result
        # Archives without digests (most Memento servers, folders) say nothing about equal bytes: each capture is fetched.
        same_bytes = bool(capture.digest) and capture.digest == self._last_digest.get(page)
        # An archived 404 or redirect is not the policy, whatever its body says; None: the archive lists no status.
        if capture.status is not None and capture.status >= 300:
            result.errors += 1
            return True
        self._last_digest[page] = capture.digest
        if not same_bytes:
            self._keep_run_end(page)
        if (page, capture.captured_at.replace(microsecond=0)) in self._held:
            result.held += 1
            self._run_ends.pop(page, None)
        elif same_bytes:
            result.same += 1
            self._run_ends[page] = capture
        elif capture.digest in self._by_digest:
            result.same += 1
            self._keep_again(capture)
        else:
            return self._fetch(capture)
        return True

    def keep_run_ends(self) -> None:
        """Notes the last capture of each run of equal captures; to be called once, after the last capture."""
        for page in list(self._run_ends):
            self._keep_run_end(page)

    def _keep_run_end(self, page: str) -> None:
        end = self._run_ends.pop(page, None)
        if end is not None and end.digest in self._by_digest:
            self._keep_again(end)

    def _keep_again(self, capture: Capture) -> None:
        """Notes a capture whose bytes are held, as the archive's digest shows; this costs one line of the ledger and no request."""
        held = self._by_digest[capture.digest or ""]
        try:
            body = self._context.archive.read(held)
        except BytesLost as error:
            self._result.failures.append((utc_iso(capture.captured_at), str(error)))
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
        self._context.archive.keep(snapshot, kept_at=self._context.now())

    def _fetch(self, capture: Capture) -> bool:
        try:
            snapshot = self._source.fetch(self._policy.id, capture)
        except SourceError as error:
            # The next capture with these bytes must be fetched: the archive may be able to play that one back.
            self._last_digest[address_key(capture.url)] = None
            self._result.failures.append((utc_iso(capture.captured_at), given_up(str(error))))
            # Every further request would be refused as well, and make the archive refuse for longer.
            return not isinstance(error, (RateLimited, Blocked))
        record, new = self._context.archive.keep(snapshot, kept_at=self._context.now())
        if capture.digest:
            self._by_digest[capture.digest] = record
        self._result.fetched += new
        self._result.held += not new
        return True
