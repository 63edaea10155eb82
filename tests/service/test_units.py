"""The text of units and crontab lines, read back by systemd's own verifier and by a shell."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.errors import UsageError
from monitor.service.units import MARK, Installation, cron_schedule, cron_text, unit_text

WHAT = Installation(
    config=Path("/srv/policies/config.yaml"),
    interpreter=Path("/srv/policies/.venv/bin/python"),
    writable=(Path("/srv/policies"), Path("/var/lib/policies")),
    user="policies",
    secrets=Path("/etc/policy-monitor.env"),
    schedule="0 */6 * * *",
)
ODD = ["with space", "100%h", "$HOME", 'quo"te', "quo'te", "back\\slash", "semi;colon", "ünïcode", "#hash"]


def settings(text: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))


def test_a_unit_names_absolute_paths() -> None:
    unit = settings(unit_text(WHAT))
    assert unit["ExecStart"] == "/srv/policies/.venv/bin/python -P -m monitor --config /srv/policies/config.yaml daemon"
    assert unit["WorkingDirectory"] == "/srv/policies"
    assert unit["ReadWritePaths"] == "/srv/policies /var/lib/policies"
    assert unit["EnvironmentFile"] == "-/etc/policy-monitor.env"
    assert (unit["User"], unit["WantedBy"], unit["Type"]) == ("policies", "multi-user.target", "notify")


def test_the_unit_of_a_user_needs_no_root() -> None:
    unit = settings(unit_text(replace(WHAT, user=None)))
    assert not {"User", "ProtectSystem", "ReadWritePaths", "PrivateTmp", "After"} & unit.keys()
    assert unit["WantedBy"] == "default.target"


def test_the_first_line_says_who_wrote_it_and_for_what() -> None:
    for text in (unit_text(WHAT), cron_text(WHAT)):
        assert text.splitlines()[0] == f"{MARK}/srv/policies/config.yaml"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("user", ["root", None], ids=["system", "user"])
@pytest.mark.parametrize("name", ["policies", *ODD])
def test_systemd_accepts_a_unit_with_any_path(tmp_path: Path, user: str | None, name: str) -> None:
    home = tmp_path / name
    home.mkdir()
    interpreter = (tmp_path if set(name) & set("\"'\\") else home) / "python"
    interpreter.symlink_to(sys.executable)
    what = replace(WHAT, config=home / "config.yaml", interpreter=interpreter, writable=(home,), user=user, secrets=home / "secrets.env")
    unit = tmp_path / "policy-monitor.service"
    unit.write_text(unit_text(what), encoding="utf-8")
    scope = [] if user else ["--user"]
    # A user's manager wants a folder for its sockets, which is absent without a session.
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(
        ["systemd-analyze", *scope, "verify", unit], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    faults = [line for line in (done.stdout + done.stderr).splitlines() if unit.name in line]
    assert (done.returncode, faults) == (0, [])


@pytest.mark.parametrize("name", ['quo"te', "quo'te", "back\\slash"])
def test_an_interpreter_that_systemd_cannot_run_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="move the virtual environment"):
        unit_text(replace(WHAT, interpreter=Path("/srv") / name / "bin/python"))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("back\\", "ends in a space or a backslash"),
        ("space ", "ends in a space or a backslash"),
        ("two\nlines", "contains a control character"),
        ("tab\t", "contains a control character"),
        ("byte\udcff", "is not UTF-8"),
    ],
)
@pytest.mark.parametrize("user", ["root", None], ids=["system", "user"])
def test_a_folder_that_a_unit_cannot_hold_is_refused(name: str, says: str, user: str | None) -> None:
    """A backslash at the end of WorkingDirectory= took the next line into it."""
    home = Path("/srv") / name
    with pytest.raises(UsageError, match=says):
        unit_text(replace(WHAT, config=home / "config.yaml", user=user))
    with pytest.raises(UsageError, match=says):
        unit_text(replace(WHAT, secrets=home, user=user))


def test_cron_holds_a_folder_that_a_unit_cannot() -> None:
    for name in ("back\\", "space "):
        assert shlex.quote(f"/srv/{name}") in cron_text(replace(WHAT, config=Path("/srv") / name / "config.yaml"))


@pytest.mark.parametrize("name", ODD)
def test_a_shell_reads_back_the_command_of_a_crontab(tmp_path: Path, name: str) -> None:
    """As cron does: everything behind the user's name, with \\% for %, goes to sh."""
    home = tmp_path / name
    home.mkdir()
    said = tmp_path / "said"
    interpreter = home / "python"
    interpreter.write_text(f'#!/bin/sh\npwd > {said}\nprintf "%s\\n" "$SECRET" "$@" >> {said}\n', encoding="utf-8")
    interpreter.chmod(0o755)
    secrets = home / "secrets.env"
    secrets.write_text("SECRET='a b'\n", encoding="utf-8")
    what = replace(WHAT, config=home / "config.yaml", interpreter=interpreter, secrets=secrets)
    line = cron_text(what).splitlines()[1]
    command = line.split("policies  ", 1)[1].replace(r"\%", "%")
    assert "%" not in line.replace(r"\%", "")
    subprocess.run(["sh", "-c", command], check=True, timeout=60, env={"PATH": "/usr/bin:/bin"})
    expected = [str(home), "a b", "-P", "-m", "monitor", "--config", str(home / "config.yaml"), "run", "--quiet"]
    assert said.read_text(encoding="utf-8").splitlines() == expected


