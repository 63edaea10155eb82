"""What the program survives, in small: the measurements of bench/reliability.py with few repetitions."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCH = str(Path(__file__).resolve().parents[1] / "bench")
KILLS = int(os.environ.get("POLICY_MONITOR_KILLS", "4"))


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", [BENCH, *sys.path])
    return importlib.import_module("reliability")


def test_a_kill_loses_nothing_and_repeats_nothing(bench: ModuleType) -> None:
    rows = {what: figure for what, figure, must in bench.kills(KILLS) if must}
    twice = rows.pop("no alert twice at the SMTP server")
    assert set(rows.values()) == {f"{KILLS} of {KILLS}"}, rows
    # The moment between the server's "250" and our commit can't be closed: a kill in it repeats the mail under the same Message-ID.
    assert int(twice.split()[0]) >= KILLS - 1, twice


def test_accidents_are_told_and_mended(bench: ModuleType) -> None:
    assert {end for _, _, end in bench.accidents()} == {"recovered, nothing lost"}
