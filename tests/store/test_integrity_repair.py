"""What counts as missing at the end of a record, and what an annotation may and may not excuse."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.store.archive import SnapshotArchive
from monitor.store.integrity import missing_at_the_end, repair_for
from monitor.store.ledger import LedgerHead
from tests.sampling import examples

from .examples import NOON, decision, snapshot


def keep(root: Path, count: int = 6) -> SnapshotArchive:
    archive = SnapshotArchive(root)
    for n in range(count):
        archive.keep(snapshot(n), kept_at=NOON)
    return archive


@settings(max_examples=examples(60), deadline=None)
@given(lost=st.sets(st.integers(0, 5)))
def test_only_bytes_missing_at_the_end_are_repaired(tmp_path_factory: pytest.TempPathFactory, lost: set[int]) -> None:
    archive = keep(tmp_path_factory.mktemp("tails"))
    records = archive.records("acme")
    folders = {record.path.rpartition("/")[0] for record in records}
    assert len(folders) == 1, "all in one folder of bytes"
    for n in lost:
        (archive.root / records[n].path).unlink()
    tail = [n for n in range(6) if set(range(n, 6)) <= lost]
    assert [r.sequence - 1 for r in missing_at_the_end(archive.root, records, [])] == tail
    repair = archive.repair("acme", at=NOON)
    assert (repair is not None) == bool(tail)
    assert len(archive.verify()) == len(lost) - len(tail), "what is missing in the middle stays a fault"
    assert archive.repair("acme", at=NOON) is None, "once is enough"
    assert SnapshotArchive(archive.root).repairs("acme") == ([repair] if repair else [])


def test_each_folder_of_bytes_has_an_end_of_its_own(archive: SnapshotArchive) -> None:
    """A copy lists them one after the other, and a backfill fills an old year's while the page of today is kept."""
    records = keep(archive.root, 2).records("acme")
    old, _ = archive.keep(replace(snapshot(50), captured_at=NOON.replace(year=2011)), kept_at=NOON)
    (archive.root / records[1].path).unlink()
    assert [r.path for r in missing_at_the_end(archive.root, archive.records("acme"), [])] == [records[1].path]
    (archive.root / old.path).unlink()
    assert [r.path for r in missing_at_the_end(archive.root, archive.records("acme"), [])] == [records[1].path, old.path]


def test_a_repair_excuses_missing_bytes_and_nothing_else(archive: SnapshotArchive) -> None:
    records = keep(archive.root).records("acme")
    held = (archive.root / records[5].path).read_bytes()
    (archive.root / records[5].path).unlink()
    assert archive.repair("acme", at=NOON) is not None
    assert archive.verify() == []
    (archive.root / records[5].path).write_bytes(b"something else")
    assert len(archive.verify()) == 1, "damage is not absence"
    (archive.root / records[5].path).write_bytes(held)
    assert archive.verify() == []
    (archive.root / records[4].path).unlink()
    assert len(archive.verify()) == 1, "a repair excuses no other loss"


def test_bytes_restored_after_a_repair_are_verified_again(archive: SnapshotArchive) -> None:
    keep(archive.root)
    (archive.root / archive.records("acme")[5].path).unlink()
    archive.repair("acme", at=NOON)
    later = replace(snapshot(5), captured_at=NOON.replace(year=2022))
    record, new = archive.keep(later, kept_at=NOON)
    assert (new, record.path, archive.verify()) == (True, archive.records("acme")[5].path, [])
    (archive.root / record.path).unlink()
    assert len(archive.verify()) == 1


def test_a_known_snapshot_restores_its_bytes(archive: SnapshotArchive) -> None:
    record = keep(archive.root).records("acme")[2]
    (archive.root / record.path).unlink()
    assert archive.is_missing(record)
    assert archive.keep(snapshot(2), kept_at=NOON) == (record, False)
    assert archive.verify() == []


def test_a_broken_chain_is_never_repaired(archive: SnapshotArchive) -> None:
    path = keep(archive.root).root / "acme/ledger.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    removed = lines[:2] + lines[3:5]
    altered = [lines[0].replace("acme", "acmf"), *lines[1:4]]
    last = [*lines[:-1], lines[-1].replace("2020", "2021")]
    for broken in (removed, altered, last):
        path.write_text("".join(broken))
        assert SnapshotArchive(archive.root).repair("acme", at=NOON) is None
        assert path.read_text() == "".join(broken)
    path.unlink()
    assert SnapshotArchive(archive.root).repair("acme", at=NOON) is None, "a ledger that is gone is no copy's fault"


def test_a_head_ahead_of_the_ledger_is_repaired_and_noted(archive: SnapshotArchive) -> None:
    path = keep(archive.root).root / "acme/ledger.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    head = json.loads((archive.root / "acme/ledger.head").read_text())
    path.write_text("".join(lines[:4]) + lines[4][:50])
    repair = archive.repair("acme", at=NOON)
    assert repair is not None
    assert (repair.lines, repair.head, repair.missing) == (4, LedgerHead(6, head["sha256"]), ())
    assert repair.says == "ledger.head counted 6 lines, 4 were present"
    assert archive.verify() == []
    archive.record_decision("acme", decision())
    assert archive.keep(snapshot(9), kept_at=NOON)[0].sequence == 7
    assert archive.verify() == []


def test_an_intact_record_needs_no_repair(archive: SnapshotArchive) -> None:
    assert repair_for(NOON, 3, LedgerHead(3, "0" * 64), []) is None
    assert repair_for(NOON, 3, LedgerHead(2, "0" * 64), []) is None, "a head may lag behind"
    assert repair_for(NOON, 0, None, []) is None
