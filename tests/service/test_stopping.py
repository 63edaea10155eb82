"""SIGTERM ends the program whatever a page does to it: real processes that compare a text that takes a quarter of a minute."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from monitor.errors import Abandoned
from monitor.model import Document
from monitor.service import daemon as module
from monitor.service.daemon import Daemon
from tests.cli.conftest import policy_page
from tests.net.web_server import WebServer

ENDLESS = policy_page().replace(b"</main>", b"<p>" + b"(a) " * 220_000 + b"</p></main>")
"""Reading it is quick, comparing it takes fifteen seconds on a machine of 2025."""


@pytest.fixture
def web() -> Iterator[WebServer]:
    web = WebServer()
    yield web
    web.stop()


@pytest.fixture
def home(tmp_path: Path, web: WebServer) -> Path:
    """A store with a policy whose page has just become one that takes long."""
    url = web.page("/privacy", policy_page())
    (tmp_path / "config.yaml").write_text(f"jitter: 0\nlimits: {{cpu: 600, seconds: 600}}\npolicies: [{{id: larkspur, url: '{url}'}}]\n")
    subprocess.run([sys.executable, "-m", "monitor", "--quiet", "run"], cwd=tmp_path, check=True, capture_output=True)
    web.page("/privacy", ENDLESS)
    return tmp_path


def started(home: Path, *command: str) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        [sys.executable, "-m", "monitor", *command], cwd=home, stdout=quiet, stderr=quiet, env=os.environ | {"TZ": "UTC"}
    )


def busy_worker(program: subprocess.Popen[bytes]) -> psutil.Process:
    """The worker, once it works on what the first try had no time for."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        for child in psutil.Process(program.pid).children():
            try:
                # More than start-up and a first try take: that is over, or will be within the second.
                if child.cpu_times().user > 1.8:
                    return child
            except psutil.NoSuchProcess:
                continue
        time.sleep(0.05)
    raise AssertionError("nothing worked")


def test_run_ends_at_once_and_so_does_its_worker(home: Path) -> None:
    program = started(home, "run", "--force")
    worker = busy_worker(program)
    program.send_signal(signal.SIGTERM)
    assert program.wait(60) == -signal.SIGTERM
    worker.wait(60)
    _have_little_patience(home)
    done = subprocess.run([sys.executable, "-m", "monitor", "verify"], cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def _have_little_patience(home: Path) -> None:
    """So that verifying does not compare the endless text to its end, which took two minutes and which no run has recorded."""
    config = home / "config.yaml"
    patient = config.read_text()
    config.write_text(patient.replace("{cpu: 600, seconds: 600}", "{cpu: 1, seconds: 600}"))
    assert config.read_text() != patient


@pytest.mark.slow
def test_the_daemon_ends_cleanly_and_so_does_its_worker(home: Path) -> None:
    text = (home / "config.yaml").read_text()
    (home / "config.yaml").write_text(f'schedule: "* * * * *"\n{text}')
    # As if it had been stopped for an hour: what was missed is checked at the start.
    _set_back(home)
    program = started(home, "daemon")
    worker = busy_worker(program)
    program.send_signal(signal.SIGTERM)
    assert program.wait(60) == 0
    worker.wait(60)


def _set_back(home: Path) -> None:
    with sqlite3.connect(home / "snapshots/state.sqlite") as db:
        db.execute("update checks set last_success = '2026-01-01T00:00:00.000000Z'")


class _Stuck:
    """A scheduler whose job never ends."""

    def __init__(self) -> None:
        self.left = threading.Event()

    def shutdown(self, *, wait: bool) -> None:
        self.left.wait(60)


def test_what_does_not_end_by_itself_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.yaml").write_text("policies: [{id: larkspur, url: 'http://127.0.0.1:9/'}]\n")
    daemon, stuck = Daemon(tmp_path / "config.yaml"), _Stuck()
    monkeypatch.setattr(daemon, "_scheduler", stuck)
    monkeypatch.setattr(module, "STOP_WITHIN", 0.1)
    assert daemon._shut_down() is False
    stuck.left.set()


def test_after_a_stop_nothing_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.yaml").write_text("policies: [{id: larkspur, url: 'http://127.0.0.1:9/'}]\n")
    daemon, stuck = Daemon(tmp_path / "config.yaml"), _Stuck()
    stuck.left.set()
    monkeypatch.setattr(daemon, "_scheduler", stuck)
    assert daemon._shut_down() is True
    with pytest.raises(Abandoned):
        daemon._context.analysis.read(b"x", media_type=None)
    with pytest.raises(Abandoned):
        daemon._context.analysis.compare(Document("old"), Document("new"))
