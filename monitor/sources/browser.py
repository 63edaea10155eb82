"""Pages that scripts draw, read through a headless Chromium: what the page shows in the end is what is kept."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import threading
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from monitor.errors import Blocked, SourceError, Unreachable
from monitor.net.background import run_in_background
from monitor.net.response import Response
from monitor.net.transport import CookieJar
from monitor.sources.interface import Fetched, Validators
from monitor.sources.live import ACCEPT, HttpSource

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page, WebSocketRoute

T = TypeVar("T")
RENDERED = "x-policy-monitor-rendered"
"""Header of ours in a snapshot's record: the bytes are the page as this browser had drawn it, not as the server sent it."""
INSTALL = "pip install 'policy-monitor[browser]'"
_BROWSERS = threading.BoundedSemaphore(2)
"""Browsers running at once in this process, a few hundred MB each."""
_NO_WAY_OUT = (
    "--proxy-server=127.0.0.1:1",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # also for the proxy: what is not handed to us ends here
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-gpu",
    "--disable-extensions",
)
_HANDED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SYSTEMROOT",
    "LD_LIBRARY_PATH",
    "FONTCONFIG_PATH",
    "FONTCONFIG_FILE",
)
"""Environment that a browser needs; it may hold secrets besides."""
_OF_OTHER_BYTES = frozenset(
    {"content-length", "content-encoding", "transfer-encoding", "content-md5", "digest", "content-digest", "etag", "last-modified"}
)
"""Headers that speak of the bytes as sent, not of the page as drawn."""
_LOOK, _CALM, _LONGEST = 0.25, 1.0, 20.0
"""Seconds between looks at the page; for how long it must stay the same; how long it is waited for."""
_LENGTH = "document.readyState !== 'loading' && document.body ? document.body.innerText.length : -1"

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
"""Puts what components draw in their shadow trees where a reader sees it: a page's HTML leaves it out."""


class BrowserSource:
    """Fetches pages as they are now and lets their scripts run.

    The page and everything it asks for is fetched by `source`; see `RequestProxy`. Nothing is asked conditionally: an unchanged shell says
    nothing of the text that scripts put into it.

    Args:
        source: fetches; its limits of time and size hold for the page as a whole.
    """

    def __init__(self, source: HttpSource) -> None:
        self._source = source

    def close(self) -> None:
        """Closes the kept connections."""
        self._source.close()

    def fetch(self, policy: str, url: str, *, validators: Validators | None = None) -> Fetched:
        """See LiveSource.fetch; the body is the drawn page's HTML in UTF-8. What is no HTML is kept as it came."""
        _ = validators
        until, jar = time.monotonic() + self._source.total, CookieJar()
        answer = self._source.follow(url, {"Accept": ACCEPT}, jar=jar, until=until)
        plain = self._source.fetched(policy, url, answer)
        if "html" not in (plain.snapshot.media_type or "html").lower():
            return plain
        with _BROWSERS:
            until = max(until, time.monotonic() + min(self._source.total, _LONGEST))  # waiting for one's turn is nobody's fault
            html, last, name = _run(_drawn(self._source, RequestProxy(self._source, answer, jar=jar, until=until), until))
        body = html.encode("utf-8", "replace")
        if len(body) > self._source.max_bytes:
            says = f"{url} draws more than {self._source.max_bytes:,} bytes, which is no policy; raise the size limit if it is."
            raise Unreachable(says, reason="too-large", transient=False)
        page = self._source.fetched(policy, url, last)
        headers = {key: value for key, value in page.snapshot.headers.items() if key not in _OF_OTHER_BYTES}
        media_type = "text/html; charset=utf-8"
        snapshot = replace(page.snapshot, body=body, media_type=media_type, headers=headers | {"content-type": media_type, RENDERED: name})
        return Fetched(snapshot, Validators(), last.url)


