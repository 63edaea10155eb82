"""The Wayback Machine, or any server with its surface: CDX listings and raw captures, at a pace it can bear."""

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
from monitor.net.transport import USER_AGENT, archive_transport
from monitor.net.urls import address_key, check_address
from monitor.sources.cdx import CdxRow, list_rows, parse_page
from monitor.sources.playback import Playback, raw_address
from monitor.timestamps import from_timestamp14, timestamp14

PUBLIC_ENDPOINT = "https://web.archive.org"
CDX_PER_MINUTE, REPLAY_PER_MINUTE = 24.0, 480.0
"""80 % of the service's hard limits, as it asks of clients (edgi-govdata-archiving/wayback 0.5.1)."""


class WaybackHistory:
    """Captures of a Wayback server. One instance serves all policies, so that they share its pace.

    Args:
        endpoint: scheme and host, "https://web.archive.org".
        requests_per_minute: of all kinds together.
        cdx_per_minute, replay_per_minute: ceilings of their own, for listings and for captures.
        timeout, total: seconds without a byte, and for one answer in all.
        retries: repetitions after a failure that may pass.
        pause: the least seconds to wait after a 429 that names no time.
        longest_wait: a longer Retry-After ends in RateLimited instead of waiting.
        window: how far the target of an archived redirect may lie from the capture, in time.
        clock, sleep: for the pace and the waits.
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
        backoff: float = 1,
        pause: float = 60,
        longest_wait: float = 300,
        window: timedelta = timedelta(days=1),
        ca_file: str | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.endpoint = endpoint.rstrip("/")
        self.left_out: list[str] = []
        """One sentence for each listed row that could not be used."""
        patience = Backoff(retries=retries, backoff=backoff, longest=longest_wait, when_limited=pause, sleep=sleep)
        self._transport = archive_transport(
            self.endpoint, user_agent=user_agent, timeout=timeout, total=total, patience=patience, ca_file=ca_file
        )
        overall = RateLimiter(requests_per_minute, clock=clock, sleep=sleep)
        self._listings = RateLimiter(cdx_per_minute, within=overall, clock=clock, sleep=sleep)
        replay = RateLimiter(replay_per_minute, within=overall, clock=clock, sleep=sleep)
        self._playback = Playback(self._transport, replay, f"{self.endpoint}/web", window)

    def close(self) -> None:
        """Closes the kept connections."""
        self._transport.close()

    def captures(self, url: str, *, since: datetime | None = None, until: datetime | None = None) -> Iterator[Capture]:
        """See HistorySource.captures. The listing is complete, filtered and ordered before the first capture is handed out."""
        url, key = urldefrag(url).url, address_key(url)
        check_address(url)
        first, last = (timestamp14(moment) if moment else None for moment in (since, until))
        rows = dict.fromkeys(list_rows(self._page, f"{self.endpoint}/cdx/search/cdx", url, since=first, until=last))
        known = {row.digest: row for row in rows if row.status is not None and row.digest}
        found = []
        for row in rows:
            moment = capture_moment(row.digits)
            if moment is None:
                self.left_out.append(f"{row.original}: the archive lists a capture at {row.digits!r}, which is no moment.")
            elif address_key(row.original) == key and _within(moment, since, until):
                found.append(self._capture(row, moment, known.get(row.digest or "") if row.status is None else row))
        return iter(sorted(found, key=lambda capture: capture.captured_at))

    def fetch(self, policy: str, capture: Capture) -> Snapshot:
        """See HistorySource.fetch."""
        listed = re.search(r"/web/(\d{4,14})[a-z_]*/", capture.archive_url or "")
        digits = listed[1] if listed else timestamp14(capture.captured_at)
        return self._playback.snapshot(policy, capture, raw_address(f"{self.endpoint}/web", digits, capture.url))

    def _capture(self, row: CdxRow, moment: datetime, told: CdxRow | None) -> Capture:
        """`told` is the row that says what this one is: itself, or, for a revisit, one with the same digest."""
        return Capture(
            url=row.original,
            captured_at=moment,
            source=self.name,
            archive_url=raw_address(f"{self.endpoint}/web", row.digits, row.original),
            status=told.status if told else None,
            media_type=told.media_type if told else None,
            digest=row.digest,
            length=row.length,
        )

    def _page(self, query: str) -> str:
        """The text of one sound page of a listing."""
        answer = self._transport.get(query, pace=self._listings, settled=_settled)
        if answer.status == 403 or "Blocked Site Error" in answer.coded[:2000].decode("latin-1"):
            raise Blocked(f"The archive refuses to list this address ({query}).", reason="excluded")
        if answer.status == 400:
            raise HttpStatus(f"The archive can't read the query {query}: {_first_line(answer)}", status=400, transient=False)
        if answer.status != 200:
            raise status_error(answer)
        if not _sound(answer):
            what = f"begins {_first_line(answer)!r}" if answer.coded else "is empty"
            says = f"The archive's listing is none (the answer of {query} {what}); nothing can be said about this history now."
            raise Unreachable(says, reason="bad-listing")
        return answer.body().decode("utf-8", "replace")


def _settled(answer: Response) -> bool:
    return answer.status not in RETRIED and (answer.status != 200 or _sound(answer))


def _sound(answer: Response) -> bool:
    try:
        parse_page(answer.body().decode("utf-8", "replace"))
    except (ValueError, Unreachable):
        return False
    return True


def _first_line(answer: Response) -> str:
    return answer.coded[:100].decode("utf-8", "replace").strip().partition("\n")[0]


def _within(moment: datetime, since: datetime | None, until: datetime | None) -> bool:
    return (since is None or moment >= since) and (until is None or moment <= until)


def capture_moment(digits: str) -> datetime | None:
    """The moment that a listing's timestamp names; impossible parts are moved to the nearest possible ("20130230…" is 28 February).

    Archives do hold such timestamps: days and months "00" (edgi-govdata-archiving/wayback, `parse_timestamp`), hours beyond 23.

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
