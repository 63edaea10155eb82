"""Pages that need JavaScript: rendered in a headless Chromium, whose requests all pass through our own transport."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.errors import Blocked, SourceError, Unreachable
from monitor.model import Redirect
from monitor.net.cookies import CookieJar
from monitor.net.response import Response
from monitor.sources.chromium import first_line, launched_browser, playwright_error, run_async, version_of
from monitor.sources.interface import Fetched, Validators
from monitor.sources.live import ACCEPT, MAX_TARGET, HttpSource

if TYPE_CHECKING:
    from playwright.async_api import Page, Request, Route, WebSocketRoute

RENDERED = "x-policy-monitor-rendered"
"""Our own header in a snapshot's record: the bytes are the page as this browser rendered it, not as the server sent it."""

MAX_REQUESTS = 200
"""Per page; pages that load their policy by script make a few dozen."""
MAX_PAGE_BYTES = 60_000_000
"""Of all responses to one page's requests together."""

BROWSERS = threading.BoundedSemaphore(2)
"""Browsers running at once in this process: each takes a few hundred MB."""
# Of one page. A browser would open six connections to a host; we are in no hurry.
_CONCURRENT_REQUESTS = 4
# How often the text's length is checked; how long it must not change; how long to wait for that at most: a page with a clock never settles
# (test_a_page_that_never_settles_is_read_as_it_is).
_POLL_SECONDS, _STABLE_SECONDS, _MAX_SETTLE_SECONDS = 0.25, 1.0, 20.0
# Headers that describe the bytes as sent, which rendering replaces.
_STALE_HEADERS = frozenset(
    {"content-length", "content-encoding", "transfer-encoding", "content-md5", "digest", "content-digest", "etag", "last-modified"}
)
# Resource types that can contribute text. Images, media, fonts and pings are not fetched.
TEXT_RESOURCES = frozenset({"document", "script", "stylesheet", "xhr", "fetch"})
# Request headers that our transport sets itself.
_TRANSPORT_HEADERS = frozenset(
    {"host", "user-agent", "accept-encoding", "accept-language", "connection", "cookie", "content-length", "transfer-encoding"}
)
# The body is passed to the browser decoded, and cookies stay in our jar.
_DROPPED_RESPONSE_HEADERS = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie", "set-cookie2", "alt-svc"}
)
_MAX_STEPS = 10
_LOG = logging.getLogger(__name__)

_TEXT_LENGTH = "document.readyState !== 'loading' && document.body ? document.body.innerText.length : -1"
# Moves the content of shadow trees into the document: a page's serialised HTML omits what web components render there.
_FLATTEN = """() => {
  const flat = root => {
    for (const host of root.querySelectorAll('*')) {
      if (!host.shadowRoot) continue
      flat(host.shadowRoot)
      for (const slot of host.shadowRoot.querySelectorAll('slot')) slot.replaceWith(...slot.assignedNodes({flatten: true}))
      host.replaceChildren(...host.shadowRoot.childNodes)
    }
  }
  try { flat(document) } catch {}
}"""


class BrowserSource:
    """Fetches pages as they are now and runs their scripts.

    `source` fetches the page and every resource it requests; see RequestProxy. Requests are never conditional: an unchanged HTML shell
    says nothing about the text that scripts load into it.

    Args:
        source: does the fetching; its limits on time and size apply to the page as a whole.
    """

    def __init__(self, source: HttpSource) -> None:
        self._source = source

    def close(self) -> None:
        """Close all connections."""
        self._source.close()

    def fetch(self, policy: str, url: str, *, validators: Validators | None = None, led_from: str | None = None) -> Fetched:
        """See LiveSource.fetch. The body is the rendered page's HTML in UTF-8; anything but HTML (a PDF) is kept as received."""
        _ = validators  # see above: never conditional
        with self._source.opening(led_from or url):
            return self._fetch(policy, url)

    def _fetch(self, policy: str, url: str) -> Fetched:
        deadline, jar = time.monotonic() + self._source.total, CookieJar()
        response = self._source.follow(url, {"Accept": ACCEPT}, jar=jar, deadline=deadline, retry=self._source.retry)
        unrendered = self._source.fetched(policy, url, response)
        if "html" not in (unrendered.snapshot.media_type or "html").lower():
            return unrendered
        with BROWSERS:
            # Time spent waiting for a free browser must not count against the page.
            deadline = max(deadline, time.monotonic() + min(self._source.total, _MAX_SETTLE_SECONDS))
            proxy = RequestProxy(self._source, response, jar=jar, deadline=deadline)
            html, last, name = run_async(_render(self._source, proxy, deadline))
        body = html.encode("utf-8", "replace")
        if len(body) > self._source.max_bytes:
            limit = f"{self._source.max_bytes:,} byte limit"
            says = f"{url} exceeds the {limit} once rendered; raise `fetch: {{max_bytes: …}}` if this really is the policy."
            raise Unreachable(says, reason="too-large", transient=False)
        page = self._source.fetched(policy, url, last)
        headers = {key: value for key, value in page.snapshot.headers.items() if key not in _STALE_HEADERS}
        media_type = "text/html; charset=utf-8"
        snapshot = replace(page.snapshot, body=body, media_type=media_type, headers=headers | {"content-type": media_type, RENDERED: name})
        return Fetched(snapshot, Validators(), last.url)


