"""A signal to stop ends a process that can run no Python code any more, and nothing else does: real processes and signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from monitor.service import daemon
from monitor.service.stop_guard import StopGuard

# "busy" works in one regular expression, which holds the lock of the interpreter, for longer than any test waits.
PROGRAM = """
import re, signal, sys, threading, time
from monitor.service.stop_guard import StopGuard
stopped = threading.Event()
for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, lambda *_: stopped.set())
signal.signal(signal.SIGHUP, lambda *_: None)
signal.alarm(90)  # whatever becomes of the test
with StopGuard(1.0):
    print("ready", flush=True)
    if sys.argv[1] == "busy":
        threading.Thread(target=lambda: re.match("(a|a)+$", "a" * 60 + "b"), daemon=True).start()
    while not stopped.wait(0.05):
        pass
    time.sleep(float(sys.argv[2]))
print("ended by itself", flush=True)
"""


def started(what: str, lingers: float = 0.0) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, what, str(lingers)]
    # A group of its own, so that signals to it do not reach the tests.
    program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    if what == "busy":
        time.sleep(0.5)  # nothing can be said by then
    return program


def watcher_of(program: subprocess.Popen[str]) -> psutil.Process:
    (watcher,) = psutil.Process(program.pid).children()
    return watcher


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_process_that_cannot_react_is_killed(number: signal.Signals) -> None:
    program, begun = started("busy"), time.monotonic()
    watcher = watcher_of(program)
    os.killpg(program.pid, number)  # as systemd and terminals do: to all of them
    _, said = program.communicate(timeout=60)
    assert program.returncode == -signal.SIGKILL
    assert time.monotonic() - begun >= 1.0, "it had its time to end by itself"
    assert "the next start continues from what is stored" in said
    watcher.wait(60)


def test_one_that_ends_by_itself_is_left_alone() -> None:
    program = started("idle")
    watcher = watcher_of(program)
    program.send_signal(signal.SIGTERM)
    out, said = program.communicate(timeout=60)
    assert (program.returncode, out, said) == (0, "ended by itself\n", "")
    assert not watcher.is_running()


def test_one_that_takes_its_time_is_killed_in_the_end() -> None:
    program = started("idle", 60)
    program.send_signal(signal.SIGTERM)
    assert program.wait(60) == -signal.SIGKILL
    program.communicate()


def test_other_signals_end_nothing() -> None:
    program = started("idle")
    for _ in range(3):
        program.send_signal(signal.SIGHUP)
        time.sleep(0.5)
    assert program.poll() is None
    program.send_signal(signal.SIGTERM)
    assert program.wait(60) == 0
    program.communicate()


def test_its_watcher_does_not_outlive_a_killed_process() -> None:
    program = started("idle")
    watcher = watcher_of(program)
    program.kill()
    program.communicate(timeout=60)
    watcher.wait(60)


def test_without_a_further_process_the_block_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*command: object, **how: object) -> None:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr("monitor.service.stop_guard.subprocess.Popen", none)
    before = signal.set_wakeup_fd(-1)
    signal.set_wakeup_fd(before)
    with StopGuard(1.0) as guard:
        assert guard is not None
    assert signal.set_wakeup_fd(before) == before, "what noted signals before does so again"


def test_no_descriptor_is_left_open() -> None:
    with StopGuard(1.0):
        pass
    before = set(Path("/proc/self/fd").iterdir()) if Path("/proc/self/fd").is_dir() else set()
    for _ in range(3):
        with StopGuard(1.0):
            pass
    after = set(Path("/proc/self/fd").iterdir()) if before else set()
    assert len(after) <= len(before)


def test_the_daemon_has_five_seconds_in_all() -> None:
    assert daemon.STOP_WITHIN < daemon.KILLED_AFTER < 5
