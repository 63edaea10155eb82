"""A whole run: interrupted and continued, counted from the files, and alone on its target."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from monitor.corpus import run
from monitor.corpus.results import file_of
from monitor.corpus.run import Summary, derive_collection
from monitor.corpus.task import FAILED, TaskOutcome, derive_partition
from monitor.errors import StoreError, StoreLocked, UsageError
from tests.corpus.collections import folder, history
from tests.corpus.conftest import files

COMPANIES = {name: history(name.title()) for name in ("aster", "birch", "clover")}


@pytest.fixture(autouse=True)
def without_cluster(monkeypatch: pytest.MonkeyPatch, quick: None) -> None:
    """Runs the tasks here, and each of them twice, as Dask does with one whose answer was lost; `test_cluster.py` has real ones."""

    @contextmanager
    def nobody(jobs: int) -> Iterator[None]:
        yield None

    def twice(client: None, partitions: Any, order: Any) -> Iterator[TaskOutcome]:
        for partition in partitions:
            yield derive_partition(partition, order)
            yield derive_partition(partition, order)

    monkeypatch.setattr(run, "on_this_machine", nobody)
    monkeypatch.setattr(run, "dashboard", lambda client: "http://127.0.0.1:8787/status")
    monkeypatch.setattr(run, "run", twice)


def derive(source: Path, target: Path) -> Summary:
    return derive_collection(str(source), str(target), jobs=1)


def test_what_is_counted_stands_in_the_files(tmp_path: Path) -> None:
    summary = derive(folder(tmp_path / "c", COMPANIES), tmp_path / "t")
    assert (summary.policies, summary.versions, summary.changes) == (3, 9, {"critical": 3, "material": 3})
    assert summary.derived + summary.held == 3


def test_a_run_goes_on_where_the_last_one_ended(tmp_path: Path) -> None:
    source, target = folder(tmp_path / "c", COMPANIES), tmp_path / "t"
    derive(source, target)
    whole = files(target)
    Path(file_of(str(target), "versions", "birch")).unlink()
    (target / "changes" / ".birch.parquet.0123abcd.tmp").write_bytes(b"half")
    summary = derive(source, target)
    assert summary.policies == 3
    assert files(target) == whole


def test_progress_counts_each_policy_once(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    started: list[tuple[str, int]] = []
    derive_collection(
        str(folder(tmp_path / "c", COMPANIES)),
        str(tmp_path / "t"),
        jobs=1,
        on_start=lambda *what: started.append(what),
        on_progress=lambda *done: seen.append(done),
    )
    assert (seen[0], seen[-1]) == ((1, 3), (3, 3))
    assert started == [("http://127.0.0.1:8787/status", 3)]


def test_a_failed_policy_is_not_counted_by_its_old_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = folder(tmp_path / "c", COMPANIES), tmp_path / "t"
    derive(source, target)
    monkeypatch.setattr(
        run, "run", lambda client, partitions, order: [TaskOutcome(one.policy.id, FAILED, "worker-killed", "…") for one in partitions]
    )
    summary = derive(source, target)
    assert (summary.policies, [one.policy for one in summary.failures]) == (0, ["aster", "birch", "clover"])


def test_tables_below_the_collection_are_no_policies(tmp_path: Path) -> None:
    source = folder(tmp_path / "c", COMPANIES)
    assert [derive(source, source / "tables").policies for _ in range(2)] == [3, 3]


def test_a_run_that_may_not_write_removes_nothing_of_the_one_that_does(tmp_path: Path) -> None:
    source, target = folder(tmp_path / "c", COMPANIES), tmp_path / "t"
    (target / "changes").mkdir(parents=True)
    (target / "changes" / ".aster.parquet.0123abcd.tmp").write_bytes(b"half")
    handle = os.open(target, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(StoreLocked):
        derive(source, target)
    os.close(handle)
    assert list(files(target)) == ["changes/.aster.parquet.0123abcd.tmp"]


def test_two_runs_do_not_write_to_one_target(tmp_path: Path) -> None:
    source, target = folder(tmp_path / "c", COMPANIES), tmp_path / "t"
    target.mkdir()
    handle = os.open(target, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(StoreLocked, match="another `policy-monitor corpus derive`"):
        derive(source, target)
    os.close(handle)
    assert derive(source, target).policies == 3


def test_a_target_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    source = folder(tmp_path / "c", COMPANIES)
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="can't write"):
        derive(source, tmp_path / "file" / "t")


@pytest.mark.parametrize("name", ["nothing", "empty", "letter.docx"])
def test_what_is_no_collection_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "letter.docx").touch()
    with pytest.raises(UsageError, match=name):
        derive(tmp_path / name, tmp_path / "t")
    assert not (tmp_path / "t").exists()
