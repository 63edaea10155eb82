"""The parent's side of a worker process: starts it, hands it jobs, and kills it when a job takes too long."""

from __future__ import annotations

import builtins
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from monitor import errors
from monitor.workers.limits import LARGEST_BODY, JobLimits
from monitor.workers.messages import Garbled, receive, send

JOBS = "monitor.workers.jobs"
_START = 60.0
"""Seconds to start in; it takes one, and more where the machine is busy."""
_MOST_JOBS = 500
"""After which a worker is replaced, in case a library leaks."""
_TAIL = 4000
# Secrets stay out of reach of what reads strangers' bytes: a worker gets what the interpreter and the loader need.
_PASSED = ("LANG", "PATH", "TMPDIR", "TZ", "VIRTUAL_ENV")
_PASSED_PREFIXES = ("PYTHON", "LC_", "LD_", "DYLD_")


# Not `-m`, which would look for modules in the current folder first, whoever may write there.
_MAIN = "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); from monitor.workers.child import main; main(sys.argv[1:])"


class Died(Exception):
    """A job ended its worker, or the worker was killed because of it.

    Attributes:
        why: cpu | time | memory | abort (most likely for want of memory) | crash | result.
        detail: signal or exit code, and what the worker printed last; for people who look for the cause.
    """

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else why)
        self.why, self.detail = why, detail


class RemoteTraceback(Exception):
    """The cause of an exception that a job raised: its traceback in the worker."""

    def __str__(self) -> str:
        return f"\n{self.args[0]}"


@dataclass(frozen=True)
class _Process:
    running: subprocess.Popen[bytes]
    sock: socket.socket
    printed: IO[bytes] | None
    memory: int
    memory_limited: bool


class Worker:
    """One worker process at a time, started when it is first needed and again after it died. Threads wait for each other.

    A process of its own by `subprocess`, not by `multiprocessing`: that needs a second helper process and named semaphores, and runs the
    caller's script once more; a fork of a process with threads may hang.

    Args:
        jobs: the module with the jobs; another one for tests.
        confined: whether the kernel limits it; False for a helper that reads and writes the store as the program itself does.
    """

    def __init__(self, jobs: str = JOBS, *, confined: bool = True) -> None:
        self._jobs, self._confined = jobs, confined
        self._lock = threading.Lock()
        self._process: _Process | None = None
        self._done = 0

    def call(self, job: str, arguments: Mapping[str, Any], body: bytes = b"", *, limits: JobLimits, most: int = LARGEST_BODY) -> bytes:
        """Has a job done.

        Args:
            job: its name.
            arguments: what json.dumps accepts.
            body: its bytes.
            limits: when the worker is killed.
            most: bytes of the longest result that is accepted.

        Raises:
            Died: see there. The next call starts another worker.
            Exception: what the job raised; of the same class if that is one of Python's or of this program's, else RuntimeError.
        """
        with self._lock:
            process = self._ready(limits)
            head = {"job": job, "arguments": arguments, "cpu": limits.cpu, "seconds": limits.seconds, "most": most}
            deadline = time.monotonic() + limits.seconds
            try:
                send(process.sock, head, body, deadline=deadline)
                reply, result = receive(process.sock, deadline=deadline)
            except TimeoutError:
                self._stop()
                raise Died("time") from None
            except (EOFError, OSError, Garbled):
                raise self._stop() from None
            except BaseException:  # Ctrl-C: the answer to this job must not be mistaken for that to the next one
                self._stop()
                raise
            self._done += 1
            if "memory" in reply or reply.get("worn") or self._done >= _MOST_JOBS:
                self._stop()
        return _result(reply, result)

    def kill(self) -> None:
        """Kills the process, from any thread; a caller that waits for a job gets Died."""
        process = self._process
        if process is not None:
            _kill(process.running)

    def rest(self) -> None:
        """Ends the process until it is needed again, so that it holds no memory meanwhile."""
        with self._lock:
            self._stop()

    @property
    def memory_limited(self) -> bool | None:
        """Whether the running worker's memory is limited; None when none runs."""
        return None if self._process is None else self._process.memory_limited

    @property
    def pid(self) -> int | None:
        """Of the running process."""
        return None if self._process is None else self._process.running.pid

    def _ready(self, limits: JobLimits) -> _Process:
        if self._process is not None and (self._process.memory != limits.memory or self._process.running.poll() is not None):
            self._stop()
        if self._process is None:
            self._process, self._done = _started(self._jobs, limits.memory, confined=self._confined), 0
        return self._process

    def _stop(self) -> Died:
        process, self._process = self._process, None
        if process is None:
            return Died("crash", "killed")
        # Of a worker that is dying already, this does not change how it died; and what it forked must not outlive it.
        _kill(process.running)
        process.running.wait()
        died = _death(process.running.returncode, _tail(process.printed))
        for held in (process.sock, process.running.stdin, process.printed):
            if held is not None:
                held.close()
        return died


