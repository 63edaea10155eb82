"""Finding and starting Chromium; see test_browser for what it renders."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from monitor.errors import SourceError
from monitor.sources.chromium import browser_name, executable, first_line, run_async


def fake(folder: Path, name: str, script: str = "exit 3") -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_the_environment_outranks_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = fake(tmp_path, "google-chrome")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert executable() == str(installed)
    assert executable() != str(fake(tmp_path, "firefox"))
    assert executable() == str(installed)
    monkeypatch.setenv("CHROMIUM", "/opt/chromium")
    assert executable() == "/opt/chromium"


def test_chromium_is_preferred_to_chrome(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert executable() is None, "then Playwright's own is used"
    for name in ("google-chrome", "chromium-browser", "chromium"):
        assert executable() != str(tmp_path / name)
        fake(tmp_path, name)
        assert executable() == str(tmp_path / name)


def test_without_playwright_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "playwright.async_api", None)
    with pytest.raises(SourceError, match=r"pip install 'policy-monitor\[browser\]'") as caught:
        browser_name()
    assert (caught.value.reason, caught.value.transient) == ("no-browser", False)


def test_a_browser_that_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("playwright.async_api", reason="Playwright is not installed")
    monkeypatch.setenv("CHROMIUM", str(fake(tmp_path, "broken")))
    with pytest.raises(SourceError, match=r"Can't start .*broken .*or set CHROMIUM to its path") as caught:
        browser_name()
    assert "\n" not in str(caught.value)


def test_coroutines_run_beside_a_running_loop() -> None:
    async def inner() -> int:
        await asyncio.sleep(0)
        return 42

    async def outer() -> int:
        return await asyncio.to_thread(lambda: run_async(inner()))

    assert run_async(inner()) == run_async(outer()) == 42


def test_only_the_first_line_of_an_error_is_shown() -> None:
    assert first_line(ValueError("\nfailed\n  call log:\n  - <launching>")) == "failed"
    assert len(first_line(ValueError("x" * 999))) == 200
