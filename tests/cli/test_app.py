"""What all commands share: locking, JSON, verbosity, progress."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.cli.app import App
from monitor.errors import StoreLocked

from .conftest import User


@pytest.mark.parametrize("command", ["status", "log", "run"])
def test_without_policies_the_way_to_add_one_is_named(user: User, command: str) -> None:
    user("init")
    found = user(command)
    assert (found.code, found.out) == (0, "config.yaml tracks no policies yet. Add one: policy-monitor add URL --name NAME\n")
    assert user(command, "--format", "json").json is not None


def test_a_second_writer_waits_or_names_the_lock_holder(kept: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from monitor.store.lock import store_lock

    monkeypatch.setattr("monitor.cli.app.LOCK_WAIT", 0.1)
    with store_lock(Path("snapshots"), wait=0, owner="policy-monitor daemon"):
        result = kept("run")
        assert result.code == 3
        assert f"pid {os.getpid()}" in result.err
        assert kept("log").code == 0


def test_a_waiting_command_names_the_lock_holder(kept: User, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    @contextmanager
    def lock(root: Path, *, wait: float, owner: str) -> Iterator[None]:
        waited.append(wait)
        if len(waited) == 1:
            raise StoreLocked("locked", owner="policy-monitor daemon, pid 7", since=None)
        yield

    monkeypatch.setattr("monitor.store.lock.store_lock", lock)
    result = kept("report")
    assert (result.code, result.err) == (0, "Waiting for policy-monitor daemon, pid 7 …\n")
    assert waited[1] > waited[0]


def test_global_options_may_stand_after_the_command(user: User) -> None:
    user("init", "there")
    assert user("--config", "there/config.yaml", "status").out == user("status", "--config", "there/config.yaml").out
    assert user("report", "--quiet", "--config", "there/config.yaml").err == ""


def test_json_is_the_only_thing_on_standard_output(kept: User) -> None:
    for command in ("run", "log", "status", "alerts", "verify", "report", "check", "doctor --offline", "blame northwind"):
        result = kept(*command.split(), "--format", "json")
        assert isinstance(json.loads(result.out), dict), command


def test_messages_are_silent_with_quiet_and_results_with_json(capsys: pytest.CaptureFixture[str]) -> None:
    app = App(Path("config.yaml"))
    app.message("a message")
    app.line("a line")
    app.result({"n": 1})
    assert capsys.readouterr() == ("a line\n", "a message\n")
    app.set_verbosity(quiet=True)
    app.json = True
    app.message("a message")
    app.line("a line")
    app.result({"ü": 1})
    assert capsys.readouterr() == ('{\n "ü": 1\n}\n', "")


def test_progress_is_shown_on_a_terminal_alone(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    app = App(Path("config.yaml"))
    with app.progress("Checking") as update:
        update(1, 2)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with app.progress("Checking") as update:
        update(1, 2)
        update(2, 2)
    shown = capsys.readouterr().err
    assert "Checking" in shown
    app.set_verbosity(quiet=True)
    with app.progress("Checking") as update:
        update(1, 2)
    assert capsys.readouterr().err == ""


def test_verbose_logs_what_happens(user: User) -> None:
    user.configure({"id": "larkspur", "url": "http://127.0.0.1:9/privacy", "fetch": {"retries": 0}})
    logger = logging.getLogger("monitor")
    level = logger.level
    try:
        assert user("--verbose", "run").code == 1
        assert logger.isEnabledFor(logging.DEBUG)
    finally:
        logger.setLevel(level)