def test_without_secrets_cron_runs_the_command_all_the_same(tmp_path: Path) -> None:
    what = replace(WHAT, config=tmp_path / "config.yaml", interpreter=Path("/bin/echo"), secrets=tmp_path / "none.env", user=None)
    command = cron_text(what).splitlines()[1].split("  ", 1)[1]
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.split() == ["-P", "-m", "monitor", "--config", str(what.config), "run", "--quiet"]


def test_a_users_crontab_has_no_user() -> None:
    assert cron_text(replace(WHAT, user=None)).splitlines()[1].startswith("0 */6 * * *  cd /srv/policies && ")
    assert cron_text(WHAT).splitlines()[1].startswith("0 */6 * * *  policies  cd /srv/policies && ")


@pytest.mark.parametrize(
    ("schedule", "fields"),
    [
        ("0 */6 * * *", "0 */6 * * *"),
        ("@daily", "0 0 * * *"),
        ("30 7 * * 1", "30 7 * * mon"),
        ("0 0 * * 7", "0 0 * * sun"),
        ("every 15m", "*/15 * * * *"),
        ("every 1h", "0 * * * *"),
        ("every 60m", "0 * * * *"),
        ("every 6h", "0 */6 * * *"),
        ("every 24h", "0 0 * * *"),
        ("every 1d", "0 0 * * *"),
    ],
)
def test_a_schedule_becomes_five_fields(schedule: str, fields: str) -> None:
    assert cron_schedule(schedule) == fields


@pytest.mark.parametrize("schedule", ["every 90m", "every 5h", "every 7m", "every 2d", "every 48h"])
def test_a_schedule_that_cron_cannot_express_is_refused(schedule: str) -> None:
    with pytest.raises(UsageError, match=f"cannot express the schedule '{schedule}'.*without --cron"):
        cron_schedule(schedule)


@pytest.mark.parametrize("text", [unit_text, cron_text], ids=["unit", "cron"])
@pytest.mark.parametrize("letter", ["\n", "\r", "\x00", "\x7f"])
def test_a_line_break_in_a_path_cannot_add_a_setting(text: object, letter: str) -> None:
    assert callable(text)
    with pytest.raises(UsageError, match="control character"):
        text(replace(WHAT, config=Path(f"/srv/a{letter}ExecStart=b/config.yaml")))


def test_words_are_quoted_for_systemd_as_for_a_shell_where_both_agree() -> None:
    what = replace(WHAT, config=Path("/srv/my policies/config.yaml"))
    assert shlex.split(settings(unit_text(what))["ExecStart"]) == what.arguments("daemon")
