"""Pages as they are now, over HTTP: conditional requests, checked redirects, robots.txt, limits on size and time."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from monitor.errors import Blocked, SourceError, Unreachable
from monitor.model import Redirect, Snapshot
from monitor.net.address_guard import AddressGuard, opening, private_endpoint
from monitor.net.cookies import CookieJar
from monitor.net.response import MAX_BYTES, REDIRECTS, Response, status_error
from monitor.net.retry import Backoff
from monitor.net.robots import Robots
from monitor.net.transport import USER_AGENT, Limits, Transport
from monitor.net.urls import check_address
from monitor.sources.interface import Fetched, Unchanged, Validators

# Browsers allow 20 (WHATWG Fetch); ten leave room for https, "www.", a language and a cookie check.
_MAX_REDIRECTS = 10
MAX_TARGET = 8_000
"""Characters of a redirect's target, which is kept with the snapshot. Servers accept about as many in a request line."""
ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,text/markdown;q=0.9,text/plain;q=0.8,*/*;q=0.5"
# Session tokens would be stored, exported as WARC and compared, and nobody needs them.
_PRIVATE_HEADERS = frozenset({"set-cookie", "set-cookie2"})
# RFC 9309, section 2.5: at least 500 KiB must be parsed; section 2.3.1.2: at least five redirects followed.
_ROBOTS_BYTES = 500 * 1024
_ROBOTS_REDIRECTS = 5
# Seconds for robots.txt, redirects included, so that a host that drips it leaves time for the page itself.
_ROBOTS_TOTAL = 20.0


class HttpSource:
    """Fetches pages as they are now.

    Args:
        user_agent: names the program and whom to contact.
        timeout: seconds to connect (10 at most) and to wait for the next byte.
        total: seconds for one page in all, including redirects and retries.
        max_bytes: size limit of a page, before and after decompression.
        retries: after a connection error or a 429, 500, 502, 503 or 504; see Backoff for the delays.
        single: make one attempt at a page, without retries: whoever calls makes them. What a page's scripts load is retried all the same.
        allow_private: also fetch from private addresses.
        private: the (host, port) pairs of private addresses that the configuration names. Each is open to the fetch of an address on it,
            and to its redirects, but not to those of other addresses.
        honour_robots: check robots.txt first.
        guard: replaces the one derived from allow_private.
        ca_file: CA certificates (PEM) instead of the bundled ones.
        sleep: waits between attempts.
        now: the current time, in UTC.
    """

    def __init__(
        self,
        *,
        user_agent: str = USER_AGENT,
        timeout: float = 30,
        total: float = 120,
        max_bytes: int = MAX_BYTES,
        retries: int = 3,
        single: bool = False,
        allow_private: bool = False,
        private: Collection[tuple[str, int]] = (),
        honour_robots: bool = True,
        guard: AddressGuard | None = None,
        ca_file: str | None = None,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.total, self.max_bytes, self.user_agent = total, max_bytes, user_agent
        self.retry, self._now, self._private = not single, now, frozenset(private)
        self._transport = Transport(
            user_agent=user_agent,
            guard=guard or AddressGuard(allow_private=allow_private),
            # A host that does not accept a connection in 10 s is down; only the page itself may be slow.
            limits=Limits(connect=min(10.0, timeout), read=timeout, total=total, max_bytes=max_bytes),
            backoff=Backoff(retries=retries, sleep=sleep),
            ca_file=ca_file,
        )
        self._robots = Robots(user_agent.split("/", maxsplit=1)[0].strip(), self._robots_text) if honour_robots else None

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def fetch(self, policy: str, url: str, *, validators: Validators | None = None, led_from: str | None = None) -> Fetched | Unchanged:
        """See LiveSource.fetch."""
        deadline = time.monotonic() + self.total
        with self.opening(led_from or url):
            response = self.follow(url, {"Accept": ACCEPT}, jar=CookieJar(), deadline=deadline, validators=validators, retry=self.retry)
        if response.status == 304 and validators is not None:
            return Unchanged(url, self._now(), response.redirects)
        return self.fetched(policy, url, response)

    def opening(self, url: str) -> AbstractContextManager[None]:
        """Within this block, the private address that the configuration names with this URL may be reached.

        Raises:
            Blocked: the URL is none.
        """
        check_address(url)
        named = private_endpoint(url)
        return opening(self._private & ({named} if named else set()))

    def fetched(self, policy: str, url: str, response: Response) -> Fetched:
        """A response as a snapshot of a URL.

        Raises:
            HttpStatus, RateLimited: the status is neither 200 nor 203.
            Unreachable: the body can't be decoded.
        """
        # 203: the page after a proxy changed it (RFC 9110, section 15.3.4). Other 2xx have no page: 204, 206 …
        if response.status not in (200, 203):
            raise status_error(response)
        body = response.body()
        headers = {name: value for name, value in response.headers.items() if name not in _PRIVATE_HEADERS}
        media_type, redirects = headers.get("content-type"), response.redirects
        snapshot = Snapshot(policy, url, self._now(), "live", body, response.status, media_type, headers, redirects=redirects)
        return Fetched(snapshot, Validators(headers.get("etag"), headers.get("last-modified")), response.url)

    def follow(
        self,
        url: str,
        headers: Mapping[str, str],
        *,
        jar: CookieJar,
        deadline: float,
        validators: Validators | None = None,
        retry: bool = True,
    ) -> Response:
        """Follow redirects to the first other response; every hop is subject to the address guard, robots.txt and the same deadline.

        Args:
            url: http or https.
            headers: in addition to the default ones.
            jar: cookies to send; those of the responses are added.
            deadline: when (time.monotonic) to give up.
            validators: make the request conditional.
            retry: False for a single attempt at each address.

        Raises:
            SourceError: no response. The caller checks the status of one.
        """
        seen, here, steps = {url: 1}, url, list[Redirect]()
        for _ in range(_MAX_REDIRECTS + 1):
            # Before its robots.txt is asked for: a redirect into the local network reaches nothing there.
            with _led_from(url, here):
                self._transport.check(here)
            if self._robots is not None and not self._robots.allows(here):
                raise Blocked(f"{here} is disallowed by the site's robots.txt; track another address.", reason="robots")
            sent = {**headers, **_conditions(validators, here)}
            with _led_from(url, here):
                response = self._transport.get(here, headers=sent, jar=jar, deadline=deadline, retry=retry)
            location = response.headers.get("location")
            if response.status not in REDIRECTS or not location:
                return replace(response, redirects=tuple(steps))
            here = _next_hop(here, location)
            steps.append(Redirect(here, response.status))
            seen[here] = seen.get(here, 0) + 1
            if seen[here] > 2:  # twice is common: the first response sets a cookie and redirects to itself
                raise _lost(f"{url} redirects in a loop (back to {here}); check the address.")
        raise _lost(f"{url} redirects more than {_MAX_REDIRECTS} times; check the address.")

    def _robots_text(self, url: str) -> str | None:
        """The file's text; "" when the host has none (RFC 9309, section 2.3.1.3), None when it can't be fetched."""
        deadline = time.monotonic() + min(self.total, _ROBOTS_TOTAL)
        try:
            for _ in range(_ROBOTS_REDIRECTS + 1):
                response = self._transport.get(url, deadline=deadline, retry=False)
                location = response.headers.get("location")
                if response.status not in REDIRECTS or not location:
                    text = response.body()[:_ROBOTS_BYTES].decode("utf-8", "replace")
                    return text if response.status == 200 else "" if response.status < 500 else None
                url = _next_hop(url, location)
        except SourceError:
            return None
        return ""


@contextlib.contextmanager
def _led_from(url: str, here: str) -> Iterator[None]:
    """Names the page that redirects to an address which is refused: people know only the one that they track."""
    try:
        yield
    except Blocked as error:
        if here == url:
            raise
        # Without the query, which may hold a session.
        place = urlsplit(here)._replace(query="").geturl()[:200]
        raise Blocked(f"{url} redirects to {place}: {error}", reason=error.reason) from error


def _lost(says: str) -> Unreachable:
    return Unreachable(says, reason="redirect-loop", transient=False)


def _conditions(validators: Validators | None, url: str) -> dict[str, str]:
    """Only for the address that sent the validators: another one's "unchanged" would say nothing about the bytes that are kept."""
    if validators is None or validators.url not in (None, url):
        return {}
    pairs = (("If-None-Match", validators.etag), ("If-Modified-Since", validators.last_modified))
    return {name: value for name, value in pairs if value}


def _next_hop(url: str, location: str) -> str:
    """A redirect's target without its fragment. Servers send spaces and raw UTF-8 ("/erklärung", which http.client decodes as Latin-1)."""
    if len(location) > MAX_TARGET:
        says = f"{url} redirects to an address of {len(location):,} characters; check the address in a browser."
        raise Unreachable(says, reason="bad-answer", transient=False)
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        target = urljoin(url, location.strip().replace(" ", "%20"))
        return urlsplit(target)._replace(fragment="").geturl()
    except ValueError as error:  # "http://["
        says = f"{url} sent an invalid response: it redirects to {location[:200]!r} ({error})."
        raise Unreachable(says, reason="bad-answer", transient=False) from error
