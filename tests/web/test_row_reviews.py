"""The review of each row in the table of all changes: shown, filtered, ordered, in the API and in the feed."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
import yaml

from monitor.cli import main
from monitor.model import Severity
from monitor.web.changes import ChangeRow, Filters
from monitor.web.desk import Desk
from monitor.web.reviewing import STATES
from monitor.web.row_reviews import RowReview, RowReviews, chosen_rows
from tests.cli.conftest import BROKEN, Page, User, policy_page
from tests.net.web_server import WebServer
from tests.sampling import sampled

from .conftest import Site, serving

AT = datetime(2026, 11, 29, 12, tzinfo=UTC)
NAMES = ("alder", "beech", "cedar", "dogwood")


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four policies that changed in one run; two of the changes were reviewed. Not to be changed."""
    home, server = tmp_path_factory.mktemp("portfolio"), WebServer()
    page = Page(server)
    policies = [{"id": name, "name": name.capitalize(), "url": f"{page.url}?{name}"} for name in NAMES]
    config = home / "config.yaml"
    config.write_text(json.dumps({"policies": policies}))
    for body in (policy_page(), policy_page(sharing=BROKEN)):
        page.body = body
        assert main(["--config", str(config), "--quiet", "run"]) == 0
    for name, state, by in (("beech", "escalated", "Kim Ode"), ("cedar", "dismissed", "<b>Lee</b>")):
        day = versions(config, name)[-1]
        assert main(["--config", str(config), "review", f"{name}@{day}", "--as", state, "--by", by]) == 0
    server.stop()
    return home


def versions(config: Path, policy: str) -> list[str]:
    rows = json.loads((config.parent / "reports" / policy / "changes.json").read_text())["changes"]
    return [row["new_captured_at"] for row in rows]


@pytest.fixture(scope="module")
def shown(portfolio: Path) -> Iterator[Site]:
    with serving(portfolio / "config.yaml") as site:
        yield site


def vendors(site: Site, query: str = "") -> list[str]:
    return re.findall(r"<td><a href=\"/(\w+)/index.html\">", site.get(f"/-/changes{query}").text)


def test_each_row_says_what_was_decided_and_leads_to_the_review(shown: Site) -> None:
    text = shown.get("/-/changes").text
    cells = dict(re.findall(r'<a href="(/-/reviews/\w+)/[^"]+">(.*?)<span class="vh">, review of this change</span></a>', text))
    assert cells["/-/reviews/alder"] == cells["/-/reviews/dogwood"] == '<strong class="open">Open</strong>'
    assert cells["/-/reviews/beech"].startswith("<bdi>Escalated by Kim Ode on ")
    assert "&lt;b&gt;Lee&lt;/b&gt;" in cells["/-/reviews/cedar"]
    for path in re.findall(r'href="(/-/reviews/\w+/[^"]+)"', text):
        assert shown.get(path).status_code == 200


@pytest.mark.parametrize(
    ("state", "policies"),
    sampled(
        [
            ("", set(NAMES)),
            ("open", {"alder", "dogwood"}),
            ("escalated", {"beech"}),
            ("dismissed", {"cedar"}),
            ("accepted", set()),
            ("adored", set(NAMES)),
        ],
        3,
        rows=True,
    ),
)
def test_the_filter_in_the_table_the_feed_and_the_api(shown: Site, state: str, policies: set[str]) -> None:
    assert set(vendors(shown, f"?review={state}")) == policies
    entries = feedparser.parse(shown.get(f"/-/feed.atom?review={state}").content).entries
    assert {entry.author.lower() for entry in entries} == policies
    answer = shown.get(f"/api/changes?review={state}")
    if state == "adored":
        assert answer.status_code == 422
        return
    changes = answer.json()["changes"]
    assert {one["policy"] for one in changes} == policies
    assert all(one["review"] == state for one in changes if state)


