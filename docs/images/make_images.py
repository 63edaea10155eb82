"""Takes the pictures of the documentation from the example's report. Run: make images"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from monitor.cli import main

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CHANGE = "northwind/20130920052110--20161130114831.html"


def browser_path() -> str | None:
    """An installed Chromium, or None for Playwright's own."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def take(reports: Path) -> None:
    """changelog.png and overview.png from rendered reports."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        page = browser.new_page(device_scale_factor=1.5)
        for name, place, height in (("changelog", CHANGE, 1010), ("overview", "index.html", 640)):
            page.set_viewport_size({"width": 1200, "height": height})
            page.goto((reports / place).as_uri())
            page.screenshot(path=HERE / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copytree(ROOT / "examples", home / "examples")
        shutil.copy(ROOT / "config.yaml", home)
        main(["--config", str(home / "config.yaml"), "--quiet", "run"])
        take(home / "reports")