def browser_name() -> str:
    """Name and version of the browser that pages would be read with; starts it.

    Raises:
        SourceError: with reason "no-browser" and what to do.
    """

    async def ask() -> str:
        async with _browser() as browser:
            return _name(browser)

    return _run(ask())


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Runs a coroutine in an event loop and a thread of its own: the caller may have a loop already."""
    return run_in_background(lambda: asyncio.run(work), "browser").result()


async def _drawn(source: HttpSource, errands: RequestProxy, until: float) -> tuple[str, Response, str]:
    """HTML of the page as drawn, the answer that it came with, and the browser's name."""
    first = errands.page
    async with _browser() as browser:
        context = await browser.new_context(user_agent=source.user_agent, service_workers="block", accept_downloads=False)
        await context.route("**/*", errands.run)
        await context.route_web_socket("**/*", _closed)
        page = await context.new_page()
        try:
            async with asyncio.timeout_at(asyncio.get_running_loop().time() + max(1.0, until - time.monotonic())):
                await page.goto(first.url, wait_until="commit", timeout=0)
                await _settled(page, errands)
                await page.evaluate(_FLATTEN)
                html = await page.content()
        except TimeoutError as error:
            says = f"{first.url} did not finish its scripts in {source.total:.0f} s; it will be tried again."
            raise Unreachable(says, reason="timeout") from error
        except _playwright_error() as error:
            raise Unreachable(
                f"The browser could not show {first.url} ({_line(error)}); it will be tried again.", reason="browser"
            ) from error
        return html, errands.page, _name(browser)


async def _settled(page: Page, errands: RequestProxy) -> None:
    """Waits until the page's text stays the same and nothing is under way; a page that never rests is taken as it is after a while."""
    loop = asyncio.get_running_loop()
    begun = since = loop.time()
    length = -1
    while loop.time() - begun < _LONGEST and (errands.under_way or loop.time() - since < _CALM):
        await asyncio.sleep(_LOOK)
        try:
            now = await page.evaluate(_LENGTH)
        except _playwright_error():  # it is going to another page
            now = -1
        if now != length or now < 0:
            length, since = now, loop.time()


@asynccontextmanager
async def _browser() -> AsyncIterator[Browser]:
    try:
        from playwright.async_api import Error, async_playwright
    except ImportError as error:
        raise SourceError(
            f"A browser is needed and Playwright is not installed: {INSTALL}", reason="no-browser", transient=False
        ) from error
    async with async_playwright() as player:
        kept: dict[str, str | float | bool] = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
        try:
            browser = await player.chromium.launch(
                executable_path=executable(), args=[*_NO_WAY_OUT], env=kept, chromium_sandbox=not _is_root(), timeout=60_000
            )
        except Error as error:
            raise _unavailable(error) from error
        try:
            yield browser
        finally:
            with suppress(Error, TimeoutError):
                await asyncio.wait_for(browser.close(), 10)


def executable() -> str | None:
    """CHROMIUM, or an installed browser on the path; None leaves it to Playwright's own."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


def _unavailable(error: Exception) -> SourceError:
    what = executable() or "Playwright's own Chromium"
    says = (
        f"{what} could not be started ({_line(error)}). Install one (`apt-get install chromium`, or `playwright install chromium`), "
        "or set CHROMIUM to the path of one."
    )
    return Blocked(says, reason="no-browser")


def _line(error: Exception) -> str:
    return str(error).strip().split("\n")[0][:200]


def _playwright_error() -> type[Exception]:
    from playwright.async_api import Error

    return Error


async def _closed(socket: WebSocketRoute) -> None:
    await socket.close()


def _is_root() -> bool:
    """Chromium refuses its sandbox to root."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _name(browser: Browser) -> str:
    return f"{browser.browser_type.name.capitalize()} {browser.version}"


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


class RequestProxy:
    """Answers the requests of one page.

    Each goes through the same gate as all other traffic: http and https only, vetted addresses, robots.txt, sizes and times bounded,
    redirects followed hop by hop. Only GET is sent: reading a page changes nothing at its server.

    Args:
        source: does the fetching.
        first: the answer that the page itself came with; given to the browser once and not asked for again.
        jar: the page's cookies; the browser holds none.
        until: time.monotonic moment at which to give up.
    """

    def __init__(self, source: HttpSource, first: Response, *, jar: CookieJar, until: float) -> None:
        self.page, self.refused, self.under_way = first, list[str](), 0
        """The answer that the present page came with; what was refused and why; requests not answered yet."""
        self._first: Response | None = first
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

    async def _answer(self, request: Request) -> Response:
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
