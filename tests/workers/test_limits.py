"""The limits of a process, set in processes of their own: they can't be taken back."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bench.testbed import from_checkout


def run(code: str) -> subprocess.CompletedProcess[str]:
    whole = f"import os, resource, signal, sys\nfrom monitor.workers.limits import *\n{code}"
    command = [sys.executable, "-c", whole]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=from_checkout(), stdin=subprocess.PIPE)


def test_a_confined_process_opens_few_files_and_leaves_no_core() -> None:
    code = "print(confine(400)); print(*(resource.getrlimit(getattr(resource, f'RLIMIT_{n}'))[0] for n in ('CORE', 'NOFILE', 'FSIZE')))"
    limited, limits = run(code).stdout.splitlines()
    assert limited == str(sys.platform.startswith("linux"))
    assert limits == f"0 64 {1 << 20}"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="macOS has no limit on memory")
def test_memory_is_limited() -> None:
    assert "MemoryError" in run("confine(200)\nbytearray(300_000_000)").stderr


@pytest.mark.parametrize(
    ("limits", "doing", "ended"),
    [("cpu=0.2", "while True: pass", "SIGPROF"), ("cpu=9, seconds=-4.8", "signal.pause()", "SIGALRM")],
)
def test_a_process_ends_when_its_time_is_up(limits: str, doing: str, ended: str) -> None:
    import signal

    assert run(f"with timed(JobLimits({limits})):\n    {doing}").returncode == -signal.Signals[ended]


def test_after_the_block_time_does_not_count() -> None:
    done = run("import time\nwith timed(JobLimits(cpu=0.1, seconds=-4.9)): pass\ntime.sleep(0.2); sum(range(10**7)); print('fine')")
    assert done.stdout == "fine\n"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="this signal is ignored elsewhere")
def test_a_process_ends_with_its_lifeline() -> None:
    done = run("here, there = os.pipe()\ndie_with(here)\nos.close(there)\nsignal.pause()")
    import signal

    assert done.returncode == -signal.SIGIO
