"""Shows the kept bytes of a page in a headless Chromium: for a picture of it, and for all that it loads."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.errors import Blocked, Unreachable
from monitor.model import PageExchange, SnapshotRecord, TakenPage
from monitor.net.cookies import CookieJar
from monitor.net.response import Response
from monitor.sources.browser import BROWSERS, RENDERED, TEXT_RESOURCES, RequestProxy, close_socket, wait_until_stable
from monitor.sources.chromium import first_line, launched_browser, playwright_error, run_async, version_of
from monitor.sources.live import HttpSource

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page, Request

WIDTH, SCREEN = 1280, 900
"""Of the browser's window, in pixels."""
MAX_HEIGHT = 50_000
"""Of a picture, in pixels: some 20,000 words. The browser holds all of it in memory, 256 MB."""
# Pictures and fonts are what a page looks like; frames, videos and pings are not the document.
_KINDS = TEXT_RESOURCES | {"image", "font"}
# How many screens are scrolled through, so that pictures which load when they come into sight do.
_MOST_SCREENS, _MOMENT = 60, 0.03
_CODED = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_HEIGHT = "Math.max(document.documentElement.scrollHeight, document.body ? document.body.scrollHeight : 0)"


class Camera:
    """Opens pages in a browser that is given the bytes which are kept; only what these ask for comes from the network.

    Args:
        source: does the fetching, by the rules of all other traffic: see RequestProxy.
        now: the current time, in UTC.
    """

    def __init__(self, source: HttpSource, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._source, self._now = source, now

    def take(self, url: str, record: SnapshotRecord, body: bytes, *, picture: bool) -> TakenPage:
        """See PageCamera.take. What is no page - a PDF, plain text - is not opened, and there is no picture of it."""
        if "html" not in (record.media_type or "html").lower():
            return TakenPage(self._now())
        with BROWSERS, self._source.opening(url):
            deadline = time.monotonic() + self._source.total
            proxy = _RecordingProxy(self._source, _answered(record, body), deadline, self._now)
            return run_async(self._shown(proxy, record, deadline, picture=picture))

    async def _shown(self, proxy: _RecordingProxy, record: SnapshotRecord, deadline: float, *, picture: bool) -> TakenPage:
        at, what = self._now(), proxy.page.url
        async with launched_browser() as browser:
            try:
                async with asyncio.timeout_at(asyncio.get_running_loop().time() + max(1.0, deadline - time.monotonic())):
                    page = await _opened(browser, proxy, self._source.user_agent, scripts=RENDERED not in record.headers)
                    taken, cut = await _pictured(page, proxy, wanted=picture)
            except TimeoutError as error:
                says = f"The browser did not show {what} within {self._source.total:.0f} s; it will be retried"
                raise Unreachable(says, reason="timeout") from error
            except playwright_error() as error:
                raise Unreachable(
                    f"The browser failed to show {what} ({first_line(error)}); it will be retried", reason="browser"
                ) from error
            return TakenPage(at, version_of(browser), taken, cut, tuple(proxy.exchanges), len(proxy.refused))


def _answered(record: SnapshotRecord, body: bytes) -> Response:
    """What the browser is told when it asks for the page."""
    headers = {name.lower(): value for name, value in record.headers.items() if name.lower() not in _CODED}
    headers |= {"content-type": record.media_type} if record.media_type else {}
    # Where the page really was: its relative addresses start from there.
    url = record.redirects[-1].url if record.redirects else record.url
    return Response(url, record.status or 200, headers, body, limit=max(1, len(body)))


async def _opened(browser: Browser, proxy: _RecordingProxy, user_agent: str, *, scripts: bool) -> Page:
    """The page, settled. What was rendered once has been drawn by its scripts already, which would draw it a second time."""
    context = await browser.new_context(
        user_agent=user_agent, service_workers="block", accept_downloads=False, java_script_enabled=scripts,
        viewport={"width": WIDTH, "height": SCREEN},
    )  # fmt: skip
    await context.route("**/*", proxy.handle)
    await context.route_web_socket("**/*", close_socket)
    page = await context.new_page()
    await page.goto(proxy.page.url, wait_until="commit", timeout=0)
    await wait_until_stable(page, proxy)
    await _scroll(page)
    await wait_until_stable(page, proxy)
    return page


async def _scroll(page: Page) -> None:
    """To the end and back. Step by step from here: where a page's scripts are off, so are its timers."""
    screens = min(_MOST_SCREENS, int(await page.evaluate(_HEIGHT)) // SCREEN)
    for place in (*range(1, screens + 1), 0):
        await page.evaluate(f"window.scrollTo(0, {place * SCREEN})")
        await asyncio.sleep(_MOMENT)


async def _pictured(page: Page, proxy: RequestProxy, *, wanted: bool) -> tuple[bytes | None, int]:
    """A picture of the whole page, and how many pixels of its height are missing."""
    if not wanted:
        return None, 0
    height = int(await page.evaluate(_HEIGHT))
    if height > MAX_HEIGHT:
        await page.set_viewport_size({"width": WIDTH, "height": MAX_HEIGHT})
        await wait_until_stable(page, proxy)
    # Without a limit of its own: the one for the page as a whole applies.
    taken = await page.screenshot(full_page=height <= MAX_HEIGHT, animations="disabled", scale="css", timeout=0)
    return taken, max(0, height - MAX_HEIGHT)


class _RecordingProxy(RequestProxy):
    """Answers the requests of a page whose bytes are kept, and notes the answers. The page stays: it can't lead to another one.

    Attributes:
        exchanges: what was answered, in the order of the answers.
    """

    def __init__(self, source: HttpSource, page: Response, deadline: float, now: Callable[[], datetime]) -> None:
        super().__init__(source, page, jar=CookieJar(), deadline=deadline, kinds=_KINDS)
        self.exchanges: list[PageExchange] = []
        self._now = now

    async def _response(self, request: Request) -> Response:
        if self._first is not None and request.is_navigation_request():
            return await super()._response(request)
        at, response = self._now(), await super()._response(request)
        headers = {name: value for name, value in response.headers.items() if name not in _CODED | {"set-cookie", "set-cookie2"}}
        self.exchanges.append(PageExchange(request.url, at, response.status, headers, response.body(), response.redirects))
        return response

    def _check(self, request: Request) -> None:
        if request.is_navigation_request():
            raise Blocked(f"Not fetched: {request.url} is not the page that is being kept.", reason="not-needed")
        super()._check(request)
