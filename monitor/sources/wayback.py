"""The Wayback Machine, or any server with the same API: CDX listings and raw captures, within its rate limits."""

from __future__ import annotations

import calendar
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urldefrag

from monitor.errors import Blocked, HttpStatus, Unreachable
from monitor.model import Capture, Snapshot
from monitor.net.rate_limit import RateLimiter
from monitor.net.response import Response, status_error
from monitor.net.retry import RETRIED, Backoff
from monitor.net.transport import USER_AGENT
from monitor.net.urls import address_key, check_address
from monitor.sources.archive_transport import archive_transport
from monitor.sources.cdx import CdxRow, list_rows, parse_page
from monitor.sources.interface import in_range
from monitor.sources.playback import Playback, raw_address
from monitor.timestamps import from_timestamp14, timestamp14

PUBLIC_ENDPOINT = "https://web.archive.org"
CDX_PER_MINUTE, REPLAY_PER_MINUTE = 24.0, 480.0
"""The defaults of EDGI's client (edgi-govdata-archiving/wayback 0.5.1), whose authors the Internet Archive asked for 80 % of its limits."""


class WaybackHistory:
    """The captures of a Wayback server. One instance serves all policies, so that they share one rate limit.

    Args:
        endpoint: scheme and host, "https://web.archive.org".
        requests_per_minute: of all kinds together.
        cdx_per_minute, replay_per_minute: separate limits for listings and for captures.
        timeout, total: seconds without a byte, and for one request in all.
        retries: after a transient failure.
        first_delay: seconds before the first retry; doubles each time.
        pause_after_429: minimum seconds to wait after a 429 without Retry-After.
        max_wait: the longest Retry-After to wait for; beyond it, RateLimited is raised.
        window: how far from the capture, in time, the target of an archived redirect may be.
        clock, sleep: for rate limit and retries.
    """

    name = "wayback"

    def __init__(
        self,
        endpoint: str = PUBLIC_ENDPOINT,
        *,
        requests_per_minute: float = 15,
        cdx_per_minute: float = CDX_PER_MINUTE,
        replay_per_minute: float = REPLAY_PER_MINUTE,
        user_agent: str = USER_AGENT,
        timeout: float = 60,
        total: float = 180,
        retries: int = 5,
        first_delay: float = 1,
        pause_after_429: float = 60,
        max_wait: float = 300,
        window: timedelta = timedelta(days=1),
        ca_file: str | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.endpoint = endpoint.rstrip("/")
        self.skipped: list[tuple[str, str]] = []
        """One sentence for each row of a listing that could not be used."""
        backoff = Backoff(retries=retries, first_delay=first_delay, max_wait=max_wait, pause_after_429=pause_after_429, sleep=sleep)
        self._transport = archive_transport(
            self.endpoint, user_agent=user_agent, timeout=timeout, total=total, backoff=backoff, ca_file=ca_file
        )
        overall = RateLimiter(requests_per_minute, clock=clock, sleep=sleep)
        self._listings = RateLimiter(cdx_per_minute, parent=overall, clock=clock, sleep=sleep)
        replay = RateLimiter(replay_per_minute, parent=overall, clock=clock, sleep=sleep)
        self._playback = Playback(self._transport, replay, f"{self.endpoint}/web", window)

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def captures(self, url: str, *, since: datetime | None = None, until: datetime | None = None) -> Iterator[Capture]:
        """See HistorySource.captures. The listing is read completely, filtered and sorted before the first capture is returned."""
        url, key = urldefrag(url).url, address_key(url)
        check_address(url)
        first, last = (timestamp14(moment) if moment else None for moment in (since, until))
        # As a set that keeps the order: the same row may be listed twice.
        rows = dict.fromkeys(list_rows(self._page, f"{self.endpoint}/cdx/search/cdx", url, since=first, until=last))
        # A revisit is listed with "-" for status and type: both are those of the capture whose bytes it repeats.
        known = {row.digest: row for row in rows if row.status is not None and row.digest}
        found = []
        for row in rows:
            moment = capture_moment(row.digits)
            if moment is None:
                self.skipped.append((row.original, f"the archive lists a capture with the invalid timestamp {row.digits!r}."))
            elif address_key(row.original) == key and in_range(moment, since, until):
                found.append(self._capture(row, moment, known.get(row.digest or "") if row.status is None else row))
        return iter(sorted(found, key=lambda capture: capture.captured_at))

    def fetch(self, policy: str, capture: Capture) -> Snapshot:
        """See HistorySource.fetch."""
        # The digits as listed, which an impossible date ("20130230…") has other than `captured_at`.
        listed = re.search(r"/web/(\d{4,14})[a-z_]*/", capture.archive_url or "")
        digits = listed[1] if listed else timestamp14(capture.captured_at)
        return self._playback.snapshot(policy, capture, raw_address(f"{self.endpoint}/web", digits, capture.url))

    def _capture(self, row: CdxRow, moment: datetime, resolved: CdxRow | None) -> Capture:
        """`resolved` is the row that states status and type: this one, or for a revisit another one with the same digest."""
        return Capture(
            url=row.original,
            captured_at=moment,
            source=self.name,
            archive_url=raw_address(f"{self.endpoint}/web", row.digits, row.original),
            status=resolved.status if resolved else None,
            media_type=resolved.media_type if resolved else None,
            digest=row.digest,
            length=row.length,
        )

    def _page(self, query: str) -> str:
        """The text of one valid page of a listing."""
        response = self._transport.get(query, limiter=self._listings, is_final=_is_final)
        # waybackpy recognises exclusions by the same words; some servers send them with status 200.
        if response.status == 403 or "Blocked Site Error" in response.encoded[:2000].decode("latin-1"):
            raise Blocked(f"The archive refuses to list this page ({query}).", reason="excluded")
        if response.status == 400:
            raise HttpStatus(f"The archive rejects the query {query}: {_first_line(response)}", status=400, transient=False)
        if response.status != 200:
            raise status_error(response)
        if not _is_listing(response):
            what = f"starts with {_first_line(response)!r}" if response.encoded else "is empty"
            says = f"The archive did not return a listing (the response to {query} {what}); it will be retried."
            raise Unreachable(says, reason="bad-listing")
        return response.body().decode("utf-8", "replace")


def _is_final(response: Response) -> bool:
    # An archive in trouble may send a page with status 200 instead of a listing: the "html" fault of tests/sources/test_wayback.py.
    return response.status not in RETRIED and (response.status != 200 or _is_listing(response))


def _is_listing(response: Response) -> bool:
    try:
        parse_page(response.body().decode("utf-8", "replace"))
    except (ValueError, Unreachable):
        return False
    return True


def _first_line(response: Response) -> str:
    return response.encoded[:100].decode("utf-8", "replace").strip().partition("\n")[0]


def capture_moment(digits: str) -> datetime | None:
    """The time that a listing's timestamp stands for; impossible parts become the nearest possible ones ("20130230…" is 28 February).

    Archives do list such timestamps: day or month "00" (see `parse_timestamp` in edgi-govdata-archiving/wayback), hours beyond 23.

    >>> capture_moment("20130230250000")
    datetime.datetime(2013, 2, 28, 23, 0, tzinfo=datetime.timezone.utc)
    """
    try:
        return from_timestamp14(digits)
    except ValueError:
        pass
    if not re.fullmatch(r"[1-9]\d{13}", digits):
        return None
    year, month = int(digits[:4]), min(max(int(digits[4:6]), 1), 12)
    day = min(max(int(digits[6:8]), 1), calendar.monthrange(year, month)[1])
    hour, minute, second = min(int(digits[8:10]), 23), min(int(digits[10:12]), 59), min(int(digits[12:]), 59)
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
