"""Measures how soon a browser shows a report: `python -m bench paint [--write]` renders a changelog of two 100 KB policies and opens it.

The figure is Chromium's first contentful paint of a page on disk, in a fresh context each time, the median of the runs; `--write` puts the
figures into docs/pages.md. Chromium is found as in the tests: $CHROMIUM, an installed one, or Playwright's own.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from bench.figures import DOCS, replace_between, table
from monitor.core.compare import compare_documents
from monitor.model import History, HistoryEntry, Policy
from monitor.render.site import render_overview, render_policy
from tests.render import sample

RUNS = 7
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
VOCABULARY = (
    "we may must will not share sell keep disclose collect your personal information account location contacts partners advertisers"
    " affiliates purposes law consent days months unless when where for with about"
)
WORDS = VOCABULARY.split()


def long_history(policy_id: str, size: int = 100_000) -> History:
    """Two versions of that many characters, one paragraph in five reworded, judged as a run judges them."""
    chance = random.Random(3)

    def sentence() -> str:
        return " ".join(chance.choice(WORDS) for _ in range(14)).capitalize() + f" {chance.randint(1, 9999)}."

    body: list[str] = []
    while sum(map(len, body)) < size:
        body.append(f"## {len(body)}. {sentence()[:40]}" if len(body) % 12 == 0 else f"{sentence()} {sentence()} {sentence()}")
    changed = [line if chance.random() > 0.2 else f"{line.replace(' may ', ' will ', 1)} {sentence()}" for line in body]
    policy = Policy(policy_id, policy_id.capitalize(), urls=(f"https://{policy_id}.example/",))
    texts = ["\n\n".join(lines) + "\n" for lines in (body, changed)]
    days = ("2020-01-01", "2021-01-01")
    old, new = (sample.version(policy, text, sample.at(day), sample.at(day, 9)) for text, day in zip(texts, days, strict=True))
    return History(policy, (HistoryEntry(old, None), HistoryEntry(new, compare_documents(old.document, new.document))))


def paints(browser: Any, page: Path, width: int) -> list[float]:
    """Milliseconds to the first contentful paint, run by run."""
    found = []
    for _ in range(RUNS):
        context = browser.new_context(viewport={"width": width, "height": 900})
        tab = context.new_page()
        tab.goto(page.as_uri(), wait_until="load")
        while not (paint := tab.evaluate(FIRST_PAINT)):
            tab.wait_for_timeout(50)
        found.append(float(paint))
        context.close()
    return found


def measure(folder: Path) -> list[tuple[str, str, str, str]]:
    """(page, its size, median paint, slowest paint)"""
    history = long_history("long")
    render_policy(history, folder, now=sample.NOW)
    many = [long_history(f"policy{n}", 2_000) for n in range(200)]
    for one in many:
        render_policy(one, folder, now=sample.NOW)
    render_overview([history, *many], folder, now=sample.NOW)
    (changelog,) = (folder / "long").glob("*--*.html")
    pages = {
        "changelog of two policies of 100 KB, 1440 px": (changelog, 1440),
        "the same, 390 px": (changelog, 390),
        "overview of 201 policies, 1440 px": (folder / "index.html", 1440),
    }
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        rows = []
        for name, (page, width) in pages.items():
            found = paints(browser, page, width)
            rows.append((name, f"{page.stat().st_size / 1000:,.0f} KB", f"{statistics.median(found):.0f} ms", f"{max(found):.0f} ms"))
        browser.close()
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/pages.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = table(("page", "size", "first paint, median", "slowest of seven"), measure(Path(folder)))
    print(text)
    if options.write:
        replace_between(DOCS / "pages.md", "paint", text)


if __name__ == "__main__":
    main()
