"""A store in a temporary folder, and children of the test that may be killed, starved or stripped of rights."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.store.files import SnapshotFiles

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def files(tmp_path: Path) -> SnapshotFiles:
    return SnapshotFiles(tmp_path / "snapshots")


@pytest.fixture
def child() -> Callable[..., subprocess.Popen[str]]:
    """Starts a Python program with the tests' values at hand; its output is read line by line."""

    def start(program: str, *arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", program, *map(str, arguments)]
        surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join((str(REPOSITORY), str(Path(__file__).parent)))}
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=surroundings)

    return start
