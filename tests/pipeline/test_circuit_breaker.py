"""A breaker for dead hosts: a few failures tell that the others would fail as well."""

from __future__ import annotations

import pytest

from monitor.errors import Blocked, HttpStatus, RateLimited, SourceError, Unreachable
from monitor.model import Policy
from monitor.pipeline.circuit_breaker import TRIP, CircuitBreaker, host_is_down
from monitor.pipeline.fetch_job import FetchJob
from monitor.pipeline.gather import Answers

DOWN = Unreachable("no answer", reason="timeout")
ERROR_500 = HttpStatus("500", status=500, transient=True)
ERROR_404 = HttpStatus("404", status=404, transient=False)


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
        job = FetchJob(pair, lambda before: answers, breaker)
        job.conclude(job.attempt())
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
