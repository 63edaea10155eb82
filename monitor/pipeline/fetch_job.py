"""One policy's fetch within a cycle: its attempts, their results, and when to try again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from monitor.errors import SourceError, without_variables
from monitor.model import Policy
from monitor.net.large_bodies import few_at_a_time
from monitor.net.retry import Backoff
from monitor.pipeline.circuit_breaker import CircuitBreaker
from monitor.pipeline.gather import Answers, failure_in
from monitor.pipeline.large_pages import SetAside, set_aside
from monitor.pipeline.retry import soon
from monitor.sources.interface import Fetched

RETRY_WINDOW = 60.0
"""Seconds after its first attempt within which a policy is tried again in the same cycle; then the schedule's backoff takes over."""


@dataclass(frozen=True)
class FetchOutcome:
    """What the addresses of one policy answered, or the error that prevented any answer."""

    policy: Policy
    answers: Answers = ()
    error: Exception | None = None
    aside: SetAside | None = None
    """The pages, where they are so large that `answers` has them without their bodies."""

    @property
    def size(self) -> int:
        """Bytes of the pages that are held in memory."""
        return sum(len(answer.snapshot.body) for _, answer in self.answers if isinstance(answer, Fetched))

    def taken(self) -> Answers:
        """The answers with their bodies, to be asked for once.

        Raises:
            OSError: they are on the disk, which can't be read.
        """
        return self.answers if self.aside is None else self.aside.taken()


def hosts_of(policy: Policy) -> frozenset[str]:
    """Hosts, with their ports, that a policy's addresses name."""
    return frozenset(urlsplit(url).netloc.rpartition("@")[2].lower() for url in policy.urls)


@dataclass(eq=False)
class FetchJob:
    """A policy to be fetched; the pool calls `attempt` in one of its threads until the outcome is final.

    Args:
        policy: which.
        fetch: makes one attempt; gets what the previous one brought, of which only the failures are tried again. Must store nothing.
        breaker: asked before the first attempt, and given the final outcome.
        backoff: how often and when a failure that may pass is retried.
    """

    policy: Policy
    fetch: Callable[[Answers], Answers]
    breaker: CircuitBreaker
    backoff: Backoff = field(default_factory=lambda: Backoff(retries=0))
    hosts: frozenset[str] = field(init=False)
    attempts: int = field(default=0, init=False)
    began: float = field(default=0.0, init=False)
    """When (monotonic) the first attempt began."""
    due: float = field(default=0.0, init=False)
    """When the next one may begin."""
    slow: bool = field(default=False, init=False)
    """Whether it is in the lane of slow hosts."""
    _answers: Answers = field(default=(), init=False)
    _refused: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.hosts = hosts_of(self.policy)

    def attempt(self) -> FetchOutcome:
        """One attempt, unless the breaker refuses a host."""
        refusal = None if self.attempts else next(filter(None, map(self.breaker.refusal, sorted(self.hosts))), None)
        self.attempts += 1
        self._refused = refusal is not None
        if refusal is not None:
            return FetchOutcome(self.policy, error=refusal)
        with few_at_a_time():
            return self._fetched()

    def _fetched(self) -> FetchOutcome:
        try:
            self._answers = self.fetch(self._answers)
        except Exception as error:  # whatever it is belongs to this policy; the caller reports it
            return FetchOutcome(self.policy, error=without_variables(error))
        for _, answer in self._answers:
            if isinstance(answer, SourceError):
                without_variables(answer)
        # What is complete is not tried again.
        aside = None if failure_in(self._answers) else set_aside(self._answers)
        if aside is None:
            return FetchOutcome(self.policy, self._answers)
        self._answers = ()
        return FetchOutcome(self.policy, aside.answers, aside=aside)

    def retry_at(self, outcome: FetchOutcome, now: float) -> float | None:
        """When (monotonic) to try again; None when the outcome is final."""
        wait = None if outcome.error is not None else soon(outcome.answers, self.attempts, self.backoff)
        return None if wait is None or now + wait - self.began > RETRY_WINDOW else now + wait

    def conclude(self, outcome: FetchOutcome) -> None:
        """Tell the breaker how it ended, unless that was by the breaker's own refusal."""
        if len(self.hosts) == 1 and not self._refused:  # with several hosts it is unknown which one failed
            self.breaker.note(next(iter(self.hosts)), outcome.error or failure_in(outcome.answers))
