"""Work that takes longer than one response: one job at a time, in a thread, with its progress."""

from __future__ import annotations

import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from monitor.errors import MonitorError
from monitor.timestamps import utc_now

LOG = logging.getLogger("monitor.web.jobs")
_REMEMBERED = 50


class JobState(StrEnum):
    """How far a job is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass
class Job:
    """One job and what it has to say. Written by its own thread; readers may see it a moment old."""

    id: str
    title: str
    back: str
    """Where to continue from it: a path."""
    began: datetime
    state: JobState = JobState.RUNNING
    done: int = 0
    of: int = 0
    """How many parts there are; 0 when that is unknown."""
    lines: list[str] = field(default_factory=list)
    """The result, one sentence each."""
    fault: str | None = None
    """Why it failed."""
    ended: datetime | None = None


class Jobs:
    """The jobs of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, title: str, back: str, work: Callable[[Job], None]) -> Job | None:
        """Begins a job; None while another one runs, which `running` names.

        Args:
            title: what it does.
            back: see Job.
            work: does it, in a separate thread; a MonitorError becomes its fault.
        """
        with self._lock:
            if self._running() or self._stopping.is_set():
                return None
            job = Job(secrets.token_urlsafe(12), title, back, utc_now())
            self._jobs[job.id] = job
            while len(self._jobs) > _REMEMBERED:
                self._jobs.popitem(last=False)
            # Not waited for at the end: what it has stored is on disk, and the rest is done again.
            self._thread = threading.Thread(target=self._run, args=(job, work), daemon=True, name=f"job {title}")
            self._thread.start()
            return job

    def find(self, job_id: str) -> Job | None:
        """The job of that id, as long as it is remembered."""
        with self._lock:
            return self._jobs.get(job_id)

    def latest(self) -> list[Job]:
        """The jobs that are remembered, newest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def running(self) -> Job | None:
        """The job that is running, if any."""
        with self._lock:
            return self._running()

    def stopping(self) -> bool:
        """Whether the process ends; a job asks between its parts."""
        return self._stopping.is_set()

    def stop(self, within: float) -> bool:
        """Asks the running job to end; False when it continues after so many seconds."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(within)
        return self._thread is None or not self._thread.is_alive()

    def _running(self) -> Job | None:
        return next((job for job in self._jobs.values() if job.state is JobState.RUNNING), None)

    def _run(self, job: Job, work: Callable[[Job], None]) -> None:
        try:
            work(job)
            state = JobState.STOPPED if self._stopping.is_set() else JobState.DONE
        except MonitorError as error:
            job.fault, state = str(error), JobState.FAILED
        except Exception as error:
            LOG.exception("internal error in a job")
            job.fault, state = (
                f"internal error ({type(error).__name__}); the terminal of `policy-monitor serve` shows more",
                JobState.FAILED,
            )
        job.ended = utc_now()
        job.state = state
