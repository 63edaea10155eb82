"""A daemon's cycles share a pool: none waits for a slow host, and what it answers belongs to a later one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from monitor.errors import Unreachable
from monitor.model import Policy
from monitor.net.retry import Backoff
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.cycle import run_cycle
from monitor.pipeline.fetch_pool import FetchPool
from monitor.pipeline.outcome import CycleReport
from tests.pipeline.pipeline_world import Hosts, open_world, policies_on

TRACKED = policies_on("slow", "a", "b", each=2)


def slow_world(folder: Path) -> tuple[MonitorContext, Hosts, FetchPool]:
    hosts = Hosts()
    hosts.slow["slow.example"] = threading.Event()
    return open_world(folder, hosts, policies=TRACKED), hosts, FetchPool({"slow.example": 20.0})


def wait_until(pool: FetchPool, ready: int) -> None:
    with pool._changed:
        assert pool._changed.wait_for(lambda: len(pool._outcomes) >= ready, 60)


def found(report: CycleReport) -> list[str]:
    return [new.version.policy for new in report.new_versions]


def test_a_slow_host_is_stored_by_the_cycle_after_it_answered(tmp_path: Path) -> None:
    context, hosts, pool = slow_world(tmp_path)
    assert found(run_cycle(context, TRACKED, force=False, pool=pool)) == ["a-0", "a-1", "b-0", "b-1"]
    again = run_cycle(context, TRACKED, force=False, pool=pool)
    assert (again.checked, again.unchanged, hosts.asked.count("slow-0")) == (4, 4, 1), "it is still being asked"
    hosts.slow["slow.example"].set()
    wait_until(pool, 2)
    assert found(run_cycle(context, (), force=False, pool=pool)) == ["slow-0", "slow-1"]
    assert run_cycle(context, TRACKED, force=False, pool=pool).checked == 6


def test_which_hosts_are_slow_outlives_the_process(tmp_path: Path) -> None:
    context, hosts, pool = slow_world(tmp_path)
    run_cycle(context, TRACKED, force=False, pool=pool)
    assert context.state.slow_hosts() == {"slow.example": 20.0}
    hosts.slow["slow.example"].set()
    assert run_cycle(context, TRACKED).checked == 6, "without a pool of a daemon all are waited for"
    assert context.state.slow_hosts() == {}


def test_what_a_policy_no_longer_names_is_dropped(tmp_path: Path) -> None:
    context, hosts, pool = slow_world(tmp_path)
    run_cycle(context, TRACKED, force=False, pool=pool)
    hosts.slow["slow.example"].set()
    wait_until(pool, 2)
    moved = (replace(TRACKED[0], urls=("https://elsewhere.example/",)), *TRACKED[2:])
    report = run_cycle(replace(context, policies=moved), (), force=False, pool=pool)
    assert (report.checked, context.archive.records("slow-0")) == (0, [])
    assert not pool.is_open("slow-0")


def test_a_failure_that_is_retried_is_reported_once_it_lasts(tmp_path: Path) -> None:
    hosts = Hosts()
    hosts.dead["a.example"] = Unreachable("no answer", reason="timeout")
    once: Callable[[Policy], Backoff] = lambda policy: Backoff(retries=1, first_delay=0.01)  # noqa: E731
    tracked = policies_on("a", "b")
    context = open_world(tmp_path, hosts, policies=tracked, backoff=once)
    assert [failure.policy for failure in run_cycle(context, tracked).failed] == ["a-0"]
    assert hosts.asked.count("a-0") == 2
    assert context.state.check("a-0").failures_in_row == 1
