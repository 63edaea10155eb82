"""Fetches the pages of many policies in parallel, one request at a time per host, so that a slow host delays only its own policies."""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Condition, Lock, Thread
from urllib.parse import urlsplit

from monitor.errors import HttpStatus, RateLimited, SourceError, Unreachable
from monitor.model import Policy
from monitor.pipeline.gather import Answers, failure_in

WORKERS = 8
"""Requests under way at most, each to a different host."""
# Seconds between checks whether to stop: a person who presses Ctrl-C notices no delay.
_TICK = 0.2


@dataclass(frozen=True)
class FetchOutcome:
    """What the addresses of one policy answered, or the error that prevented any answer."""

    policy: Policy
    answers: Answers = ()
    error: Exception | None = None


def hosts_of(policy: Policy) -> frozenset[str]:
    """Hosts, with their ports, that a policy's addresses name."""
    return frozenset(urlsplit(url).netloc.rpartition("@")[2].lower() for url in policy.urls)


def fetch_each(
    policies: Sequence[Policy],
    fetch: Callable[[Policy], Answers],
    *,
    breaker: CircuitBreaker,
    stop: Callable[[], bool],
    workers: int = WORKERS,
) -> Iterator[FetchOutcome | None]:
    """Fetches policies in parallel and yields each outcome as it arrives, for the caller to store one after the other.

    At most `workers` outcomes wait for the caller, so that memory does not grow with the number of policies. When the caller stops early,
    fetches under way are abandoned: nothing of them was stored.

    Args:
        policies: what to fetch, in this order as far as hosts are free.
        fetch: runs in a thread of its own; must store nothing.
        breaker: asked before each fetch, and given its result.
        stop: asked several times a second; True ends it.
        workers: see WORKERS.

    Yields:
        An outcome, or None when none has arrived for a moment, so that the caller can do other work.
    """
    queued = _WorkQueue(policies, breaker, workers)
    count = min(workers, len({host for policy in policies for host in hosts_of(policy)}))
    for _ in range(count):
        # Daemon threads: a stop must not wait for a host that hangs.
        Thread(target=_work, args=(queued, fetch), name="fetch", daemon=True).start()
    left = len(policies)
    try:
        while left and not stop():
            outcome = queued.next_outcome()
            left -= outcome is not None
            yield outcome
    finally:
        queued.close()


class _WorkQueue:
    """Policies still to be fetched, hosts that are busy, and outcomes that the caller has not processed yet."""

    def __init__(self, policies: Sequence[Policy], breaker: CircuitBreaker, workers: int) -> None:
        self._waiting = deque(policies)
        self._busy: set[str] = set()
        self._breaker = breaker
        self._changed = Condition()
        self._closed = False
        self._outcomes: queue.Queue[FetchOutcome] = queue.Queue(maxsize=workers)

    def next(self) -> Policy | None:
        """The first policy whose hosts are free, as soon as there is one; its hosts are busy until `done`. None when nothing is left."""
        with self._changed:
            while self._waiting and not self._closed:
                for n, policy in enumerate(self._waiting):
                    if not self._busy & hosts_of(policy):
                        del self._waiting[n]
                        self._busy |= hosts_of(policy)
                        return policy
                self._changed.wait()
            return None

    def done(self, outcome: FetchOutcome) -> None:
        """Frees the hosts and hands the outcome over, waiting while the caller is busy with others."""
        # First the hosts: while the outcome waits in a full queue, their next policy can be fetched.
        with self._changed:
            self._busy -= hosts_of(outcome.policy)
            self._changed.notify_all()
        while not self._closed:
            with suppress(queue.Full):
                self._outcomes.put(outcome, timeout=_TICK)
                return

    def next_outcome(self) -> FetchOutcome | None:
        """The next outcome, or None when none arrives for a moment."""
        try:
            return self._outcomes.get(timeout=_TICK)
        except queue.Empty:
            return None

    def close(self) -> None:
        """Makes the threads end after what they are fetching."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def guarded(self, fetch: Callable[[Policy], Answers], policy: Policy) -> FetchOutcome:
        """One fetch, unless the breaker refuses its host."""
        hosts = hosts_of(policy)
        refusal = next(filter(None, map(self._breaker.refusal, sorted(hosts))), None)
        if refusal is not None:
            return FetchOutcome(policy, error=refusal)
        try:
            outcome = FetchOutcome(policy, fetch(policy))
        except Exception as error:  # whatever it is belongs to this policy; the caller reports it
            outcome = FetchOutcome(policy, error=error)
        if len(hosts) == 1:  # with several hosts it is unknown which one failed
            self._breaker.note(next(iter(hosts)), outcome.error or failure_in(outcome.answers))
        return outcome


def _work(queued: _WorkQueue, fetch: Callable[[Policy], Answers]) -> None:
    while (policy := queued.next()) is not None:
        queued.done(queued.guarded(fetch, policy))


TRIP = 3
"""Consecutive failures, on different addresses of a host, after which it is skipped for the rest of the cycle: one page may be broken."""
# "truncated" or "bad-answer" are a page's own trouble: the host's other pages may be fine.
_OF_THE_HOST = frozenset({"dns", "timeout", "unreachable", "tls"})


class CircuitBreaker:
    """Counts the failures of hosts; safe to use from several threads.

    Args:
        failing: host → failures that it starts with: a host of which no policy could be read last time gets one try, not three.
    """

    def __init__(self, failing: Mapping[str, int] | None = None) -> None:
        self._failures = dict(failing or {})
        self._last: dict[str, SourceError] = {}
        self._lock = Lock()

    def refusal(self, host: str) -> SourceError | None:
        """Why a host is skipped; None when it may be asked."""
        with self._lock:
            last = self._last.get(host)
            if last is None or self._failures.get(host, 0) < TRIP:
                return None
        says = f"{host} was skipped because its other pages failed as well: {last}"
        return Unreachable(says, reason="host-down", retry_after=last.retry_after)

    def note(self, host: str, error: Exception | None) -> None:
        """Counts a failure; an answer (None, or an error that shows that the host is up) resets the count."""
        with self._lock:
            if isinstance(error, SourceError) and host_is_down(error):
                # It asked us to stop, so one such response is enough.
                more = TRIP if isinstance(error, RateLimited) else 1
                self._failures[host] = self._failures.get(host, 0) + more
                self._last[host] = error
            else:
                self._failures[host] = 0


def host_is_down(error: SourceError) -> bool:
    """True for a failure that the host's other pages will share: no answer, a server error, or a request for fewer requests."""
    if isinstance(error, RateLimited):
        return True
    if isinstance(error, HttpStatus):
        return error.status >= 500
    return isinstance(error, Unreachable) and error.reason in _OF_THE_HOST
