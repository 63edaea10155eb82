"""Delivery: what was accepted, what waits and what was given up is reported once, and nothing is sent twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.errors import DeliveryError
from monitor.model import DeliveryState
from monitor.notify.dispatch import DispatchReport
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.cycle import run_cycle
from monitor.pipeline.delivery import deliver, dispatch_pending
from monitor.pipeline.outcome import AlertOutcome, CycleReport
from tests.cli.conftest import BROKEN, policy_page
from tests.pipeline.pipeline_world import BAD, POLICY, World, run

BUSY = DeliveryError("451 try again later", channel="console")
GONE = DeliveryError("410 no such address", channel="console", permanent=True)


def summary(outcomes: list[AlertOutcome]) -> list[tuple[str, list[str], list[str]]]:
    return [(one.policy, one.delivered, one.pending) for one in outcomes]


def test_an_accepted_alert_is_reported_by_its_own_cycle_alone(context: MonitorContext, world: World) -> None:
    run(context, world)
    assert summary(run(context, world, BAD).alerts) == [("larkspur", ["console"], [])]
    assert run(context, world).alerts == []
    assert len(world.sent) == 1


def test_a_refused_alert_is_pending_and_retried_when_it_is_due(context: MonitorContext, world: World) -> None:
    run(context, world)
    world.refusal = BUSY
    report = run(context, world, BAD)
    assert summary(report.alerts) == [("larkspur", [], ["console"])]
    assert report.undelivered == ["larkspur: alert not delivered to console: 451 try again later (kept; the next run tries again)"]
    report = run(context, world, days=0)
    assert (report.alerts, report.undelivered) == ([], []), "not due yet"
    world.refusal = None
    assert summary(run(context, world, days=1).alerts) == [("larkspur", ["console"], [])]
    assert len(world.sent) == 1


def test_an_alert_that_was_given_up_waits_for_a_person(context: MonitorContext, world: World) -> None:
    run(context, world)
    world.refusal = GONE
    (says,) = run(context, world, BAD).undelivered
    assert says.endswith("(given up and kept; once the cause is fixed, `policy-monitor alerts --retry` sends it)")
    world.refusal = None
    assert run(context, world, days=30).alerts == []
    assert context.state.retry() == 1
    report = CycleReport()
    deliver(context, report)
    assert summary(report.alerts) == [("larkspur", ["console"], [])]


def test_the_last_pass_decides_what_is_reported(context: MonitorContext, world: World) -> None:
    """An alert that an early pass of a cycle could not deliver, and a later one did, is delivered."""
    run(context, world)
    world.refusal = BUSY
    run(context, world, BAD)
    context.state.retry()
    early = dispatch_pending(context)
    assert [channel for _, channel, _ in early.pending] == ["console"]
    world.refusal = None
    context.state.retry()
    report = CycleReport()
    deliver(context, report, earlier=[early])
    assert (summary(report.alerts), report.undelivered) == ([("larkspur", ["console"], [])], [])


def test_a_stop_makes_no_other_pass_and_leaves_alerts_to_the_next_cycle(context: MonitorContext, world: World) -> None:
    run(context, world)
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 2  # once the policy is checked

    world.body = BAD
    report = run_cycle(context, context.policies, stop=stop)
    assert report.checked == 1
    assert world.sent == []
    assert summary(report.alerts) == [("larkspur", [], ["console"])]
    assert summary(run(context, world).alerts) == [("larkspur", ["console"], [])]


def test_an_alert_without_a_channel_is_reported_all_the_same(context: MonitorContext, world: World) -> None:
    object.__setattr__(context, "channels", ())
    run(context, world)
    report = run(context, world, BAD)
    assert summary(report.alerts) == [("larkspur", [], [])]
    assert context.state.alerts() == []


def test_an_idle_pass_does_not_read_the_outbox(context: MonitorContext, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run(context, world)
    run(context, world, BAD)
    for name in ("alerts", "messages"):
        monkeypatch.setattr(
            context.state, name, lambda *ids, **_: pytest.fail("the outbox may hold years of alerts") if ids != (set(),) else []
        )
    assert run(context, world).alerts == []
    assert dispatch_pending(context) == DispatchReport()


def test_a_pass_reads_what_it_tried_and_no_more(context: MonitorContext, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run(context, world)
    run(context, world, BAD)
    (old,) = context.state.alerts()
    read: list[set[str]] = []
    messages = context.state.messages
    monkeypatch.setattr(context.state, "messages", lambda ids, **how: read.append(set(ids)) or messages(ids, **how))
    world.at += timedelta(days=1)
    report = run(context, world, policy_page(sharing=BROKEN, retention="Your account information is never deleted."))
    assert [alert.severity.value for alert in report.alerts]
    assert all(old.alert.id not in ids for ids in read)


def test_each_alert_is_reported_with_its_own_severity(context: MonitorContext, world: World) -> None:
    run(context, world)
    world.refusal = BUSY
    run(context, world, BAD)
    (item,) = context.state.alerts()
    assert (item.state, item.attempts) == (DeliveryState.PENDING, 1)
    report = CycleReport()
    context.state.retry()
    deliver(context, report)
    assert [alert.severity.value for alert in report.alerts] == [item.alert.changelog.severity.value] == ["critical"]  # type: ignore[union-attr]
    assert POLICY.id in report.undelivered[0]
