"""Pages as they are now, over HTTP: conditional requests, redirects by hand, robots.txt, sizes and times bounded."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from monitor.errors import Blocked, SourceError, Unreachable
from monitor.model import Snapshot
from monitor.net.address_guard import AddressGuard
from monitor.net.response import MAX_BYTES, Response, status_error
from monitor.net.retry import Backoff
from monitor.net.robots import Robots
from monitor.net.transport import USER_AGENT, CookieJar, Limits, Transport
from monitor.sources.interface import Fetched, Unchanged, Validators

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,text/markdown;q=0.9,text/plain;q=0.8,*/*;q=0.5"
_PRIVATE_HEADERS = frozenset({"set-cookie", "set-cookie2"})
_ROBOTS_BYTES = 500 * 1024
"""RFC 9309, section 2.5: at least 500 KiB are read."""


class HttpSource:
    """Fetches pages as they are now.

    Args:
        user_agent: honest: who asks and where to complain.
        timeout: seconds to wait for a connection (at most 10) and for the next byte.
        total: seconds for one page in all, redirects and repetitions included.
        max_bytes: the most bytes of a page, as sent and unfolded.
        retries: repetitions after a connection error or a 429, 500, 502, 503 or 504.
        longest_wait: the most seconds to sit through because a server asks for it (Retry-After); beyond that the caller is told.
        redirects: hops followed at most.
        allow_private: fetch from inner addresses too.
        honour_robots: ask robots.txt first.
        gate: instead of one made from allow_private.
        ca_file: certificate authorities (PEM) instead of the bundled ones.
        sleep: waits between repetitions.
        now: the present, UTC-aware.
    """

    def __init__(
        self,
        *,
        user_agent: str = USER_AGENT,
        timeout: float = 30,
        total: float = 120,
        max_bytes: int = MAX_BYTES,
        retries: int = 3,
        backoff: float = 0.5,
        longest_wait: float = 30,
        redirects: int = 10,
        allow_private: bool = False,
        honour_robots: bool = True,
        gate: AddressGuard | None = None,
        ca_file: str | None = None,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.total, self.max_bytes, self.user_agent = total, max_bytes, user_agent
        self._hops, self._now = redirects, now
        self._transport = Transport(
            user_agent=user_agent,
            gate=gate or AddressGuard(allow_private=allow_private),
            limits=Limits(connect=min(10.0, timeout), read=timeout, total=total, max_bytes=max_bytes),
            patience=Backoff(retries=retries, backoff=backoff, longest=longest_wait, sleep=sleep),
            ca_file=ca_file,
        )
        self._robots = Robots(user_agent.split("/", maxsplit=1)[0].strip(), self._robots_text) if honour_robots else None

    def close(self) -> None:
        """Closes the kept connections."""
        self._transport.close()

    def fetch(self, policy: str, url: str, *, validators: Validators | None = None) -> Fetched | Unchanged:
        """See LiveSource.fetch."""
        answer = self.follow(url, _conditions(validators), jar=CookieJar(), until=time.monotonic() + self.total)
        if answer.status == 304 and validators is not None:
            return Unchanged(url, self._now())
        return self.fetched(policy, url, answer)

    def fetched(self, policy: str, url: str, answer: Response) -> Fetched:
        """An answer as a snapshot of an address.

        Raises:
            HttpStatus, RateLimited: its status is that of no page.
            Unreachable: its content coding can't be undone.
        """
        if answer.status not in (200, 203):
            raise status_error(answer)
        body = answer.body()
        headers = {name: value for name, value in answer.headers.items() if name not in _PRIVATE_HEADERS}
        snapshot = Snapshot(policy, url, self._now(), "live", body, answer.status, headers.get("content-type"), headers)
        return Fetched(snapshot, Validators(headers.get("etag"), headers.get("last-modified")), answer.url)

    def follow(self, url: str, headers: Mapping[str, str], *, jar: CookieJar, until: float) -> Response:
        """The first answer that is no redirect; every hop passes the gate, the rules for robots, and the one deadline.

        Args:
            url: http or https.
            headers: beside the usual ones.
            jar: cookies to send; those of the answers are put in.
            until: time.monotonic moment at which to give up.

        Raises:
            SourceError: no answer; the caller judges the status of one.
        """
        seen, here = {url: 1}, url
        for _ in range(self._hops + 1):
            if self._robots is not None and not self._robots.allows(here):
                raise Blocked(f"{here} may not be fetched by robots: its robots.txt says so; track another address.", reason="robots")
            answer = self._transport.get(here, headers=headers, jar=jar, until=until)
            location = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not location:
                return answer
            here = _next_hop(here, location)
            seen[here] = seen.get(here, 0) + 1
            if seen[here] > 2:  # once more is common: a cookie is set, then the same address answers
                raise _lost(f"{url} redirects in a circle (back to {here}); check the address.")
        raise _lost(f"{url} redirects more than {self._hops} times; check the address.")

    def _robots_text(self, url: str) -> str | None:
        """The rules' text, "" when there are none (RFC 9309, section 2.3.1), None when the host did not say."""
        until = time.monotonic() + min(self.total, 20.0)
        try:
            for _ in range(5):
                answer = self._transport.get(url, until=until, once=True)
                location = answer.headers.get("location")
                if answer.status not in _REDIRECTS or not location:
                    text = answer.body()[:_ROBOTS_BYTES].decode("utf-8", "replace")
                    return text if answer.status == 200 else "" if answer.status < 500 else None
                url = _next_hop(url, location)
        except SourceError:
            return None
        return ""


def _lost(says: str) -> Unreachable:
    return Unreachable(says, reason="redirect-loop", transient=False)


def _conditions(validators: Validators | None) -> dict[str, str]:
    headers = {"Accept": ACCEPT}
    if validators is not None and validators.etag:
        headers["If-None-Match"] = validators.etag
    if validators is not None and validators.last_modified:
        headers["If-Modified-Since"] = validators.last_modified
    return headers


def _next_hop(url: str, location: str) -> str:
    """Where a redirect leads, without the fragment; servers send Latin-1 or UTF-8 bytes unescaped, and blanks."""
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    target = urljoin(url, location.strip().replace(" ", "%20"))
    return urlsplit(target)._replace(fragment="").geturl()
