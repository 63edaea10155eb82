"""Policies side by side: helpers, each a process with its own worker, derive, render and compare; the program writes the index alone."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import asdict
from queue import SimpleQueue
from threading import Lock
from typing import Any, TypeVar

from monitor.errors import Abandoned, StoreError
from monitor.model import Policy
from monitor.net.background import run_in_background
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.scratch import beside_of
from monitor.pipeline.search import SentenceCutter
from monitor.store.codec import dumps
from monitor.store.index import Index
from monitor.workers.limits import JobLimits
from monitor.workers.worker import Died, Worker

_LOG = logging.getLogger(__name__)
T = TypeVar("T")
JOBS = "monitor.pipeline.pool_jobs"
WORTH = 60
"""Snapshots from which helpers pay: one takes one and a half seconds to start, as long as 30 snapshots take to be read and compared."""
_TRIES = 2
"""A helper that was killed (for want of memory, most likely) is replaced, and does the policy again from its beginning."""
_PATIENCE = 0.2
# A whole history: whatever a stranger's bytes can make last is limited in the helper's own worker.
_NO_LIMIT = JobLimits(cpu=0, seconds=7 * 24 * 3600, memory=0)


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def helpers_for(context: MonitorContext, policies: Sequence[Policy], jobs: int | None) -> int:
    """How many helpers to start; 1 means none, as everything is then done in this process.

    Args:
        context: the store.
        policies: what is to be done.
        jobs: how many were asked for; None for as many as there are processors, if there is enough to do for them.
    """
    if jobs is None:
        held = 0
        for policy in policies:
            try:
                held += len(context.archive.records(policy.id))
            except StoreError:  # whoever derives it says so
                continue
        jobs = cores() if held >= WORTH else 1
    return max(1, min(jobs, len(policies)))


class Helper:
    """One helper process, used by one thread at a time."""

    def __init__(self, context: MonitorContext, number: int) -> None:
        self.number = number
        self._store = _store_of(context)
        self._worker = Worker(JOBS, confined=False)
        self._stopped = False

    def call(self, job: str, policy: Policy, **arguments: object) -> dict[str, Any]:
        """Has a job of `pool_jobs` done for one policy.

        Raises:
            StoreError: the helper was killed again and again; or what the job raised.
            Abandoned: `stop` was called.
        """
        for left in reversed(range(_TRIES)):
            if self._stopped:
                raise Abandoned("stopped before it was derived")
            try:
                given = {"store": self._store, "policy": dumps(policy), **arguments}
                answer = json.loads(self._worker.call(job, given, limits=_NO_LIMIT))
                assert isinstance(answer, dict)  # noqa: S101 - for the type checker
                return answer
            except Died as died:
                if self._stopped:
                    raise Abandoned("stopped while it was derived") from None
                _LOG.debug("%s: %s", policy.id, died)
                if not left:
                    how = died.detail.partition(";")[0]
                    says = f"the process that derived {policy.id} was killed ({how}); free some memory, or use --jobs 1"
                    raise StoreError(says) from died
        raise AssertionError

    @property
    def pid(self) -> int | None:
        """Of the process, while one runs."""
        return self._worker.pid

    def stop(self) -> None:
        """Ends the process, from any thread; its own worker ends with it."""
        self._stopped = True
        self._worker.kill()

    def rest(self) -> None:
        """Ends the process when no job is done."""
        self._worker.rest()


def _store_of(context: MonitorContext) -> dict[str, Any]:
    limits = context.analysis.limits
    return {
        "root": str(context.archive.root.absolute()),
        "folders": context.archive.folders,
        "index": str(context.index.path.absolute()),
        "state": str(context.state.path.absolute()),
        "reports": str(context.reports.absolute()),
        "label": context.reports_label,
        "url": context.reports_url,
        "limits": None if limits is None else asdict(limits),
    }


def each(
    context: MonitorContext,
    policies: Sequence[Policy],
    jobs: int,
    work: Callable[[Helper, Policy], T],
    *,
    on_helpers: Callable[[Sequence[Helper]], None] = lambda helpers: None,
) -> Iterator[tuple[int, T]]:
    """Does something for each policy, several at a time.

    Args:
        context: the store.
        policies: which; those with the longest ledgers are begun first, so that none of them is left alone at the end.
        jobs: how many helpers.
        work: called in a thread, with a helper that no other thread has meanwhile.
        on_helpers: called with the helpers that there are.

    Yields:
        (place among the policies, result) as they are done.

    Raises:
        Exception: what `work` raised first; the others are stopped.
    """
    helpers = [Helper(context, number) for number in range(jobs)]
    on_helpers(helpers)
    idle, free = SimpleQueue[Helper](), list(helpers)
    waiting = sorted(range(len(policies)), key=lambda place: -_length(context, policies[place]))
    running: dict[Future[T], int] = {}

    def begin(place: int, helper: Helper) -> Future[T]:
        def job() -> T:
            try:
                return work(helper, policies[place])
            finally:
                idle.put(helper)

        return run_in_background(job, f"policy {place}")

    try:
        while waiting or running:
            while not idle.empty():
                free.append(idle.get())
            while waiting and free:
                place = waiting.pop(0)
                running[begin(place, free.pop())] = place
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for one in done:
                yield running.pop(one), one.result()
    finally:
        for helper in helpers:
            helper.stop()
        # Their threads end with them; nothing may still write when the lock on the store is given back. Again and again, for a thread
        # may have been about to start a process.
        while wait(running, timeout=_PATIENCE).not_done:
            for helper in helpers:
                helper.stop()
        for helper in helpers:
            helper.rest()


def _length(context: MonitorContext, policy: Policy) -> int:
    try:
        return context.archive.line_count(policy.id)
    except StoreError:
        return 0


class OneWriter:
    """Takes over, one after the other, what helpers derived beside the index."""

    def __init__(self, context: MonitorContext) -> None:
        self._context, self._lock = context, Lock()

    def derive(self, helper: Helper, policy: Policy, *, anew: bool) -> tuple[list[int], str | None]:
        """Derives a policy in a helper and takes the result over.

        Args:
            helper, policy: see `each`.
            anew: read every snapshot and compare every pair again.

        Returns:
            (positions of the versions that the index did not hold before, why the texts could not be written)
        """
        name = beside_of(helper.number)
        found = helper.call("derive", policy, beside=name, anew=anew)
        beside = Index(self._context.archive.root / name)
        with self._lock:
            self._context.index.adopt(policy.id, beside, keep=not anew, cutter=SentenceCutter())
        beside.clear()
        return list(found["new"]), found["unwritable"]
