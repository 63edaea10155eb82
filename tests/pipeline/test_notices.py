"""Notices that a policy can't be read, and that it can be again: one of each per outage."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from monitor.errors import Unreachable
from monitor.model import NoticeKind, Redirect, Redirects, Snapshot
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.notices import outage_of, queue_move_notice, queue_notice
from tests.pipeline.pipeline_world import GOOD, POLICY, START, URL, WALL, World, open_world, run


def failing_for(context: MonitorContext, world: World, days: float) -> list[str | None]:
    """The notices of one more cycle."""
    return [notice.notice for notice in run(context, world, days=days).notices]


def test_each_outage_has_one_notice_and_one_all_clear(context: MonitorContext, world: World) -> None:
    world.error = Unreachable("no answer", reason="timeout")
    for day in (0, 2, 0.9):
        assert failing_for(context, world, day) == []
    report = run(context, world, days=0.2)
    assert [(notice.notice, notice.delivered) for notice in report.notices] == [("unreadable", ["console"])]
    assert (report.alerts, world.sent) == ([], []), "a notice is no alert"
    assert failing_for(context, world, 30) == []
    world.error = None
    assert failing_for(context, world, 1) == ["readable-again"]
    assert failing_for(context, world, 1) == []
    assert world.notices == [NoticeKind.UNREADABLE, NoticeKind.READABLE_AGAIN]


def test_a_bot_wall_counts_as_an_outage(context: MonitorContext, world: World) -> None:
    run(context, world)
    for _ in range(5):
        run(context, world, WALL)
    run(context, world, GOOD)
    run(context, world, GOOD)
    assert world.notices == [NoticeKind.UNREADABLE, NoticeKind.READABLE_AGAIN]


def test_an_outage_begins_with_the_first_failure_and_ends_with_a_success(context: MonitorContext, world: World) -> None:
    run(context, world)
    assert outage_of(context, POLICY) is None
    world.error = Unreachable("no answer", reason="timeout")
    run(context, world)
    began = world.at
    run(context, world)
    outage = outage_of(context, POLICY)
    assert outage is not None
    assert (outage.since, outage.reason, outage.says) == (began, "timeout", "no answer")
    world.error = None
    run(context, world)
    assert outage_of(context, POLICY) is None


def test_a_bot_wall_is_an_outage_since_the_first_capture_of_it(context: MonitorContext, world: World) -> None:
    run(context, world)
    run(context, world, WALL)
    walled = world.at
    run(context, world, WALL + b"<!-- again -->")
    outage = outage_of(context, POLICY)
    assert outage is not None
    assert (outage.since, outage.reason) == (walled, "error-page")


def test_lost_bytes_are_not_an_outage(context: MonitorContext, world: World) -> None:
    run(context, world)
    run(context, world, GOOD + b"<!-- new build -->")
    newest = context.archive.records("larkspur")[-1]
    (context.archive.root / newest.path).unlink()
    context.index.forget("larkspur")
    assert outage_of(context, POLICY) is None


def test_the_notice_waits_as_long_as_configured(tmp_path: Path, world: World) -> None:
    context = open_world(tmp_path, world, unreadable_after=timedelta(hours=6))
    context.state.record_failure("larkspur", at=START, reason="timeout", says="no answer", retry_at=None)
    world.at = START + timedelta(hours=5)
    assert queue_notice(context, POLICY) is None
    world.at = START + timedelta(hours=6)
    notice = queue_notice(context, POLICY)
    assert notice is not None
    assert (notice.kind, notice.since, notice.says) == (NoticeKind.UNREADABLE, START, "no answer")
    assert queue_notice(context, POLICY) is None, "once per outage"


AWAY, ELSEWHERE = (Redirect("https://birch.example/", 302),), (Redirect("https://cedar.example/", 302),)


def comes(context: MonitorContext, world: World, redirects: Redirects, days: float = 1) -> list[str]:
    world.at += timedelta(days=days)
    context.archive.keep(Snapshot("larkspur", URL, world.at, "live", GOOD, redirects=redirects), kept_at=world.at)
    return [notice.says for notice in queue_move_notice(context, POLICY)]


def test_a_move_is_told_once_a_month_for_each_direction(context: MonitorContext, world: World) -> None:
    assert comes(context, world, None) == comes(context, world, ()) == []
    (says,) = comes(context, world, AWAY)
    assert says.startswith(f"{URL} is now answered by https://birch.example/, after a redirect")
    assert len(comes(context, world, ())) == 1
    assert [comes(context, world, way) for way in (AWAY, (), AWAY, ())] == [[]] * 4, "a page that alternates"
    assert len(comes(context, world, ELSEWHERE)) == 1
    assert len(comes(context, world, (), days=40)) == 1
    assert len(comes(context, world, AWAY)) == 1, "a return after a while is news"
    assert context.state.check("larkspur").reported_since is None, "it is no outage"


def test_an_old_move_is_no_news_when_the_state_was_lost(context: MonitorContext, world: World) -> None:
    comes(context, world, ())
    comes(context, world, AWAY)
    with context.state.transaction() as db:
        db.execute("delete from deliveries")
        db.execute("delete from alerts")
    assert len(queue_move_notice(context, POLICY)) == 1
    with context.state.transaction() as db:
        db.execute("delete from deliveries")
        db.execute("delete from alerts")
    world.at += timedelta(days=8)
    assert queue_move_notice(context, POLICY) == []
