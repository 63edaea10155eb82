"""What leaves while hosts are awaited: a slow host delays no other company, and what one company changed alike is one message."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.model import Alert, Policy
from monitor.notify.dispatch import DispatchReport
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.cycle import run_cycle
from monitor.pipeline.early_messages import EarlyMessages
from monitor.pipeline.outcome import CycleReport

from .pipeline_world import BAD, Hosts, open_world, policies_on

Clock = list[float]


@pytest.fixture
def hosts() -> Hosts:
    return Hosts()


def of_one_company(*hosts: str) -> tuple[Policy, ...]:
    return tuple(replace(one, name="Larkspur", document=f"Terms of {one.id}") for one in policies_on(*hosts))


def changed(
    folder: Path, hosts: Hosts, tracked: Sequence[Policy], *, slow: str, joins: bool = True
) -> tuple[MonitorContext, list[list[str]]]:
    """A store in which all policies are about to change alike, one host is slow; and the messages that leave, by the policies in them."""
    context, messages, deliver = open_world(folder, hosts, policies=tracked), list[list[str]](), hosts.deliver
    hosts.joins = joins

    def recorded(alerts: Sequence[Alert], **options: Any) -> None:
        messages.append(sorted(alert.policy.id for alert in alerts))
        for event in hosts.slow.values():  # the slow host answers once somebody was told, however busy this machine is
            event.set()
        deliver(alerts, **options)

    hosts.deliver = recorded  # type: ignore[method-assign]
    run_cycle(context, tracked)
    hosts.body, hosts.at = BAD, hosts.at + timedelta(days=1)
    hosts.slow[f"{slow}.example"] = threading.Event()
    return context, messages


def run_with_slow(context: MonitorContext, hosts: Hosts, slow: str, seconds: float = 50.0) -> None:
    """A run in which the slow host answers after the first message, or after some seconds."""
    timer = threading.Timer(seconds, hosts.slow[f"{slow}.example"].set)
    timer.start()
    run_cycle(context, context.policies)
    timer.cancel()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.pipeline.early_messages.GATHER_SECONDS", 0.0)


@pytest.mark.usefixtures("at_once")
def test_the_documents_of_one_company_are_one_message_although_one_host_is_slow(tmp_path: Path, hosts: Hosts) -> None:
    tracked = of_one_company("a", "b", "drip")
    context, messages = changed(tmp_path, hosts, tracked, slow="drip")
    run_with_slow(context, hosts, "drip", seconds=2.5)
    assert messages == [["a-0", "b-0", "drip-0"]]


@pytest.mark.usefixtures("at_once")
def test_other_companies_do_not_wait(tmp_path: Path, hosts: Hosts) -> None:
    tracked = policies_on("a", "b", "drip")
    context, messages = changed(tmp_path, hosts, tracked, slow="drip")
    run_with_slow(context, hosts, "drip")
    assert messages[-1] == ["drip-0"]
    assert sorted(name for message in messages for name in message) == ["a-0", "b-0", "drip-0"]


@pytest.mark.usefixtures("at_once")
def test_programs_get_each_alert_at_once(tmp_path: Path, hosts: Hosts) -> None:
    tracked = of_one_company("a", "drip")
    context, messages = changed(tmp_path, hosts, tracked, slow="drip", joins=False)
    run_with_slow(context, hosts, "drip")
    assert messages == [["a-0"], ["drip-0"]]


@pytest.mark.usefixtures("at_once")
def test_nobody_waits_longer_than_a_minute(tmp_path: Path, hosts: Hosts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.pipeline.early_messages.COMPANY_SECONDS", 0.0)
    tracked = of_one_company("a", "drip")
    context, messages = changed(tmp_path, hosts, tracked, slow="drip")
    run_with_slow(context, hosts, "drip")
    assert messages == [["a-0"], ["drip-0"]]


@pytest.mark.usefixtures("at_once")
def test_a_document_that_can_not_be_read_is_not_waited_for_beyond_its_failure(tmp_path: Path, hosts: Hosts) -> None:
    tracked = (*of_one_company("a", "dead"), *policies_on("drip"))
    context, messages = changed(tmp_path, hosts, tracked, slow="drip")
    hosts.dead["dead.example"] = OSError("no route to host")
    run_with_slow(context, hosts, "drip")
    assert messages == [["a-0"], ["drip-0"]]


# --- when a pass is made -----------------------------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    now = [0.0]
    monkeypatch.setattr("monitor.pipeline.early_messages.time.monotonic", lambda: now[0])
    return now


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[frozenset[str]]:
    """For each pass, which companies were awaited."""
    found: list[frozenset[str]] = []

    def pending(context: object, began: object, *, awaited: frozenset[str]) -> DispatchReport:
        found.append(awaited)
        return DispatchReport()

    monkeypatch.setattr("monitor.pipeline.early_messages.dispatch_pending", pending)
    return found


@pytest.fixture
def alert_of(tmp_path: Path) -> Callable[[Policy], Alert]:
    hosts = Hosts()
    tracked = policies_on("a")
    context = open_world(tmp_path, hosts, policies=tracked)
    run_cycle(context, tracked)
    hosts.body, hosts.at = BAD, hosts.at + timedelta(days=1)
    run_cycle(context, tracked)
    alert = context.state.alerts()[0].alert
    assert isinstance(alert, Alert)
    return lambda policy: replace(alert, policy=policy)


def test_passes_are_made_when_there_is_something_new_to_send(
    tmp_path: Path, clock: Clock, asked: list[frozenset[str]], alert_of: Callable[[Policy], Alert]
) -> None:
    a, b = of_one_company("a", "b")
    (other,) = policies_on("drip")
    context = open_world(tmp_path / "other", Hosts(), policies=(a, b, other))
    early = EarlyMessages(context, CycleReport(), context.policies, context.now())
    queued = [alert_of(a)]
    early.send(queued, {a.id})
    assert asked == []  # prompt hosts may still answer
    clock[0] = 6.0
    early.send([], {a.id})
    assert asked == []  # nothing to send
    for _ in range(3):
        early.send(queued, {a.id})
    assert asked == [{"Larkspur", "drip"}]  # once, although it is held
    early.send(queued, {a.id, b.id})
    early.send(queued, {a.id, b.id})
    assert asked[1:] == [{"drip"}]  # its company is complete
    early.send([*queued, alert_of(b)], {a.id, b.id})
    assert len(asked) == len(early.passes) == 3


def test_what_is_held_leaves_after_a_minute(
    tmp_path: Path, clock: Clock, asked: list[frozenset[str]], alert_of: Callable[[Policy], Alert]
) -> None:
    a, b = of_one_company("a", "b")
    context = open_world(tmp_path / "other", Hosts(), policies=(a, b))
    early = EarlyMessages(context, CycleReport(), context.policies, context.now())
    clock[0] = 10.0
    early.send([alert_of(a)], {a.id})
    clock[0] = 59.0
    early.send([alert_of(a)], {a.id})
    clock[0] = 61.0
    for _ in range(2):
        early.send([alert_of(a)], {a.id})
    assert asked == [{"Larkspur"}, frozenset()]
