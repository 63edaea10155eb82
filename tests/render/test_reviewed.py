"""Reviews on the pages of a policy."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import feedparser
import html5lib

from monitor.model import History, ReviewState, Severity
from monitor.render.pages import overview_page, summary
from monitor.render.reviewed import open_changes, shown_reviews
from monitor.render.rows import VersionRow, version_row
from monitor.render.site import render_overview, render_policy
from tests.core.history.test_reviews import review

from . import sample


def test_reviews_are_shown_where_their_version_is_and_nowhere_else(tmp_path: Path) -> None:
    history = replace(sample.histories()[0], reviews={1: (review(0, "a", note="=cmd|<script>alert(1)</script>"),)}, reviews_used=True)
    render_policy(history, tmp_path, now=sample.NOW)
    folder = tmp_path / history.policy.id
    showing = {page.name for page in folder.glob("*.html") if "Accepted by Kim" in page.read_text()}
    assert "index.html" in showing
    assert len([name for name in showing if "--" in name]) == 1
    assert "<script>alert" not in (folder / "index.html").read_text()
    assert (folder / "index.html").read_text().count("Accepted by Kim") == 1


def test_open_changes_are_counted_once_somebody_reviews() -> None:
    history = sample.histories()[0]
    rows = []
    for entry in history.entries:
        live = replace(entry, version=replace(entry.version, source="live"), alert=True)
        rows.append(version_row(live, rows[-1] if rows else None))
    every = tuple(rows)
    due = sum(row.page is not None for row in every)
    assert open_changes(history, every) == 0
    used = replace(history, reviews_used=True)
    assert open_changes(used, every) == due
    decided = replace(used, reviews={1: (review(0, "a", state=ReviewState.DISMISSED),)})
    assert open_changes(decided, every) == due - 1
    assert list(shown_reviews(decided, every)) == [every[1].digest]
    page = overview_page([summary(used, every, sample.NOW)])
    assert 'id="f-open"' in page
    assert 'id="f-open"' not in overview_page([summary(history, every, sample.NOW)])


def test_a_review_beyond_the_history_is_no_row() -> None:
    history = sample.histories()[0]
    rows = (version_row(history.entries[0], None),)
    assert shown_reviews(replace(history, reviews={5: (review(0, "a"),)}), rows) == {}


def pages(history: History, folder: Path) -> set[str]:
    """The pages that a rendering wrote."""
    return {path.name for path in render_policy(history, folder, now=sample.NOW)}


def test_only_the_pages_that_show_a_review_are_written_again(tmp_path: Path) -> None:
    history = sample.larkspur()
    pages(history, tmp_path)
    reviewed = replace(history, reviews={3: (review(0, "a"),)}, reviews_used=True)
    written = pages(reviewed, tmp_path)
    assert len([name for name in written if "--" in name]) == 1
    assert {"index.html", "feed.atom", "feed.json"} <= written
    assert pages(reviewed, tmp_path) == set()
    twice = replace(reviewed, reviews={3: (review(0, "a"), review(0, "a", state=ReviewState.ESCALATED))})
    assert len([name for name in pages(twice, tmp_path) if "--" in name]) == 1


def test_a_version_on_the_page_of_its_year_shows_its_review(tmp_path: Path) -> None:
    history = sample.many(130, paragraphs=2)
    render_policy(history, tmp_path, now=sample.NOW)
    reviewed = replace(history, reviews={5: (review(0, "a"),)}, reviews_used=True)
    render_policy(reviewed, tmp_path, now=sample.NOW)
    folder = tmp_path / history.policy.id
    showing = sorted(page.name for page in folder.glob("*.html") if "Accepted by Kim" in page.read_text())
    assert [name.partition("-")[0] for name in showing if "--" not in name] == ["versions"]
    assert "Accepted by Kim" not in (folder / "index.html").read_text()


def test_a_first_version_can_be_reviewed(tmp_path: Path) -> None:
    history = replace(sample.larkspur(), reviews={0: (review(0, "a", note="As we found it."),)}, reviews_used=True)
    render_policy(history, tmp_path, now=sample.NOW)
    page = (tmp_path / history.policy.id / "index.html").read_text()
    assert "As we found it." in page
    assert "It was" not in page


def test_a_verdict_that_changed_is_told_on_every_page(tmp_path: Path) -> None:
    one = review(0, "a", severity=Severity.MINOR)
    history = replace(sample.larkspur(), reviews={3: (one,)}, reviews_used=True)
    render_policy(history, tmp_path, now=sample.NOW)
    folder = tmp_path / history.policy.id
    says = "it was minor when it was reviewed, and is critical now"
    assert len([page for page in folder.glob("*.html") if says in page.read_text()]) == 2


def test_pages_with_reviews_are_valid(tmp_path: Path) -> None:
    hostile = review(0, "a", by="<i>Kim", note="</p><script>alert(1)</script>\n\"'&\u202e" + "x" * 3000)
    history = replace(sample.larkspur(), reviews={3: (hostile,), 4: (hostile, hostile)}, reviews_used=True)
    render_policy(history, tmp_path, now=sample.NOW)
    render_overview([history], tmp_path, now=sample.NOW)
    for page in tmp_path.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        html5lib.HTMLParser(strict=True).parse(text)
        assert "<script" not in re.sub('<script src="(overview|search).js" defer></script>', "", text)
        assert "<i>Kim" not in text
    parsed = feedparser.parse((tmp_path / history.policy.id / "feed.atom").read_text())
    assert not parsed.bozo


def test_the_overview_is_as_before_for_whoever_reviews_nothing(tmp_path: Path) -> None:
    histories = sample.histories()
    render_overview(histories, tmp_path / "a", now=sample.NOW)
    page = (tmp_path / "a" / "index.html").read_text()
    assert 'f-open"' not in page
    assert "eviewed" not in page
    assert 'class="note review' not in page


def test_reviewed_policies_come_after_those_with_open_changes() -> None:
    def live(history: History) -> tuple[History, tuple[VersionRow, ...]]:
        rows: list[VersionRow] = []
        for entry in history.entries:
            one = replace(entry, version=replace(entry.version, source="live"), alert=True)
            rows.append(version_row(one, rows[-1] if rows else None))
        return replace(history, reviews_used=True), tuple(rows)

    newest, older = sorted(map(live, sample.histories()[:2]), key=lambda pair: pair[1][-1].captured_at, reverse=True)
    done = replace(newest[0], reviews={place: (review(0, "a"),) for place in range(len(newest[1]))})
    page = overview_page([summary(done, newest[1], sample.NOW), summary(older[0], older[1], sample.NOW)])
    assert page.index(f'href="{older[0].policy.id}/index.html"') < page.index(f'href="{done.policy.id}/index.html"')
    assert "Not reviewed <b>1</b>" in page
