"""Fixtures for derived collections. The extra `cluster` is among the development tools, so these tests always run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dask
import pytest

from monitor.core.history.blame import blame
from monitor.corpus import task
from monitor.corpus.cluster import on_this_machine
from monitor.corpus.forms import partitions
from monitor.corpus.results import file_of
from monitor.corpus.tables import TABLES
from monitor.corpus.task import DERIVED, Order, derive_partition
from monitor.workers.analysis import InProcess


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks that are run here read and compare here, too: most tests have no use for another process."""
    monkeypatch.setattr(task, "_analysis", lambda limits: (InProcess(), blame))


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """A cluster with two workers, for all tests of a file: starting one takes seconds."""
    # A worker that is killed takes seconds to be replaced: one death fewer than by default is enough to see that a task is repeated.
    with dask.config.set({"distributed.scheduler.allowed-failures": 1}), on_this_machine(2) as opened:
        yield opened


def rows(target: Path, table: str, policy: str) -> list[dict[str, Any]]:
    """A policy's rows of one table."""
    import pyarrow.parquet as pq

    assert table in TABLES
    found: list[dict[str, Any]] = pq.ParquetFile(file_of(str(target), table, policy)).read().to_pylist()
    return found


def files(target: Path) -> dict[str, bytes]:
    """Every file below a target, hidden ones included, by its path."""
    return {path.relative_to(target).as_posix(): path.read_bytes() for path in sorted(target.rglob("*")) if path.is_file()}


def derived(source: Path, target: Path) -> dict[str, str]:
    """Derives a collection; service/document → id."""
    found = {}
    for partition in partitions(str(source)):
        assert derive_partition(partition, Order(str(target))).state == DERIVED
        found[f"{partition.service}/{partition.policy.document}"] = partition.policy.id
    return found
