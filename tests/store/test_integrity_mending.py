"""What counts as missing at the end of a record, and what an annotation may and may not excuse."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.store.archive import SnapshotArchive
from monitor.store.integrity import annotation, missing_at_the_end
from monitor.store.ledger import Head

from .examples import NOON, snapshot, word


def keep(root: Path, count: int = 6) -> SnapshotArchive:
    files = SnapshotArchive(root)
    for n in range(count):
        files.keep(snapshot(n), kept_at=NOON)
    return files


@settings(max_examples=60, deadline=None)
@given(lost=st.sets(st.integers(0, 5)))
def test_only_a_tail_of_missing_bytes_is_mended(tmp_path_factory: pytest.TempPathFactory, lost: set[int]) -> None:
    files = keep(tmp_path_factory.mktemp("tails"))
    records = files.records("acme")
    folders = {record.path.rpartition("/")[0] for record in records}
    assert len(folders) == 1, "all in one folder of bytes"
    for n in lost:
        (files.root / records[n].path).unlink()
    tail = [n for n in range(6) if set(range(n, 6)) <= lost]
    assert [r.sequence - 1 for r in missing_at_the_end(files.root, records, [])] == tail
    mended = files.mend("acme", at=NOON)
    assert (mended is not None) == bool(tail)
    assert len(files.verify()) == len(lost) - len(tail), "what is missing in the middle stays a fault"
    assert files.mend("acme", at=NOON) is None, "once is enough"
    assert SnapshotArchive(files.root).mended("acme") == ([mended] if mended else [])


def test_each_folder_of_bytes_has_an_end_of_its_own(files: SnapshotArchive) -> None:
    """A copy lists them one after the other, and a backfill fills an old year's while the page of today is kept."""
    records = keep(files.root, 2).records("acme")
    old, _ = files.keep(replace(snapshot(50), captured_at=NOON.replace(year=2011)), kept_at=NOON)
    (files.root / records[1].path).unlink()
    assert [r.path for r in missing_at_the_end(files.root, files.records("acme"), [])] == [records[1].path]
    (files.root / old.path).unlink()
    assert [r.path for r in missing_at_the_end(files.root, files.records("acme"), [])] == [records[1].path, old.path]


def test_an_annotation_excuses_what_is_missing_and_nothing_else(files: SnapshotArchive) -> None:
    records = keep(files.root).records("acme")
    held = (files.root / records[5].path).read_bytes()
    (files.root / records[5].path).unlink()
    assert files.mend("acme", at=NOON) is not None
    assert files.verify() == []
    (files.root / records[5].path).write_bytes(b"something else")
    assert len(files.verify()) == 1, "damage is not absence"
    (files.root / records[5].path).write_bytes(held)
    assert files.verify() == []
    (files.root / records[4].path).unlink()
    assert len(files.verify()) == 1, "another one's absence is not excused"


def test_bytes_that_came_back_after_the_note_are_bound_by_their_new_line(files: SnapshotArchive) -> None:
    keep(files.root)
    (files.root / files.records("acme")[5].path).unlink()
    files.mend("acme", at=NOON)
    later = replace(snapshot(5), captured_at=NOON.replace(year=2022))
    record, new = files.keep(later, kept_at=NOON)
    assert (new, record.path, files.verify()) == (True, files.records("acme")[5].path, [])
    (files.root / record.path).unlink()
    assert len(files.verify()) == 1


def test_bytes_are_put_back_by_a_snapshot_that_is_known(files: SnapshotArchive) -> None:
    record = keep(files.root).records("acme")[2]
    (files.root / record.path).unlink()
    assert files.is_missing(record)
    assert files.keep(snapshot(2), kept_at=NOON) == (record, False)
    assert files.verify() == []


def test_a_broken_chain_is_never_mended(files: SnapshotArchive) -> None:
    path = keep(files.root).root / "acme/ledger.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    removed = lines[:2] + lines[3:5]
    altered = [lines[0].replace("acme", "acmf"), *lines[1:4]]
    last = [*lines[:-1], lines[-1].replace("2020", "2021")]
    for broken in (removed, altered, last):
        path.write_text("".join(broken))
        assert SnapshotArchive(files.root).mend("acme", at=NOON) is None
        assert path.read_text() == "".join(broken)
    path.unlink()
    assert SnapshotArchive(files.root).mend("acme", at=NOON) is None, "a ledger that is gone is no copy's fault"


def test_a_head_ahead_is_mended_and_said(files: SnapshotArchive) -> None:
    path = keep(files.root).root / "acme/ledger.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    head = json.loads((files.root / "acme/ledger.head").read_text())
    path.write_text("".join(lines[:4]) + lines[4][:50])
    mended = files.mend("acme", at=NOON)
    assert mended is not None
    assert (mended.lines, mended.head, mended.missing) == (4, Head(6, head["sha256"]), ())
    assert mended.says == "the head said 6 lines, 4 were here"
    assert files.verify() == []
    files.say("acme", word())
    assert files.keep(snapshot(9), kept_at=NOON)[0].sequence == 7
    assert files.verify() == []


def test_nothing_is_said_of_a_whole_record(files: SnapshotArchive) -> None:
    assert annotation(NOON, 3, Head(3, "0" * 64), []) is None
    assert annotation(NOON, 3, Head(2, "0" * 64), []) is None, "a head may lag behind"
    assert annotation(NOON, 0, None, []) is None
