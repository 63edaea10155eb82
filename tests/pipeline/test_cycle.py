"""One cycle on a real store: crashes lose no alert, and hosts that are slow, dead or limited delay only their own policies."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import RateLimited, ReportsUnwritable, Unreachable
from monitor.model import Policy
from monitor.pipeline import delivery, publish
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.cycle import run_cycle
from tests.pipeline.pipeline_world import BAD, GOOD, START, Hosts, World, open_world, policies_on, run


def test_a_crash_between_keeping_and_alerting_loses_no_alert(
    context: MonitorContext, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(context, world)
    for broken in ("render", "queue_alerts"):
        with monkeypatch.context() as patch:
            patch.setattr(publish, broken, lambda *a, **k: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                run(context, world, BAD)
    assert world.sent == []
    run(context, world)
    run(context, world)
    assert len(world.sent) == 1


@pytest.mark.parametrize("moment", ["before the texts", "between the texts and the mark"])
def test_a_crash_around_the_texts_leaves_none_stale(
    tmp_path: Path, world: World, context: MonitorContext, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """The mark says that a history is derived: set before its texts are written, a kill in between would leave them stale for good."""
    undisturbed = open_world(tmp_path / "undisturbed", world)
    for one in (undisturbed, context):
        world.at = START
        run(one, world, GOOD)
    world.at, world.sent = START, []
    run(undisturbed, world, BAD)
    expected, world.sent, world.at = world.sent, [], START
    target, name = (context.archive, "write_versions") if moment == "before the texts" else (context.index, "replace_history")
    with monkeypatch.context() as patch:
        patch.setattr(target, name, lambda *a, **k: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run(context, world, BAD)
    assert [*context.archive.verify(), *context.index.faults(context.archive)] == []
    run(context, world, days=0.01)
    assert texts(context) == texts(undisturbed)
    assert len(texts(context)) == 2
    assert (world.sent, len(expected)) == (expected, 1)


def texts(context: MonitorContext) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (context.archive.root / "larkspur/text").iterdir()}


def test_a_crash_before_delivery_delays_the_alert(context: MonitorContext, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run(context, world)
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "dispatch", lambda *a, **k: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run(context, world, BAD)
    found = run(context, world)
    assert len(world.sent) == 1
    assert [(alert.policy, alert.delivered) for alert in found.alerts] == [("larkspur", ["console"])]


def test_reports_that_cannot_be_written_stop_no_alert_and_are_a_serious_fault(
    context: MonitorContext, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(context, world)

    def full(*args: object, **options: object) -> None:
        raise ReportsUnwritable("reports/larkspur: no space left on device")

    for write in ("render", "overview"):
        monkeypatch.setattr(publish, write, full)
    (fault,) = run(context, world, BAD).faults
    assert (fault.place, fault.serious, "no space left" in fault.says) == ("reports", True, True)
    assert len(world.sent) == 1
    assert (context.archive.root / "health.json").is_file(), "the cycle went on to its end"


def test_a_slow_host_delays_only_its_own_policies(tmp_path: Path, hosts: Hosts) -> None:
    tracked = policies_on("drip", "a", "b", "c", each=2)
    hosts.slow["drip.example"] = threading.Event()
    done: list[str] = []

    def on_policy(policy: Policy) -> None:
        done.append(policy.id)
        if len(done) == 6:
            hosts.slow["drip.example"].set()

    report = run_cycle(open_world(tmp_path, hosts, policies=tracked), tracked, on_policy=on_policy)
    assert {policy_id[:4] for policy_id in done[:6]}.isdisjoint({"drip"})
    assert (report.checked, report.failed) == (8, [])
    assert [new.version.policy for new in report.new_versions] == [policy.id for policy in tracked]


def test_a_host_gets_one_request_at_a_time(tmp_path: Path, hosts: Hosts) -> None:
    tracked = policies_on("a", "b", each=12)
    run_cycle(open_world(tmp_path, hosts, policies=tracked), tracked)
    assert (len(hosts.asked), hosts.most_parallel) == (24, 1)


def test_a_stop_does_not_wait_for_a_slow_host(tmp_path: Path, hosts: Hosts) -> None:
    tracked = policies_on("drip", "a")
    hosts.slow["drip.example"] = threading.Event()
    stop = threading.Event()
    report = run_cycle(open_world(tmp_path, hosts, policies=tracked), tracked, stop=stop.is_set, on_policy=lambda policy: stop.set())
    assert report.checked == 1
    hosts.slow["drip.example"].set()


def test_a_dead_host_is_skipped_after_three_failures(tmp_path: Path, hosts: Hosts) -> None:
    tracked = policies_on("dead", "a", each=6)
    hosts.dead["dead.example"] = Unreachable("no answer", reason="timeout")
    context = open_world(tmp_path, hosts, policies=tracked)
    report = run_cycle(context, tracked)
    assert sum(policy_id.startswith("dead") for policy_id in hosts.asked) == 3
    assert [failure.reason for failure in report.failed] == ["timeout"] * 3 + ["host-down"] * 3
    hosts.asked.clear()
    run_cycle(context, tracked)
    assert sum(policy_id.startswith("dead") for policy_id in hosts.asked) == 1, "the next time one try tells"
    hosts.dead.clear()
    assert run_cycle(context, tracked).failed == []


def test_a_host_that_limits_requests_is_skipped_at_once(tmp_path: Path, hosts: Hosts) -> None:
    tracked = policies_on("busy", each=4)
    hosts.dead["busy.example"] = RateLimited("slow down", retry_after=86_400 * 2)
    report = run_cycle(open_world(tmp_path, hosts, policies=tracked), tracked)
    assert len(hosts.asked) == 1
    assert {failure.retry_at for failure in report.failed} == {START + timedelta(days=2)}


def test_backoff_is_kept_unless_forced(tmp_path: Path, hosts: Hosts) -> None:
    tracked = policies_on("dead")
    hosts.dead["dead.example"] = Unreachable("no answer", reason="timeout")
    context = open_world(tmp_path, hosts, policies=tracked)
    for asked in (1, 2, 2, 2):
        (failure,) = run_cycle(context, tracked, force=False).failed
        assert len(hosts.asked) == asked
    assert "not due yet" in failure.says
    run_cycle(context, tracked, force=True)
    assert len(hosts.asked) == 3
    hosts.at += timedelta(hours=2)
    hosts.dead.clear()
    assert run_cycle(context, tracked, force=False).failed == []
    hosts.at -= timedelta(days=400)  # a clock set back must not lock anybody out
    assert run_cycle(context, tracked, force=False).checked == 1


@pytest.mark.parametrize(("gathered", "first"), [(0.0, 2), (60.0, 0)])
def test_alerts_leave_while_a_slow_host_is_awaited_but_not_before_prompt_ones_have_answered(
    tmp_path: Path, hosts: Hosts, monkeypatch: pytest.MonkeyPatch, gathered: float, first: int
) -> None:
    """Otherwise what five vendors changed alike would be five messages again, each sent as soon as its page had come."""
    tracked = policies_on("drip", "a", "b", each=1)
    context = open_world(tmp_path, hosts, policies=tracked)
    run_cycle(context, tracked)
    hosts.body, hosts.at = BAD, hosts.at + timedelta(days=1)
    hosts.slow["drip.example"] = threading.Event()
    monkeypatch.setattr("monitor.pipeline.early_messages.GATHER_SECONDS", gathered)
    threading.Timer(2.5, hosts.slow["drip.example"].set).start()
    sent: list[int] = []

    def on_policy(policy: Policy) -> None:
        if policy.id.startswith("drip"):
            sent.append(len(hosts.sent))

    report = run_cycle(context, tracked, on_policy=on_policy)
    assert (sent, len(hosts.sent), len(report.alerts)) == ([first], 3, 3)


def test_what_several_policies_changed_alike_is_one_message_of_the_cycle(tmp_path: Path, hosts: Hosts) -> None:
    tracked = policies_on("a", "b", "c", each=2)
    context = open_world(tmp_path, hosts, policies=tracked)
    hosts.joins = True
    messages: list[int] = []
    deliver = hosts.deliver
    hosts.deliver = lambda alerts, **options: (messages.append(len(alerts)), deliver(alerts, **options))[0]  # type: ignore[method-assign]
    run_cycle(context, tracked)
    hosts.body, hosts.at = BAD, hosts.at + timedelta(days=1)
    report = run_cycle(context, tracked)
    assert (messages, len(hosts.sent)) == ([6], 6)
    assert all(alert.delivered == ["console"] for alert in report.alerts)
