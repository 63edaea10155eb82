"""Installing and removing services: what is written, what is left alone, and what is said to systemd and cron."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.errors import UsageError
from monitor.service.installing import Target, config_of, install, installed_text, is_active, uninstall
from monitor.service.units import MARK
from tests.service.test_units import WHAT

SYSTEMCTL = """#!/bin/sh
echo "$*" >> {log}
case "$*" in
  *show*) exit {answers} ;;
  *is-active*) echo active ;;
  *enable*) {enable} ;;
esac
"""
CRONTAB = """#!/bin/sh
if [ "$1" = -l ]; then [ -e {file} ] && exec cat {file}; echo "no crontab for me" >&2; exit 1; fi
[ -e {file}.refuse ] && { echo "bad minute" >&2; exit 1; }
exec cat > {file}
"""


class Machine:
    """A root folder of its own, a systemctl that notes what it is told, and a crontab in a file."""

    def __init__(self, home: Path) -> None:
        self.home, self.log, self.crontab = home, home / "log", home / "crontab"
        self.said: list[str] = []
        (home / "bin").mkdir()
        self.tool("crontab", CRONTAB.replace("{file}", str(self.crontab)))

    def tool(self, name: str, script: str) -> None:
        file = self.home / "bin" / name
        file.write_text(script, encoding="utf-8")
        file.chmod(0o755)

    def manager(self, *, answers: int = 0, enable: str = ":") -> None:
        self.tool("systemctl", SYSTEMCTL.format(log=self.log, answers=answers, enable=enable))

    def say(self, text: str) -> None:
        self.said.append(text)

    def told(self) -> list[str]:
        """What systemctl was asked to do, questions aside; forgets it."""
        lines = self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return [line for line in lines if "show" not in line]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    made.manager()
    return made


USER = Target("policy-monitor", system=False, cron=False)
CRON = Target("policy-monitor", system=False, cron=True)
MINE = replace(WHAT, user=None)


def test_a_service_is_written_and_started(machine: Machine) -> None:
    outcome = install(USER, MINE, machine.say)
    assert outcome.state == "written"
    assert USER.file == machine.home / "settings/systemd/user/policy-monitor.service"
    assert USER.file.read_text(encoding="utf-8") == outcome.text == installed_text(USER)
    assert USER.file.stat().st_mode & 0o777 == 0o644
    assert machine.told() == ["--user daemon-reload", "--user enable --now policy-monitor"]
    assert outcome.commands == ["systemctl --user daemon-reload", "systemctl --user enable --now policy-monitor"]
    assert f"Writing {USER.file}:" in machine.said
    assert is_active(USER) == "active"


def test_the_same_again_changes_nothing(machine: Machine) -> None:
    install(USER, MINE, machine.say)
    assert USER.file is not None
    before = USER.file.stat()
    machine.told()
    assert install(USER, MINE, machine.say).state == "unchanged"
    assert USER.file.stat().st_mtime_ns == before.st_mtime_ns
    assert "restart" not in " ".join(machine.told())
    assert machine.said[-3:-2] == [f"{USER.file} is up to date."]


def test_a_moved_environment_is_written_again_and_the_service_restarted(machine: Machine) -> None:
    install(USER, MINE, machine.say)
    machine.told()
    moved = replace(MINE, interpreter=Path("/opt/new/bin/python"))
    assert install(USER, moved, machine.say).state == "written"
    assert machine.told() == ["--user daemon-reload", "--user enable policy-monitor", "--user restart policy-monitor"]


def test_a_dry_run_touches_nothing(machine: Machine) -> None:
    for place in (USER, CRON):
        assert install(place, MINE, machine.say, dry=True).dry
        assert uninstall(place, machine.say, dry=True).state == "absent"
    assert machine.told() == []
    assert sorted(path.name for path in machine.home.iterdir()) == ["bin"]
    assert "Would run: systemctl --user daemon-reload\nWould run: systemctl --user enable --now policy-monitor" in machine.said


def test_a_unit_of_somebody_else_is_never_touched(machine: Machine) -> None:
    assert USER.file is not None
    USER.file.parent.mkdir(parents=True)
    USER.file.write_text("[Unit]\nDescription=mine\n", encoding="utf-8")
    for attempt in (lambda: install(USER, MINE, machine.say), lambda: uninstall(USER, machine.say)):
        with pytest.raises(UsageError, match=r"was not written by this command.*--name"):
            attempt()
    assert USER.file.read_text(encoding="utf-8") == "[Unit]\nDescription=mine\n"
    assert installed_text(USER) is None
    assert machine.told() == []


def test_a_second_configuration_needs_a_name(machine: Machine) -> None:
    install(USER, MINE, machine.say)
    other = replace(MINE, config=Path("/srv/other/config.yaml"))
    with pytest.raises(UsageError, match=r"already runs /srv/policies/config\.yaml; if that has moved here, uninstall the service first"):
        install(USER, other, machine.say)
    install(replace(USER, name="other"), other, machine.say)
    assert (machine.home / "settings/systemd/user/other.service").is_file()


def test_a_folder_that_was_moved_is_installed_anew(machine: Machine) -> None:
    moved = replace(MINE, config=Path("/srv/moved/config.yaml"))
    install(USER, MINE, machine.say)
    with pytest.raises(UsageError, match="uninstall the service first"):
        install(USER, moved, machine.say)
    uninstall(USER, machine.say)
    assert f"Removing {USER.file}, which runs /srv/policies/config.yaml." in machine.said
    assert install(USER, moved, machine.say).state == "written"
    assert config_of(installed_text(USER) or "") == "/srv/moved/config.yaml"


def test_folders_with_the_same_beginning_are_two(machine: Machine) -> None:
    """U+2028 in a name ended the line that says whose the unit is, and the second took the place of the first."""
    first, second = (replace(MINE, config=Path(f"/srv/a\u2028{name}/config.yaml")) for name in ("one", "two"))
    install(USER, first, machine.say)
    assert config_of(installed_text(USER) or "") == str(first.config)
    with pytest.raises(UsageError, match="already runs"):
        install(USER, second, machine.say)


def test_a_service_is_stopped_and_removed(machine: Machine) -> None:
    install(USER, MINE, machine.say)
    machine.told()
    assert uninstall(USER, machine.say).state == "removed"
    assert machine.told() == ["--user disable --now policy-monitor", "--user daemon-reload"]
    assert USER.file is not None
    assert not USER.file.exists()
    assert uninstall(USER, machine.say).state == "absent"
    assert machine.said[-1] == f"Nothing to remove: {USER.file} does not exist."
    assert machine.told() == []


def test_without_a_manager_the_commands_are_said(machine: Machine) -> None:
    machine.manager(answers=1)
    install(USER, MINE, machine.say)
    assert machine.told() == []
    assert machine.said[-1].startswith("Not run, because no systemd manager answers here: systemctl --user daemon-reload; ")
    assert is_active(USER) == "unknown"


def test_a_manager_that_refuses_is_quoted(machine: Machine) -> None:
    machine.manager(enable='echo "Unit is masked." >&2; exit 1')
    with pytest.raises(UsageError, match=r"`systemctl --user enable --now policy-monitor` failed: Unit is masked."):
        install(USER, MINE, machine.say)


def test_files_for_an_image_go_below_its_root(machine: Machine) -> None:
    for cron, file in ((False, "etc/systemd/system/policy-monitor.service"), (True, "etc/cron.d/policy-monitor")):
        place = Target("policy-monitor", system=True, cron=cron, root=machine.home / "image")
        install(place, WHAT, machine.say)
        assert (machine.home / "image" / file).read_text(encoding="utf-8").startswith(MARK)
        assert place.secrets == Path("/etc/policy-monitor.env"), "as the service will see it"
        uninstall(place, machine.say)
        assert not (machine.home / "image" / file).exists()
    assert machine.told() == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_without_rights_sudo_is_suggested(machine: Machine) -> None:  # pragma: no cover - CI runs as root
    with pytest.raises(UsageError, match="sudo"):
        install(Target("policy-monitor-test", system=True, cron=False), WHAT, machine.say)


def test_a_folder_that_is_a_file_is_one_sentence(machine: Machine) -> None:
    (machine.home / "settings").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match=r"cannot (read|write) .*policy-monitor.service: "):
        install(USER, MINE, machine.say)


# --- crontab ----------------------------------------------------------------------------------------------------------


def test_a_crontab_keeps_every_other_line(machine: Machine) -> None:
    machine.crontab.write_text("MAILTO=me\n0 1 * * * backup", encoding="utf-8")
    assert install(CRON, MINE, machine.say).state == "written"
    assert install(CRON, MINE, machine.say).state == "unchanged"
    lines = machine.crontab.read_text(encoding="utf-8").splitlines()
    assert lines[:3] == ["MAILTO=me", "0 1 * * * backup", "# policy-monitor begin policy-monitor"]
    assert lines[-1] == "# policy-monitor end policy-monitor"
    machine.crontab.write_text(machine.crontab.read_text(encoding="utf-8") + "0 2 * * * after\n", encoding="utf-8")
    install(CRON, replace(MINE, schedule="every 1h"), machine.say)
    assert machine.crontab.read_text(encoding="utf-8").count("policy-monitor begin") == 1
    assert "\n0 * * * *  cd /srv/policies" in machine.crontab.read_text(encoding="utf-8")
    uninstall(CRON, machine.say)
    assert machine.crontab.read_text(encoding="utf-8") == "MAILTO=me\n0 1 * * * backup\n0 2 * * * after\n"
    assert machine.told() == [], "cron needs no systemctl"


def test_a_crontab_begins_empty(machine: Machine) -> None:
    assert installed_text(CRON) is None
    install(CRON, MINE, machine.say)
    assert installed_text(CRON) is not None
    assert CRON.title == "your crontab (policy-monitor)"


def test_two_names_do_not_meet_in_a_crontab(machine: Machine) -> None:
    longer = replace(CRON, name="policy-monitor-2")
    install(longer, MINE, machine.say)
    assert installed_text(CRON) is None
    install(CRON, MINE, machine.say)
    uninstall(CRON, machine.say)
    assert installed_text(longer) is not None


def test_a_damaged_block_is_left_to_the_person(machine: Machine) -> None:
    machine.crontab.write_text("# policy-monitor begin policy-monitor\n0 1 * * * x\n", encoding="utf-8")
    with pytest.raises(UsageError, match="fix it with `crontab -e`"):
        install(CRON, MINE, machine.say)
    assert machine.crontab.read_text(encoding="utf-8") == "# policy-monitor begin policy-monitor\n0 1 * * * x\n"


def test_what_cron_refuses_is_quoted(machine: Machine) -> None:
    Path(f"{machine.crontab}.refuse").touch()
    with pytest.raises(UsageError, match="`crontab -` failed: bad minute"):
        install(CRON, MINE, machine.say)


def test_without_cron_systemd_is_suggested(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(machine.home / "nothing"))
    with pytest.raises(UsageError, match="crontab is not installed"):
        install(CRON, MINE, machine.say)


@pytest.mark.skipif(shutil.which("crontab") is None, reason="cron is not installed")
def test_cron_itself_accepts_the_line(tmp_path: Path) -> None:
    """Debian's `crontab -T` checks a file and installs nothing; other crons have no such option."""
    from monitor.service.units import cron_text

    file = tmp_path / "crontab"
    file.write_text(cron_text(MINE), encoding="utf-8")
    done = subprocess.run(["crontab", "-T", file], capture_output=True, text=True, timeout=60, check=False)
    if "invalid option" in done.stderr:
        pytest.skip("this cron checks no files")
    assert done.returncode == 0, done.stderr
