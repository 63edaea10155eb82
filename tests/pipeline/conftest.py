"""An archive on loopback, and a store per test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.model import Policy
from monitor.notify.schedule import Timetable
from monitor.pipeline.context import MonitorContext
from monitor.store.archive import SnapshotArchive
from monitor.store.index import Index
from monitor.store.state import State
from tests.cli.conftest import mailbox, page, user, watched  # noqa: F401 - fixtures
from tests.pipeline.pipeline_world import Hosts, World, open_world
from tests.sources.conftest import archive, calm, manifest, pywb, shim, shims  # noqa: F401 - fixtures


@pytest.fixture
def store(tmp_path: Path) -> Callable[..., MonitorContext]:
    """Opens a store by name; it sends nothing and has no sources of its own."""

    def opened(name: str, policies: Sequence[Policy] = ()) -> MonitorContext:
        root = tmp_path / name

        def none(*asked: object) -> object:
            raise AssertionError(f"no source may be requested for {asked}")

        return MonitorContext(
            policies=tuple(policies), archive=SnapshotArchive(root), index=Index(root / "index.sqlite"), state=State(root / "state.sqlite"),
            reports=root / "reports", reports_label="reports", reports_url=None, live=none, history=none, channels=(),
            timetable=Timetable(), now=lambda: datetime.now(UTC),
        )  # fmt: skip

    return opened


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def hosts() -> Hosts:
    return Hosts()


@pytest.fixture
def context(tmp_path: Path, world: World) -> MonitorContext:
    """A store that tracks one policy, whose page is the world's."""
    return open_world(tmp_path, world)
