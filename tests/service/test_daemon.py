"""The daemon as a service manager meets it: a real process, stopped by signals; what it checks, and when."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.errors import StoreError, StoreLocked
from monitor.pipeline.cycle import run_cycle
from monitor.pipeline.outcome import CycleReport, Failure, Fault
from monitor.service.daemon import Daemon
from monitor.service.next_check import next_check
from monitor.store.state import CheckState
from tests.net.web_server import WebServer

SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Service:
    """A daemon in a process of its own, with what it says."""

    def __init__(self, home: Path) -> None:
        command = [sys.executable, "-m", "monitor", "daemon"]
        self.process = subprocess.Popen(command, cwd=home, stderr=subprocess.PIPE, text=True, env=os.environ | {"TZ": "UTC"})
        self.lines: list[str] = []
        self._new = threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            with self._new:
                self.lines.append(line)
                self._new.notify_all()

    def wait_for(self, words: str) -> None:
        with self._new:
            found = self._new.wait_for(lambda: any(words in line for line in self.lines), timeout=120)
        assert found, "".join(self.lines)

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=120)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def configure(home: Path, url: str, schedule: str = "0 0 1 1 *") -> None:
    policy = {"id": "larkspur", "url": url, "schedule": schedule}
    (home / "config.yaml").write_text(json.dumps({"policies": [policy]}))


@pytest.fixture
def service(home: Path) -> Iterator[Service]:
    configure(home, "http://127.0.0.1:9/privacy")
    running = Service(home)
    yield running
    if running.process.poll() is None:
        running.process.kill()
    running.process.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_on_a_signal(service: Service, number: int) -> None:
    service.wait_for("watching 1 policy")
    assert service.stop(number) == 0
    assert "stopped" in service.lines[-1]
    assert not any("Traceback" in line for line in service.lines)


def test_sighup_reloads_the_configuration(service: Service, home: Path) -> None:
    service.wait_for("watching 1 policy")
    configure(home, "http://127.0.0.1:9/terms", schedule="5 4 * * *")
    service.process.send_signal(signal.SIGHUP)
    service.wait_for("5 4 * * *: larkspur")
    (home / "config.yaml").write_text("policies: [{url: 3}]\n")
    service.process.send_signal(signal.SIGHUP)
    service.wait_for("stays in use")
    assert service.stop() == 0


def test_a_port_for_the_metrics_that_is_taken_does_not_end_the_daemon(service: Service, home: Path) -> None:
    service.wait_for("watching 1 policy")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = {"policies": [{"id": "larkspur", "url": "http://127.0.0.1:9/p"}], "metrics": {"listen": f"127.0.0.1:{port}"}}
        (home / "config.yaml").write_text(json.dumps(settings))
        service.process.send_signal(signal.SIGHUP)
        service.wait_for(f"cannot listen on 127.0.0.1:{port}")
    service.process.send_signal(signal.SIGHUP)
    service.wait_for("configuration reloaded")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as answer:
        assert answer.status == 200
    configure(home, "http://127.0.0.1:9/p")
    service.process.send_signal(signal.SIGHUP)
    service.wait_for("0 0 1 1 *: larkspur")
    assert service.stop() == 0


def test_it_checks_on_schedule(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scheduler is asked to run the job at once, for a cron expression can't name the next second."""
    web = WebServer()
    try:
        body = b"<html><body><h1>Privacy</h1>" + b"<p>We keep your data safe and share it with nobody.</p>" * 20
        configure(home, web.page("/privacy", body))
        monkeypatch.chdir(home)
        daemon = Daemon(Path("config.yaml"))
        daemon._cycle(("larkspur", "gone meanwhile"))
        assert web.paths() == ["/privacy"]
        assert (home / "reports/index.html").is_file()
        web.pages.clear()
        daemon._cycle(("larkspur",))
        retry_at = daemon._context.state.check("larkspur").retry_at
        assert retry_at is not None
        assert daemon.due(retry_at - timedelta(seconds=1)) == []
        assert Daemon(Path("config.yaml")).due(retry_at) == ["larkspur"], "what is to be tried again outlives the process"
    finally:
        web.stop()


