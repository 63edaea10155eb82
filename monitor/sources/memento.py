"""Any Memento server (RFC 7089): its TimeMaps, and captures raw where it offers them (pywb, OpenWayback)."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urldefrag, urljoin, urlsplit

from monitor.errors import Unreachable
from monitor.model import Capture, Snapshot
from monitor.sources.address import check_address
from monitor.sources.answer import Answer, status_error
from monitor.sources.pace import Pace
from monitor.sources.patience import RETRIED, Patience
from monitor.sources.playback import Playback
from monitor.sources.timemap import Memento, TimeMap, parse_timemap
from monitor.sources.transport import USER_AGENT, archive_transport

_REPLAY = re.compile(r"/(\d{14})(?:[a-z]{2}_)?/(?=[a-z]+:)", re.IGNORECASE)
_PAGES = 1_000
"""Of one TimeMap at most; a server that links on for ever is out of order."""


class MementoHistory:
    """Captures of a Memento server. One instance serves all policies.

    Args:
        base: what stands before "timemap/link/ADDRESS": "http://archive.example/collection/".
        requests_per_minute: of all kinds together.
        timeout, total, retries, backoff, pause, longest_wait, window, clock, sleep: as in WaybackHistory.
    """

    name = "memento"

    def __init__(
        self,
        base: str,
        *,
        requests_per_minute: float = 60,
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
        self.base = base.rstrip("/")
        patience = Patience(retries=retries, backoff=backoff, longest=longest_wait, when_limited=pause, sleep=sleep)
        self._transport = archive_transport(
            self.base, user_agent=user_agent, timeout=timeout, total=total, patience=patience, ca_file=ca_file
        )
        self._pace = Pace(requests_per_minute, clock=clock, sleep=sleep)
        self._playback = Playback(self._transport, self._pace, self.base, window)

    def close(self) -> None:
        """Closes the kept connections."""
        self._transport.close()

    def captures(self, url: str, *, since: datetime | None = None, until: datetime | None = None) -> Iterator[Capture]:
        """See HistorySource.captures. TimeMaps name neither status nor digest."""
        url = urldefrag(url).url
        check_address(url)
        mementos = dict.fromkeys(memento for page in self._pages(f"{self.base}/timemap/link/{url}") for memento in page.mementos)
        wanted = (m for m in mementos if (since is None or m.moment >= since) and (until is None or m.moment <= until))
        return iter(sorted((self._capture(url, memento) for memento in wanted), key=lambda capture: capture.captured_at))

    def fetch(self, policy: str, capture: Capture) -> Snapshot:
        """See HistorySource.fetch."""
        if capture.archive_url is None:
            raise ValueError("a Memento capture is fetched by its archive_url")
        return self._playback.snapshot(policy, capture, capture.archive_url)

    def _capture(self, url: str, memento: Memento) -> Capture:
        """The raw form of its address where there is one; else the address as listed, which some servers serve unaltered."""
        address = urljoin(f"{self.base}/", memento.address)
        found = _REPLAY.search(address)
        original = address[found.end() :] if found else url
        return Capture(original, memento.moment, self.name, _REPLAY.sub(r"/\1id_/", address, count=1))

    def _pages(self, address: str) -> Iterator[TimeMap]:
        """The TimeMap and the further ones that it names (section 5.1.1), each once, none from another server."""
        waiting, seen = [address], {address}
        while waiting:
            timemap = self._page(waiting.pop(0))
            if timemap is None:
                continue
            yield timemap
            for page in (urljoin(address, page) for page in timemap.pages):
                if page not in seen and urlsplit(page).netloc == urlsplit(self.base).netloc and len(seen) < _PAGES:
                    seen.add(page)
                    waiting.append(page)

    def _page(self, address: str) -> TimeMap | None:
        """One page; None when the server properly says that it holds nothing: 404 and no page of HTML (pywb, the Wayback Machine)."""
        answer = self._transport.get(address, pace=self._pace, settled=_settled)
        if answer.status == 404 and "html" not in answer.headers.get("content-type", "html" if answer.coded else ""):
            return None
        if answer.status != 200:
            raise status_error(answer)
        timemap = _read(answer)
        if timemap is None:
            says = f"{address} answered with something that is no TimeMap; nothing can be said about this history now."
            raise Unreachable(says, reason="bad-listing")
        return timemap


def _read(answer: Answer) -> TimeMap | None:
    try:
        return parse_timemap(answer.body().decode("utf-8", "replace"))
    except (ValueError, Unreachable):
        return None


def _settled(answer: Answer) -> bool:
    return answer.status not in RETRIED and (answer.status != 200 or _read(answer) is not None)
