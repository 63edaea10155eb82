"""Work in a daemon thread."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from monitor.errors import Blocked
from monitor.net.address_guard import AddressGuard, opening
from monitor.net.background import run_in_background


def test_the_future_holds_the_result_or_the_exception() -> None:
    assert run_in_background(threading.current_thread, "worker").result().name == "worker"
    with pytest.raises(ZeroDivisionError):
        run_in_background(lambda: 1 // 0, "worker").result()


def test_the_work_has_the_caller_s_context() -> None:
    with opening(frozenset({("127.0.0.1", 8080)})):
        run_in_background(lambda: AddressGuard().check("http://127.0.0.1:8080/"), "worker").result()
    with pytest.raises(Blocked):
        run_in_background(lambda: AddressGuard().check("http://127.0.0.1:8080/"), "worker").result()


def test_a_program_exits_without_waiting_for_it() -> None:
    program = "import threading; from monitor.net.background import run_in_background; run_in_background(threading.Event().wait, 'w')"
    assert subprocess.run([sys.executable, "-c", program], timeout=60, check=False).returncode == 0
