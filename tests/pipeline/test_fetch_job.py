"""One policy's fetch: what is retried, when it is given up, what the breaker learns, and what is held until the caller takes it."""

from __future__ import annotations

import gc
import weakref
from datetime import UTC, datetime

from monitor.errors import SourceError, Unreachable
from monitor.model import Policy, Snapshot
from monitor.net.retry import Backoff
from monitor.pipeline.circuit_breaker import TRIP, CircuitBreaker
from monitor.pipeline.fetch_job import RETRY_WINDOW, FetchJob, FetchOutcome, hosts_of
from monitor.pipeline.gather import Answers
from monitor.pipeline.large_pages import LARGE
from monitor.sources.interface import Fetched, Validators

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


def page(size: int) -> tuple[str, Fetched]:
    at = datetime(2026, 7, 2, tzinfo=UTC)
    return URL, Fetched(Snapshot("a", URL, at, "live", b"x" * size, 200, "text/html"), Validators(), URL)


def test_a_large_page_is_held_by_no_memory() -> None:
    job = FetchJob(POLICY, lambda before: [page(LARGE)], CircuitBreaker())
    outcome = job.attempt()
    assert outcome.size == 0
    assert outcome.aside is not None
    assert outcome.taken() == [page(LARGE)]
    assert job._answers == ()


def test_a_page_of_usual_size_is_handed_over_as_it_is() -> None:
    outcome = FetchJob(POLICY, lambda before: [page(10)], CircuitBreaker()).attempt()
    assert (outcome.size, outcome.aside, outcome.taken()) == (10, None, [page(10)])


def test_a_large_page_beside_a_failure_is_kept_for_the_next_attempt() -> None:
    seen = list[Answers]()
    answers: Answers = [page(LARGE), *DOWN]

    def fetch(before: Answers) -> Answers:
        seen.append(before)
        return answers

    job = FetchJob(POLICY, fetch, CircuitBreaker())
    assert job.attempt().size == LARGE
    job.attempt()
    assert seen == [(), answers]


class Page(bytearray):
    """A body that can be watched."""


def test_a_failure_holds_nothing_of_the_page_that_failed() -> None:
    """A page that unpacks to more than is read was held, all that was unpacked, until the outcome was forgotten."""
    watched = list[weakref.ref[Page]]()

    def unpacked() -> None:
        body = Page(b"too much")
        watched.append(weakref.ref(body))
        raise OverflowError(len(body))

    def fetch(before: Answers) -> Answers:
        try:
            unpacked()
        except OverflowError:
            try:
                raise Unreachable("too large", reason="too-large", transient=False) from None
            except Unreachable as error:
                return [(URL, error)]
        return ()

    def broken(before: Answers) -> Answers:
        unpacked()
        return ()

    outcomes = [FetchJob(POLICY, one, CircuitBreaker()).attempt() for one in (fetch, broken)]
    gc.collect()
    assert [one() for one in watched] == [None, None]
    assert isinstance(outcomes[0].answers[0][1], Unreachable)
    assert outcomes[1].error is not None
    assert outcomes[1].error.__traceback__ is not None, "--verbose logs it"
