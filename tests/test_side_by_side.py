"""Fetching side by side: a slow host delays nobody, a dead one is left alone, results don't depend on who was first."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import RateLimited, Unreachable
from monitor.model import NoticeKind, Policy
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.cycle import Cycle, run_cycle
from monitor.sources.interface import Fetched, Validators
from tests.test_pipeline import START, World, context


class Web(World):
    """Pages on several hosts, some of them slow or dead; knows how many requests each host had at once."""

    def __init__(self) -> None:
        super().__init__()
        self.slow: dict[str, threading.Event] = {}
        self.dead: dict[str, Exception] = {}
        self.asked: list[str] = []
        self.at_once: dict[str, int] = {}
        self.most = 0
        self.lock = threading.Lock()

    def fetch(self, policy: str, url: str, *, validators: Validators | None = None) -> Fetched:
        host = url.split("/")[2]
        with self.lock:
            self.asked.append(policy)
            self.at_once[host] = self.at_once.get(host, 0) + 1
            self.most = max(self.most, self.at_once[host])
        try:
            if host in self.slow:
                assert self.slow[host].wait(20)
            if host in self.dead:
                raise self.dead[host]
            return super().fetch(policy, url, validators=validators)
        finally:
            with self.lock:
                self.at_once[host] -= 1


def policies(*hosts: str, each: int = 1) -> tuple[Policy, ...]:
    return tuple(Policy(f"{host}-{n}", host, urls=(f"https://{host}.example/{n}",)) for host in hosts for n in range(each))


@pytest.fixture
def web() -> Web:
    return Web()


def shop(folder: Path, web: Web, tracked: tuple[Policy, ...]) -> MonitorContext:
    return replace(context(folder, web), policies=tracked)


def test_a_host_that_drips_delays_nobody(tmp_path: Path, web: Web) -> None:
    tracked = policies("drip", "a", "b", "c", each=2)
    web.slow["drip.example"] = threading.Event()
    done: list[str] = []

    def told(policy: Policy) -> None:
        done.append(policy.id)
        if len(done) == 6:
            web.slow["drip.example"].set()

    cycle = run_cycle(shop(tmp_path, web, tracked), tracked, told=told)
    assert {policy_id[:4] for policy_id in done[:6]}.isdisjoint({"drip"})
    assert (cycle.checked, cycle.failed) == (8, [])
    assert [new.version.policy for new in cycle.new_versions] == [policy.id for policy in tracked]


def test_a_host_gets_one_request_at_a_time(tmp_path: Path, web: Web) -> None:
    tracked = policies("a", "b", each=12)
    run_cycle(shop(tmp_path, web, tracked), tracked)
    assert (len(web.asked), web.most) == (24, 1)


def test_a_stop_does_not_wait_for_a_slow_host(tmp_path: Path, web: Web) -> None:
    tracked = policies("drip", "a")
    web.slow["drip.example"] = threading.Event()
    stop = threading.Event()
    cycle = run_cycle(shop(tmp_path, web, tracked), tracked, stop=stop.is_set, told=lambda policy: stop.set())
    assert cycle.checked == 1
    web.slow["drip.example"].set()


def test_a_dead_host_is_left_alone_after_three_failures(tmp_path: Path, web: Web) -> None:
    tracked = policies("dead", "a", each=6)
    web.dead["dead.example"] = Unreachable("no answer", reason="timeout")
    house = shop(tmp_path, web, tracked)
    cycle = run_cycle(house, tracked)
    assert sum(policy_id.startswith("dead") for policy_id in web.asked) == 3
    assert [failure.reason for failure in cycle.failed] == ["timeout"] * 3 + ["host-down"] * 3
    web.asked.clear()
    run_cycle(house, tracked)
    assert sum(policy_id.startswith("dead") for policy_id in web.asked) == 1, "the next time one try tells"
    web.dead.clear()
    assert run_cycle(house, tracked).failed == []


def test_a_host_that_asks_for_rest_gets_it_at_once(tmp_path: Path, web: Web) -> None:
    tracked = policies("busy", each=4)
    web.dead["busy.example"] = RateLimited("slow down", retry_after=86_400 * 2)
    cycle = run_cycle(shop(tmp_path, web, tracked), tracked)
    assert len(web.asked) == 1
    assert {failure.retry_at for failure in cycle.failed} == {START + timedelta(days=2)}


def test_backoff_is_kept_unless_forced(tmp_path: Path, web: Web) -> None:
    tracked = policies("dead")
    web.dead["dead.example"] = Unreachable("no answer", reason="timeout")
    house = shop(tmp_path, web, tracked)
    for asked in (1, 2, 2, 2):
        (failure,) = run_cycle(house, tracked, force=False).failed
        assert len(web.asked) == asked
    assert "not tried now" in failure.says
    run_cycle(house, tracked, force=True)
    assert len(web.asked) == 3
    web.at += timedelta(hours=2)
    web.dead.clear()
    assert run_cycle(house, tracked, force=False).failed == []
    web.at -= timedelta(days=400)  # a clock set back must not lock anybody out
    assert run_cycle(house, tracked, force=False).checked == 1


def failing_for(house: MonitorContext, web: Web, tracked: tuple[Policy, ...], days: float) -> Cycle:
    web.at += timedelta(days=days)
    return run_cycle(house, tracked)


def test_people_are_told_once_that_a_policy_cannot_be_read_and_once_that_it_can(tmp_path: Path, web: Web) -> None:
    tracked, kinds = policies("dead"), []
    house = shop(tmp_path, web, tracked)
    web.send_notice = lambda notice: kinds.append((notice.kind, notice.policy.id))  # type: ignore[attr-defined]
    web.dead["dead.example"] = Unreachable("no answer", reason="timeout")
    for day in (0, 2, 0.9):
        assert failing_for(house, web, tracked, day).notices == []
    cycle = failing_for(house, web, tracked, 0.2)
    assert [(told.notice, told.delivered) for told in cycle.notices] == [("unreadable", ["console"])]
    assert (cycle.alerts, web.told) == ([], []), "a notice is no alert"
    failing_for(house, web, tracked, 30)
    web.dead.clear()
    assert [told.notice for told in failing_for(house, web, tracked, 1).notices] == ["readable-again"]
    failing_for(house, web, tracked, 1)
    assert kinds == [(NoticeKind.UNREADABLE, "dead-0"), (NoticeKind.READABLE_AGAIN, "dead-0")]


def test_a_wall_is_as_unreadable_as_silence(tmp_path: Path, web: Web) -> None:
    tracked, kinds = policies("walled"), []
    house = shop(tmp_path, web, tracked)
    web.send_notice = lambda notice: kinds.append(notice.kind)  # type: ignore[attr-defined]
    failing_for(house, web, tracked, 0)
    policy = web.body
    web.body = b"<html><head><title>Error</title></head><body><h1>503 Service Unavailable</h1><p>Please try again later.</p></body></html>"
    for _ in range(5):
        failing_for(house, web, tracked, 1)
    web.body = policy
    failing_for(house, web, tracked, 1)
    failing_for(house, web, tracked, 1)
    assert kinds == [NoticeKind.UNREADABLE, NoticeKind.READABLE_AGAIN]
