"""A real cluster on loopback: workers that die, and schedulers that are not there."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from monitor.corpus.cluster import dashboard, on_scheduler, run
from monitor.corpus.forms import partitions
from monitor.corpus.results import read_result
from monitor.corpus.storage import sweep
from monitor.corpus.task import DERIVED, FAILED, HELD, Order
from monitor.errors import UsageError
from tests.corpus import failing_tasks
from tests.corpus.collections import folder, history
from tests.corpus.conftest import files

COMPANIES = {name: history(name.title()) for name in ("aster", "birch", failing_tasks.HOSTILE)}


def states(client: Any, source: Path, order: Order, task: Any) -> dict[str, tuple[str, str | None]]:
    return {one.policy: (one.state, one.reason) for one in run(client, partitions(str(source)), order, task=task)}


def test_policies_that_kill_their_workers_or_never_end_are_named_failures(client: Any, tmp_path: Path) -> None:
    companies = COMPANIES | {failing_tasks.ENDLESS: history("Endless")}
    source, order = folder(tmp_path / "c", companies), Order(str(tmp_path / "tables"))
    found = states(client, source, order, failing_tasks.hostile)
    for name in (failing_tasks.HOSTILE, failing_tasks.ENDLESS):
        assert found[name] == (FAILED, "worker-killed")
        assert read_result(order.target, name) is None
    for name in ("aster", "birch"):
        assert found[name][0] in (DERIVED, HELD)
        assert read_result(order.target, name) is not None


def test_a_worker_that_is_killed_once_changes_nothing(client: Any, tmp_path: Path) -> None:
    source = folder(tmp_path / "c", COMPANIES)
    calm, killed = Order(str(tmp_path / "calm")), Order(str(tmp_path / "killed"))
    list(run(client, partitions(str(source)), calm))
    found = states(client, source, killed, failing_tasks.dies_once)
    assert found[failing_tasks.HOSTILE][0] == DERIVED
    sweep(killed.target)
    assert files(tmp_path / "killed") == files(tmp_path / "calm")


def test_a_worker_without_the_package_is_told(client: Any, tmp_path: Path) -> None:
    source = folder(tmp_path / "c", {"aster": history("Aster")})
    (outcome,) = run(client, partitions(str(source)), Order(str(tmp_path / "t")), task=failing_tasks.raises)
    assert (outcome.state, outcome.reason) == (FAILED, "worker")
    assert outcome.says is not None
    assert "policy-monitor[cluster]" in outcome.says


def test_a_running_scheduler_is_used(client: Any, tmp_path: Path) -> None:
    source, order = folder(tmp_path / "c", {"aster": history("Aster")}), Order(str(tmp_path / "tables"))
    with on_scheduler(client.scheduler.address) as other:
        assert dashboard(other) == dashboard(client)
        assert [one.state for one in run(other, partitions(str(source)), order)] == [DERIVED]


def test_the_dashboard_answers(client: Any) -> None:
    with urlopen(dashboard(client), timeout=30) as page:
        assert page.status == 200


def test_nobody_at_the_address_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    monkeypatch.setattr("monitor.corpus.cluster._PATIENCE", 0.5)
    with pytest.raises(UsageError, match=f"can't reach a Dask scheduler at {address}"), on_scheduler(address):
        pass


@pytest.mark.parametrize("address", ["nonsense://x", "tcp://", ""])
def test_an_address_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setattr("monitor.corpus.cluster._PATIENCE", 0.5)
    with pytest.raises(UsageError, match="can't reach"), on_scheduler(address):
        pass
