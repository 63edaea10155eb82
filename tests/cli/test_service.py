"""`service`: what a person sees who installs one, and what is refused."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import User

ROOT_ONLY = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file to another user")


@pytest.fixture
def ready(user: User, monkeypatch: pytest.MonkeyPatch) -> User:
    """A configuration, and no systemd and no cron within reach of the test."""
    user("init")
    monkeypatch.setenv("PATH", str(user.home / "no-tools"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(user.home / "settings"))
    return user


def me() -> str:
    return pwd.getpwuid(os.getuid()).pw_name


def unit(user: User, name: str = "policy-monitor") -> Path:
    return user.home / f"settings/systemd/user/{name}.service"


def test_a_service_of_ones_own(ready: User) -> None:
    result = ready("service", "install", "--user")
    assert (result.code, result.err) == (0, "")
    text = unit(ready).read_text(encoding="utf-8")
    assert f"ExecStart={sys.executable} -P -m monitor --config {ready.home}/config.yaml daemon\n" in text
    assert f"WorkingDirectory={ready.home}\n" in text
    assert f"Writing {unit(ready)}:\n    # Written by" in result.out
    assert "Not run, because no systemd manager answers here: systemctl --user daemon-reload" in result.out
    assert "loginctl enable-linger" in result.out
    assert "is up to date" in ready("service", "install", "--user").out


def test_the_command_in_the_unit_runs(ready: User) -> None:
    """With `check` instead of `daemon`, from elsewhere and without anything of this shell."""
    ready("service", "install", "--user")
    (line,) = [line for line in unit(ready).read_text(encoding="utf-8").splitlines() if line.startswith("ExecStart=")]
    command = line.removeprefix("ExecStart=").removesuffix("daemon") + "check"
    environment = {name: value for name, value in os.environ.items() if name == "PYTHONPATH"}
    done = subprocess.run(["/bin/sh", "-c", command], cwd="/", env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_status_and_uninstall(ready: User) -> None:
    assert ready("service", "status").code == 1
    assert "No service is installed" in ready("service", "status").out
    ready("service", "install", "--user")
    shown = ready("service", "status")
    assert (shown.code, shown.out) == (0, f"{unit(ready)} runs {ready.home}/config.yaml (unknown)\n")
    assert ready("service", "status", "--format", "json").json["services"] == [
        {"place": str(unit(ready)), "scope": "user", "kind": "systemd", "config": f"{ready.home}/config.yaml", "active": "unknown"}
    ]
    assert f"Removing {unit(ready)}, which runs {ready.home / 'config.yaml'}." in ready("service", "uninstall", "--user").out
    assert not unit(ready).exists()
    assert (ready.home / "config.yaml").is_file()
    again = ready("service", "uninstall", "--user")
    assert (again.code, again.out) == (0, f"Nothing to remove: {unit(ready)} does not exist.\n")


def test_a_dry_run_prints_all_and_writes_nothing(ready: User) -> None:
    result = ready("service", "install", "--user", "--dry-run")
    assert "Would write" in result.out
    assert "[Service]" in result.out
    assert not (ready.home / "settings").exists()
    found = ready("service", "install", "--user", "--dry-run", "--format", "json")
    assert found.json["dry_run"] is True
    assert found.json["state"] == "written"
    assert found.json["text"].startswith("# Written by")
    assert found.json["commands"] == ["systemctl --user daemon-reload", "systemctl --user enable --now policy-monitor"]


@ROOT_ONLY
def test_a_system_service_runs_as_the_owner_of_the_configuration(ready: User) -> None:
    os.chown(ready.home / "config.yaml", pwd.getpwnam("nobody").pw_uid, -1)
    assert ready("service", "install", "--system", "--root", "image").code == 0
    text = (ready.home / "image/etc/systemd/system/policy-monitor.service").read_text(encoding="utf-8")
    assert "\nUser=nobody\n" in text
    assert f"\nReadWritePaths={ready.home}\n" in text
    assert ready("service", "install", "--system", "--cron", "--root", "image").code == 0
    assert "  nobody  cd " in (ready.home / "image/etc/cron.d/policy-monitor").read_text(encoding="utf-8")
    listed = ready("service", "status", "--root", "image", "--format", "json").json["services"]
    assert [(one["kind"], one["active"]) for one in listed] == [("systemd", "unknown"), ("cron", "cron")]


@ROOT_ONLY
def test_a_configuration_of_root_needs_a_user_for_the_service(ready: User) -> None:
    refused = ready("service", "install", "--system", "--root", "image")
    assert refused.code == 2
    assert refused.err.endswith("config.yaml belongs to root, and the service should not run as root; name another user with --run-as\n")
    assert ready("service", "install", "--system", "--root", "image", "--run-as", "nobody").code == 0


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--user", "--run-as", "nobody"], "--run-as is for system services; add --system"),
        (["--system", "--root", "image", "--run-as", "nobody-at-all"], "there is no user 'nobody-at-all'; create one"),
        (["--user", "--name", "../evil"], "'../evil' cannot be the name of a service; use letters, digits, - and _"),
        (["--user", "--name", "a.b"], "'a.b' cannot be the name of a service"),
        (["--user", "--name", ""], "'' cannot be the name of a service"),
        (["--user", "--cron"], "crontab is not installed; install cron, or use a systemd service (without --cron)"),
        (["--user", "--cron", "--root", "image"], "--root needs a file to put there, and a user's crontab is not one; add --system"),
    ],
)
def test_what_cannot_be_is_one_sentence(ready: User, options: list[str], says: str) -> None:
    result = ready("service", "install", *options)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"policy-monitor: {says}")
    assert not (ready.home / "settings").exists()
    assert not (ready.home / "image").exists()


def test_a_configuration_that_is_wrong_installs_nothing(ready: User) -> None:
    (ready.home / "config.yaml").write_text("polices: []\n", encoding="utf-8")
    assert ready("service", "install", "--user").code == 2
    (ready.home / "config.yaml").unlink()
    assert ready("service", "install", "--user").code == 2
    assert not (ready.home / "settings").exists()


def test_folders_elsewhere_have_to_exist(ready: User) -> None:
    ready.configure(snapshots=str(ready.home.parent / "store"))
    refused = ready("service", "install", "--user")
    assert refused.code == 2
    assert refused.err == (
        f"policy-monitor: {ready.home.parent}/store does not exist; create it, and give it to the user that the service runs as\n"
    )
    (ready.home.parent / "store").mkdir()
    assert ready("service", "install", "--system", "--root", "image", "--run-as", me()).code == 0
    text = (ready.home / "image/etc/systemd/system/policy-monitor.service").read_text(encoding="utf-8")
    assert f"ReadWritePaths={ready.home} {ready.home.parent}/store\n" in text


def test_the_schedule_of_the_configuration_goes_to_cron(ready: User) -> None:
    ready.configure(schedule="every 90m")
    refused = ready("service", "install", "--system", "--cron", "--root", "image", "--run-as", me())
    assert refused.code == 2
    assert "cron cannot express the schedule 'every 90m'" in refused.err
    ready.configure(schedule="every 12h")
    ready("service", "install", "--system", "--cron", "--root", "image", "--run-as", me())
    assert "\n0 */12 * * *  " in (ready.home / "image/etc/cron.d/policy-monitor").read_text(encoding="utf-8")


def test_several_services_by_name(ready: User) -> None:
    ready("service", "install", "--user", "--name", "shops")
    assert unit(ready, "shops").is_file()
    assert ready("service", "status").code == 1
    assert ready("service", "status", "--name", "shops").code == 0


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_accepts_what_is_installed(ready: User, monkeypatch: pytest.MonkeyPatch) -> None:
    ready("service", "install", "--user")
    ready("service", "install", "--system", "--root", "image", "--run-as", me())
    for scope, file in (("--user", unit(ready)), ("--system", ready.home / "image/etc/systemd/system/policy-monitor.service")):
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(ready.home), "XDG_RUNTIME_DIR": str(ready.home)}
        line = ["systemd-analyze", scope, "verify", file]
        done = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=60, check=False)
        faults = [text for text in (done.stdout + done.stderr).splitlines() if file.name in text]
        assert (done.returncode, faults) == (0, [])