def _started(jobs: str, memory: int, *, confined: bool) -> _Process:
    ours, theirs = socket.socketpair()
    printed = _scratch()
    with theirs:
        running = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-c", _MAIN, json.dumps(_module_path()), str(theirs.fileno()), str(memory if confined else 0), jobs],
            stdin=subprocess.PIPE,  # the lifeline
            stdout=printed or subprocess.DEVNULL,
            stderr=printed or subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
            env={k: v for k, v in os.environ.items() if k in _PASSED or k.startswith(_PASSED_PREFIXES)},
            # Ctrl-C at a terminal is for the parent; and the whole group can be killed, whatever a job has started.
            start_new_session=True,
        )
    try:
        hello, _ = receive(ours, deadline=time.monotonic() + _START)
    except (EOFError, OSError, Garbled) as error:
        _kill(running)
        running.wait()
        ours.close()
        raise RuntimeError(f"the reader can't be started: {_tail(printed) or error}") from error
    except BaseException:
        _kill(running)
        raise
    return _Process(running, ours, printed, memory, bool(hello.get("memory_limited")))


def _module_path() -> list[str]:
    """Where this process finds modules; relative folders are relative to the current one."""
    return [str(Path(part).absolute()) for part in sys.path]


def _scratch() -> IO[bytes] | None:
    """A file for what a worker prints; None where the temporary folder is full or missing."""
    try:
        return tempfile.TemporaryFile()
    except OSError:
        return None


def _tail(printed: IO[bytes] | None) -> str:
    if printed is None:
        return ""
    printed.seek(max(0, printed.seek(0, os.SEEK_END) - _TAIL))
    return printed.read().decode("utf-8", "replace").strip()


def _kill(running: subprocess.Popen[bytes]) -> None:
    # Before it is waited for: until then no other process can have its number.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if running.returncode is None:
            os.killpg(running.pid, signal.SIGKILL)


_SIGNALS = {
    signal.SIGPROF: "cpu", signal.SIGXCPU: "cpu", signal.SIGALRM: "time",
    # How C and C++ end when they get no memory; of other reasons they mostly print a line.
    signal.SIGABRT: "abort", signal.SIGTRAP: "abort", signal.SIGILL: "abort",
}  # fmt: skip


def _death(code: int, printed: str) -> Died:
    """How a worker died, by its exit code: minus the number of the signal that ended it."""
    number = next((one for one in signal.Signals if one == -code), None)
    how = f"exit code {code}" if number is None else f"signal {number.name}"
    return Died(_SIGNALS.get(number, "crash") if number else "crash", f"{how}; {printed}" if printed else how)


def _result(reply: Mapping[str, Any], result: bytes) -> bytes:
    if "done" in reply:
        return result
    if "memory" in reply:
        raise Died("memory")
    if "too_large" in reply:
        raise Died("result", f"{reply['too_large']:,} bytes")
    raise _exception(str(reply.get("raised")), str(reply.get("says"))) from RemoteTraceback(reply.get("trace"))


def _exception(name: str, says: str) -> Exception:
    """An exception of the class with that name; RuntimeError where there is none that takes a sentence, or it would end the program."""
    kind = getattr(builtins, name, None) or getattr(errors, name, None)
    with contextlib.suppress(TypeError):
        if isinstance(kind, type) and issubclass(kind, Exception):
            return kind(says)
    return RuntimeError(f"{name}: {says}")
