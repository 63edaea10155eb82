"""Pictures of the demonstration site in three widths, light and dark: `python tests/browser/screenshots.py FOLDER`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from render import sample  # noqa: E402

PAGES = {
    "overview": "index.html",
    "policy": "larkspur/index.html",
    "changelog": "larkspur/20140611042315--20161229042315.html",
    "in-force": "larkspur/current.html",
}
WIDTHS = {390: 844, 1024: 768, 1440: 900}


def take(folder: Path) -> list[Path]:
    """The first screen of each page, in each width and both colour schemes."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    with tempfile.TemporaryDirectory() as site, sync_playwright() as started:
        sample.demonstration(Path(site))
        browser = started.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        for scheme in ("light", "dark"):
            for width, height in WIDTHS.items():
                context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce")
                tab = context.new_page()
                for name, page in PAGES.items():
                    tab.goto((Path(site) / page).as_uri())
                    taken.append(folder / f"{name}-{width}-{scheme}.png")
                    tab.screenshot(path=taken[-1])
                context.close()
        browser.close()
    return taken


if __name__ == "__main__":
    print("\n".join(map(str, take(Path(sys.argv[1])))))
