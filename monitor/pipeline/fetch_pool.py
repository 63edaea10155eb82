"""Fetches the pages of many policies in parallel, so that neither a slow host nor a retry delays the policies of other hosts.

One request at a time per host. Hosts that are slow, by what they took last time or by what they are taking now, have threads of their own;
a retry waits for its time without a thread. A daemon keeps one pool for all its cycles: a cycle ends when the prompt hosts are done, and
what slow ones answer later belongs to the next. Large pages wait on the disk, and are handed over when no others are there: what takes long
to read delays only its like.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from threading import Condition, Thread

from monitor.pipeline.fetch_job import FetchJob, FetchOutcome
from monitor.pipeline.fetch_lanes import Lane, SlowHosts

WORKERS = 16
"""Requests to prompt hosts under way at most, each to a different one."""
SLOW_WORKERS = 48
"""The same for slow hosts: their threads only wait."""
SLOW_SECONDS = 2.0
"""Seconds per page from which on a host is slow."""
MOST_WAITING = 16_000_000
"""Bytes that wait for the caller from which on nothing more is asked for: sixteen usual pages have a few million."""
MOST_LARGE = 100
"""Policies with large pages that wait on the disk, and their bytes, from which on the same holds."""
MOST_LARGE_BYTES = 400_000_000
# Seconds between checks whether to stop: a person who presses Ctrl-C notices no delay.
_TICK = 0.2


class _Worker:
    """A thread's place: it moves to the slow lane together with a fetch that takes long."""

    slow = False
    since = 0.0
    """When the fetch under way began."""


