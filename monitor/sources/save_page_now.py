"""Save Page Now: has a Wayback server make a copy of a page and say where it is."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from monitor.errors import Blocked, NotArchived, Unreachable
from monitor.net.rate_limit import RateLimiter
from monitor.net.response import Response, status_error
from monitor.net.retry import Backoff
from monitor.net.transport import USER_AGENT, archive_transport
from monitor.net.urls import address_key, check_address
from monitor.sources.cdx import saved_address
from monitor.sources.interface import SavedPage
from monitor.timestamps import from_timestamp14

SAVES_PER_MINUTE = 4.0
"""The service allows anonymous clients a few saves a minute, and has each wait until its copy is made."""
_COPY = re.compile(r"/web/(\d{14})[a-z_]*/(.+)$")
_EXCLUDED = re.compile(rb"Blocked Site Error|excluded from the Wayback Machine|robots\.txt", re.IGNORECASE)


class WaybackSaver:
    """Saves pages to a Wayback server, one try each: who asks decides whether and when to ask again.

    Args:
        endpoint: scheme and host, "https://web.archive.org".
        total: seconds for one copy; making one takes the service up to a minute and more.
        user_agent, ca_file: see Transport.
        clock, sleep: for the pace.
    """

    def __init__(
        self,
        endpoint: str,
        *,
        total: float = 120,
        user_agent: str = USER_AGENT,
        ca_file: str | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.endpoint = endpoint.rstrip("/")
        self._pace = RateLimiter(SAVES_PER_MINUTE, clock=clock, sleep=sleep)
        self._transport = archive_transport(
            self.endpoint, user_agent=user_agent, timeout=total, total=total, patience=Backoff(retries=0), ca_file=ca_file
        )

    def close(self) -> None:
        """Closes the kept connections."""
        self._transport.close()

    def save(self, url: str) -> SavedPage:
        """See PageSaver.save."""
        check_address(url)
        place = saved_address(self._ask, self.endpoint, url)
        copy = _COPY.search(place or "")
        if place is None or copy is None or address_key(copy[2]) != address_key(url):
            named = f"names {place!r}" if place else "names no copy of it"
            raise Unreachable(f"The archive was asked to save {url} and {named}; it will be asked again.", reason="not-saved")
        try:
            return SavedPage(place, from_timestamp14(copy[1]))
        except ValueError:
            raise Unreachable(f"The archive names a copy of {url} at {copy[1]}, which is no moment.", reason="not-saved") from None

    def _ask(self, address: str) -> str | None:
        """Where the answer says that the copy is."""
        answer = self._transport.get(address, pace=self._pace, once=True)
        if answer.status == 403 or _EXCLUDED.search(answer.coded[:4000]):
            raise Blocked(f"The archive takes no copy of this page ({address}).", reason="excluded")
        if answer.status == 404:
            raise NotArchived(f"{self.endpoint} has no Save Page Now; take `save: true` out, or name another archive.")
        if answer.status >= 400:
            raise status_error(answer)
        return answer.headers.get("location") if answer.status >= 300 else _content_location(answer)


def _content_location(answer: Response) -> str | None:
    """Where a page answered in full says that it comes from: its Content-Location, or a memento's own link (RFC 7089)."""
    if place := answer.headers.get("content-location"):
        return place
    memento = re.search(r'<([^<>]+)>\s*;[^<]*rel="[^"]*\bmemento\b', answer.headers.get("link", ""))
    return memento[1] if memento else None
