"""Commands that are killed before any of their writes: `verify` finds no fault, without another run.

`report --rederive` and `verify --rebuild` leave the history that was there, `run` at least as much.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import BROKEN, Page, User, policy_page

CHILD = """
import os, signal, sys
before, home, step = int(sys.argv[1]), os.getcwd(), 0

def inside(path):
    return isinstance(path, (str, bytes, os.PathLike)) and os.path.abspath(os.fsdecode(path)).startswith(home)

def count(event, args):
    global step
    written = event == "open" and args[2] & (os.O_WRONLY | os.O_RDWR) and inside(args[0])
    if written or event in ("os.rename", "os.remove", "sqlite3.connect"):
        step += 1
        if step == before:
            os.kill(os.getpid(), signal.SIGKILL)

from monitor.cli import main
sys.addaudithook(count)
code = main(sys.argv[2:])
print(step)
sys.exit(code)
"""
"""Kills itself before its n-th write, rename, removal or opening of a database (0: never); independent of how fast the machine is."""


def run(*command: str, before: int = 0) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONDONTWRITEBYTECODE": "1"}
    line = [sys.executable, "-c", CHILD, str(before), *command]
    return subprocess.run(line, capture_output=True, text=True, env=environment, check=False)


@pytest.fixture
def filled(user: User, page: Page, watched: object) -> User:
    for body in (policy_page(), policy_page(sharing=BROKEN), policy_page(sharing=BROKEN, retention="We keep it for 30 days.")):
        page.body = body
        assert user("run", "--force").code == 0
    return user


@pytest.mark.parametrize("kills", [pytest.param(1, id="1"), pytest.param(25, id="25", marks=pytest.mark.slow)])
@pytest.mark.parametrize("command", ["report --rederive", "verify --rebuild"])
def test_what_was_valid_stays_valid(filled: User, command: str, kills: int) -> None:
    before = filled("log", "larkspur", "--format", "json").json
    whole = run("--quiet", *command.split())
    assert whole.returncode == 0, whole.stderr
    steps, chance = int(whole.stdout.split()[-1]), random.Random(command)
    for step in chance.sample(range(1, steps + 1), min(kills, steps)):
        assert run("--quiet", *command.split(), before=step).returncode == -signal.SIGKILL
        found = filled("verify", "--format", "json")
        assert (found.code, found.json["faults"]) == (0, []), f"killed before step {step} of {steps}"
        assert filled("log", "larkspur", "--format", "json").json == before, f"killed before step {step} of {steps}"
    assert filled("run").code == 0
    assert not [path for path in Path().rglob(".*") if path.name.endswith((".tmp", ".part"))], "what is half written is swept"


@pytest.mark.parametrize("kills", [pytest.param(1, id="1"), pytest.param(200, id="all", marks=pytest.mark.slow)])
@pytest.mark.parametrize("first", [True, False], ids=["the first run", "a run that finds a change"])
def test_a_run_leaves_a_valid_store(user: User, page: Page, watched: object, first: bool, kills: int) -> None:
    if not first:
        assert user("run").code == 0
        page.body = policy_page(sharing=BROKEN)
    before = copied(user.home)
    whole = run("--quiet", "run")
    assert whole.returncode == 0, whole.stderr
    steps, chance = int(whole.stdout.split()[-1]), random.Random(first)
    for step in chance.sample(range(1, steps + 1), min(kills, steps)):
        restore(before, user.home)
        assert run("--quiet", "run", before=step).returncode == -signal.SIGKILL
        found = user("verify", "--format", "json")
        assert (found.code, found.json["faults"]) == (0, []), f"killed before step {step} of {steps}"
    assert user("run").code == 0
    assert user("verify").code == 0


def copied(home: Path) -> Path:
    return Path(shutil.copytree(home, home.parent / "before"))


def restore(before: Path, home: Path) -> None:
    for name in ("snapshots", "reports"):
        shutil.rmtree(home / name, ignore_errors=True)
        if (before / name).exists():
            shutil.copytree(before / name, home / name)
