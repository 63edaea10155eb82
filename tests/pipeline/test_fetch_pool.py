"""Fetching in parallel: one request per host at a time, a lane for slow hosts, retries that hold no thread."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial

import pytest

from monitor.errors import RateLimited, SourceError, Unreachable
from monitor.model import Policy, Snapshot
from monitor.net.retry import Backoff
from monitor.pipeline.circuit_breaker import CircuitBreaker
from monitor.pipeline.fetch_job import FetchJob, FetchOutcome, hosts_of
from monitor.pipeline.fetch_pool import FetchPool
from monitor.pipeline.gather import Answers
from monitor.pipeline.large_pages import LARGE
from monitor.sources.interface import Fetched, Validators
from tests.pipeline.pipeline_world import policies_on

DOWN = Unreachable("no answer", reason="timeout")
NO_WAIT = Backoff(retries=2, first_delay=0.0)
Fetch = Callable[[Policy], Answers]


def never() -> bool:
    return False


def submit(pool: FetchPool, policies: Sequence[Policy], fetch: Fetch, backoff: Backoff | None = None) -> FetchPool:
    breaker = CircuitBreaker()
    pool.submit([FetchJob(policy, partial(_attempt, fetch, policy), breaker, backoff or Backoff(retries=0)) for policy in policies])
    return pool


def _attempt(fetch: Fetch, policy: Policy, before: Answers) -> Answers:
    return fetch(policy)


def fetched(policies: Sequence[Policy], fetch: Fetch, workers: int = 8) -> list[FetchOutcome]:
    pool = submit(FetchPool(workers=workers), policies, fetch)
    return [outcome for outcome in pool.outcomes(never) if outcome is not None]


def test_every_policy_has_one_outcome() -> None:
    policies = policies_on("a", "b", "c", each=5)
    assert sorted(outcome.policy.id for outcome in fetched(policies, lambda policy: ())) == sorted(policy.id for policy in policies)


@pytest.mark.parametrize("workers", [1, 2])
def test_no_more_requests_than_workers_are_under_way(workers: int) -> None:
    lock, under_way, most = threading.Lock(), 0, 0
    together = threading.Barrier(workers)

    def fetch(policy: Policy) -> Answers:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        together.wait(60)  # each round ends only when all workers are in it
        with lock:
            under_way -= 1
        return ()

    assert len(fetched(policies_on("a", "b", "c", "d"), fetch, workers=workers)) == 4
    assert most == workers


def test_an_error_of_any_kind_belongs_to_its_policy() -> None:
    def fetch(policy: Policy) -> Answers:
        if policy.id == "a-0":
            raise ValueError("surrogates not allowed")
        return ()

    errors = {outcome.policy.id: outcome.error for outcome in fetched(policies_on("a", "b"), fetch)}
    assert isinstance(errors["a-0"], ValueError)
    assert errors["b-0"] is None


def test_a_policy_of_several_hosts_waits_until_all_are_free() -> None:
    pair = Policy("pair", "Pair", urls=("https://a.example/", "https://b.example/"))
    busy: set[str] = set()
    lock = threading.Lock()

    def fetch(policy: Policy) -> Answers:
        with lock:
            assert not busy & hosts_of(policy)
            busy.update(hosts_of(policy))
        with lock:
            busy.difference_update(hosts_of(policy))
        return ()

    outcomes = fetched((*policies_on("a", "b", each=3), pair, *policies_on("a", each=5)[3:]), fetch)
    assert [outcome.error for outcome in outcomes] == [None] * 9


def test_nothing_arriving_gives_the_caller_time_for_other_work() -> None:
    release = threading.Event()

    def fetch(policy: Policy) -> Answers:
        assert release.wait(60)
        return ()

    outcomes = submit(FetchPool(), policies_on("a"), fetch).outcomes(never)
    assert next(outcomes) is None
    release.set()
    assert [outcome.policy.id for outcome in outcomes if outcome is not None] == ["a-0"]


def test_closing_early_fetches_no_further_policy() -> None:
    begun: list[str] = []

    def fetch(policy: Policy) -> Answers:
        begun.append(policy.id)
        return ()

    pool = submit(FetchPool(workers=1), policies_on("a", each=50), fetch)
    next(pool.outcomes(never))
    pool.close()
    assert len(begun) < 50


def page_of(size: int, begun: list[str]) -> Fetch:
    def fetch(policy: Policy) -> Answers:
        begun.append(policy.id)
        snapshot = Snapshot(policy.id, policy.urls[0], datetime(2026, 7, 2, tzinfo=UTC), "live", b"x" * size, 200, "text/html")
        return [(policy.urls[0], Fetched(snapshot, Validators(), policy.urls[0]))]

    return fetch


def test_large_pages_that_wait_for_the_caller_hold_up_the_next() -> None:
    begun, taken, most = list[str](), 0, 0
    pool = submit(FetchPool(workers=1, most_waiting=250), policies_on("a", "b", "c", each=20), page_of(100, begun))
    for outcome in pool.outcomes(never):
        if outcome is not None:
            taken += 1
            until = time.monotonic() + 0.01  # so that the thread fetches what it may
            while time.monotonic() < until:
                most = max(most, pool.ready())
    assert (taken, len(begun)) == (60, 60)
    assert 0 < most <= 3


def test_a_page_larger_than_may_wait_is_fetched() -> None:
    found = submit(FetchPool(most_waiting=10), policies_on("a", "b"), page_of(100, [])).outcomes(never)
    assert sorted(outcome.size for outcome in found if outcome is not None) == [100, 100]


# --- large pages ----------------------------------------------------------------------------------------------------------


def sized(begun: list[str]) -> Fetch:
    """Pages that are large where the policy's name begins with "large"."""

    def fetch(policy: Policy) -> Answers:
        return page_of(LARGE if policy.name.startswith("large") else 10, begun)(policy)

    return fetch


