"""A worker survives nothing, and the program survives everything that a job does to its worker."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from bench.testbed import from_checkout
from monitor.errors import UsageError
from monitor.workers.limits import JobLimits
from monitor.workers.worker import Died, RemoteTraceback, Worker
from tests.sampling import sampled
from tests.workers.hostile_jobs import ACTS

JOBS = "tests.workers.hostile_jobs"
TIGHT = JobLimits(cpu=0.3, seconds=20, memory=128)
BRIEF = JobLimits(cpu=20, seconds=0.3, memory=128)
"""For what uses no processor time."""
WAITING = {"sleep", "pause", "reading nothing", "waiting for itself", "stopping itself"}
STUBBORN = {"loop, signals ignored", "loop, timers caught", "a fork bomb"}
"""What only the parent's clock can end; a forked process has no timers."""
ENDED = {
    "loop": "cpu", "loop in C": "cpu", "sum": "cpu", "power": "cpu memory", "sorting": "cpu",
    **dict.fromkeys(WAITING | STUBBORN, "time"),
    "one large object": "memory", "many objects": "memory", "doubling": "memory", "list of lists": "memory", "integers": "memory",
    "malloc": "memory", "memory error": "memory",
    "exit": "crash", "exit with a code": "crash", "abort": "abort", "segmentation fault": "crash", "a call into nowhere": "crash",
    "killed": "crash", "terminated": "crash", "recursion in C": "crash cpu memory", "descriptors closed": "crash",
    "noise on every descriptor": "crash",
}  # fmt: skip
"""Act → why the worker died."""
RAISED = {
    "limits raised": ValueError, "recursion": RecursionError, "nested JSON": RecursionError, "files": OSError, "sockets": OSError,
    "a large file": OSError, "sys.exit": RuntimeError, "value error": ValueError, "our own error": UsageError,
    "an error of two arguments": RuntimeError, "an error with a long message": ValueError, "an error that wants more": RuntimeError,
    "interrupted": RuntimeError, "a message that can't be made": RuntimeError,
}  # fmt: skip
"""Act → what is raised in the program; the worker goes on."""


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    worker = Worker(JOBS)
    yield worker
    worker.rest()


def act(worker: Worker, name: str, limits: JobLimits) -> bytes:
    return worker.call("act", {"act": name}, limits=limits)


def test_every_act_is_expected_to_do_something() -> None:
    assert ACTS.keys() == ENDED.keys() | RAISED.keys() | {"threads", "printing", "a fork"}


@pytest.mark.parametrize("name", sampled(sorted(ENDED), 4))
def test_a_job_ends_its_worker_alone(worker: Worker, name: str) -> None:
    with pytest.raises(Died) as died:
        act(worker, name, BRIEF if ENDED[name] == "time" else TIGHT)
    assert died.value.why in ENDED[name].split(), died.value.detail
    assert worker.call("echo", {}, b"next", limits=TIGHT) == b"next"


@pytest.mark.parametrize("name", sorted(RAISED))
def test_an_error_comes_back_as_it_was(worker: Worker, name: str) -> None:
    with pytest.raises(RAISED[name]) as raised:
        act(worker, name, TIGHT)
    cause = raised.value.__cause__
    assert isinstance(cause, RemoteTraceback)
    assert "hostile_jobs.py" in str(cause)
    assert len(str(raised.value)) <= 20_100
    assert worker.call("echo", {}, b"next", limits=TIGHT) == b"next"


def test_a_worker_that_prints_is_not_blocked(worker: Worker) -> None:
    with pytest.raises(OSError, match="too large"):  # of what it printed, a megabyte is kept
        act(worker, "printing", TIGHT)
    assert worker.call("echo", {}, b"next", limits=TIGHT) == b"next"


def test_threads_end_with_their_worker(worker: Worker) -> None:
    with pytest.raises((Died, RuntimeError)):  # where no thread can be started, that is the error
        act(worker, "threads", TIGHT)
    assert worker.call("echo", {}, b"next", limits=TIGHT) == b"next"


def test_what_a_job_forks_ends_with_its_worker() -> None:
    worker = Worker(JOBS)
    worker.call("echo", {}, limits=BRIEF)
    group = worker.pid
    with pytest.raises((Died, OSError)):
        act(worker, "a fork", JobLimits(cpu=5, seconds=0.5, memory=128))
    worker.rest()
    left = [one for one in psutil.process_iter() if _group(one.pid) == group]
    assert not psutil.wait_procs(left, timeout=20)[1]


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except OSError:
        return 0


