"""A real cluster on loopback: workers that die, and schedulers that are not there."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from queue import Empty
from typing import Any
from urllib.request import urlopen

import pytest

from monitor.corpus import cluster
from monitor.corpus.cluster import dashboard, on_scheduler, run
from monitor.corpus.forms import partitions
from monitor.corpus.results import read_result
from monitor.corpus.storage import sweep
from monitor.corpus.task import DERIVED, FAILED, HELD, Order
from monitor.errors import StoreError, UsageError
from tests.corpus import failing_tasks
from tests.corpus.collections import folder, history
from tests.corpus.conftest import files

COMPANIES = {name: history(name.title()) for name in ("aster", "birch", failing_tasks.HOSTILE)}


def states(client: Any, source: Path, order: Order, task: Any) -> dict[str, tuple[str, str | None]]:
    return {one.policy: (one.state, one.reason) for one in run(client, partitions(str(source)), order, task=task)}


def test_a_worker_that_is_killed_once_changes_nothing(client: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # On a busy machine a worker may be lost once more for another reason; the number of deaths is what the last test is about.
    monkeypatch.setattr(client.cluster.scheduler, "allowed_failures", 3)
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


# --- clusters that say nothing ------------------------------------------------------------------------------------------


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_LOOK", 0.1)
    monkeypatch.setattr(cluster, "_WITHOUT_WORKERS", 0.5)


class _Cluster:
    """What is asked of a client when nothing ends."""

    def __init__(self, workers: dict[str, int] | None) -> None:
        self.scheduler, self.workers = self, workers

    def ncores(self) -> None:
        """Only named."""

    def sync(self, asked: object, *, callback_timeout: float) -> dict[str, int]:
        assert asked == self.ncores
        assert callback_timeout > 0
        if self.workers is None:
            raise OSError("Timed out trying to connect")
        return self.workers


def nothing(seconds: float) -> Any:
    time.sleep(seconds)
    raise Empty


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("workers", [{}, None])
def test_a_cluster_without_workers_is_not_waited_for_for_ever(workers: dict[str, int] | None) -> None:
    waiting: Any = _Cluster(workers)
    with pytest.raises(StoreError, match=r"has had no worker for .* run the same command again: what was derived is kept"):
        cluster._Patience(waiting, Order("tables")).wait(nothing)


@pytest.mark.usefixtures("impatient")
def test_a_result_for_which_there_is_no_worker_any_more_is_not_waited_for(
    client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker may be killed with a result that nobody has fetched yet, and none take its place."""

    def lost(future: Any, seconds: float) -> Any:
        raise TimeoutError

    monkeypatch.setattr(cluster, "_fetched", lost)
    monkeypatch.setattr(cluster._Patience, "_has_workers", lambda self: False)
    source, order = folder(tmp_path / "c", {"aster": history("Aster")}), Order(str(tmp_path / "tables"))
    with pytest.raises(StoreError, match="has had no worker"):
        list(run(client, partitions(str(source)), order))


@pytest.mark.usefixtures("impatient")
def test_a_task_that_takes_long_is_waited_for_as_long_as_there_are_workers(client: Any, tmp_path: Path) -> None:
    source, order = folder(tmp_path / "c", {"aster": history("Aster")}), Order(str(tmp_path / "tables"))
    (outcome,) = run(client, partitions(str(source)), order, task=failing_tasks.slow)
    assert outcome.state == DERIVED


@pytest.mark.usefixtures("impatient")
def test_a_cluster_on_which_nothing_ends_is_left(client: Any, tmp_path: Path) -> None:
    source, order = folder(tmp_path / "c", {"aster": history("Aster")}), Order(str(tmp_path / "tables"), seconds=0.1)
    with pytest.raises(StoreError, match=r"no task of the cluster has ended for .* restart its workers"):
        list(run(client, partitions(str(source)), order, task=failing_tasks.slow))


class _Future:
    """A task that has ended, whose result is not there yet."""

    def __init__(self, status: str) -> None:
        self.status = status

    def result(self, timeout: float) -> None:
        raise TimeoutError("of the task")


@pytest.mark.parametrize(("status", "raised"), [("finished", TimeoutError), ("error", RuntimeError)])
def test_a_result_that_is_not_there_yet_is_no_failure_of_the_task(status: str, raised: type[Exception]) -> None:
    with pytest.raises(raised, match="of the task"):
        cluster._fetched(_Future(status), 0.1)


# The last one: after several deaths at once, workers of a busy machine may take minutes to come back, and the tests share them.
@pytest.mark.slow
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
