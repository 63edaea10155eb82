"""What a worker does with one policy, in its own reader process and with its limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.corpus import task
from monitor.corpus.forms import partitions
from monitor.corpus.forms.csv_tables import as_database
from monitor.corpus.jobs import Tracing
from monitor.corpus.results import read_result
from monitor.corpus.task import DERIVED, FAILED, HELD, Order, derive_partition, ended_after
from monitor.errors import ReadingStopped
from monitor.workers.limits import JobLimits
from monitor.workers.worker import Worker
from tests.corpus.collections import folder, history, table
from tests.corpus.conftest import rows

BOMB = "<p>" * 400_000


def test_a_hostile_page_is_refused_under_the_limits_and_the_rest_is_derived(tmp_path: Path) -> None:
    source, target = folder(tmp_path / "c", {"larkspur": history("Larkspur")}), tmp_path / "t"
    (source / "larkspur" / "20230601000000.html").write_text(f"<html><body>{BOMB}", encoding="utf-8")
    (partition,) = partitions(str(source))
    assert derive_partition(partition, Order(str(target), limits=JobLimits(cpu=1, memory=160))).state == DERIVED
    assert len(rows(target, "versions", "larkspur")) == 3
    (refused,) = rows(target, "rejections", "larkspur")
    found = read_result(str(target), "larkspur")
    assert found is not None
    assert bool(found.stopped) is refused["reason"].startswith("reader-")
    # Traced in the same process, and with the dates of a history that was traced whole.
    assert all(row["introduced_at"] for row in rows(target, "statements", "larkspur"))


def test_tracing_that_takes_too_much_is_stopped() -> None:
    tracing = Tracing(Worker("monitor.corpus.jobs"), JobLimits(cpu=0.01, seconds=60))
    with pytest.raises(ReadingStopped, match="Tracing"):
        tracing([f"We keep item {n} for {n * 7 % 400} days. " * 20 for n in range(400)])


@pytest.mark.usefixtures("quick")
def test_a_worker_that_outlives_a_run_reads_the_collection_anew(tmp_path: Path) -> None:
    listed = [{"domain": "a.example", "date": when, "text": words} for when, words in history("A").items()]
    source, target = table(tmp_path / "t.csv", listed[:2]), str(tmp_path / "t")
    (before,) = partitions(str(source))
    assert derive_partition(before, Order(target, run="1")).state == DERIVED
    table(source, listed)
    (after,) = partitions(str(source))
    as_database(str(source))
    assert derive_partition(after, Order(target, run="2")).state == DERIVED
    found = read_result(target, after.policy.id)
    assert found is not None
    assert found.versions == 3


@pytest.mark.usefixtures("quick")
class TestInThisProcess:
    """Without a reader process."""

    def test_a_second_time_it_is_held(self, tmp_path: Path) -> None:
        (partition,) = partitions(str(folder(tmp_path / "c", {"larkspur": history("Larkspur")})))
        assert [derive_partition(partition, Order(str(tmp_path / "t"))).state for _ in range(2)] == [DERIVED, HELD]

    def test_another_engine_is_refused(self, tmp_path: Path) -> None:
        (partition,) = partitions(str(folder(tmp_path / "c", {"larkspur": history("Larkspur")})))
        outcome = derive_partition(partition, Order(str(tmp_path / "t"), engine="0"))
        assert (outcome.state, outcome.reason) == (FAILED, "other-engine")

    def test_a_collection_that_is_gone_is_told(self, tmp_path: Path) -> None:
        (partition,) = partitions(str(folder(tmp_path / "c", {"larkspur": history("Larkspur")})))
        (tmp_path / "c").rename(tmp_path / "d")
        outcome = derive_partition(partition, Order(str(tmp_path / "t")))
        assert (outcome.state, outcome.reason) == (FAILED, "unreadable")
        assert "larkspur" in str(outcome.says)

    @pytest.mark.parametrize(("error", "reason"), [(RecursionError("deep"), "internal"), (MemoryError(), "memory")])
    def test_whatever_is_wrong_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, reason: str) -> None:
        def broken(*asked: object) -> None:
            raise error

        (partition,) = partitions(str(folder(tmp_path / "c", {"larkspur": history("Larkspur")})))
        monkeypatch.setattr(task, "fold", broken)
        outcome = derive_partition(partition, Order(str(tmp_path / "t")))
        assert (outcome.state, outcome.reason) == (FAILED, reason)
        assert outcome.says


def test_outside_a_worker_nothing_ends_the_process() -> None:
    with ended_after(0.001):
        sum(range(1_000_000))