class FetchPool:
    """Threads, the jobs that wait for them, and the outcomes that the caller has not processed yet.

    Args:
        slow_hosts: host → seconds, as `slow_hosts` returned them after an earlier cycle.
        workers, slow_workers, slow_after, most_waiting, most_large: see WORKERS, SLOW_WORKERS, SLOW_SECONDS, MOST_WAITING, MOST_LARGE.
    """

    def __init__(
        self,
        slow_hosts: Mapping[str, float] | None = None,
        *,
        workers: int = WORKERS,
        slow_workers: int = SLOW_WORKERS,
        slow_after: float = SLOW_SECONDS,
        most_waiting: int = MOST_WAITING,
        most_large: int = MOST_LARGE,
    ) -> None:
        self._lanes = {False: Lane(workers), True: Lane(slow_workers)}
        self._slow = SlowHosts(dict(slow_hosts or {}), slow_after)
        self._busy: set[str] = set()
        self._running: dict[FetchJob, _Worker] = {}
        self._retrying: list[FetchJob] = []
        self._outcomes: deque[FetchOutcome] = deque()
        self._waiting, self._most_waiting = 0, most_waiting
        self._large: deque[FetchOutcome] = deque()
        self._large_bytes, self._most_large = 0, most_large
        self._paused = True
        """Whether the caller had a moment for other work since the last outcome."""
        self._open: set[str] = set()
        self._closed = False
        self._changed = Condition()

    # --- for the caller -----------------------------------------------------------------------------------------------

    def submit(self, jobs: Iterable[FetchJob]) -> None:
        """Fetch policies, in this order as far as hosts are free; one that is still under way is left out."""
        with self._changed:
            for job in jobs:
                if job.policy.id not in self._open:
                    self._open.add(job.policy.id)
                    self._queue(job)
            self._staff()

    def is_open(self, policy_id: str) -> bool:
        """True when a policy was submitted and its outcome has not been handed over."""
        with self._changed:
            return policy_id in self._open

    def outcomes(self, stop: Callable[[], bool], *, late: bool = True) -> Iterator[FetchOutcome | None]:
        """Each outcome as it arrives, for the caller to store one after the other, or None when none has arrived for a moment.

        Large pages come when nothing else has arrived for a moment, and None comes before each of them.

        Args:
            stop: asked several times a second; True ends it.
            late: wait for slow hosts and for retries as well; else they are left to a later call.
        """
        while not stop() and self._awaited(late):
            yield self._next_outcome()

    def ready(self) -> int:
        """The number of outcomes that wait for the caller."""
        with self._changed:
            return len(self._outcomes) + len(self._large)

    def slow_hosts(self) -> dict[str, float]:
        """The hosts that are slow at present, with the seconds of their last answer."""
        with self._changed:
            return self._slow.all()

    def close(self) -> None:
        """Makes the threads end after what they are fetching, which is abandoned: nothing of it was stored."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _awaited(self, late: bool) -> bool:
        with self._changed:
            if late:
                return bool(self._open)
            self._move_slow()
            return bool(self._outcomes or self._large or self._is_asking())

    def _next_outcome(self) -> FetchOutcome | None:
        with self._changed:
            self._move_slow()
            self._changed.wait_for(lambda: self._outcomes or (self._large and (self._has_many_large() or not self._is_asking())), _TICK)
            if not self._outcomes and not (self._large and self._paused):
                self._paused = True
                return None
            self._paused = False
            outcome = (self._outcomes or self._large).popleft()
            self._waiting -= outcome.size
            self._large_bytes -= outcome.aside.size if outcome.aside else 0
            self._open.discard(outcome.policy.id)
            self._changed.notify_all()
            return outcome

    def _is_asking(self) -> bool:
        """Whether a prompt host is being asked, or is to be."""
        return bool(self._lanes[False].size) or any(not worker.slow for worker in self._running.values())

    def _has_many_large(self) -> bool:
        return len(self._large) >= self._most_large or self._large_bytes >= MOST_LARGE_BYTES

    # --- for the threads; all but `_work` hold the lock ------------------------------------------------------------------

    def _work(self, worker: _Worker) -> None:
        while self._do_next(worker):
            pass

    def _do_next(self, worker: _Worker) -> bool:
        """One attempt, as soon as there is one; False when nothing is left to do. A thread that waits holds no page of its last."""
        if (job := self._take(worker)) is None:
            return False
        self._finish(worker, job, job.attempt())
        return True

    def _take(self, worker: _Worker) -> FetchJob | None:
        """The next job of a worker's lane, as soon as there is one; None when nothing is left for it to do."""
        with self._changed:
            while not self._closed and self._has_work(self._lanes[worker.slow], worker.slow):
                job = self._next_job(worker.slow)
                if job is not None:
                    worker.since = time.monotonic()
                    job.began = job.began or worker.since
                    self._busy |= job.hosts
                    self._running[job] = worker
                    return job
                due = min((job.due for job in self._retrying if job.slow == worker.slow), default=None)
                self._changed.wait(None if due is None else max(0.01, due - time.monotonic()))
            self._lanes[worker.slow].threads -= 1
            return None

    def _has_work(self, lane: Lane, slow: bool) -> bool:
        return bool(lane.size) or any(job.slow == slow for job in self._retrying)

    def _next_job(self, slow: bool) -> FetchJob | None:
        lane = self._lanes[slow]
        # So that memory grows neither with the number of policies nor with the size of their pages while the caller is busy. In the slow
        # lane nobody may be there to take them until the next cycle.
        if len(self._outcomes) >= lane.limit + (self._lanes[False].limit if slow else 0) or self._waiting >= self._most_waiting:
            return None
        if self._has_many_large():
            return None
        now = time.monotonic()
        for n, job in enumerate(self._retrying):
            if job.slow == slow and job.due <= now:
                return self._retrying.pop(n)
        return lane.take(self._busy)

    def _finish(self, worker: _Worker, job: FetchJob, outcome: FetchOutcome) -> None:
        now = time.monotonic()
        with self._changed:
            del self._running[job]
            self._note_seconds(job.hosts, (now - worker.since) / max(1, len(job.policy.urls)))
            job.slow = self._is_slow(job)
            due = job.retry_at(outcome, now)
            if due is not None:
                # Its hosts stay busy: they are to be left alone until then.
                job.due = due
                self._retrying.append(job)
            else:
                job.conclude(outcome)
                self._busy -= job.hosts
                self._waiting += outcome.size
                if outcome.aside is None:
                    self._outcomes.append(outcome)
                else:
                    self._large.append(outcome)
                    self._large_bytes += outcome.aside.size
            self._staff()
            self._changed.notify_all()

    def _note_seconds(self, hosts: Iterable[str], seconds: float) -> None:
        for host in self._slow.note(hosts, seconds):
            for waiting in list(self._lanes[False].remove_of(host)):
                self._queue(waiting)

    def _queue(self, job: FetchJob) -> None:
        job.slow = self._is_slow(job)
        self._lanes[job.slow].add(job)

    def _is_slow(self, job: FetchJob) -> bool:
        return any(host in self._slow for host in job.hosts)

    def _move_slow(self) -> None:
        """Moves fetches that are taking long to the slow lane, with their threads, as far as it has room; others take their places."""
        now, slow = time.monotonic(), self._lanes[True]
        for job, worker in list(self._running.items()):
            taken = now - worker.since
            if not worker.slow and taken > self._slow.after * max(1, len(job.policy.urls)) and slow.threads < slow.limit:
                worker.slow = job.slow = True
                self._lanes[False].threads -= 1
                slow.threads += 1
                self._note_seconds(job.hosts, taken / max(1, len(job.policy.urls)))
        self._staff()

    def _staff(self) -> None:
        """Starts threads where jobs wait that could run."""
        for slow, lane in self._lanes.items():
            working = sum(worker.slow == slow for worker in self._running.values())
            wanted = working + lane.at_once + sum(job.slow == slow for job in self._retrying)
            for _ in range(min(lane.limit, wanted) - lane.threads):
                worker = _Worker()
                worker.slow = slow
                lane.threads += 1
                # Daemon threads: a stop must not wait for a host that hangs.
                Thread(target=self._work, args=(worker,), name="fetch", daemon=True).start()