def test_large_pages_come_after_the_others() -> None:
    """One thread, which fetches them first: what takes long to read must not delay the others."""
    policies = policies_on("large-1", "large-2", "a", "b", each=3)
    found = [outcome for outcome in submit(FetchPool(workers=1), policies, sized([])).outcomes(never) if outcome is not None]
    assert [outcome.policy.name[:5] for outcome in found] == ["a"] * 3 + ["b"] * 3 + ["large"] * 6
    assert {len(answer.snapshot.body) for one in found[6:] for _, answer in one.taken() if isinstance(answer, Fetched)} == {LARGE}


def test_the_caller_has_a_moment_before_each_large_page() -> None:
    """So that alerts about the others leave before it."""
    found = list(submit(FetchPool(workers=1), policies_on("large-1", "large-2", "a"), sized([])).outcomes(never))
    large = [n for n, outcome in enumerate(found) if outcome is not None and outcome.aside is not None]
    assert len(large) == 2
    assert all(found[n - 1] is None for n in large)


def test_large_pages_come_while_a_host_is_awaited() -> None:
    gate = Gate("s")
    outcomes = submit(FetchPool(workers=2), policies_on("s", "large-1"), lambda policy: gate(policy) or sized([])(policy)).outcomes(never)
    assert _next_id(outcomes) == "large-1-0"
    gate.release.set()
    assert _next_id(outcomes) == "s-0"


def test_not_all_large_pages_wait_at_the_same_time() -> None:
    begun, most = list[str](), 0
    pool = submit(FetchPool(workers=1, most_large=2), policies_on("large-1", "large-2", each=5), sized(begun))
    for outcome in pool.outcomes(never):
        if outcome is not None:
            until = time.monotonic() + 0.01
            while time.monotonic() < until:
                most = max(most, pool.ready())
    assert len(begun) == 10
    assert 0 < most <= 2


def test_large_pages_end_a_cycle_like_others() -> None:
    pool = submit(FetchPool(workers=1), policies_on("large-1", "a"), sized([]))
    assert names(list(pool.outcomes(never, late=False))) == ["a-0", "large-1-0"]
    assert not pool.is_open("large-1-0")


def test_a_thread_that_waits_holds_no_page() -> None:
    kept, gate = list[weakref.ref[Answer]](), Gate("b")

    def fetch(policy: Policy) -> Answers:
        if policy.name == "b":
            return gate(policy)
        answers = Answer()
        kept.append(weakref.ref(answers))
        return answers

    # The second of b waits for the first, and the thread that fetched a waits for it.
    outcomes = submit(FetchPool(workers=2), policies_on("a", "b", each=2), fetch).outcomes(never)
    assert [_next_id(outcomes) for _ in range(2)] == ["a-0", "a-1"]
    gc.collect()
    assert [one() for one in kept] == [None, None]
    gate.release.set()
    assert [_next_id(outcomes) for _ in range(2)] == ["b-0", "b-1"]


def _next_id(outcomes: Iterator[FetchOutcome | None]) -> str:
    """Of the policy whose outcome comes next; a variable of the caller would hold its page."""
    return next(outcome.policy.id for outcome in outcomes if outcome is not None)


class Answer(list[tuple[str, Fetched]]):
    """A list that can be watched."""


# --- slow hosts -----------------------------------------------------------------------------------------------------------


class Gate:
    """Pages of which some hold their thread until they are released."""

    def __init__(self, *held: str) -> None:
        self.held, self.release, self.asked = held, threading.Event(), list[str]()

    def __call__(self, policy: Policy) -> Answers:
        self.asked.append(policy.id)
        if policy.name in self.held:
            assert self.release.wait(60)
        return ()


def names(outcomes: Sequence[FetchOutcome | None]) -> list[str]:
    return [outcome.policy.id for outcome in outcomes if outcome is not None]


def test_hosts_that_take_long_make_room_for_the_others() -> None:
    """Two threads and four hanging hosts: unknown as they are, they are told by what they are taking now."""
    gate, slow = Gate("s1", "s2", "s3", "s4"), ("s1", "s2", "s3", "s4")
    pool = submit(FetchPool(workers=2, slow_after=0.01), policies_on(*slow, *"abcdefgh"), gate)
    assert sorted(names(list(pool.outcomes(never, late=False)))) == [f"{name}-0" for name in "abcdefgh"]
    assert sorted(pool.slow_hosts()) == [f"{name}.example" for name in slow]
    assert pool.is_open("s1-0")
    gate.release.set()
    assert sorted(names(list(pool.outcomes(never)))) == [f"{name}-0" for name in slow]