def test_a_stop_ends_the_cycle_after_the_current_policy(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    urls = [{"id": f"p{n}", "url": "http://127.0.0.1:9/p", "fetch": {"retries": 0}} for n in range(3)]
    (home / "config.yaml").write_text(json.dumps({"policies": urls}))
    monkeypatch.chdir(home)
    context = Daemon(Path("config.yaml"))._context
    begun: list[str] = []
    cycle = run_cycle(context, context.policies, stop=lambda: len(begun) == 2, on_policy=lambda policy: begun.append(policy.id))
    assert (begun, cycle.checked) == (["p0", "p1"], 2)


def test_what_slow_hosts_answer_between_cycles_is_stored(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop of the main thread has it collected, at intervals and only while no cycle runs."""
    configure(home, "http://127.0.0.1:9/privacy")
    monkeypatch.chdir(home)
    daemon, cycles = Daemon(Path("config.yaml")), list[int]()
    monkeypatch.setattr(daemon, "_run_locked", lambda policies: cycles.append(len(policies)))
    monkeypatch.setattr(daemon._scheduler, "add_job", lambda work: work())
    daemon._collect_late_answers()
    assert cycles == [], "nothing waits"
    daemon._context.state.record_failure("larkspur", at=SUNDAY, reason="timeout", says="no answer", retry_at=SUNDAY)
    assert daemon.due(SUNDAY) == ["larkspur"]
    monkeypatch.setattr(daemon._pool, "is_open", lambda policy_id: True)
    assert daemon.due(SUNDAY) == [], "it is being fetched"
    monkeypatch.setattr(daemon._pool, "ready", lambda: 1)
    daemon._working_since = time.monotonic()
    daemon._collect_late_answers()
    assert cycles == [], "the cycle that runs stores it"
    daemon._working_since = None
    daemon._collect_late_answers()
    daemon._collect_late_answers()
    assert cycles == [0]


def test_a_missed_interval_is_caught_up(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(home, "http://127.0.0.1:9/privacy", schedule="every 6h")
    monkeypatch.chdir(home)
    daemon = Daemon(Path("config.yaml"))
    daemon._context.state.record_success("larkspur", "u", at=SUNDAY + timedelta(minutes=1), sha256="a", etag=None, last_modified=None)
    assert daemon.due(SUNDAY + timedelta(hours=5)) == []
    assert daemon.due(SUNDAY + timedelta(hours=6, minutes=5)) == ["larkspur"]
    policy = daemon._context.policy("larkspur")
    assert next_check(policy, CheckState(), SUNDAY + timedelta(hours=1)) == SUNDAY + timedelta(hours=6)


def test_a_missed_check_is_caught_up(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(home, "http://127.0.0.1:9/privacy", schedule="0 6 * * *")
    monkeypatch.chdir(home)
    monkeypatch.setenv("TZ", "UTC")
    daemon = Daemon(Path("config.yaml"))
    daemon._settings = daemon._settings.model_copy(update={"timezone": "UTC"})
    assert daemon.due(SUNDAY) == [], "what was never checked waits for its schedule"
    state = daemon._context.state
    state.record_success("larkspur", "u", at=SUNDAY, sha256="a", etag=None, last_modified=None)
    assert daemon.due(SUNDAY.replace(hour=23)) == []
    assert daemon.due(SUNDAY + timedelta(days=3)) == ["larkspur"]


def test_the_service_manager_is_notified(home: Path) -> None:
    configure(home, "http://127.0.0.1:9/privacy")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(home / "notify"))
        manager.settimeout(120)
        environment = os.environ | {"NOTIFY_SOCKET": str(home / "notify"), "WATCHDOG_USEC": "400000"}
        process = subprocess.Popen([sys.executable, "-m", "monitor", "daemon"], cwd=home, stderr=subprocess.DEVNULL, env=environment)
        try:
            assert manager.recv(100) == b"READY=1"
            assert [manager.recv(100) for _ in range(3)] == [b"WATCHDOG=1"] * 3
            process.terminate()
            while manager.recv(100) != b"STOPPING=1":
                pass
            assert process.wait(timeout=120) == 0
        finally:
            process.kill()
            process.wait()


# --- one daemon, driven by hand ---------------------------------------------------------------------------------------


@pytest.fixture
def daemon(home: Path, monkeypatch: pytest.MonkeyPatch) -> Daemon:
    configure(home, "http://127.0.0.1:9/privacy")
    monkeypatch.chdir(home)
    return Daemon(Path("config.yaml"))


def test_a_cycle_that_cannot_get_the_lock_is_skipped(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("monitor.service.daemon.LOCK_WAIT", -1.0)
    monkeypatch.setattr("monitor.service.daemon.run_cycle", lambda *a, **k: pytest.fail("without the lock"))

    @contextmanager
    def held(root: Path, *, wait: float, owner: str) -> Iterator[None]:
        raise StoreLocked("the store is in use by pid 7", owner="pid 7", since=None)
        yield

    monkeypatch.setattr("monitor.service.daemon.store_lock", held)
    daemon._cycle(("larkspur",))
    assert "cycle skipped: the store is in use by pid 7" in caplog.text


@pytest.mark.parametrize(
    ("error", "logged"),
    [(StoreError("disk full"), "disk full"), (ZeroDivisionError(), "internal error; the next cycle runs on schedule")],
    ids=["store", "bug"],
)
def test_an_error_of_a_cycle_is_logged_and_the_daemon_goes_on(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception, logged: str
) -> None:
    def fail(*args: object, **kwargs: object) -> CycleReport:
        raise error

    monkeypatch.setattr("monitor.service.daemon.run_cycle", fail)
    daemon._cycle(("larkspur",))
    assert logged in caplog.text
    assert daemon._working_since is None
    daemon._cycle(("larkspur",))
    assert caplog.text.count(logged) == 2


def test_what_a_cycle_found_is_logged(daemon: Daemon, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    report = CycleReport(
        checked=2, unchanged=1, failed=[Failure("larkspur", "timeout", "no answer", None)], undelivered=["larkspur: alert …"]
    )
    monkeypatch.setattr("monitor.service.daemon.run_cycle", lambda *a, **k: report)
    with caplog.at_level(logging.INFO, logger="monitor.service.daemon"):
        daemon._cycle(("larkspur",))
    assert [record.getMessage() for record in caplog.records] == [
        "checked: 2; unchanged: 1; new versions: 0; failed: 1",
        "larkspur: no answer",
        "larkspur: alert …",
    ]
    assert [record.levelname for record in caplog.records] == ["INFO", "WARNING", "WARNING"]


def test_undelivered_messages_do_not_wait_for_a_check(daemon: Daemon, monkeypatch: pytest.MonkeyPatch) -> None:
    cycles: list[tuple[str, ...]] = []
    monkeypatch.setattr(daemon, "_run_locked", lambda policies: cycles.append(tuple(policy.id for policy in policies)))
    daemon._catch_up()
    assert cycles == [], "nothing is due"
    monkeypatch.setattr(daemon._context.state, "due", lambda now: ["a message"])
    daemon._catch_up()
    assert cycles == [()]
    monkeypatch.setattr(daemon, "due", lambda now: ["larkspur"])
    daemon._catch_up()
    assert cycles == [(), ("larkspur",)]


def test_a_damaged_state_is_left_to_a_cycle_which_sets_it_aside(daemon: Daemon, home: Path) -> None:
    daemon._cycle(("larkspur",))
    daemon._context.state.close()
    for path in (home / "snapshots").glob("state.sqlite*"):
        path.unlink()
    (home / "snapshots/state.sqlite").write_bytes(b"no database" * 999)
    daemon._catch_up()
    assert (home / "snapshots/state.sqlite.damaged").exists()
    assert [fault.place for fault in daemon._context.state.open_faults()] == ["state.sqlite"]


def test_faults_of_this_machine_are_logged(daemon: Daemon, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    report = CycleReport(faults=[Fault("reports", "no space left on device")])
    monkeypatch.setattr("monitor.service.daemon.run_cycle", lambda *a, **k: report)
    daemon._cycle(("larkspur",))
    assert ("ERROR", "reports: no space left on device") in [(one.levelname, one.getMessage()) for one in caplog.records]


def test_a_check_in_the_future_is_made_up_for(daemon: Daemon) -> None:
    """The clock was ahead then; on its schedule, the next check would be due when that time has come."""
    daemon._context.state.record_success("larkspur", "u", at=SUNDAY + timedelta(days=400), sha256="a", etag=None, last_modified=None)
    assert daemon.due(SUNDAY) == ["larkspur"]


def test_when_the_clock_is_set_everything_is_scheduled_anew(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Checks that were planned under a clock that was ahead would wait until it gets there again."""
    daemon._scheduler.add_job(print, "date", run_date=SUNDAY + timedelta(days=20_000), id="decades away")
    jumps = iter([0.0, -86400.0])

    class Watch:
        def jump(self) -> float:
            jump = next(jumps)
            daemon._on_stop(0, None) if jump else daemon._wake.put(None)
            return jump

    monkeypatch.setattr("monitor.service.daemon.ClockWatch", Watch)
    daemon._wake.put(None)
    daemon._wait()
    assert {job.id for job in daemon._scheduler.get_jobs()} == {"check 0 0 1 1 *", "catch up"}
    assert "the clock jumped by -86400 seconds; the checks are rescheduled" in caplog.text


def test_policies_that_share_a_schedule_share_a_job(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schedules = {"a": "0 6 * * *", "b": "every 6h", "c": "0 6 * * *", "d": None}
    policies = [{"id": name, "url": f"http://127.0.0.1:9/{name}"} | ({"schedule": s} if s else {}) for name, s in schedules.items()]
    (home / "config.yaml").write_text(json.dumps({"policies": policies}))
    monkeypatch.chdir(home)
    daemon = Daemon(Path("config.yaml"))
    daemon._schedule()
    jobs = {job.id: job.args for job in daemon._scheduler.get_jobs()}
    assert jobs == {
        "check 0 6 * * *": (("a", "c"),),
        "check every 6h": (("b",),),
        "check 0 */6 * * *": (("d",),),
        "catch up": (),
    }


def test_signals_are_taken_while_the_daemon_looks_for_one(home: Path) -> None:
    """Handlers take no lock: one that waited for a lock of the main thread, which it interrupts, would wait for ever."""
    configure(home, "http://127.0.0.1:9/p")
    service = Service(home)
    service.wait_for("watching 1 policy")
    for _ in range(200):
        service.process.send_signal(signal.SIGHUP)
    assert service.stop() == 0
