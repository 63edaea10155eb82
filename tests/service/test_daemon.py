"""The daemon as a service manager meets it: a real process, stopped by SIGTERM; and its reading of cron expressions."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.model import Policy
from monitor.pipeline.cycle import run_cycle
from monitor.pipeline.health import health_of
from monitor.service.daemon import Daemon, next_check
from monitor.service.metrics import serve_metrics
from monitor.service.schedule import trigger_of
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
def test_it_stops_cleanly_when_told(service: Service, number: int) -> None:
    service.wait_for("watching 1 policies")
    assert service.stop(number) == 0
    assert "stopped" in service.lines[-1]
    assert not any("Traceback" in line for line in service.lines)


def test_it_reads_the_configuration_again(service: Service, home: Path) -> None:
    service.wait_for("watching 1 policies")
    configure(home, "http://127.0.0.1:9/terms", schedule="5 4 * * *")
    service.process.send_signal(signal.SIGHUP)
    service.wait_for("5 4 * * *: larkspur")
    (home / "config.yaml").write_text("policies: [{url: 3}]\n")
    service.process.send_signal(signal.SIGHUP)
    service.wait_for("stays in force")
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


def test_a_stop_ends_the_cycle_after_the_policy_at_hand(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    urls = [{"id": f"p{n}", "url": "http://127.0.0.1:9/p", "fetch": {"retries": 0}} for n in range(3)]
    (home / "config.yaml").write_text(json.dumps({"policies": urls}))
    monkeypatch.chdir(home)
    context = Daemon(Path("config.yaml"))._context
    begun: list[str] = []
    cycle = run_cycle(context, context.policies, stop=lambda: len(begun) == 2, told=lambda policy: begun.append(policy.id))
    assert (begun, cycle.checked) == (["p0", "p1"], 2)


@pytest.mark.parametrize("day", ["0", "7", "sun", "SUN"])
def test_weekday_zero_is_sunday_as_in_cron(day: str) -> None:
    fire = trigger_of(f"0 0 * * {day}").get_next_fire_time(None, SUNDAY)
    assert fire.strftime("%a") == "Sun"


def test_the_next_check_is_the_retry_when_that_comes_sooner() -> None:
    policy = Policy("p", "P", schedule="0 0 1 1 *")
    retry = SUNDAY.replace(hour=13)
    assert next_check(policy, retry, SUNDAY) == retry
    assert next_check(policy, None, SUNDAY) > retry


@pytest.mark.parametrize(
    ("expression", "start", "fires"),
    [
        ("30 2 * * *", datetime(2026, 10, 24, 12, tzinfo=UTC), ["25 00:30", "26 01:30", "27 01:30"]),
        ("30 2 * * *", datetime(2026, 3, 28, 12, tzinfo=UTC), ["29 01:30", "30 00:30", "31 00:30"]),
        ("*/30 * * * *", datetime(2026, 3, 29, 0, 15, tzinfo=UTC), ["29 00:30", "29 01:00", "29 01:30"]),
    ],
    ids=["autumn", "spring", "spring, twice an hour"],
)
def test_summer_time_neither_repeats_nor_loses_a_check(expression: str, start: datetime, fires: list[str]) -> None:
    """In autumn 02:30 comes twice, in spring never; the same moment is never given twice, which would keep a scheduler busy for ever."""
    trigger, found, now = trigger_of(expression, ZoneInfo("Europe/Berlin")), [], start
    for _ in fires:
        now = trigger.get_next_fire_time(found[-1] if found else None, now)
        found.append(now)
    assert [moment.astimezone(UTC).strftime("%d %H:%M") for moment in found] == fires


@pytest.mark.parametrize(
    ("expression", "fires"),
    [
        ("every 6h", ["22 12:00", "22 18:00", "23 00:00"]),
        ("every 90m", ["22 12:00", "22 13:30", "22 15:00"]),
        ("every 5 h", ["22 14:00", "22 19:00", "23 00:00"]),
        ("Every 2d", ["23 00:00", "25 00:00", "27 00:00"]),
    ],
)
def test_intervals_are_the_same_moments_for_whoever_asks(expression: str, fires: list[str]) -> None:
    """A daemon that is started anew each hour still checks each six hours; and summer time is nothing to an interval."""
    expected = [datetime.strptime(f"2026-11-{moment} +0000", "%Y-%m-%d %H:%M %z") for moment in fires]
    found: list[datetime] = []
    for _ in fires:
        found.append(trigger_of(expression, ZoneInfo("Europe/Berlin")).get_next_fire_time(found[-1] if found else None, SUNDAY))
    assert found == expected
    for minutes in range(1, int((expected[1] - expected[0]).total_seconds() // 60), 17):
        now = expected[0] + timedelta(minutes=minutes)
        assert trigger_of(expression).get_next_fire_time(None, now) == expected[1], "also for one who was started just now"


def test_an_interval_is_late_by_the_jitter_at_most_and_keeps_its_step() -> None:
    trigger, found, now = trigger_of("every 1h", None, 600), [], SUNDAY
    for _ in range(50):
        now = trigger.get_next_fire_time(found[-1] if found else None, now)
        found.append(now)
    assert [moment.hour for moment in found[:12]] == [*range(12, 24)]
    assert all(moment.minute < 10 or (moment.minute, moment.second) == (10, 0) for moment in found)
    assert len({(moment.minute, moment.second) for moment in found}) > 10


def test_a_missed_interval_is_made_up_for(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(home, "http://127.0.0.1:9/privacy", schedule="every 6h")
    monkeypatch.chdir(home)
    daemon = Daemon(Path("config.yaml"))
    daemon._context.state.succeeded("larkspur", "u", at=SUNDAY + timedelta(minutes=1), sha256="a", etag=None, last_modified=None)
    assert daemon.due(SUNDAY + timedelta(hours=5)) == []
    assert daemon.due(SUNDAY + timedelta(hours=6, minutes=5)) == ["larkspur"]
    policy = daemon._context.policy("larkspur")
    assert next_check(policy, None, SUNDAY + timedelta(hours=1)) == SUNDAY + timedelta(hours=6)


def test_what_was_missed_is_made_up_for(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(home, "http://127.0.0.1:9/privacy", schedule="0 6 * * *")
    monkeypatch.chdir(home)
    monkeypatch.setenv("TZ", "UTC")
    daemon = Daemon(Path("config.yaml"))
    daemon._settings = daemon._settings.model_copy(update={"timezone": "UTC"})
    assert daemon.due(SUNDAY) == [], "what was never checked waits for its schedule"
    state = daemon._context.state
    state.succeeded("larkspur", "u", at=SUNDAY, sha256="a", etag=None, last_modified=None)
    assert daemon.due(SUNDAY.replace(hour=23)) == []
    assert daemon.due(SUNDAY + timedelta(days=3)) == ["larkspur"]


def test_the_service_manager_is_told(home: Path) -> None:
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


def test_figures_are_told_on_loopback(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(home, "http://127.0.0.1:9/privacy")
    monkeypatch.chdir(home)
    daemon = Daemon(Path("config.yaml"))
    daemon._context.state.failed_check("larkspur", at=SUNDAY, reason="timeout", says="No answer.", retry_at=None)
    server = serve_metrics("127.0.0.1:0", lambda: health_of(daemon._context))
    try:
        base = f"http://127.0.0.1:{server.server_address[1]}"
        with urllib.request.urlopen(f"{base}/metrics") as answer:
            told = answer.read().decode()
            assert "policy_monitor_policies_failing 1" in told
            assert "policy_monitor_policies_with_lost_snapshots 0" in told
        with urllib.request.urlopen(f"{base}/health") as answer:
            assert json.load(answer)["failing"][0]["reason"] == "timeout"
    finally:
        server.shutdown()
        server.server_close()