def test_hosts_that_were_slow_have_threads_of_their_own_from_the_start() -> None:
    gate = Gate("s")
    pool = submit(FetchPool({"s.example": 20.0}, workers=1, slow_after=3600), policies_on("s", "a", "b", each=2), gate)
    assert sorted(names(list(pool.outcomes(never, late=False)))) == ["a-0", "a-1", "b-0", "b-1"]
    gate.release.set()
    assert names(list(pool.outcomes(never))) == ["s-0", "s-1"]
    assert pool.slow_hosts() == {}, "it was prompt this time"


def test_a_host_s_other_policies_follow_it_into_the_slow_lane() -> None:
    gate = Gate("s")
    pool = submit(FetchPool(workers=1, slow_workers=1, slow_after=0.01), policies_on("s", "a", each=3), gate)
    assert sorted(names(list(pool.outcomes(never, late=False)))) == ["a-0", "a-1", "a-2"]
    gate.release.set()
    assert names(list(pool.outcomes(never))) == ["s-0", "s-1", "s-2"]


def test_the_slow_lane_has_an_end_too() -> None:
    """With more slow hosts than threads for them the rest is fetched in turn, and everything has one outcome."""
    gate = Gate(*(f"s{n}" for n in range(9)))
    pool = submit(FetchPool(workers=2, slow_workers=2, slow_after=0.01), policies_on(*gate.held, "a"), gate)
    outcomes = pool.outcomes(never)
    for _ in range(300):
        if len(gate.asked) < 4:
            assert next(outcomes) is None
    assert len(gate.asked) == 4
    gate.release.set()
    assert len(names(list(outcomes))) == 10


def test_a_policy_that_is_still_being_fetched_is_not_fetched_twice() -> None:
    gate = Gate("s")
    pool = submit(FetchPool({"s.example": 20.0}), policies_on("s"), gate)
    assert names(list(pool.outcomes(never, late=False))) == []
    submit(pool, policies_on("s", "a"), gate)
    assert names(list(pool.outcomes(never, late=False))) == ["a-0"]
    gate.release.set()
    assert names(list(pool.outcomes(never))) == ["s-0"]
    assert sorted(gate.asked) == ["a-0", "s-0"]
    submit(pool, policies_on("s"), gate)
    assert names(list(pool.outcomes(never))) == ["s-0"]


# --- retries --------------------------------------------------------------------------------------------------------------


class Failing:
    """Pages that fail so many times before they answer."""

    def __init__(self, times: int, error: SourceError = DOWN) -> None:
        self.times, self.error, self.asked = times, error, list[str]()

    def __call__(self, policy: Policy) -> Answers:
        self.asked.append(policy.id)
        fails = policy.name == "bad" and self.asked.count(policy.id) <= self.times
        return [(policy.urls[0], self.error)] if fails else ()


@pytest.mark.parametrize(("times", "asked"), [(1, 2), (2, 3), (9, 3)])
def test_a_failure_that_may_pass_is_retried(times: int, asked: int) -> None:
    pages = Failing(times)
    (outcome,) = list(filter(None, submit(FetchPool(), policies_on("bad"), pages, NO_WAIT).outcomes(never)))
    assert (len(pages.asked), bool(outcome.answers)) == (asked, times > 2)


def test_a_retry_waits_without_a_thread_and_keeps_its_host_to_itself() -> None:
    pages = Failing(1, RateLimited("slow down", retry_after=0.3))
    pool = submit(FetchPool(workers=1), policies_on("bad", "a", "b", each=2), pages, Backoff(first_delay=0.0))
    assert names(list(pool.outcomes(never)))[:4] == ["a-0", "a-1", "b-0", "b-1"]
    assert pages.asked == ["bad-0", "a-0", "a-1", "b-0", "b-1", "bad-0", "bad-1", "bad-1"]


def test_what_waits_for_a_retry_is_left_to_a_later_cycle() -> None:
    pages = Failing(1, RateLimited("slow down", retry_after=20))
    pool = submit(FetchPool(workers=1), policies_on("bad", "a"), pages, Backoff())
    assert names(list(pool.outcomes(never, late=False))) == ["a-0"]
    assert pool.is_open("bad-0")
    pool.close()


def test_a_server_that_asks_for_a_long_rest_is_not_retried() -> None:
    pages = Failing(1, RateLimited("slow down", retry_after=600))
    assert len(names(list(submit(FetchPool(), policies_on("bad"), pages, NO_WAIT).outcomes(never)))) == 1
    assert pages.asked == ["bad-0"]


def test_many_policies_on_few_hosts() -> None:
    policies = policies_on("a", "b", each=1_500)
    assert len(fetched(policies, lambda policy: ())) == 3_000
