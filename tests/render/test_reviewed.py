"""Reviews on the pages of a policy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from monitor.model import ReviewState
from monitor.render.pages import overview_page, summary
from monitor.render.reviewed import open_changes, shown_reviews
from monitor.render.rows import version_row
from monitor.render.site import render_policy
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
