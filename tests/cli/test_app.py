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
from monitor.store.outline_file import OUTLINE

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


# --- the outline of the settings, kept from one command to the next ---------------------------------------------------------

KITES = {"id": "kites", "name": "Kites", "url": "https://kites.example/p"}
READING = ("log", "status", "search words", "alerts", "tags", "review list")


@pytest.fixture
def asked(user: User) -> User:
    """Someone whose configuration was read once."""
    user("init")
    user.configure(KITES, removed=["gone"])
    assert user("log").code == 0
    assert Path("snapshots", OUTLINE).exists()
    return user


@pytest.mark.parametrize("command", READING)
def test_what_is_printed_is_the_same_with_the_outline_and_without(asked: User, command: str) -> None:
    for form in ("text", "json"):
        kept = asked(*command.split(), "--format", form)
        Path("snapshots", OUTLINE).unlink()
        again = asked(*command.split(), "--format", form)
        assert (kept.code, kept.out, kept.err) == (again.code, again.out, again.err)


def test_a_fault_is_found_in_the_next_command_and_in_each_after_it(asked: User) -> None:
    """Nothing that validation refuses is ever accepted because an earlier file was valid."""
    good = Path("config.yaml").read_text()
    for wrong in (good.replace("https://kites.example/p", "kites"), good.replace('"name"', '"nmae"'), good[:-1], "["):
        Path("config.yaml").write_text(wrong)
        for command in READING * 2:
            found = asked(*command.split())
            assert (found.code, found.out) == (2, ""), (wrong, command)
            assert "config.yaml" in found.err
    Path("config.yaml").write_text(good)
    assert "kites" in asked("log").out


def test_a_change_is_seen_by_the_next_command(asked: User) -> None:
    asked.configure({**KITES, "name": "Kites and Sons"})
    assert "Kites and Sons" in asked("log").out
    asked.configure(KITES, {"id": "larch", "url": "https://larch.example/"})
    assert [one["policy"] for one in asked("status", "--format", "json").json["policies"]] == ["kites", "larch"]


def test_a_damaged_outline_is_read_from_the_configuration_again(asked: User) -> None:
    path = Path("snapshots", OUTLINE)
    whole = path.read_bytes()
    for damaged in (b"", whole[:-1], whole.replace(b"kites", b"kates"), b"\x00" * 100):
        path.write_bytes(damaged)
        assert "kites" in asked("log").out
        assert path.read_bytes() == whole, "and kept again"


def test_secrets_are_neither_kept_nor_guessable(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """A digest of a weak password would give it away to whoever reads a backup."""
    user("init")
    mail = {"to": ["a@reader.example"], "from": "m@reader.example", "url": "${MAIL}"}
    user.configure(KITES, alerts={"email": mail, "apprise": ["ntfy://plain-topic"]})
    monkeypatch.setenv("MAIL", "smtp://user:hunter2@mail.example")
    assert user("log").code == 0
    assert not Path("snapshots", OUTLINE).exists()
    monkeypatch.setenv("MAIL", "no address")
    assert user("log").code == 2, "a value that is wrong is still an error"
    monkeypatch.delenv("MAIL")
    assert user("log").code == 0
    kept = Path("snapshots", OUTLINE).read_text()
    assert "kites" in kept
    assert not any(word in kept for word in ("hunter2", "plain-topic", "reader.example", "MAIL"))
    monkeypatch.setenv("MAIL", "no address")
    assert user("log").code == 2


def test_a_file_that_changes_while_it_is_read_is_not_kept_as_what_it_was(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    import monitor.config.load as loading

    user("init")
    user.configure(KITES)
    later = Path("config.yaml").read_text().replace("Kites", "Larch")
    load = loading.load_settings

    def changing(path: Path, *args: object, **options: object) -> object:
        found = load(path, *args, **options)  # type: ignore[arg-type]
        Path("config.yaml").write_text(later)
        return found

    monkeypatch.setattr(loading, "load_settings", changing)
    assert "Kites" in user("log").out
    assert not Path("snapshots", OUTLINE).exists()
    monkeypatch.undo()
    monkeypatch.chdir(user.home)
    assert "Larch" in user("log").out


def test_another_file_has_another_outline(asked: User) -> None:
    asked("init", "there")
    Path("there/config.yaml").write_text('policies: [{id: larch, url: "https://larch.example/"}]\nsnapshots: ../snapshots\n')
    for _ in range(2):
        assert "kites" in asked("log").out
        found = asked("--config", "there/config.yaml", "log")
        assert "larch" in found.out
        assert "kites" not in found.out


def test_verify_and_doctor_take_the_outline_for_ours(asked: User) -> None:
    assert asked("verify").code == 0
    assert "not written by this program" not in asked("doctor", "--offline").out