async def _render(source: HttpSource, proxy: RequestProxy, deadline: float) -> tuple[str, Response, str]:
    """The rendered page's HTML, the response it was rendered from, and the browser's name."""
    first = proxy.page
    async with launched_browser() as browser:
        context = await browser.new_context(user_agent=source.user_agent, service_workers="block", accept_downloads=False)
        await context.route("**/*", proxy.handle)
        await context.route_web_socket("**/*", close_socket)
        page = await context.new_page()
        try:
            # At least a second, even if the download took all the time.
            async with asyncio.timeout_at(asyncio.get_running_loop().time() + max(1.0, deadline - time.monotonic())):
                await page.goto(first.url, wait_until="commit", timeout=0)
                await wait_until_stable(page, proxy)
                await page.evaluate(_FLATTEN)
                html = await page.content()
        except TimeoutError as error:
            says = f"The scripts of {first.url} did not finish within {source.total:.0f} s; it will be retried."
            raise Unreachable(says, reason="timeout") from error
        except playwright_error() as error:
            says = f"The browser failed to render {first.url} ({first_line(error)}); it will be retried."
            raise Unreachable(says, reason="browser") from error
        return html, proxy.page, version_of(browser)


async def wait_until_stable(page: Page, proxy: RequestProxy) -> None:
    """Wait until the page's text stops changing and no request is pending; a page that never settles is taken as it is after a while.

    Playwright's "networkidle" does not do: a page with a ticking clock or a poll every 400 ms never reaches it.
    """
    loop = asyncio.get_running_loop()
    started = changed = loop.time()
    length = -1
    while loop.time() - started < _MAX_SETTLE_SECONDS and (proxy.pending or loop.time() - changed < _STABLE_SECONDS):
        await asyncio.sleep(_POLL_SECONDS)
        try:
            current = await page.evaluate(_TEXT_LENGTH)
        except playwright_error():  # the page is navigating, so there is no document to evaluate in
            current = -1
        if current != length or current < 0:
            length, changed = current, loop.time()


async def close_socket(socket: WebSocketRoute) -> None:
    """Refuses a page's web socket, which nothing of ours could look into."""
    await socket.close()


class RequestProxy:
    """Answers the requests of one page in the browser's place.

    Each passes the same checks as all other traffic: http and https only, vetted addresses, robots.txt, limits on size and time, redirects
    followed one by one. Only GET is sent: reading a page must not change anything on its server.

    Args:
        source: does the fetching.
        first: the response to the page itself; handed to the browser once instead of being fetched again.
        jar: the page's cookies; the browser itself has none.
        deadline: when (time.monotonic) to give up.
        kinds: the resource types that are fetched.

    Attributes:
        page: the response that the current page came with; script navigation replaces it.
        refused: why requests were refused, one sentence each.
        pending: number of requests not answered yet.
    """

    def __init__(
        self, source: HttpSource, first: Response, *, jar: CookieJar, deadline: float, kinds: frozenset[str] = TEXT_RESOURCES
    ) -> None:
        self.page = first
        self.refused: list[str] = []
        self.pending = 0
        self._first: Response | None = first
        self._source, self._jar, self._deadline = source, jar, deadline
        self._requests = self._bytes = 0
        self._slots = asyncio.Semaphore(_CONCURRENT_REQUESTS)
        self._kinds = kinds

    async def handle(self, route: Route, request: Request) -> None:
        """Answer one request, or abort it."""
        self.pending += 1
        try:
            response = await self._response(request)
            body = response.body()
        except SourceError as error:
            _LOG.debug("refused %s: %s", request.url, error)
            self.refused.append(str(error))
            await route.abort("aborted")  # for a navigation, "aborted" keeps the current page; other codes show an error page
            return
        finally:
            self.pending -= 1
        if request.is_navigation_request():
            self.page = self._reached(request.url, response)
        headers = {name: value for name, value in response.headers.items() if name not in _DROPPED_RESPONSE_HEADERS}
        await route.fulfill(status=response.status, headers=headers, body=body)

    def _reached(self, url: str, response: Response) -> Response:
        """A page with the steps that led to it: those of the page before, the script's own, and the redirects after that."""
        if response is self.page:
            return response
        steps = (*self.page.redirects, Redirect(url[:MAX_TARGET]), *response.redirects)
        # The first and the last ones of a page that keeps moving.
        return replace(response, redirects=steps if len(steps) <= 2 * _MAX_STEPS else (*steps[:_MAX_STEPS], *steps[-_MAX_STEPS:]))

    async def _response(self, request: Request) -> Response:
        if self._first is not None and request.is_navigation_request():
            first, self._first = self._first, None
            return first
        self._check(request)
        names = (name for name in request.headers if name not in _TRANSPORT_HEADERS and not name.startswith(("sec-", ":")))
        headers = {name: request.headers[name] for name in names}
        async with self._slots:
            response = await asyncio.to_thread(self._source.follow, request.url, headers, jar=self._jar, deadline=self._deadline)
        self._bytes += len(response.encoded)
        return response

    def _check(self, request: Request) -> None:
        self._requests += 1
        is_frame = request.is_navigation_request() and _opens_elsewhere(request)
        if request.resource_type not in self._kinds or is_frame:
            why = f"{request.url} is a {'frame' if is_frame else request.resource_type}, which holds no text of the policy"
        elif request.method != "GET":
            why = f"{request.url} was requested with {request.method}, and only GET is allowed"
        elif self._requests > MAX_REQUESTS or self._bytes > MAX_PAGE_BYTES:
            why = f"the page makes more than {MAX_REQUESTS} requests or loads more than {MAX_PAGE_BYTES:,} bytes"
        else:
            return
        raise Blocked(f"Not fetched: {why}.", reason="not-needed")


def _opens_elsewhere(request: Request) -> bool:
    """Whether a navigation is that of a frame in the page or of a window that the page opens, whose frame may not exist yet."""
    try:
        return request.frame.parent_frame is not None
    except playwright_error():
        return True
