"""`corpus derive` as a user meets it: a real cluster, killed in the middle, and without the extra."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest

from monitor.cli.corpus import summary_json, summary_lines
from monitor.corpus.forms import partitions
from monitor.corpus.run import Summary
from monitor.corpus.task import FAILED, Order, TaskOutcome, derive_partition
from tests.cli.conftest import User
from tests.corpus.collections import folder, history
from tests.corpus.conftest import files, quick  # noqa: F401 - a fixture

COMPANIES = {f"company-{n}": history(f"Company {n}") for n in range(3)}


def command(home: Path, *arguments: str) -> subprocess.Popen[str]:
    """The program in a process of its own."""
    called = [sys.executable, "-m", "monitor", "corpus", "derive", *arguments]
    return subprocess.Popen(called, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.slow
@pytest.mark.usefixtures("quick")
def test_a_killed_run_is_continued_and_ends_with_the_same_tables(tmp_path: Path) -> None:
    folder(tmp_path / "c", COMPANIES)
    killed = command(tmp_path, "c", "killed", "--jobs", "1")
    family: Sequence[psutil.Process] = []
    while killed.poll() is None and not list((tmp_path / "killed").rglob("*.parquet")):
        family = psutil.Process(killed.pid).children(recursive=True)
        time.sleep(0.05)
    for one in (*family, psutil.Process(killed.pid)):
        if one.is_running():
            os.kill(one.pid, signal.SIGKILL)
    killed.communicate()
    whole = command(tmp_path, "c", "killed", "--jobs", "1", "--format", "json")
    out, said = whole.communicate(timeout=280)
    found = json.loads(out)
    assert whole.returncode == 0
    assert (found["policies"], found["versions"], found["changes"]["critical"]) == (3, 9, 3)
    assert found["dashboard"] in said
    for partition in partitions(str(tmp_path / "c")):
        derive_partition(partition, Order(str(tmp_path / "calm")))
    assert files(tmp_path / "killed") == files(tmp_path / "calm")


def test_without_the_extra_one_sentence_says_what_to_install(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *more: None if name == "dask" else real(name, *more))
    result = user("corpus", "derive", "c", "t")
    assert result.code == 2
    assert result.err.strip() == "policy-monitor: `corpus derive` needs dask; install it with: pip install 'policy-monitor[cluster]'"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nothing", "t"], "no collection found"),
        (["c", "t", "--scheduler", "tcp://127.0.0.1:1", "--jobs", "2"], "cannot be combined"),
        (["c", "t", "--jobs", "0"], "--jobs"),
        (["nonsense://c", "t"], "nonsense"),
    ],
)
def test_what_cannot_be_done_is_named(user: User, arguments: list[str], says: str) -> None:
    folder(user.home / "c", {"larkspur": history("Larkspur")})
    result = user("corpus", "derive", *arguments)
    assert result.code == 2
    assert says in result.err


def summary(**more: Any) -> Summary:
    return Summary(policies=2, derived=1, held=1, versions=6, changes={"critical": 1, "minor": 3}, seconds=2.54, **more)


def test_the_summary_in_words() -> None:
    assert summary_lines(summary(), "t") == [
        "2 policies in t: 1 derived now, 1 held before, 0 failed.",
        "6 versions, 4 changes (1 critical, 0 material, 3 minor, 0 cosmetic), 2.5 s.",
    ]
    further = summary_lines(summary(rejections=1, left_out=2, stopped=[("a", "took too much")]), "t")[2:]
    assert further == [
        "1 capture made no version, 2 files no capture; see the table `rejections`.",
        "1 extraction or comparison exceeded the limits and was stopped; --format json says which.",
    ]


def test_the_summary_as_json() -> None:
    failed = TaskOutcome("a", FAILED, "worker-killed", "every worker was killed")
    found = summary_json(summary(failures=[failed]))
    assert found["changes"] == {"critical": 1, "material": 0, "minor": 3, "cosmetic": 0}
    assert found["failed"] == [{"policy": "a", "reason": "worker-killed", "says": "every worker was killed"}]
