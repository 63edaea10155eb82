"""Takes the screenshots of the documentation, 390, 1024 and 1440 pixels wide. Run: make images

The overview shows the sample site of the tests, because it has several policies; the other pages are the example's report.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from render import sample  # noqa: E402

from monitor.cli import main  # noqa: E402
from monitor.render.site import render_overview, render_policy  # noqa: E402

PAGES = {
    "overview": "demonstration/index.html",
    "policy": "northwind/index.html",
    "changelog": "northwind/20130920052110--20161130114831.html",
    "in-force": "northwind/current.html",
}
HEIGHTS = {390: 844, 1024: 900, 1440: 1000}
DARK = {("changelog", 390), ("overview", 1024), ("changelog", 1440)}
"""Screenshots also taken in dark mode."""
MOST_BYTES = 300_000


def browser_path() -> str | None:
    """The path of an installed Chromium, or None to use Playwright's own."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def take(reports: Path, folder: Path = HERE) -> list[Path]:
    """Writes NAME-WIDTH.png and NAME-WIDTH-dark.png, the first screen of each page, and returns their paths."""
    taken = []
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=browser_path(), args=["--no-sandbox", "--disable-gpu"])
        for name, place in PAGES.items():
            for width in HEIGHTS:
                for scheme in ("light", "dark") if (name, width) in DARK else ("light",):
                    path = folder / f"{name}-{width}{'-dark' if scheme == 'dark' else ''}.png"
                    _take_one(browser, reports / place, path, width, scheme)
                    taken.append(path)
        browser.close()
    large = [f"{path.name}: {path.stat().st_size:,} bytes" for path in taken if path.stat().st_size > MOST_BYTES]
    if large:
        raise SystemExit(f"too large for a repository: {', '.join(large)}")
    return taken


def _take_one(browser: Any, page: Path, path: Path, width: int, scheme: str) -> None:
    size = {"width": width, "height": HEIGHTS[width]}
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    tab = context.new_page()
    tab.goto(page.as_uri())
    tab.screenshot(path=path)
    context.close()


def demonstration(out: Path) -> None:
    """Renders an overview of several policies, without the one whose text consists of random words."""
    shown = [history for history in sample.histories() if history.policy.id != "quillfern"]
    for history in shown:
        render_policy(history, out, now=sample.NOW)
    render_overview(shown, out, now=sample.NOW)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        shutil.copytree(ROOT / "examples", home / "examples")
        shutil.copy(ROOT / "config.yaml", home)
        main(["--config", str(home / "config.yaml"), "--quiet", "run"])
        demonstration(home / "reports/demonstration")
        sys.stdout.writelines(f"{path.name}  {path.stat().st_size:,} bytes\n" for path in take(home / "reports"))
