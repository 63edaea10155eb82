"""What a page in the browser asks for, fetched by our own transport: the browser itself has no way out."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from monitor.errors import Blocked, SourceError
from monitor.sources.answer import Answer
from monitor.sources.live import HttpSource
from monitor.sources.transport import CookieJar

if TYPE_CHECKING:
    from playwright.async_api import Request, Route

MOST_REQUESTS = 200
"""Of one page: a page that draws its policy needs a few dozen."""
MOST_BYTES = 60_000_000
"""Of all that one page asks for."""
_AT_ONCE = 4
_NEEDED = frozenset({"document", "script", "stylesheet", "xhr", "fetch"})
"""Kinds of requests that can bring text; pictures, films, fonts and pings are not fetched."""
_OURS = frozenset(
    {"host", "user-agent", "accept-encoding", "accept-language", "connection", "cookie", "content-length", "transfer-encoding"}
)
"""Headers that the transport writes itself."""
_NOT_HANDED_ON = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie", "set-cookie2", "alt-svc"}
)
_LOG = logging.getLogger(__name__)


class Errands:
    """Answers the requests of one page.

    Each goes through the same gate as all other traffic: http and https only, vetted addresses, robots.txt, sizes and times bounded,
    redirects followed hop by hop. Only GET is sent: reading a page changes nothing at its server.

    Args:
        source: does the fetching.
        first: the answer that the page itself came with; given to the browser once and not asked for again.
        jar: the page's cookies; the browser holds none.
        until: time.monotonic moment at which to give up.
    """

    def __init__(self, source: HttpSource, first: Answer, *, jar: CookieJar, until: float) -> None:
        self.page, self.refused, self.under_way = first, list[str](), 0
        """The answer that the present page came with; what was refused and why; requests not answered yet."""
        self._first: Answer | None = first
        self._source, self._jar, self._until = source, jar, until
        self._asked = self._bytes = 0
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def run(self, route: Route, request: Request) -> None:
        """Answers one request, or refuses it."""
        self.under_way += 1
        try:
            answer = await self._answer(request)
            body = answer.body()
        except SourceError as error:
            _LOG.debug("the page asked in vain for %s: %s", request.url, error)
            self.refused.append(str(error))
            await route.abort("aborted")  # a page that may not go elsewhere stays where it is
            return
        finally:
            self.under_way -= 1
        if request.is_navigation_request():
            self.page = answer
        headers = {name: value for name, value in answer.headers.items() if name not in _NOT_HANDED_ON}
        await route.fulfill(status=answer.status, headers=headers, body=body)

    async def _answer(self, request: Request) -> Answer:
        if self._first is not None and request.is_navigation_request():
            first, self._first = self._first, None
            return first
        self._judge(request)
        headers = {name: value for name, value in request.headers.items() if name not in _OURS and not name.startswith(("sec-", ":"))}
        async with self._turns:
            answer = await asyncio.to_thread(self._source.follow, request.url, headers, jar=self._jar, until=self._until)
        self._bytes += len(answer.coded)
        return answer

    def _judge(self, request: Request) -> None:
        self._asked += 1
        says = ""
        if request.resource_type not in _NEEDED or (request.is_navigation_request() and request.frame.parent_frame is not None):
            says = f"{request.url} is a {request.resource_type} and brings no text of the policy"
        elif request.method != "GET":
            says = f"{request.url} is asked for by {request.method}; only GET is sent"
        elif self._asked > MOST_REQUESTS or self._bytes > MOST_BYTES:
            says = f"The page asks for more than {MOST_REQUESTS} files or {MOST_BYTES:,} bytes"
        if says:
            raise Blocked(f"{says}; it was not fetched.", reason="not-needed")
