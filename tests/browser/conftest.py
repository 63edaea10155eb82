"""A real Chromium, and the demonstration site on disk; without a Chromium these tests are skipped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from monitor.sources.chromium import executable
from tests.render import sample

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

HERE = Path(__file__).parent
PATIENCE = 300_000
"""Milliseconds until a step of a page fails: a hang is an error, a slow machine is not."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as started:
        try:
            found = started.chromium.launch(executable_path=executable(), args=["--no-sandbox", "--disable-gpu"])
        except playwright.Error as error:
            pytest.skip(f"no Chromium: set CHROMIUM, or run `playwright install chromium` ({str(error).splitlines()[0]})")
        yield found
        found.close()


@contextmanager
def opened(browser: playwright.Browser, page: Path, **options: Any) -> Iterator[tuple[playwright.Page, list[str]]]:
    """The page, and everything that went wrong or left it: console errors, dialogs, requests to anything but files."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    tab, seen = context.new_page(), []
    tab.on("request", lambda request: None if request.url.startswith(("file:", "data:")) else seen.append(request.url))
    tab.on("console", lambda message: seen.append(message.text) if message.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: seen.append(str(error)))
    tab.on("dialog", lambda dialog: (seen.append(f"dialog {dialog.message}"), dialog.dismiss()))
    try:
        tab.goto(page.as_uri())
        yield tab, seen
    finally:
        context.close()


def settled(tab: playwright.Page) -> None:
    """Returns after two frames were painted, when everything that a loaded page runs by itself has had its turn."""
    tab.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0))))")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.demonstration(tmp_path_factory.mktemp("site")).parent
