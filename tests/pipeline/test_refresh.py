"""Derive, render, overview, alerts: one sequence, and what each command that uses it leaves behind."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import ReportsUnwritable, StoreError
from monitor.model import ReviewDecision
from monitor.pipeline import publish
from monitor.pipeline.backfill import fetch_all_captures
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.gather import fetch_pages, keep_answers
from monitor.pipeline.rebuild import rebuild
from monitor.pipeline.refresh import Refresher, refresh
from monitor.sources.interface import SavedPage
from tests.cli.conftest import BROKEN, PROMISE, User
from tests.cli.past_captures import archived
from tests.pipeline.pipeline_world import BAD, DOUBTFUL, GOOD, POLICY, Archive, World, open_world, policies_on, run, years


def keep(context: MonitorContext, world: World, body: bytes) -> None:
    """The page is fetched and kept, and the run is killed there."""
    world.at += timedelta(days=1)
    world.body = body
    keep_answers(context, POLICY, fetch_pages(context, world, POLICY))  # type: ignore[arg-type]


def test_a_new_snapshot_leads_to_a_version_pages_and_an_alert(context: MonitorContext, world: World) -> None:
    keep(context, world, GOOD)
    (first,) = refresh(context, [POLICY], queue_alerts=True)
    assert (len(first.versions or ()), first.alerts) == (1, [])
    keep(context, world, BAD)
    (second,) = refresh(context, [POLICY], queue_alerts=True)
    assert [v.captured_at for v in second.versions or ()] == [world.at]
    (alert,) = second.alerts
    assert (Path(context.reports.parent) / alert.report).is_file(), "the page that the alert links to"
    assert [item.alert.id for item in context.state.alerts()] == [alert.id]
    assert latest_change(context.reports) == newest_change(context)


def test_without_queue_alerts_the_alert_is_left_to_the_next_cycle(context: MonitorContext, world: World) -> None:
    for body in (GOOD, BAD):
        keep(context, world, body)
        assert refresh(context, [POLICY])[0].alerts == []
    assert context.state.alerts() == []
    run(context, world)
    assert len(world.sent) == 1


def test_up_to_date_pages_are_not_written_again_unless_asked(
    context: MonitorContext, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(context, world, GOOD)
    refresh(context, [POLICY])
    rendered: list[str] = []
    real = publish.render
    monkeypatch.setattr(publish, "render", lambda context, policy, **how: rendered.append(policy.id) or real(context, policy, **how))
    assert refresh(context, [POLICY])[0].versions is None
    assert rendered == []
    refresh(context, [POLICY], rerender=True)
    assert rendered == ["larkspur"]
    Refresher(context).policy(POLICY, page_changed=lambda: True)
    assert rendered == ["larkspur"] * 2
    (context.reports / "larkspur/.rendered").unlink()
    refresh(context, [POLICY])
    assert rendered == ["larkspur"] * 3, "a run was killed before it wrote the mark"


def test_unwritable_pages_do_not_delay_alerts(context: MonitorContext, world: World) -> None:
    keep(context, world, GOOD)
    refresh(context, [POLICY], queue_alerts=True)
    keep(context, world, BAD)
    context.reports.rename(context.reports.with_name("aside"))
    context.reports.write_text("in the way")
    with pytest.raises(StoreError, match="reports"):
        refresh(context, [POLICY], queue_alerts=True)
    assert len(context.state.alerts()) == 1


def test_the_first_write_error_is_the_one_that_is_raised(context: MonitorContext, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(says: str) -> Callable[..., None]:
        def write(*args: object, **how: object) -> None:
            raise ReportsUnwritable(says)

        return write

    monkeypatch.setattr(publish, "render", failing("the page"))
    monkeypatch.setattr(publish, "overview", failing("the overview"))
    refresher = Refresher(context, rerender=True)
    refresher.policy(POLICY)
    with pytest.raises(StoreError, match="the page"):
        refresher.finish()
    with pytest.raises(StoreError, match="the overview"):
        Refresher(context).finish()


def test_progress_counts_policies(tmp_path: Path, world: World) -> None:
    context, progress = open_world(tmp_path, world, policies=policies_on("a", "b")), list[tuple[int, int]]()
    refresh(context, context.policies, on_progress=lambda done, of: progress.append((done, of)))
    assert progress == [(1, 2), (2, 2)]
    assert {page.parent.name for page in context.reports.rglob("index.html")} == {"a-0", "b-0", "reports"}


# --- the callers -----------------------------------------------------------------------------------------------------


def latest_change(reports: Path) -> str | None:
    """The page of the latest change that the overview links to."""
    links = re.findall(r'href="(larkspur/\d+--\d+\.html)"', (reports / "index.html").read_text())
    assert len(set(links)) <= 1
    return links[0] if links else None


def newest_change(context: MonitorContext) -> str:
    """The page of the latest change that the index knows."""
    old, new = context.index.versions("larkspur")[-2:]
    return publish.report_path("larkspur", old, new)


def test_a_cycle_refreshes_the_overview_and_alerts(context: MonitorContext, world: World) -> None:
    run(context, world)
    assert latest_change(context.reports) is None
    run(context, world, BAD)
    assert latest_change(context.reports) == newest_change(context)
    assert len(world.sent) == 1


def test_a_rebuild_refreshes_the_overview_and_alerts_nobody(context: MonitorContext, world: World) -> None:
    keep(context, world, GOOD)
    keep(context, world, BAD)
    progress: list[tuple[int, int]] = []
    assert rebuild(context, lambda done, of: progress.append((done, of))) == []
    assert latest_change(context.reports) == newest_change(context)
    assert (progress, context.state.alerts()) == ([(1, 1)], [])


def test_an_accepted_snapshot_refreshes_the_overview_and_alerts(context: MonitorContext, world: World) -> None:
    run(context, world)
    run(context, world, DOUBTFUL)
    assert latest_change(context.reports) is None
    (rejected,) = context.index.rejections("larkspur")
    context.archive.record_decision("larkspur", ReviewDecision(rejected.sha256, rejected.captured_at, True, world.at, None))
    (refreshed,) = refresh(context, [POLICY], queue_alerts=True)
    assert latest_change(context.reports) == newest_change(context)
    assert len(refreshed.alerts) == 1


def test_a_copy_in_an_archive_refreshes_the_policys_pages_and_the_overview(
    tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    overviews: list[bool] = []
    real = publish.overview

    class Saver:
        def save(self, url: str) -> SavedPage:
            return SavedPage(f"https://archive.example/web/{url}", world.at)

    context = open_world(tmp_path, world, saver=Saver())
    monkeypatch.setattr(
        publish, "overview", lambda context, **how: overviews.append(bool(context.archive.archived_copies("larkspur"))) or real(context)
    )
    run(context, world)
    assert overviews == [False, True], "after the cycle, and again after the copy"
    mark = (context.reports / "larkspur/.rendered").read_text().splitlines()[0]
    assert mark == context.index.derivation_key("larkspur"), "the pages show the history with the copy's address"
    assert "https://archive.example/web/" in (context.reports / "larkspur/index.html").read_text()
    assert context.index.versions("larkspur")[0].archive_url == "https://archive.example/web/https://larkspur.example/privacy"


@pytest.mark.parametrize(
    "line",
    [
        "backfill larkspur",
        "backfill larkspur --sample changes",
        "when larkspur share --exhaustive",
        "import dir --policy larkspur past",
    ],
)
def test_imports_of_the_past_refresh_the_overview_and_never_alert(user: User, line: str) -> None:
    archived(user, [PROMISE, PROMISE, BROKEN, BROKEN])
    assert user(*line.split()).code == 0
    (page,) = (user.home / "reports/larkspur").glob("*--*.html")
    assert latest_change(user.home / "reports") == f"larkspur/{page.name}"
    assert user("alerts", "--format", "json").json == {"alerts": []}


def test_report_renders_everything_again_and_alerts_nobody(user: User) -> None:
    archived(user, [PROMISE, BROKEN])
    user("run")
    pages = {path: path.read_text() for path in (user.home / "reports").rglob("*.html")}
    for path in pages:
        path.write_text("overwritten")
    assert user("report").code == 0
    assert {path: path.read_text() for path in pages} == pages
    assert json.loads(user("alerts", "--format", "json").out) == {"alerts": []}


def test_the_overview_is_rendered_once_when_all_policies_are_done(tmp_path: Path, world: World) -> None:
    context = open_world(tmp_path, world)
    fetch_all_captures(context, POLICY, Archive(dict(zip(years(2015, 2016), (GOOD, BAD), strict=True))))
    refresher = Refresher(context)
    refresher.policy(POLICY)
    assert not (context.reports / "index.html").exists()
    refresher.finish()
    assert latest_change(context.reports) == newest_change(context)
