"""Any Memento server (RFC 7089): its TimeMaps, and captures raw where it offers them (pywb, OpenWayback)."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urldefrag, urljoin, urlsplit

from monitor.errors import Unreachable
from monitor.model import Capture, Snapshot
from monitor.net.rate_limit import RateLimiter
from monitor.net.response import Response, status_error
from monitor.net.retry import RETRIED, Backoff
from monitor.net.transport import USER_AGENT, archive_transport
from monitor.net.urls import check_address
from monitor.sources.playback import Playback

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
        patience = Backoff(retries=retries, backoff=backoff, longest=longest_wait, when_limited=pause, sleep=sleep)
        self._transport = archive_transport(
            self.base, user_agent=user_agent, timeout=timeout, total=total, patience=patience, ca_file=ca_file
        )
        self._pace = RateLimiter(requests_per_minute, clock=clock, sleep=sleep)
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


def _read(answer: Response) -> TimeMap | None:
    try:
        return parse_timemap(answer.body().decode("utf-8", "replace"))
    except (ValueError, Unreachable):
        return None


def _settled(answer: Response) -> bool:
    return answer.status not in RETRIED and (answer.status != 200 or _read(answer) is not None)


_LINK = re.compile(r"\s*,?\s*<(?P<target>[^>]*)>(?P<params>(?:\s*;\s*[\w*!#$&+.^`|~-]+\s*(?:=\s*(?:\"(?:[^\"\\]|\\.)*\"|[^\s\";,]+))?)*)")
_PARAM = re.compile(r";\s*([\w*!#$&+.^`|~-]+)\s*(?:=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s\";,]+)))?")


@dataclass(frozen=True, slots=True)
class Memento:
    """One capture of a TimeMap."""

    address: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class TimeMap:
    """One page of a TimeMap."""

    original: str | None
    mementos: tuple[Memento, ...]
    pages: tuple[str, ...]
    """Addresses of other TimeMaps that it names: an index's pages, or the next one."""


def parse_timemap(text: str) -> TimeMap:
    """Reads one page of a TimeMap.

    Raises:
        ValueError: the text is no TimeMap: empty, HTML, cut off in a link, or without a link to the original and to any other page.
    """
    original, mementos, pages, own = None, [], [], set()
    for target, params in _links(text):
        relations = params.get("rel", "").lower().split()
        if "original" in relations:
            original = target
        if "self" in relations:
            own.add(target)
        elif "timemap" in relations:
            pages.append(target)
        if "memento" in relations:
            mementos.append(Memento(target, _moment(params.get("datetime", ""))))
    if original is None and not mementos and not pages:
        raise ValueError("no link to an original, a capture or another page")
    return TimeMap(original, tuple(mementos), tuple(page for page in pages if page not in own))


def _links(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    at = 0
    while found := _LINK.match(text, at):
        if _is_address(found["target"]):
            params = reversed(_PARAM.findall(found["params"]))
            yield found["target"], {name.lower(): quoted or bare for name, quoted, bare in params}
        at = found.end()
    if text[at:].strip(" \t\r\n,"):
        raise ValueError(f"not a link: {text[at : at + 60]!r}")


def _is_address(target: str) -> bool:
    """False for what no parser takes, such as "http://[": a server's slip costs that link alone."""
    try:
        urlsplit(target)
    except ValueError:
        return False
    return True


def _moment(value: str) -> datetime:
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"no moment: {value[:60]!r}") from error
