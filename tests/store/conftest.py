"""A store in a temporary folder, and children of the test that may be killed, starved or stripped of rights."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import strategies as st

from monitor.model import Certainty
from monitor.store.archive import SnapshotArchive

MOMENTS = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]), min_value=datetime(2, 1, 1))  # noqa: DTZ001
st.register_type_strategy(datetime, MOMENTS)  # model values have a time zone; known before any test module is read
st.register_type_strategy(Certainty, st.builds(Certainty, st.floats(0, 1), st.floats(0, 1)))  # a certainty is a number, never NaN
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can reach: pytest's own ones lie below a private folder, whose rights two workers would change in turn."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture
def archive(tmp_path: Path) -> SnapshotArchive:
    return SnapshotArchive(tmp_path / "snapshots")


@pytest.fixture
def child() -> Callable[..., subprocess.Popen[str]]:
    """Starts a Python program with the tests' values at hand; its output is read line by line."""

    def start(program: str, *arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", program, *map(str, arguments)]
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)

    return start
