"""Save Page Now: asks a Wayback server to archive a page now, and returns the copy's URL."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from monitor.errors import Blocked, NotArchived, Unreachable
from monitor.net.rate_limit import RateLimiter
from monitor.net.response import Response, status_error
from monitor.net.retry import Backoff
from monitor.net.transport import USER_AGENT
from monitor.net.urls import address_key, check_address
from monitor.sources.archive_transport import archive_transport
from monitor.sources.cdx import saved_address
from monitor.sources.interface import SavedPage
from monitor.timestamps import from_timestamp14

SAVES_PER_MINUTE = 4.0
"""Deliberately few: each makes the archive fetch a page, and it responds only once the copy is made."""
_COPY = re.compile(r"/web/(\d{14})[a-z_]*/(.+)$")
_EXCLUDED = re.compile(rb"Blocked Site Error|excluded from the Wayback Machine|robots\.txt", re.IGNORECASE)


class WaybackSaver:
    """Saves pages to a Wayback server, with a single attempt each: the caller decides whether and when to retry.

    Args:
        endpoint: scheme and host, "https://web.archive.org".
        total: seconds for one copy; making one can take the service more than a minute.
        clock, sleep: for the rate limiter.
    """

    def __init__(
        self,
        endpoint: str,
        *,
        total: float = 120,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.endpoint = endpoint.rstrip("/")
        self._limiter = RateLimiter(SAVES_PER_MINUTE, clock=clock, sleep=sleep)
        self._transport = archive_transport(self.endpoint, user_agent=USER_AGENT, timeout=total, total=total, backoff=Backoff(retries=0))

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def save(self, url: str) -> SavedPage:
        """See PageSaver.save."""
        check_address(url)
        copy_url = saved_address(self._request_copy, self.endpoint, url)
        copy = _COPY.search(copy_url or "")
        if copy_url is None or copy is None or address_key(copy[2]) != address_key(url):
            named = f"named {copy_url!r} instead" if copy_url else "named no copy"
            raise Unreachable(f"The archive was asked to save {url} but {named}; it will be retried.", reason="not-saved")
        try:
            return SavedPage(copy_url, from_timestamp14(copy[1]))
        except ValueError:
            raise Unreachable(
                f"The archive named a copy of {url} with the invalid timestamp {copy[1]}; it will be retried.", reason="not-saved"
            ) from None

    def _request_copy(self, address: str) -> str | None:
        """The copy's URL as the response states it."""
        response = self._transport.get(address, limiter=self._limiter, retry=False)
        if response.status == 403 or _EXCLUDED.search(response.encoded[:4000]):
            raise Blocked(f"The archive refuses to save this page ({address}).", reason="excluded")
        if response.status == 404:
            raise NotArchived(
                f"{self.endpoint} does not offer Save Page Now; remove `save: true` from the configuration, or name another archive."
            )
        if response.status >= 400:
            raise status_error(response)
        return response.headers.get("location") if response.status >= 300 else _content_location(response)


def _content_location(response: Response) -> str | None:
    """The URL that a 200 response states for itself: Content-Location, or the Link to the memento (RFC 7089, section 2.2)."""
    if copy_url := response.headers.get("content-location"):
        return copy_url
    memento = re.search(r'<([^<>]+)>\s*;[^<]*rel="[^"]*\bmemento\b', response.headers.get("link", ""))
    return memento[1] if memento else None
