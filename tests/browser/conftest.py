"""A real Chromium, and the demonstration site on disk; without a Chromium these tests are skipped."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.render import hostile as hostile_module  # noqa: E402
from tests.render import sample as sample_module  # noqa: E402

HERE = Path(__file__).parent
PATIENCE = 300_000
"""Milliseconds until a step of a page fails: a hang is an error, a slow machine is not."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _executable() -> str | None:
    """CHROMIUM, or what is on the path; None leaves it to Playwright's own."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as started:
        try:
            found = started.chromium.launch(executable_path=_executable(), args=["--no-sandbox", "--disable-gpu"])
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
def sample() -> object:
    return sample_module


@pytest.fixture(scope="session")
def hostile() -> object:
    return hostile_module


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_module.demonstration(tmp_path_factory.mktemp("site")).parent
