"""Two lanes of waiting policies, and which hosts belong into the slow one."""

from __future__ import annotations

from monitor.model import Policy
from monitor.pipeline.circuit_breaker import CircuitBreaker
from monitor.pipeline.fetch_job import FetchJob
from monitor.pipeline.fetch_lanes import Lane, SlowHosts
from tests.pipeline.pipeline_world import policies_on

PAIR = Policy("pair", "Pair", urls=("https://a.example/", "https://b.example/"))


def lane(*policies: Policy) -> Lane:
    made = Lane(8)
    for policy in policies:
        made.add(FetchJob(policy, lambda before: (), CircuitBreaker()))
    return made


def taken(waiting: Lane, busy: set[str]) -> str | None:
    job = waiting.take(busy)
    return job.policy.id if job else None


def test_the_first_whose_hosts_are_free_is_taken() -> None:
    waiting = lane(*policies_on("a", each=2), PAIR, *policies_on("b", "c"))
    assert (waiting.size, waiting.at_once) == (5, 4)
    assert taken(waiting, {"a.example"}) == "b-0"
    assert taken(waiting, {"a.example", "c.example"}) is None
    assert [taken(waiting, set()) for _ in range(5)] == ["a-0", "a-1", "pair", "c-0", None]
    assert (waiting.size, waiting.at_once) == (0, 0)


def test_all_that_needs_a_host_is_taken_out() -> None:
    waiting = lane(*policies_on("a", "b", each=2), PAIR)
    assert sorted(job.policy.id for job in waiting.remove_of("b.example")) == ["b-0", "b-1", "pair"]
    assert (waiting.size, taken(waiting, set())) == (2, "a-0")


def test_a_host_is_slow_by_what_it_took_last() -> None:
    slow = SlowHosts({"old.example": 9.0}, after=2.0)
    assert slow.note(["a.example", "old.example"], 20.04) == ["a.example"]
    assert slow.all() == {"a.example": 20.0, "old.example": 20.0}
    assert slow.note(["b.example"], 1.9) == []
    assert "b.example" not in slow
    slow.note(["old.example"], 0.1)
    assert slow.all() == {"a.example": 20.0}
