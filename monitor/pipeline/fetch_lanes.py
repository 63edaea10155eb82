"""Policies that wait to be fetched, in two lanes: one for hosts that answer promptly and one for those that were slow."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from monitor.pipeline.fetch_job import FetchJob


class Lane:
    """Jobs of which none has begun yet, in order of arrival, by the hosts they need. Not thread-safe: the pool's lock guards it.

    Args:
        limit: threads that work for this lane at most.
    """

    def __init__(self, limit: int) -> None:
        self.limit, self.threads, self.size = limit, 0, 0
        # By hosts, so that the many policies of a busy host are passed over at once.
        self._waiting: dict[frozenset[str], deque[FetchJob]] = {}

    def add(self, job: FetchJob) -> None:
        """Put a job at the end."""
        self._waiting.setdefault(job.hosts, deque()).append(job)
        self.size += 1

    def take(self, busy: set[str]) -> FetchJob | None:
        """The first job none of whose hosts is busy."""
        hosts = next((hosts for hosts in self._waiting if busy.isdisjoint(hosts)), None)
        if hosts is None:
            return None
        jobs = self._waiting[hosts]
        job = jobs.popleft()
        if not jobs:
            del self._waiting[hosts]
        self.size -= 1
        return job

    def remove_of(self, host: str) -> Iterator[FetchJob]:
        """Take out all jobs that need a host."""
        for hosts in [hosts for hosts in self._waiting if host in hosts]:
            jobs = self._waiting.pop(hosts)
            self.size -= len(jobs)
            yield from jobs

    @property
    def at_once(self) -> int:
        """Jobs that could run at the same time, if no host were busy."""
        return len(self._waiting)


class SlowHosts:
    """Hosts whose last answer took long. Not thread-safe, as above.

    Args:
        known: host → seconds, from earlier cycles.
        after: seconds from which on a host counts as slow.
    """

    def __init__(self, known: dict[str, float], after: float) -> None:
        self.after = after
        self._seconds = dict(known)

    def __contains__(self, host: object) -> bool:
        return host in self._seconds

    def note(self, hosts: Iterable[str], seconds: float) -> list[str]:
        """Remember how long hosts took; returns those that were not slow before."""
        if seconds < self.after:
            for host in hosts:
                self._seconds.pop(host, None)
            return []
        new = [host for host in hosts if host not in self._seconds]
        self._seconds |= dict.fromkeys(hosts, round(seconds, 1))
        return new

    def all(self) -> dict[str, float]:
        """Host → seconds of its last answer."""
        return dict(self._seconds)
