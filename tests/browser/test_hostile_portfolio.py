"""Payloads that come in by the ways of a portfolio, in a real browser: names, kinds and tags of imported lists, notes of reviews, texts."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.cli import main
from tests.cli.conftest import BROKEN, Page, policy_page
from tests.net.web_server import WebServer
from tests.render import hostile
from tests.web.conftest import Site, serving
from tests.web.test_screens import joined

from .conftest import opened, settled
from .test_pages import HANDLERS
from .test_web_app import OURS, visiting

FOREIGN = "[...document.links].filter(a => !/^(https?|file):/.test(a.href)).length"


def as_table(rows: list[dict[str, str]]) -> str:
    found = io.StringIO()
    writer = csv.DictWriter(found, ("name", "document", "url", "tags"))
    writer.writeheader()
    writer.writerows(rows)
    return found.getvalue()


def as_outlines(rows: list[dict[str, str]]) -> str:
    def attribute(text: str) -> str:
        return html.escape(text.replace("\x00", ""), quote=True)

    lines = [
        f'<outline text="{attribute(row["tags"])}"><outline text="{attribute(row["name"])}" htmlUrl="{attribute(row["url"])}"/></outline>'
        for row in rows
    ]
    return f'<opml version="2.0"><body>{"".join(lines)}</body></opml>'


def as_jobs(rows: list[dict[str, str]]) -> str:
    jobs = [{"name": row["name"], "url": row["url"], "document": row["document"], "tags": [row["tags"]]} for row in rows]
    return yaml.safe_dump_all(jobs, allow_unicode=True)


def as_watches(rows: list[dict[str, str]]) -> str:
    tags = {f"t{number}": {"title": row["tags"]} for number, row in enumerate(rows)}
    watches = {f"w{number}": {"url": row["url"], "title": row["name"], "tags": [f"t{number}"]} for number, row in enumerate(rows)}
    return json.dumps({"watching": watches, "settings": {"application": {"tags": tags}}})


FORMATS = {"list.csv": as_table, "list.opml": as_outlines, "urls.yaml": as_jobs, "url-watches.json": as_watches}


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A quarter of the payloads by each format, each policy changed once and reviewed with a payload."""
    home, web = tmp_path_factory.mktemp("portfolio"), WebServer()
    (home / "config.yaml").write_text("policies: []\n")
    page, payloads = Page(web), joined(180)

    def run(*argv: str) -> int:
        return main(["--config", str(home / "config.yaml"), "--quiet", *argv])

    for number, (name, written) in enumerate(FORMATS.items()):
        rows = [
            {"name": f"N {payload}", "document": f"D {payload}", "url": f"{page.url}?{name}{place}", "tags": f"T{place} {payload}"}
            for place, payload in enumerate(payloads)
            if place % len(FORMATS) == number
        ]
        (home / name).write_text(written(rows), encoding="utf-8")
        assert run("import", "list", str(home / name), "--yes") == 0
    text = "".join(f"<p>We collect {html.escape(payload)} and may sell it.</p>" for payload in hostile.PAYLOADS).replace("\x00", "")
    for sharing in ("We never sell it.", BROKEN):
        page.body = policy_page(sharing=sharing).replace(b"</main>", text.encode("utf-8", "replace") + b"</main>")
        assert run("run", "--force") == 0
    first = yaml.safe_load((home / "config.yaml").read_text())["policies"][0]["id"]
    changes = json.loads((home / "reports" / first / "changes.json").read_text())["changes"]
    for about in (f"{first}@{changes[-1]['new_captured_at']}", "--all-open"):
        for note in [payload.replace("\x00", "") for payload in joined(3_900)]:
            assert run("review", about, "--as", "escalated", "--by", f"K {note}"[:110], "--note", f"W {note}") == 0
    yield home
    web.stop()


def test_the_lists_arrive_with_their_words(portfolio: Path) -> None:
    policies = yaml.safe_load((portfolio / "config.yaml").read_text())["policies"]
    # One names a variable of this machine, ${…}, and is left out.
    assert len(policies) == len(joined(180)) - 1 > 20
    assert all(re.fullmatch(r"[a-z0-9-]+", one["id"]) for one in policies)
    assert sum("script" in one["name"].lower() for one in policies) > 8
    assert sum("onerror" in " ".join(map(str, one.get("tags", []))) for one in policies) >= 1


def inert(tab: Any, page: object) -> None:
    settled(tab)
    assert tab.evaluate("window.hacked") is None, page
    assert tab.title() != "HACKED", page
    assert tab.evaluate(HANDLERS) == 0, page
    assert tab.evaluate(FOREIGN) == 0, page


def test_pages_of_the_reports_stay_inert(browser: Any, portfolio: Path) -> None:
    """With the security policy switched off, so that escaping alone holds; from disk."""
    reports = portfolio / "reports"
    one = next(iter(sorted(folder for folder in reports.iterdir() if (folder / "statements.html").exists())))
    pages = [reports / "index.html", reports / "topics.html", reports / "search.html", *sorted(one.glob("*.html"))]
    pages += [folder / "index.html" for folder in sorted(reports.iterdir()) if (folder / "index.html").exists()][::5]
    for page in pages:
        with opened(browser, page, bypass_csp=True) as (tab, seen):
            inert(tab, page)
            assert seen == [], page


def test_screens_of_the_app_stay_inert(browser: Any, portfolio: Path) -> None:
    with serving(portfolio / "config.yaml") as site, visiting(browser, site, "/", bypass_csp=True) as (tab, seen):
        for path in _screens(site):
            tab.goto(path)
            inert(tab, path)
            if path.startswith("/-/"):
                assert tab.locator(OURS).count() == 0, path
        assert seen == []


def _screens(site: Site) -> list[str]:
    review = re.search(r"/-/reviews/[a-z0-9-]+/[0-9a-f-]+", site.get("/-/reviews").text)[0]  # type: ignore[index]
    searches = ["/-/search?q=collect&scope=ever", "/-/search?q=sell", "/search.html?q=collect", "/search.html?q=script"]
    return ["/", "/-/changes", "/-/changes?review=escalated&sort=review", "/-/reviews", review, "/-/policies", "/-/alerts", *searches]
