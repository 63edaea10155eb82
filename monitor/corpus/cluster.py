"""Runs tasks on a Dask cluster: one of this machine's processes, or one that is running elsewhere."""

from __future__ import annotations

import logging
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

import dask
from distributed import Client, KilledWorker, LocalCluster

from monitor.corpus.partition import Partition
from monitor.corpus.task import FAILED, Order, TaskOutcome, derive_partition
from monitor.errors import StoreError, UsageError

Task = Callable[[Partition, Order], TaskOutcome]
T = TypeVar("T")
_AHEAD = 4
"""Tasks given to the scheduler for each thread: enough to keep it busy, few enough for collections of a million policies."""
_PATIENCE = 30
_WITHOUT_WORKERS = 300.0
"""Seconds for which a cluster may be without any worker: a new one takes seconds to start, and a minute where the machine is busy."""
_LOOK = 5.0
"""Seconds after which it is seen whether there are workers, where no task has ended meanwhile."""
_QUIET = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "2s",
    "distributed.worker.memory.monitor-interval": "1s",
}
"""How often Dask looks at itself. By default it samples every stack a hundred times a second, which a busy machine feels."""
_KILLED = "every worker that derived it was killed, as when it takes more memory than there is; the other policies are not affected"


@contextmanager
def on_this_machine(jobs: int) -> Iterator[Client]:
    """A cluster of so many processes, with one thread each. All their temporary files are gone at the end."""
    with tempfile.TemporaryDirectory(prefix="policy-monitor-corpus-", ignore_cleanup_errors=True) as folder, warnings.catch_warnings():
        # "Port 8787 is already in use": another one is taken, and shown.
        warnings.simplefilter("ignore")
        settings = _QUIET | {"distributed.nanny.pre-spawn-environ.TMPDIR": folder, "temporary-directory": folder}
        with dask.config.set(settings), _cluster(jobs) as cluster, Client(cluster) as client:  # type: ignore[no-untyped-call]
            yield client


def _cluster(jobs: int) -> Any:
    return LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=jobs, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:8787", host="127.0.0.1",
        silence_logs=logging.CRITICAL,
    )  # fmt: skip


