"""Takes the screenshots of the documentation, 390, 1024 and 1440 pixels wide. Run: make images

The overview shows the sample site of the tests, because it has several policies; the other pages are the example's report.
The web app and the search are shown over sixty invented vendors, of which ten have changed.
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
from tests.cli.vendor_pages import change_vendors, serve_vendors  # noqa: E402
from tests.net.web_server import WebServer  # noqa: E402
from tests.web.conftest import serving  # noqa: E402

PAGES = {
    "overview": "demonstration/index.html",
    "policy": "northwind/index.html",
    "changelog": "northwind/20130920052110--20161130114831.html",
    "in-force": "northwind/current.html",
}
HEIGHTS = {390: 844, 1024: 900, 1440: 980}
DARK = {("changelog", 390), ("overview", 1024), ("changelog", 1440)}
"""Screenshots also taken in dark mode."""
APP = {
    "app-search": ("/-/search?q=sell+information&said=affirmed", (1440, 390)),
    "app-reviews": ("/-/reviews", (1440, 390)),
    "app-review": ("/-/reviews?policy=birch-mail-europe", (1024,)),
    "app-changes": ("/-/changes?severity=material", (1024,)),
    "app-policies": ("/-/policies", (1024,)),
    "portfolio": ("/index.html", (1440,)),
    "site-search": ("/search.html?q=artificial+may", (1024, 390)),
}
"""Screens of the web app, and pages that it shows, by name: the address and the widths."""
APP_DARK = {("app-reviews", 390), ("app-changes", 1024), ("site-search", 390)}
MOST_BYTES = 350_000


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
                    _take_one(browser, (reports / place).as_uri(), path, width, scheme)
                    taken.append(path)
        browser.close()
    return taken


def take_app(address: str, folder: Path = HERE) -> list[Path]:
    """Writes the screenshots of the web app that runs at an address, and returns their paths."""
    taken = []
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=browser_path(), args=["--no-sandbox", "--disable-gpu"])
        for name, (place, widths) in APP.items():
            for width in widths:
                scheme = "dark" if (name, width) in APP_DARK else "light"
                path = folder / f"{name}-{width}{'-dark' if scheme == 'dark' else ''}.png"
                _take_one(browser, address + place, path, width, scheme)
                taken.append(path)
        browser.close()
    return taken


def vendors(home: Path, web: WebServer) -> Path:
    """Sixty vendors from a table, ten of which have changed; two changes are reviewed. Gives the configuration."""
    config = home / "config.yaml"

    def run(*argv: str) -> None:
        main(["--config", str(config), "--quiet", *argv])

    home.mkdir()
    table = home / "vendors.csv"
    table.write_text(serve_vendors(web))
    config.write_text("policies: []\n")
    run("import", "list", str(table), "--yes")
    run("run")
    change_vendors(web)
    run("run", "--force")
    run(
        "review",
        "--all-open",
        "--tag",
        "payments",
        "--as",
        "escalated",
        "--by",
        "Kim Ode",
        "--note",
        "Legal asks them for a written answer.",
    )
    return config


def _take_one(browser: Any, page: str, path: Path, width: int, scheme: str) -> None:
    size = {"width": width, "height": HEIGHTS[width]}
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    tab = context.new_page()
    tab.goto(page)
    # What a script searches for is there soon after the page.
    tab.wait_for_timeout(500)
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
        taken = take(home / "reports")
        web = WebServer()
        with serving(vendors(home / "vendors", web)) as app:
            taken += take_app(app.address)
        web.stop()
        large = [f"{path.name}: {path.stat().st_size:,} bytes" for path in taken if path.stat().st_size > MOST_BYTES]
        if large:
            raise SystemExit(f"too large for a repository: {', '.join(large)}")
        sys.stdout.writelines(f"{path.name}  {path.stat().st_size:,} bytes\n" for path in taken)
