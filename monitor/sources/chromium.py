"""Finding, starting and stopping a headless Chromium that has no network access of its own."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from monitor.errors import Blocked, SourceError
from monitor.net.background import run_in_background

if TYPE_CHECKING:
    from playwright.async_api import Browser

T = TypeVar("T")
INSTALL = "pip install 'policy-monitor[browser]'"

_ISOLATION_FLAGS = (
    # Every request of a page is intercepted and answered by us. What an interception misses goes to a proxy that does not exist …
    "--proxy-server=127.0.0.1:1",
    "--proxy-bypass-list=<-loopback>",  # … and so do loopback addresses, which Chromium exempts from proxies by default
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-gpu",
    "--disable-extensions",
)
# Variables that the browser process gets. The rest may be secrets (SMTP_PASSWORD, SLACK_TOKEN).
_ENVIRONMENT = (
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


def executable() -> str | None:
    """The path in CHROMIUM, or else an installed browser; None leaves the choice to Playwright, which brings its own."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


def browser_name() -> str:
    """Name and version of the browser that pages are rendered with; starts it to find out.

    Raises:
        SourceError: with reason "no-browser" and what to install.
    """

    async def start() -> str:
        async with launched_browser() as browser:
            return version_of(browser)

    return run_async(start())


def version_of(browser: Browser) -> str:
    """Name and version of a running browser: "Chromium 131.0.6778.33"."""
    return f"{browser.browser_type.name.capitalize()} {browser.version}"


def run_async(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in a thread and an event loop of its own, because the caller may be inside a loop already."""
    return run_in_background(lambda: asyncio.run(work), "browser").result()


@asynccontextmanager
async def launched_browser() -> AsyncIterator[Browser]:
    """A browser for the duration of the block.

    Raises:
        SourceError: with reason "no-browser": Playwright or Chromium is missing, or does not start.
    """
    try:
        from playwright.async_api import Error, async_playwright
    except ImportError as error:
        raise SourceError(f"Rendering pages needs Playwright; install it with {INSTALL}", reason="no-browser", transient=False) from error
    async with async_playwright() as playwright:
        environment: dict[str, str | float | bool] = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        try:
            browser = await playwright.chromium.launch(
                executable_path=executable(),
                args=[*_ISOLATION_FLAGS],
                env=environment,
                chromium_sandbox=not _is_root(),
                timeout=60_000,  # milliseconds
            )
        except Error as error:
            raise _start_failure(error) from error
        try:
            yield browser
        finally:
            # A browser that hangs while it closes must not keep the page, which is complete, from being used.
            with suppress(Error, TimeoutError):
                await asyncio.wait_for(browser.close(), 10)


def playwright_error() -> type[Exception]:
    """Playwright's own exception class; imported late, because Playwright is optional."""
    from playwright.async_api import Error

    return Error


def first_line(error: Exception) -> str:
    """The first line of an error; Playwright appends a call log of dozens."""
    return str(error).strip().split("\n")[0][:200]


def _start_failure(error: Exception) -> SourceError:
    what = executable() or "Playwright's own Chromium"
    says = (
        f"Can't start {what} ({first_line(error)}). Install a browser (`apt-get install chromium` or `playwright install chromium`), "
        "or set CHROMIUM to its path."
    )
    return Blocked(says, reason="no-browser")


def _is_root() -> bool:
    """Chromium's sandbox does not work for root: it exits with "Running as root without --no-sandbox is not supported"."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
