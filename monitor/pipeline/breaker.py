"""A host that keeps failing is left alone: its other policies are told so instead of waiting for it one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

from monitor.errors import HttpStatus, RateLimited, SourceError, Unreachable

TRIP = 3
"""Failures in a row, on different addresses of a host, after which it is asked no more in this cycle."""
_OF_THE_HOST = frozenset({"dns", "timeout", "unreachable", "tls"})


class Breaker:
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