def test_one_worker_does_many_jobs(worker: Worker) -> None:
    assert len({worker.call("pid", {}, limits=TIGHT) for _ in range(20)}) == 1


def test_another_limit_of_memory_needs_another_worker() -> None:
    worker = Worker(JOBS)
    first = worker.call("pid", {}, limits=TIGHT)
    assert worker.call("pid", {}, limits=JobLimits(memory=160)) != first
    worker.rest()


def test_a_body_and_a_result_of_megabytes(worker: Worker) -> None:
    body = bytes(range(256)) * 40_000
    assert worker.call("echo", {}, body, limits=JobLimits(memory=128)) == body


def test_a_result_has_a_limit(worker: Worker) -> None:
    with pytest.raises(Died) as died:
        worker.call("large", {"size": 1001}, limits=TIGHT, most=1000)
    assert (died.value.why, died.value.detail) == ("result", "1,001 bytes")
    assert worker.call("large", {"size": 1000}, limits=TIGHT, most=1000) == b"x" * 1000


def test_a_body_that_does_not_fit_is_the_jobs_failure(worker: Worker) -> None:
    with pytest.raises(Died) as died:
        worker.call("echo", {}, bytes(150_000_000), limits=TIGHT)
    assert died.value.why in {"memory", "crash"}
    assert worker.call("echo", {}, b"next", limits=TIGHT) == b"next"


def test_no_secret_reaches_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "secret")
    worker = Worker(JOBS)
    seen = json.loads(worker.call("environment", {}, limits=TIGHT))
    worker.rest()
    assert "PATH" in seen
    assert "secret" not in seen.values()


def test_modules_come_from_where_the_program_has_them(worker: Worker) -> None:
    folder, path = json.loads(worker.call("modules", {}, limits=TIGHT))
    assert all(Path(part).is_absolute() for part in path)
    assert {part for part in sys.path if part} <= {*path, folder}


def test_a_module_in_the_current_folder_is_not_taken(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))
    Path("json.py").write_text("raise SystemExit('planted')")
    monkeypatch.setattr(sys, "path", [part for part in sys.path if part])
    worker = Worker(JOBS)
    assert worker.call("echo", {}, b"fine", limits=TIGHT) == b"fine"
    worker.rest()


def test_killed_from_outside_it_is_started_again(worker: Worker) -> None:
    worker.call("echo", {}, limits=TIGHT)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    with contextlib.suppress(Died):  # asked before the kernel had ended it
        worker.call("echo", {}, b"x", limits=TIGHT)
    assert worker.call("echo", {}, b"next", limits=TIGHT) == b"next"


def test_a_thread_can_stop_what_another_waits_for() -> None:
    worker = Worker(JOBS)
    worker.call("echo", {}, limits=TIGHT)
    threading.Timer(0.2, worker.kill).start()
    with pytest.raises(Died):
        act(worker, "sleep", JobLimits(memory=128))
    worker.rest()
    worker.kill()  # nothing runs: nothing happens


def test_a_worker_that_cannot_start_says_why() -> None:
    with pytest.raises(RuntimeError, match=r"(?s)can't be started: .*no_such_module"):
        Worker("tests.workers.no_such_module").call("echo", {}, limits=TIGHT)


ORPHAN = """
import sys
from monitor.workers.limits import JobLimits
from monitor.workers.worker import Worker
worker = Worker("tests.workers.hostile_jobs")
worker.call("echo", {}, limits=JobLimits(memory=128))
print(worker.pid, flush=True)
worker.call("act", {"act": "loop in C"}, limits=JobLimits(cpu=600, seconds=600, memory=128))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the orphan ends at its own limit")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_worker_ends_with_the_program_whatever_it_does(number: int) -> None:
    with subprocess.Popen([sys.executable, "-c", ORPHAN], stdout=subprocess.PIPE, text=True, env=from_checkout()) as program:
        assert program.stdout is not None
        child = psutil.Process(int(program.stdout.readline()))
        time.sleep(0.1)  # let it enter the regular expression
        program.send_signal(number)
        assert program.wait(10) == -number
        child.wait(10)
