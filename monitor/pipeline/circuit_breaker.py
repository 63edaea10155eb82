"""Skips hosts that are down for the rest of a cycle, so that each of their policies does not wait for its own timeout."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

from monitor.errors import HttpStatus, RateLimited, SourceError, Unreachable

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
