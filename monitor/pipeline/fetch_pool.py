"""Pages of many policies fetched at once: one at a time per host, so that a host that drips or hangs delays nobody but itself."""

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
"""Requests under way at most, each to another host."""
_TICK = 0.2
"""Seconds between looks at whether to stop."""


@dataclass(frozen=True)
class Outcome:
    """What the addresses of one policy answered, or the error that came before any answer."""

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
) -> Iterator[Outcome | None]:
    """Fetches policies side by side and gives each outcome as it comes, for the caller to store one after the other.

    At most `workers` outcomes wait for the caller, so that memory does not grow with the number of policies. When the caller stops early,
    fetches under way are abandoned: nothing of them was stored.

    Args:
        policies: what to fetch; begun in this order, as far as hosts are free.
        fetch: runs in a thread of its own; must store nothing.
        breaker: asked before each fetch and told of its end.
        stop: asked several times a second; True ends it.
        workers: see WORKERS.

    Yields:
        An outcome, or None when nothing has come for a moment: time for what else there is to do.
    """
    board = _Board(policies, breaker, workers)
    count = min(workers, len({host for policy in policies for host in hosts_of(policy)}))
    for _ in range(count):
        Thread(target=_work, args=(board, fetch), name="fetch", daemon=True).start()
    left = len(policies)
    try:
        while left and not stop():
            outcome = board.take()
            left -= outcome is not None
            yield outcome
    finally:
        board.close()


class _Board:
    """What is still to be fetched, which hosts are busy, and what has come."""

    def __init__(self, policies: Sequence[Policy], breaker: CircuitBreaker, workers: int) -> None:
        self._waiting = deque(policies)
        self._busy: set[str] = set()
        self._breaker = breaker
        self._changed = Condition()
        self._closed = False
        self._come: queue.Queue[Outcome] = queue.Queue(maxsize=workers)

    def next(self) -> Policy | None:
        """The first policy whose hosts are free, when there is one; its hosts are busy until `done`. None when nothing is left."""
        with self._changed:
            while self._waiting and not self._closed:
                for n, policy in enumerate(self._waiting):
                    if not self._busy & hosts_of(policy):
                        del self._waiting[n]
                        self._busy |= hosts_of(policy)
                        return policy
                self._changed.wait()
            return None

    def done(self, outcome: Outcome) -> None:
        """Hands an outcome over, waiting while the caller has enough to do, and frees the hosts."""
        with self._changed:
            self._busy -= hosts_of(outcome.policy)
            self._changed.notify_all()
        while not self._closed:
            with suppress(queue.Full):
                self._come.put(outcome, timeout=_TICK)
                return

    def take(self) -> Outcome | None:
        """The next outcome, or None when none comes for a moment."""
        try:
            return self._come.get(timeout=_TICK)
        except queue.Empty:
            return None

    def close(self) -> None:
        """Lets the threads end."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def guarded(self, fetch: Callable[[Policy], Answers], policy: Policy) -> Outcome:
        """One fetch, unless its host is left alone."""
        hosts = hosts_of(policy)
        refusal = next(filter(None, map(self._breaker.refusal, sorted(hosts))), None)
        if refusal is not None:
            return Outcome(policy, error=refusal)
        try:
            outcome = Outcome(policy, fetch(policy))
        except Exception as error:  # whatever it is belongs to this policy; the caller tells it
            outcome = Outcome(policy, error=error)
        if len(hosts) == 1:  # of several, nobody knows which one failed
            self._breaker.note(next(iter(hosts)), outcome.error or failure_in(outcome.answers))
        return outcome


def _work(board: _Board, fetch: Callable[[Policy], Answers]) -> None:
    while (policy := board.next()) is not None:
        board.done(board.guarded(fetch, policy))


TRIP = 3
"""Failures in a row, on different addresses of a host, after which it is asked no more in this cycle."""
_OF_THE_HOST = frozenset({"dns", "timeout", "unreachable", "tls"})


class CircuitBreaker:
    """Counts the failures of hosts; any thread may ask.

    Args:
        doubtful: host → failures that it starts with: a host of which no policy could be read last time gets one try, not three.
    """

    def __init__(self, doubtful: Mapping[str, int] | None = None) -> None:
        self._failures = dict(doubtful or {})
        self._last: dict[str, SourceError] = {}
        self._lock = Lock()

    def refusal(self, host: str) -> SourceError | None:
        """Why a host is not asked; None when it may be."""
        with self._lock:
            last = self._last.get(host)
            if last is None or self._failures.get(host, 0) < TRIP:
                return None
        says = f"{host} was left alone, for it does not answer its other addresses either: {last}"
        return Unreachable(says, reason="host-down", retry_after=last.retry_after)

    def note(self, host: str, error: Exception | None) -> None:
        """Counts an answer (None, or an error that shows that the host is up) or a failure."""
        with self._lock:
            if isinstance(error, SourceError) and host_is_down(error):
                more = TRIP if isinstance(error, RateLimited) else 1
                self._failures[host] = self._failures.get(host, 0) + more
                self._last[host] = error
            else:
                self._failures[host] = 0


def host_is_down(error: SourceError) -> bool:
    """True for a failure that the host's other pages will share: no answer, a server error, or its wish to be left alone."""
    if isinstance(error, RateLimited):
        return True
    if isinstance(error, HttpStatus):
        return error.status >= 500
    return isinstance(error, Unreachable) and error.reason in _OF_THE_HOST
