"""Any Memento server (RFC 7089): its TimeMaps, and raw captures where it offers them (pywb, OpenWayback).

A TimeMap lists captures as web links (RFC 8288), one per line:

    <http://archive.example/coll/20010101000000/https://a.example/>; rel="memento"; datetime="Mon, 01 Jan 2001 00:00:00 GMT"
"""

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
from monitor.net.transport import USER_AGENT
from monitor.net.urls import check_address
from monitor.sources.archive_transport import archive_transport
from monitor.sources.interface import in_range
from monitor.sources.playback import Playback

# Of one TimeMap: a server that links to ever more pages must not keep us for ever.
_MAX_PAGES = 1_000
# …/20010101000000/https://a.example/, also with a replay mode: …/20010101000000mp_/https://a.example/
_REPLAY_URL = re.compile(r"/(\d{14})(?:[a-z]{2}_)?/(?=[a-z]+:)", re.IGNORECASE)
# RFC 8288, section 3: <target>; name=token; name="quoted, with \" and commas"; name. The list can't be split at commas: dates contain
# some ("Mon, 01 Jan 2001"). The possessive "*+" keeps a long run of blanks linear.
_LINK = re.compile(
    r"\s*+(?:,\s*+)?<(?P<target>[^>]*)>(?P<params>(?:\s*;\s*[\w*!#$&+.^`|~-]+\s*(?:=\s*(?:\"(?:[^\"\\]|\\.)*\"|[^\s\";,]+))?)*)"
)
_PARAM = re.compile(r";\s*([\w*!#$&+.^`|~-]+)\s*(?:=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s\";,]+)))?")


@dataclass(frozen=True, slots=True)
class Memento:
    """One capture in a TimeMap."""

    address: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class TimeMap:
    """One page of a TimeMap."""

    original: str | None
    mementos: tuple[Memento, ...]
    more: tuple[str, ...]
    """URLs of further TimeMaps: the pages of an index, or the next page."""


def parse_timemap(text: str) -> TimeMap:
    """One page of a TimeMap.

    Raises:
        ValueError: the text is not a TimeMap: it is empty, HTML, truncated, or links to neither the original nor anything else.
    """
    original, mementos, more, own = None, [], [], set()
    for target, params in _links(text):
        relations = params.get("rel", "").lower().split()
        if "original" in relations:
            original = target
        if "self" in relations:
            own.add(target)
        elif "timemap" in relations:
            more.append(target)
        if "memento" in relations:
            mementos.append(Memento(target, _moment(params.get("datetime", ""))))
    if original is None and not mementos and not more:
        raise ValueError("no link to an original, a capture or another page")
    return TimeMap(original, tuple(mementos), tuple(page for page in more if page not in own))


def _links(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Targets with their parameters; of a repeated parameter the first counts (RFC 8288, section 3)."""
    at = 0
    while found := _LINK.match(text, at):
        if _is_url(found["target"]):
            params = reversed(_PARAM.findall(found["params"]))
            yield found["target"], {name.lower(): quoted or bare for name, quoted, bare in params}
        at = found.end()
    if text[at:].strip(" \t\r\n,"):
        raise ValueError(f"not a link: {text[at : at + 60]!r}")


def _is_url(target: str) -> bool:
    """False for "http://[", which urlsplit rejects: one bad link must not cost the whole list."""
    try:
        urlsplit(target)
    except ValueError:
        return False
    return True


def _moment(value: str) -> datetime:
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:  # a year of 20 digits
        raise ValueError(f"not a date: {value[:60]!r}") from error


class MementoHistory:
    """The captures of a Memento server. One instance serves all policies, so that they share one rate limit.

    Args:
        base: what precedes "timemap/link/URL": "http://archive.example/collection/".
        requests_per_minute: of all kinds together.
        timeout, total, retries, first_delay, pause_after_429, max_wait, window, clock, sleep: as in WaybackHistory.
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
        first_delay: float = 1,
        pause_after_429: float = 60,
        max_wait: float = 300,
        window: timedelta = timedelta(days=1),
        ca_file: str | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.base = base.rstrip("/")
        backoff = Backoff(retries=retries, first_delay=first_delay, max_wait=max_wait, pause_after_429=pause_after_429, sleep=sleep)
        self._transport = archive_transport(
            self.base, user_agent=user_agent, timeout=timeout, total=total, backoff=backoff, ca_file=ca_file
        )
        self._limiter = RateLimiter(requests_per_minute, clock=clock, sleep=sleep)
        self._playback = Playback(self._transport, self._limiter, self.base, window)

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def captures(self, url: str, *, since: datetime | None = None, until: datetime | None = None) -> Iterator[Capture]:
        """See HistorySource.captures. TimeMaps state neither status nor digest."""
        url = urldefrag(url).url
        check_address(url)
        mementos = dict.fromkeys(memento for page in self._timemaps(f"{self.base}/timemap/link/{url}") for memento in page.mementos)
        wanted = (memento for memento in mementos if in_range(memento.moment, since, until))
        return iter(sorted((self._capture(url, memento) for memento in wanted), key=lambda capture: capture.captured_at))

    def fetch(self, policy: str, capture: Capture) -> Snapshot:
        """See HistorySource.fetch.

        Raises:
            ValueError: the capture has no archive_url, so it is not one of ours.
        """
        if capture.archive_url is None:
            raise ValueError("a Memento capture is fetched by its archive_url")
        return self._playback.snapshot(policy, capture, capture.archive_url)

    def _capture(self, url: str, memento: Memento) -> Capture:
        """The raw ("id_") form of the capture's URL where it has one; otherwise the URL as listed, which some servers replay unaltered."""
        address = urljoin(f"{self.base}/", memento.address)
        found = _REPLAY_URL.search(address)
        original = address[found.end() :] if found else url
        return Capture(original, memento.moment, self.name, _REPLAY_URL.sub(r"/\1id_/", address, count=1))

    def _timemaps(self, address: str) -> Iterator[TimeMap]:
        """The TimeMap and all further ones that it links to (RFC 7089, section 5.1.1), each once, from the same server only."""
        waiting, seen = [address], {address}
        while waiting:
            timemap = self._timemap(waiting.pop(0))
            if timemap is None:
                continue
            yield timemap
            for page in (urljoin(address, page) for page in timemap.more):
                # Another server could have us fetch whatever it likes, from inside the network of a self-hosted archive.
                if page not in seen and urlsplit(page).netloc == urlsplit(self.base).netloc and len(seen) < _MAX_PAGES:
                    seen.add(page)
                    waiting.append(page)

    def _timemap(self, address: str) -> TimeMap | None:
        """One page. None when the server says that it holds nothing: pywb and the Wayback Machine answer 404 with an empty body or plain
        text; a 404 with an HTML page means that the collection itself does not exist.
        """
        response = self._transport.get(address, limiter=self._limiter, is_final=_is_final)
        if response.status == 404 and "html" not in response.headers.get("content-type", "html" if response.encoded else ""):
            return None
        if response.status != 200:
            raise status_error(response)
        timemap = _parsed(response)
        if timemap is None:
            says = f"{address} did not return a TimeMap, so nothing is known about this page's history; it will be retried."
            raise Unreachable(says, reason="bad-listing")
        return timemap


def _parsed(response: Response) -> TimeMap | None:
    try:
        return parse_timemap(response.body().decode("utf-8", "replace"))
    except (ValueError, Unreachable):
        return None


def _is_final(response: Response) -> bool:
    return response.status not in RETRIED and (response.status != 200 or _parsed(response) is not None)
