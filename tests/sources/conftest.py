"""Real servers for the sources: a web server of odd pages, and a web archive where this machine has its captures."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .archive_server import Shim, archive_folder, running_pywb, shim_module


@pytest.fixture(scope="session")
def archive() -> Path:
    folder = archive_folder()
    if folder is None:
        pytest.skip("no archive captures on this machine (set POLICY_MONITOR_SHARED to the folder that holds archive/)")
    return folder


@pytest.fixture(scope="session")
def manifest(archive: Path) -> list[dict[str, Any]]:
    return json.loads((archive / "manifest.json").read_text())["captures"]


@pytest.fixture(scope="session")
def pywb(archive: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[str]:
    own = tmp_path_factory.getbasetemp()
    meeting_point = own.parent if hasattr(request.config, "workerinput") else own
    try:
        with running_pywb(archive, meeting_point) as address:
            yield address
    except RuntimeError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def shims(archive: Path, pywb: str) -> Iterator[Callable[..., Shim]]:
    module, started = shim_module(archive), []

    def start(**settings: Any) -> Shim:
        started.append(Shim(module, pywb, **settings))
        return started[-1]

    yield start
    for shim in started:
        shim.stop()


@pytest.fixture(scope="session")
def calm(shims: Callable[..., Shim]) -> Shim:
    """One without faults or limits, for everyone."""
    return shims()


@pytest.fixture
def shim(shims: Callable[..., Shim]) -> Iterator[Shim]:
    """One of a test's own, to set faults and limits on."""
    return shims()
