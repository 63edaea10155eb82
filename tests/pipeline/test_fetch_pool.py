"""Fetching in parallel: one request per host at a time, a breaker for dead hosts, and no thread that outlives its caller's interest."""

from __future__ import annotations

import threading

import pytest

from monitor.errors import Blocked, HttpStatus, RateLimited, SourceError, Unreachable
from monitor.model import Policy
from monitor.pipeline.fetch_pool import TRIP, CircuitBreaker, FetchOutcome, fetch_each, host_is_down, hosts_of
from monitor.pipeline.gather import Answers
from tests.pipeline.pipeline_world import policies_on

DOWN = Unreachable("no answer", reason="timeout")
ERROR_500 = HttpStatus("500", status=500, transient=True)
ERROR_404 = HttpStatus("404", status=404, transient=False)


def fetched(policies: tuple[Policy, ...], fetch, breaker: CircuitBreaker | None = None, workers: int = 8) -> list[FetchOutcome]:  # type: ignore[no-untyped-def]
    found = fetch_each(policies, fetch, breaker=breaker or CircuitBreaker(), stop=lambda: False, workers=workers)
    return [outcome for outcome in found if outcome is not None]


def test_hosts_are_compared_without_case_or_login() -> None:
    policy = Policy("p", "P", urls=("https://user:pw@Larkspur.example:8443/a", "http://larkspur.example/b"))
    assert hosts_of(policy) == {"larkspur.example:8443", "larkspur.example"}


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

    outcomes = fetched((*policies_on("a", "b", each=3), pair, *policies_on("a", each=2)), fetch)
    assert [outcome.error for outcome in outcomes] == [None] * 9


def test_nothing_arriving_gives_the_caller_time_for_other_work() -> None:
    release = threading.Event()

    def fetch(policy: Policy) -> Answers:
        assert release.wait(60)
        return ()

    outcomes = fetch_each(policies_on("a"), fetch, breaker=CircuitBreaker(), stop=lambda: False)
    assert next(outcomes) is None
    release.set()
    assert [outcome.policy.id for outcome in outcomes if outcome is not None] == ["a-0"]


def test_closing_early_fetches_no_further_policy() -> None:
    begun: list[str] = []

    def fetch(policy: Policy) -> Answers:
        begun.append(policy.id)
        return ()

    outcomes = fetch_each(policies_on("a", each=50), fetch, breaker=CircuitBreaker(), stop=lambda: False, workers=1)
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    assert len(begun) < 50


# --- the breaker -----------------------------------------------------------------------------------------------------


def test_the_breaker_trips_after_consecutive_failures() -> None:
    breaker = CircuitBreaker()
    for n in range(TRIP):
        assert breaker.refusal("a.example") is None, n
        breaker.note("a.example", DOWN)
    refusal = breaker.refusal("a.example")
    assert refusal is not None
    assert (refusal.reason, str(refusal)) == ("host-down", "a.example was skipped because its other pages failed as well: no answer")
    assert breaker.refusal("b.example") is None


@pytest.mark.parametrize("answer", [None, ERROR_404, Blocked("robots.txt")], ids=["a page", "404", "blocked"])
def test_any_answer_resets_the_count(answer: Exception | None) -> None:
    breaker = CircuitBreaker()
    for error in (DOWN, DOWN, answer, DOWN, DOWN):
        breaker.note("a.example", error)
    assert breaker.refusal("a.example") is None


def test_a_request_for_fewer_requests_trips_it_at_once_and_keeps_the_wait() -> None:
    breaker = CircuitBreaker()
    breaker.note("a.example", RateLimited("slow down", retry_after=600))
    refusal = breaker.refusal("a.example")
    assert refusal is not None
    assert refusal.retry_after == 600


def test_a_host_that_failed_last_time_gets_one_try() -> None:
    breaker = CircuitBreaker({"a.example": TRIP - 1})
    assert breaker.refusal("a.example") is None
    breaker.note("a.example", DOWN)
    assert breaker.refusal("a.example") is not None


def test_with_several_hosts_no_host_is_counted() -> None:
    breaker, pair = CircuitBreaker(), Policy("pair", "Pair", urls=("https://a.example/", "https://b.example/"))
    answers: Answers = [("https://a.example/", DOWN), ("https://b.example/", DOWN)]
    for _ in range(TRIP + 1):
        fetched((pair,), lambda policy: answers, breaker)
    assert breaker.refusal("a.example") is None


@pytest.mark.parametrize(
    ("error", "down"),
    [
        (DOWN, True),
        (Unreachable("no such name", reason="dns"), True),
        (Unreachable("cut off", reason="truncated"), False),
        (ERROR_500, True),
        (ERROR_404, False),
        (RateLimited("429"), True),
        (Blocked("robots.txt"), False),
    ],
    ids=["timeout", "dns", "truncated", "500", "404", "429", "robots"],
)
def test_failures_that_affect_the_whole_host(error: SourceError, down: bool) -> None:
    assert host_is_down(error) == down
