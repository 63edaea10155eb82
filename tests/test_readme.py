"""What the README and the guide show, run as written in a fresh environment; only addresses and folders are replaced by local ones."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from tests.cli.conftest import policy_page
from tests.net.web_server import WebServer

WIKIMEDIA = "https://foundation.wikimedia.org/wiki/Policy:Privacy_policy"


def blocks(page: Path, language: str) -> list[str]:
    """The code blocks of one language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def block(page: Path, language: str, containing: str) -> str:
    (found,) = [text for text in blocks(page, language) if containing in text]
    return found


class Shell:
    """A login of a user with an empty home folder, whose PATH holds the installed command."""

    def __init__(self, home: Path, command: Path) -> None:
        self.home = home
        self.environment = {"HOME": str(home), "PATH": f"{command.parent}:/usr/bin:/bin", "LANG": "C.UTF-8"}

    def __call__(self, script: str, *, code: int = 0, path: str | None = None) -> str:
        environment = self.environment | ({"PATH": path} if path else {})
        done = subprocess.run(
            ["sh", "-ec", script], cwd=self.home, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == code, f"{script}\n{done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.fixture
def shell(tmp_path: Path, installed: Path) -> Shell:
    home = tmp_path / "home"
    home.mkdir()
    return Shell(home, installed)


@pytest.fixture
def track(root: Path, web: WebServer) -> str:
    """The three commands that track a policy, with a page on loopback in place of the public one."""
    script = block(root / "README.md", "sh", "policy-monitor init ~/policies")
    assert WIKIMEDIA in script
    return script.replace(WIKIMEDIA, web.page("/privacy", policy_page()))


def test_three_commands_track_a_policy(shell: Shell, track: str) -> None:
    assert "1 policy checked: 0 unchanged, 1 new version, 0 failed." in shell(track)
    assert "Wikimedia" in (shell.home / "policies/reports/index.html").read_text(encoding="utf-8")


def test_the_home_page_of_the_site_shows_the_same_commands(root: Path) -> None:
    assert block(root / "README.md", "sh", "policy-monitor init ~/policies") in block(root / "docs/index.md", "sh", "policy-monitor init")


def test_the_next_steps_work_with_a_history(shell: Shell, track: str, root: Path) -> None:
    """All but `serve`, which runs until it is stopped; the history comes from a folder, because there is no archive on this machine."""
    shell(track)
    past = shell.home / "policies/past"
    past.mkdir()
    for year, sharing in ((2016, "We never sell your personal information."), (2018, "We may sell your personal information.")):
        (past / f"{year}0301000000.html").write_bytes(policy_page(sharing=sharing))
    config = shell.home / "policies/config.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("history: wayback", f"history: dir:{past}"), encoding="utf-8")
    steps = block(root / "README.md", "sh", "policy-monitor backfill").replace("policy-monitor serve", "true")
    assert "serve" not in steps
    printed = shell(f"cd ~/policies && {steps}")
    assert "2016-03-01" in printed
    assert "Larkspur" in printed


@pytest.mark.slow
def test_the_cron_line_needs_no_path(shell: Shell, track: str, installed: Path, root: Path) -> None:
    """cron runs commands with /usr/bin:/bin and from the user's home."""
    shell(track)
    line = block(root / "README.md", "crontab", "* * *")
    command = re.sub(r"^(\S+\s+){5}", "", line.strip())
    home = shell.home / "policies"
    (home / ".venv").symlink_to(installed.parents[1])
    assert command.startswith("cd /srv/policies && ")
    assert shell(command.replace("/srv/policies", str(home)), path="/usr/bin:/bin") == ""


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_accepts_the_unit(installed: Path, root: Path, tmp_path: Path) -> None:
    unit = block(root / "README.md", "ini", "[Unit]")
    assert unit.startswith("# /etc/systemd/system/policy-monitor.service\n")
    file = tmp_path / "policy-monitor.service"
    file.write_text(unit.replace("/srv/policies/.venv", str(installed.parents[1])), encoding="utf-8")
    checked = subprocess.run(["systemd-analyze", "verify", file], capture_output=True, text=True, timeout=60, check=False)
    faults = [line for line in (checked.stdout + checked.stderr).splitlines() if file.name in line]
    assert (checked.returncode, faults) == (0, [])


def test_cron_unit_and_set_up_agree(root: Path) -> None:
    """One folder, one user and one environment throughout."""
    readme = root / "README.md"
    set_up, unit = block(readme, "sh", "useradd"), block(readme, "ini", "[Unit]")
    settings = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line and not line.startswith("#"))
    home = settings["WorkingDirectory"]
    assert f"--home-dir {home} {settings['User']}" in set_up
    assert f"python3 -m venv {home}/.venv" in set_up
    assert settings["ExecStart"] == f"{home}/.venv/bin/policy-monitor daemon"
    assert settings["ReadWritePaths"] == home
    assert f"policy-monitor init {home}" in set_up


@pytest.mark.slow
def test_a_copy_is_repaired_as_the_guide_says(shell: Shell, track: str, root: Path) -> None:
    """With cp where rsync is missing: the guide says that it works, too."""
    if shutil.which("sqlite3") is None:
        pytest.skip("the sqlite3 command is not installed")
    script = block(root / "docs/guide/store.md", "sh", "rsync")
    if shutil.which("rsync") is None:
        script = re.sub(r"^rsync .*$", "mkdir backup/snapshots && cp -r snapshots/wikimedia backup/snapshots/", script, flags=re.MULTILINE)
    shell(track)
    assert "1 snapshot of 1 policy" in shell(f"cd ~/policies && {script}")


def test_a_run_in_a_clone_leaves_no_trace_in_git(root: Path, shell: Shell) -> None:
    clone = shell.home / "clone"
    copied = subprocess.run(["git", "clone", "--quiet", root, clone], capture_output=True, check=False) if shutil.which("git") else None
    if copied is None or copied.returncode:
        pytest.skip("not a git repository")
    for name in (".gitignore", "config.yaml"):
        shutil.copy(root / name, clone)
    before = shell("cd clone && git status --porcelain")
    shell("cd clone && policy-monitor run && policy-monitor init")
    assert (clone / "reports/index.html").is_file()
    assert (clone / "my-policies/config.yaml").is_file()
    assert shell("cd clone && git status --porcelain") == before


def test_the_example_of_the_python_api_prints_what_a_reader_expects(root: Path) -> None:
    printed = io.StringIO()
    (example,) = blocks(root / "docs/guide/python.md", "python")
    with redirect_stdout(printed):
        exec(compile(example, "python.md", "exec"), {})
    severity, direction, headline = printed.getvalue().strip().split(" ", 2)
    assert (severity, direction) == ("critical", "weakens")
    assert "sell" in headline


def test_yaml_in_the_guide_is_valid(root: Path, tmp_path: Path) -> None:
    from monitor.config import load_settings

    for number, text in enumerate(blocks(root / "docs/guide/configuration.md", "yaml")):
        file = tmp_path / f"{number}.yaml"
        file.write_text(text, encoding="utf-8")
        assert load_settings(file, os.environ).policies
