"""One policy's fetch: what is retried, when it is given up, and what the breaker learns."""

from __future__ import annotations

from monitor.errors import SourceError, Unreachable
from monitor.model import Policy
from monitor.net.retry import Backoff
from monitor.pipeline.circuit_breaker import TRIP, CircuitBreaker
from monitor.pipeline.fetch_job import RETRY_WINDOW, FetchJob, FetchOutcome, hosts_of
from monitor.pipeline.gather import Answers

URL = "https://a.example/"
POLICY = Policy("a", "A", urls=(URL,))
DOWN: Answers = [(URL, Unreachable("no answer", reason="timeout"))]


def test_hosts_are_compared_without_case_or_login() -> None:
    policy = Policy("p", "P", urls=("https://user:pw@Larkspur.example:8443/a", "http://larkspur.example/b"))
    assert hosts_of(policy) == {"larkspur.example:8443", "larkspur.example"}


def test_an_attempt_gets_what_the_one_before_brought() -> None:
    seen: list[Answers] = []
    job = FetchJob(POLICY, lambda before: (seen.append(before), DOWN)[1], CircuitBreaker())
    job.attempt()
    job.attempt()
    assert seen == [(), DOWN]


def test_retries_end_with_their_number_or_their_window() -> None:
    job = FetchJob(POLICY, lambda before: DOWN, CircuitBreaker(), Backoff(retries=2))
    job.began = 1_000.0
    outcome = job.attempt()
    assert job.retry_at(outcome, 1_000.0) == 1_000.5
    assert job.retry_at(outcome, 1_000.0 + RETRY_WINDOW) is None
    job.attempt()
    job.attempt()
    assert job.retry_at(outcome, 1_001.0) is None
    assert job.retry_at(FetchOutcome(POLICY, error=ValueError("a bug")), 1_000.0) is None


def test_a_refusal_of_the_breaker_is_no_failure_of_its_own() -> None:
    breaker, asked = CircuitBreaker(), list[SourceError]()
    for _ in range(TRIP + 3):
        job = FetchJob(POLICY, lambda before: (asked.append(DOWN[0][1]), DOWN)[1], breaker)  # type: ignore[arg-type, func-returns-value]
        job.conclude(job.attempt())
    assert len(asked) == TRIP