@contextmanager
def on_scheduler(address: str) -> Iterator[Client]:
    """A cluster that is running.

    Raises:
        UsageError: nobody answers there, or it has no workers.
    """
    try:
        client = Client(address, timeout=_PATIENCE)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError) as error:
        raise UsageError(
            f"can't reach a Dask scheduler at {address} ({error}); start one with `dask scheduler`, and name its tcp:// address"
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            raise UsageError(f"the scheduler at {address} has no workers; start some with `dask worker {address}`") from error
        yield client


def dashboard(client: Client) -> str:
    """The address of the cluster's dashboard."""
    return str(client.dashboard_link)


def run(client: Client, partitions: Iterable[Partition], order: Order, *, task: Task = derive_partition) -> Iterator[TaskOutcome]:
    """Runs a task for each partition and yields how each ended, in any order.

    A policy whose workers die is reported as failed, and the others continue. Before that, it is tried once more with nothing else running,
    because a worker that dies takes its neighbours' tasks along.

    Raises:
        StoreError: the scheduler is gone, or has had no workers for minutes; what was derived is kept.
    """
    doubtful: list[Partition] = []
    yield from _ended(client, partitions, order, task, doubtful)
    for partition in doubtful:
        again: list[Partition] = []
        yield from _ended(client, [partition], order, task, again)
        if again:
            yield TaskOutcome(partition.policy.id, FAILED, "worker-killed", _KILLED)


def _ended(client: Client, partitions: Iterable[Partition], order: Order, task: Task, killed: list[Partition]) -> Iterator[TaskOutcome]:
    waiting = iter(partitions)
    of: dict[Any, Partition] = {}

    def submitted(count: int) -> list[Any]:
        futures = []
        for partition in islice(waiting, count):
            # Not "pure": Dask would keep the outcome of an earlier run, and the files are what counts.
            future = client.submit(task, partition, order, pure=False)
            of[future.key] = partition
            futures.append(future)
        return futures

    patience, ended = _Patience(client, order), SimpleQueue[Any]()
    for first in submitted(max(8, _AHEAD * sum(client.nthreads().values()))):  # type: ignore[no-untyped-call]
        first.add_done_callback(ended.put)
    while of:
        future = patience.wait(lambda seconds: ended.get(timeout=seconds))
        partition = of.pop(future.key)
        outcome = _outcome(future, partition, patience)
        if outcome is None:
            killed.append(partition)
        else:
            yield outcome
        # One for each that ended: the scheduler never holds more than a handful of a million.
        for another in submitted(1):
            another.add_done_callback(ended.put)


class _Patience:
    """Waits for a cluster, but not for ever: one that has lost its last worker says nothing, and ends nothing.

    Args:
        client: of the cluster.
        order: how long a task may take.
    """

    def __init__(self, client: Client, order: Order) -> None:
        self._client = client
        self._longest = _WITHOUT_WORKERS + order.seconds * (int(dask.config.get("distributed.scheduler.allowed-failures", 3)) + 2)
        self._ended = self._worked = time.monotonic()

    def wait(self, get: Callable[[float], T]) -> T:
        """What `get` returns, which is asked again and again for so many seconds.

        Raises:
            StoreError: there are no workers, or nothing ends.
        """
        while True:
            try:
                found = get(_LOOK)
            except (Empty, TimeoutError):
                self._look()
            else:
                self._ended = self._worked = time.monotonic()
                return found

    def _look(self) -> None:
        if self._has_workers():
            self._worked = time.monotonic()
        now = time.monotonic()
        if now - self._worked > _WITHOUT_WORKERS:
            says = f"the cluster has had no worker for {_WITHOUT_WORKERS:.0f} seconds; see why workers do not start"
        elif now - self._ended > self._longest:
            says = (
                f"no task of the cluster has ended for {self._longest:.0f} seconds, which is longer than one may take; restart its workers"
            )
        else:
            return
        raise StoreError(f"{says}, and run the same command again: what was derived is kept")

    def _has_workers(self) -> bool:
        try:
            asked: Any = self._client.scheduler
            return bool(self._client.sync(asked.ncores, callback_timeout=_PATIENCE))  # type: ignore[no-untyped-call]
        except (OSError, TimeoutError):  # nothing is known of the workers of a scheduler that does not answer
            return False


def _outcome(future: Any, partition: Partition, patience: _Patience) -> TaskOutcome | None:
    """How a task ended; None when its workers died."""
    try:
        # Not `exception()` first: a worker can die with a finished result before it is fetched, and the task then runs, and dies, again.
        # A result that is lost is made again, for which there must be a worker.
        found: TaskOutcome = patience.wait(lambda seconds: _fetched(future, seconds))
    except CancelledError as error:
        raise StoreError("the Dask scheduler is gone; run the same command again: what was derived is kept") from error
    except KilledWorker:
        return None
    except StoreError:
        raise
    except Exception as error:  # whatever a worker without this package, or with another version of it, says when it can't load the task
        says = f"the worker could not run it ({type(error).__name__}: {error}); install policy-monitor[cluster] on every worker"
        return TaskOutcome(partition.policy.id, FAILED, "worker", says[:500])
    return found


def _fetched(future: Any, seconds: float) -> TaskOutcome:
    """The result of a task that has ended; waits so many seconds where it has to be made again.

    Raises:
        TimeoutError: it is not there yet.
        Exception: what the task raised; RuntimeError for a TimeoutError of its own.
    """
    try:
        found: TaskOutcome = future.result(timeout=seconds)
    except TimeoutError as error:
        if future.status == "error":
            raise RuntimeError(f"TimeoutError: {error}") from error
        raise
    return found
