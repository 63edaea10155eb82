"""What a worker of the cluster does: derives one policy and writes its tables, unless they are there."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from monitor.core.versions import ENGINE_VERSION, READER_VERSION
from monitor.corpus import jobs
from monitor.corpus.fold import fold
from monitor.corpus.forms import forget_copies, material
from monitor.corpus.jobs import Tracing
from monitor.corpus.partition import Partition, fingerprint
from monitor.corpus.results import read_result, write_result
from monitor.corpus.tables import SCHEMA
from monitor.errors import MonitorError, SourceError
from monitor.workers.analysis import InWorker
from monitor.workers.limits import JobLimits
from monitor.workers.worker import Worker

DERIVED, HELD, FAILED = "derived", "held", "failed"
_THREAD = threading.local()
_RUN_LOCK = threading.Lock()
_run = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of every task of a run."""

    target: str
    engine: str = ENGINE_VERSION
    reader: str = READER_VERSION
    limits: JobLimits = field(default_factory=JobLimits)
    """Of each page that is read and each pair that is compared."""
    run: str = ""
    """Different for each run: workers that outlive one must not read the collection as it was then."""
    seconds: float = 3600.0
    """By the clock, for one policy. Whatever takes longer is ended together with its worker."""


@dataclass(frozen=True, slots=True)
class TaskOutcome:
    """How a task ended. Not what is counted: a task that was repeated returns twice."""

    policy: str
    state: str
    reason: str | None = None
    says: str | None = None


def derive_partition(partition: Partition, order: Order) -> TaskOutcome:
    """Derives one policy; whatever is wrong with it is told and stops no other."""
    policy = partition.policy.id
    if (order.engine, order.reader) != (ENGINE_VERSION, READER_VERSION):
        says = f"the worker has engine {ENGINE_VERSION}, but {order.engine} is required; install the same policy-monitor everywhere"
        return TaskOutcome(policy, FAILED, "other-engine", says)
    _notice_run(order.run)
    try:
        with ended_after(order.seconds):
            return TaskOutcome(policy, _derived(partition, order))
    except MonitorError as error:
        reason = error.reason if isinstance(error, SourceError) else "unreadable"
        return TaskOutcome(policy, FAILED, reason, str(error))
    except MemoryError:
        return TaskOutcome(policy, FAILED, "memory", "the worker does not have enough memory for this policy")
    except Exception as error:  # a fault of ours, or bytes that nobody thought of: the other policies are derived all the same
        return TaskOutcome(policy, FAILED, "internal", f"{type(error).__name__}: {error}"[:500])


def _notice_run(run: str) -> None:
    global _run  # noqa: PLW0603 - it belongs to the process, as the copies do
    with _RUN_LOCK:
        if run != _run:
            forget_copies()
            _run = run


def _derived(partition: Partition, order: Order) -> str:
    with material(partition) as found:
        key = fingerprint(partition, found, SCHEMA)
        # Here and not where tasks are given out: a million footers are read by all workers, not by one process.
        known = read_result(order.target, partition.policy.id)
        if known is not None and known.fingerprint == key:
            return HELD
        analysis, trace = _analysis(order.limits)
        write_result(order.target, partition, fold(partition, found, analysis, trace), key)
    return DERIVED


def _analysis(limits: JobLimits) -> tuple[InWorker, Tracing]:
    """One process for each thread: threads of one worker would wait for each other."""
    if getattr(_THREAD, "worker", None) is None:
        _THREAD.worker = Worker(jobs.MODULE)
    return InWorker(limits, _THREAD.worker), Tracing(_THREAD.worker, limits)


@contextmanager
def ended_after(seconds: float) -> Iterator[None]:
    """Ends this process when the block takes longer, even if it lets no other thread run; only in a worker with one thread.

    Reading and comparing have their own limits; this is for what is done around them. The scheduler then tries elsewhere, and gives a
    policy up that ends its workers each time.
    """
    alone = threading.current_thread() is not threading.main_thread() and _threads_of_worker() == 1
    if not alone or signal.getsignal(signal.SIGALRM) is not signal.SIG_DFL:
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _threads_of_worker() -> int:
    """Of the Dask worker that runs this; 0 elsewhere."""
    try:
        from distributed import get_worker

        return int(get_worker().state.nthreads)
    except (ImportError, ValueError, AttributeError):
        return 0
