"""Fetches the addresses of a cycle's policies: which ones are due, which are left alone, and how their hosts answered before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from monitor.errors import StoreError
from monitor.model import Policy
from monitor.pipeline.circuit_breaker import TRIP, CircuitBreaker
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.fetch_job import FetchJob, FetchOutcome, hosts_of
from monitor.pipeline.fetch_pool import FetchPool
from monitor.pipeline.gather import Answers, fetch_pages
from monitor.pipeline.retry import retry_pending
from monitor.store.state import CheckState

_NEVER = CheckState()


@dataclass(frozen=True)
class Before:
    """The state of the checks when the cycle began, read once: in most cycles thousands of pages are unchanged and cost no query."""

    checks: Mapping[str, CheckState]
    rejecting: frozenset[str]
    """Policies of which a snapshot was ever refused or quarantined."""
    began: datetime

    def check(self, policy: Policy) -> CheckState:
        """How the checks of a policy went."""
        return self.checks.get(policy.id, _NEVER)

    def healthy(self, policy: Policy) -> bool:
        """True when the last check succeeded, no snapshot was ever rejected and no notice is open."""
        check = self.check(policy)
        return policy.id not in self.rejecting and not check.failures_in_row and check.reported_since is None


@dataclass(frozen=True)
class Asked:
    """How a cycle was asked to fetch; see `run_cycle`."""

    context: MonitorContext
    before: Before
    force: bool
    in_full: bool
    stop: Callable[[], bool]


def cycle_outcomes(asked: Asked, policies: Sequence[Policy], pool: FetchPool | None) -> Iterator[FetchOutcome | None]:
    """What each policy's addresses answer; policies that are not fetched come first."""
    context = asked.context
    skipped = {policy.id: None if asked.force else retry_pending(asked.before.check(policy), context.now()) for policy in policies}
    fetched = [policy for policy in policies if policy.live and skipped[policy.id] is None and not (pool and pool.is_open(policy.id))]
    for policy in policies:
        if asked.stop():
            return
        if not policy.live or skipped[policy.id] is not None:
            yield FetchOutcome(policy, error=skipped[policy.id])
    yield from _fetched(asked, fetched, pool)


def _fetched(asked: Asked, policies: Sequence[Policy], shared: FetchPool | None) -> Iterator[FetchOutcome | None]:
    """What the fetched policies' addresses answer; of a shared pool, also what earlier cycles asked for."""
    try:
        known = asked.context.state.slow_hosts()
    except StoreError:  # that they are slow is found out again
        known = {}
    pool = shared or FetchPool(known)
    breaker = CircuitBreaker(_failing_hosts(asked.before, policies))
    pool.submit([_job(asked, policy, breaker) for policy in policies])
    try:
        current = {policy.id: policy for policy in asked.context.policies}
        for outcome in pool.outcomes(asked.stop, late=shared is None):
            # A policy may have been removed or changed since an earlier cycle asked for it.
            if outcome is None or shared is None or current.get(outcome.policy.id) == outcome.policy:
                yield outcome
    finally:
        if shared is None:
            pool.close()
        if (slow := pool.slow_hosts()) != known:
            with suppress(StoreError):
                asked.context.state.record_slow_hosts(slow)


def _job(asked: Asked, policy: Policy, breaker: CircuitBreaker) -> FetchJob:
    # Made here and not by the threads: two of them must not build the same source.
    context, source = asked.context, asked.context.live(policy)

    def fetch(before: Answers) -> Answers:
        return fetch_pages(context, source, policy, in_full=asked.in_full, before=before)

    return FetchJob(policy, fetch, breaker, context.backoff(policy))


def _failing_hosts(before: Before, policies: Sequence[Policy]) -> dict[str, int]:
    """Hosts of which no policy could be read the last time, with so many failures that one more trips the breaker."""
    failing: dict[str, list[bool]] = {}
    for policy in policies:
        for host in hosts_of(policy):
            failing.setdefault(host, []).append(before.check(policy).failures_in_row > 0)
    return {host: TRIP - 1 for host, each in failing.items() if all(each)}
