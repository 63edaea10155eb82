"""Which versions alert, and when; what the pages know of a policy; which pages are out of date."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.errors import DeliveryError, Unreachable
from monitor.model import ReviewDecision, Severity
from monitor.notify.schedule import Route
from monitor.pipeline import cycle, publish
from monitor.pipeline.attention import needs_attention
from monitor.pipeline.backfill import fetch_all_captures
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import derive
from monitor.pipeline.publish import history_of, is_stale, overview, queue_alerts, render, report_path
from monitor.pipeline.readability import refusal
from monitor.pipeline.refresh import refresh
from monitor.render.tables import JOINED
from tests.cli.conftest import policy_page
from tests.pipeline.pipeline_world import BAD, DOUBTFUL, GOOD, POLICY, WALL, Archive, World, open_world, run, years


def test_a_quarantined_page_is_accepted_once_it_has_persisted(context: MonitorContext, world: World) -> None:
    """A doubtful text is noted again, though its bytes are the same; once it is accepted, it alerts."""
    run(context, world)
    run(context, world, DOUBTFUL)
    assert [r.verdict.standing for r in context.index.rejections("larkspur")] == ["quarantined"]
    assert world.sent == []
    for _ in range(6):
        run(context, world, days=5)
    assert len(context.index.versions("larkspur")) == 2
    assert len(world.sent) == 1
    held = len(context.archive.records("larkspur"))
    run(context, world, days=5)
    assert len(context.archive.records("larkspur")) == held


def test_a_lasting_return_alerts_late_and_once(context: MonitorContext, world: World) -> None:
    run(context, world)
    run(context, world, BAD)
    run(context, world, GOOD)
    before = len(world.sent)
    for _ in range(8):
        run(context, world, days=5)
    newest = context.index.entries("larkspur")[-1]
    assert newest.version.returns_to is not None
    assert len(world.sent) - before == int(newest.alert)


def test_only_undecided_live_versions_alert(context: MonitorContext, world: World) -> None:
    fetch_all_captures(context, POLICY, Archive(dict(zip(years(2015, 2016), (GOOD, BAD), strict=True))))
    derive(context, POLICY)
    assert queue_alerts(context, POLICY) == [], "archived versions are old news"
    run(context, world, BAD)
    assert world.sent == []
    assert queue_alerts(context, POLICY) == [], "decided"


def test_a_later_derivation_never_alerts_about_the_past(context: MonitorContext, world: World) -> None:
    run(context, world)
    run(context, world, BAD)
    sent = list(world.sent)
    derive(context, replace(POLICY, threshold=Severity.MINOR), rederive=True)
    assert queue_alerts(context, POLICY) == []
    run(context, world)
    assert world.sent == sent


def test_a_version_below_the_threshold_is_decided_without_an_alert(tmp_path: Path, world: World) -> None:
    context = open_world(tmp_path, world, policies=[replace(POLICY, threshold=Severity.CRITICAL)])
    run(context, world)
    report = run(context, world, policy_page(retention="Your account information is deleted after 18 months."))
    assert [new.severity for new in report.new_versions] == [Severity.MATERIAL]
    assert (report.alerts, world.sent) == ([], [])
    assert context.state.alert_cursor("larkspur") == context.archive.records("larkspur")[-1].sequence


def test_an_alert_on_other_topics_is_decided_and_sent_to_nobody(tmp_path: Path, world: World) -> None:
    context = open_world(tmp_path, world, routes={"larkspur": Route(("console",), frozenset({"children-age"}))})
    run(context, world)
    report = run(context, world, BAD)
    assert len(report.new_versions) == 1
    assert (report.alerts, context.state.alerts()) == ([], [])
    assert queue_alerts(context, POLICY) == []


def test_a_snapshot_in_quarantine_stays_undecided(context: MonitorContext, world: World) -> None:
    run(context, world)
    run(context, world, DOUBTFUL)
    first, doubtful = context.archive.records("larkspur")
    assert context.state.alert_cursor("larkspur") == first.sequence
    decision = ReviewDecision(doubtful.sha256, doubtful.captured_at, True, world.at, None)
    context.archive.record_decision("larkspur", decision)
    (refreshed,) = refresh(context, [POLICY], queue_alerts=True)
    assert [alert.new.captured_at for alert in refreshed.alerts] == [doubtful.captured_at]
    assert context.state.alert_cursor("larkspur") == doubtful.sequence


def test_an_alert_links_to_its_page_and_has_one_id_for_one_change(tmp_path: Path, world: World) -> None:
    context = open_world(tmp_path, world)
    run(context, world)
    published = replace(context, reports_url="https://watch.example/", channels=())
    world.body = BAD
    run(published, world)
    old, new = published.index.versions("larkspur")
    path = report_path("larkspur", old, new)
    assert (context.reports / path).is_file()
    assert report_path("larkspur", None, old) == "larkspur/index.html"


# --- what the pages know ---------------------------------------------------------------------------------------------


def test_a_refused_page_shows_as_a_failed_check_since_the_last_good_one(context: MonitorContext, world: World) -> None:
    run(context, world)
    good = world.at
    run(context, world, WALL)
    refused = refusal(context, POLICY)
    assert refused is not None
    assert refused.verdict.reason == "error-page"
    history = history_of(context, POLICY)
    assert (history.last_success, history.last_failure, history.failure) == (good, world.at, refused.verdict.says)
    run(context, world, GOOD)
    assert refusal(context, POLICY) is None
    assert history_of(context, POLICY).failure is None


def test_a_failure_of_the_network_is_shown_before_a_refusal(context: MonitorContext, world: World) -> None:
    run(context, world, WALL)
    world.error = Unreachable("no answer", reason="timeout")
    run(context, world)
    assert history_of(context, POLICY).failure == "no answer"


def test_pages_are_stale_until_they_are_rendered_from_the_history_in_the_index(context: MonitorContext, world: World) -> None:
    assert is_stale(context, POLICY)
    run(context, world)
    assert not is_stale(context, POLICY)
    fetch_all_captures(context, POLICY, Archive({years(2015)[0]: BAD}))
    assert not is_stale(context, POLICY), "nothing is derived yet"
    derive(context, POLICY)
    assert is_stale(context, POLICY)
    render(context, POLICY)
    assert not is_stale(context, POLICY)
    (context.reports / "larkspur/.rendered").write_bytes(b"\xff")
    assert is_stale(context, POLICY)


def test_the_tables_of_all_policies_are_copied_only_when_a_history_changed(context: MonitorContext, world: World) -> None:
    run(context, world)
    run(context, world, BAD)
    tables = [context.reports / name for name in JOINED]
    before = [path.read_bytes() for path in tables]
    for path in tables:
        path.write_bytes(b"altered")
    overview(context)
    assert [path.read_bytes() for path in tables] == [b"altered"] * 2, "nothing was derived since"
    overview(context, anew=True)
    assert [path.read_bytes() for path in tables] == before
    tables[1].unlink()
    overview(context)
    assert [path.read_bytes() for path in tables] == before, "one was missing"
    run(context, world, GOOD)
    assert [path.read_bytes() for path in tables] != before


def test_a_history_is_the_same_whether_its_checks_are_read_alone_or_with_all_others(context: MonitorContext, world: World) -> None:
    run(context, world)
    run(context, world, WALL)
    together = context.state.checks()["larkspur"]
    assert together == context.state.check("larkspur")
    one, other = history_of(context, POLICY, check=together), history_of(context, POLICY)
    assert list(one.entries) == list(other.entries)
    assert replace(one, entries=()) == replace(other, entries=())


def test_the_overview_returns_what_it_says_about_the_monitoring(context: MonitorContext, world: World) -> None:
    run(context, world)
    assert overview(context) == []
    world.refusal = DeliveryError("refused", channel="console")
    run(context, world, BAD)
    (said,) = overview(context)
    assert said.startswith("alerts: ")
    assert "did not accept 1 message" in said
    assert "did not accept 1 message" in (context.reports / "index.html").read_text()


def test_a_cycle_asks_twice_what_needs_attention(context: MonitorContext, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the overview, and whether that has changed since the messages were delivered."""
    run(context, world)
    asked: list[list[str]] = []
    for module in (publish, cycle):
        monkeypatch.setattr(module, "needs_attention", lambda context: asked.append(needs_attention(context)) or asked[-1])
    run(context, world)
    assert asked == [[], []]
