"""Kills, accidents and mutated inputs: the measurements of bench/reliability.py with few repetitions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import disasters, disks, kills, mutations
from bench.progress import Progress
from bench.testbed import from_checkout

KILLS = int(os.environ.get("POLICY_MONITOR_KILLS", "2"))
"""Each costs a few seconds; `python -m bench reliability kills` does hundreds."""


@pytest.mark.parametrize("name", ["run", *(pytest.param(name, marks=pytest.mark.slow) for name in kills.COMMANDS if name != "run")])
def test_a_kill_loses_nothing_and_repeats_nothing(name: str) -> None:
    """A mail that the server had accepted and that the state had not recorded yet may be sent once more: that gap cannot be closed."""
    [(what, figure, must)] = kills.kills(KILLS, names=[name])
    assert what.startswith(f"{KILLS} SIGKILLs of `{name}`")
    assert figure == must == "0 / 0 / 0"


@pytest.mark.parametrize("number", [pytest.param(1, id="one"), pytest.param(None, id="all", marks=pytest.mark.slow)])
def test_accidents_are_reported_and_repaired(number: int | None) -> None:
    found = disasters.accidents(number)
    assert len(found) == (number or len(disasters.ACCIDENTS))
    assert {end for _, _, end in found} == {"recovered, nothing lost"}


@pytest.mark.parametrize("case", [("reports", "broken (EIO)"), pytest.param(None, marks=pytest.mark.slow)], ids=["one", "all"])
def test_a_disk_that_fails_loses_nothing_that_was_acknowledged(case: tuple[str, str] | None) -> None:
    found = [figure for _, figure, _ in disks.disks(case and [case])]
    if "not measured" in found[0]:
        pytest.skip(found[0])
    assert {figure.partition("mended: ")[2] for figure in found} == {"nothing lost, nothing sent twice"}
    assert not [figure for figure in found if "NOT NAMED" in figure]
    if case:
        assert found[0].startswith("exit 3, named, 3 of 3 alerts at once; ")


@pytest.mark.parametrize("count", [pytest.param(8, id="8"), pytest.param(40, id="40", marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", ["pages", "WARC files", "configurations", "CDX answers", "TimeMaps"])
def test_mutated_inputs_are_reported_or_read(kind: str, count: int) -> None:
    assert mutations._child(kind, 11, count) == []


def test_mutated_inputs_are_not_processed_again(tmp_path: Path) -> None:
    progress = Progress("mutated", tmp_path)
    for kind in mutations.KINDS:
        progress.add({"kind": kind, "seed": 3, "count": 2, "findings": ["odd"] if kind == "pages" else []})
    assert [figure for _, figure, _ in mutations.mutated(10, progress=progress)] == ["1", "0", "0", "0", "0"]


ODD = """
import json, signal, sys
from pathlib import Path
from bench import mutations

def odd(folder):
    def process(data, rng, number):
        if number == 0:
            raise KeyError("crash")
        if number == 1:
            signal.setitimer(signal.ITIMER_REAL, 0.05)  # as if LONGEST had passed, which a busy machine must not reach by itself
            while True:
                pass
        (folder.parent / "elsewhere").write_bytes(data)
    return [b"seed"], process

mutations.KINDS["odd"] = odd
print(json.dumps(mutations.work("odd", 1, 3, Path(sys.argv[1]))))
"""


def test_mutations_detect_crashes_and_stray_files(tmp_path: Path) -> None:
    """A crash, a hang and a file elsewhere; in a process of its own, because an audit hook cannot be removed."""
    inside = tmp_path / "inside"
    inside.mkdir()
    command = [sys.executable, "-c", ODD, str(inside)]
    done = subprocess.run(command, env=from_checkout(), capture_output=True, text=True, check=True)
    crash, hang, stray = json.loads(done.stdout)
    assert "odd 1/0: KeyError" in crash
    assert "odd 1/1: TimeoutError" in hang
    assert stray == f"odd 1: wrote {tmp_path / 'elsewhere'}"