def test_what_is_open_and_what_somebody_has_to_act_on_come_first(shown: Site) -> None:
    down = list(dict.fromkeys(vendors(shown, "?sort=review")))
    assert down[2:] == ["beech", "cedar"]
    assert set(down[:2]) == {"alder", "dogwood"}
    assert list(dict.fromkeys(vendors(shown, "?sort=review&order=asc")))[:2] == ["cedar", "beech"]
    assert 'aria-sort="descending"' in shown.get("/-/changes?sort=review").text
    assert '<option value="escalated" selected>' in shown.get("/-/changes?review=escalated").text
    order = [one["policy"] for one in shown.get("/api/changes?sort=review").json()["changes"]]
    assert list(dict.fromkeys(order)) == down


def test_the_filter_stays_in_the_links_of_the_table(shown: Site) -> None:
    text = shown.get("/-/changes?review=open").text
    assert "review=open&amp;sort=severity" in text
    assert 'href="/-/feed.atom?review=open"' in text
    assert 'href="/api/changes?review=open"' in text


def row(policy: str, number: int = 0) -> ChangeRow:
    return ChangeRow(
        policy, policy.capitalize(), "Privacy Policy", (), str(number), AT - timedelta(days=number), Severity.MINOR, "neutral", "added",
        (), "A change", f"{policy}/x.html", leads=True,
    )  # fmt: skip


class Given(RowReviews):
    """States by the policy's id."""

    def __init__(self, **states: str) -> None:
        self._states = states

    def of(self, row: ChangeRow) -> RowReview:
        return RowReview(self._states[row.policy], "", "")


def test_every_state_has_its_place_in_the_order() -> None:
    states = {f"p{n}": state for n, state in enumerate(("", *reversed(STATES)))}
    found = chosen_rows([row(name) for name in states], Given(**states), Filters(sort="review"))
    assert [states[one.policy] for one in found] == ["open", "escalated", "reviewed", "accepted", "dismissed", ""]


def test_what_is_equal_keeps_its_order_both_ways() -> None:
    rows, reviews = [row("alder", number) for number in range(5)], Given(alder="open")
    for ascending in (False, True):
        assert chosen_rows(rows, reviews, Filters(sort="review", ascending=ascending)) == rows


def test_nothing_is_looked_up_that_no_filter_asks_for() -> None:
    class Never(RowReviews):
        def __init__(self) -> None:
            pass

        def of(self, row: ChangeRow) -> RowReview:
            raise AssertionError(row)

    assert chosen_rows([row("alder")], Never(), Filters(sort="vendor")) == [row("alder")]


def test_a_change_found_in_an_archive_is_due_to_nobody(standing: Site, stored: Path) -> None:
    changes = standing.get("/api/changes").json()["changes"]
    assert changes
    assert {one["review"] for one in changes} == {None}
    assert "Not reviewed" in standing.get("/-/changes").text
    assert standing.get("/api/changes?review=open").json()["total"] == 0


def test_a_row_of_no_version_and_a_damaged_ledger_have_no_words(user: User, portfolio: Path, tmp_path: Path) -> None:
    config: dict[str, Any] = yaml.safe_load((portfolio / "config.yaml").read_text())
    (user.home / "config.yaml").write_text(json.dumps(config | {"snapshots": str(portfolio / "snapshots")}))
    desk = Desk(user.home / "config.yaml", {})
    reviews = RowReviews(desk, desk.context())
    assert reviews.of(row("alder", 4000)) == RowReview("", "", "")
    assert reviews.of(replace(row("alder"), captured_at=datetime.fromisoformat(versions(portfolio / "config.yaml", "alder")[0]))).says == ""


def test_a_ledger_that_cannot_be_read_leaves_the_table_whole(user: User, portfolio: Path) -> None:
    shutil.copytree(portfolio, user.home, dirs_exist_ok=True)
    (user.home / "snapshots/.record/ledger.jsonl").write_text("{\n")
    with serving(user.home / "config.yaml") as site:
        answer = site.get("/-/changes")
        assert answer.status_code == 200
        assert len(set(vendors(site))) == 4
        assert "/-/reviews/beech" not in answer.text
