"""Whatever is altered, removed or inserted afterwards is found, and what a crash leaves is not mistaken for it."""

from __future__ import annotations

import errno
import gzip
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import StoreError
from monitor.store.archive import SnapshotArchive
from tests.sampling import examples

from .examples import NOON, decision, moment, snapshot, version


@pytest.fixture
def kept(archive: SnapshotArchive) -> SnapshotArchive:
    """Four snapshots and a decision, verified."""
    return fill(archive)


def fill(archive: SnapshotArchive) -> SnapshotArchive:
    for n in range(4):
        archive.keep(snapshot(n), kept_at=NOON)
    archive.record_decision("acme", decision())
    archive.write_versions("acme", [version(n) for n in range(4)])
    assert archive.verify() == []
    return archive


def ledger(archive: SnapshotArchive) -> Path:
    return archive.root / "acme" / "ledger.jsonl"


def rewrite(archive: SnapshotArchive, change: Callable[[list[str]], list[str]]) -> list[str]:
    path = ledger(archive)
    path.write_text("".join(change(path.read_text().splitlines(keepends=True))))
    return SnapshotArchive(archive.root).verify()


@pytest.mark.parametrize("number", range(5))
def test_a_removed_line_is_found(kept: SnapshotArchive, number: int) -> None:
    faults = rewrite(kept, lambda lines: lines[:number] + lines[number + 1 :])
    assert any("removed" in fault for fault in faults)
    assert all(str(ledger(kept)) in fault for fault in faults)


@pytest.mark.parametrize("number", range(5))
def test_an_altered_line_is_found(kept: SnapshotArchive, number: int) -> None:
    def alter(lines: list[str]) -> list[str]:
        return [line.replace("2020", "2021") if n == number else line for n, line in enumerate(lines)]

    assert rewrite(kept, alter)


@pytest.mark.parametrize("number", range(6))
def test_an_inserted_line_is_found(kept: SnapshotArchive, number: int) -> None:
    def insert(lines: list[str]) -> list[str]:
        made_up = json.loads(lines[min(number, 4)])
        made_up["source"] = "wayback"
        return [*lines[:number], json.dumps(made_up) + "\n", *lines[number:]]

    assert rewrite(kept, insert)


def test_swapped_lines_are_found(kept: SnapshotArchive) -> None:
    assert rewrite(kept, lambda lines: [lines[0], lines[2], lines[1], *lines[3:]])


def test_a_ledger_that_was_emptied_or_removed_is_found(kept: SnapshotArchive) -> None:
    assert "5 lines were removed from the end" in rewrite(kept, lambda _: [])[0]
    ledger(kept).unlink()
    assert "5 lines were removed from the end" in kept.verify()[0]


def test_another_policy_s_ledger_is_found(kept: SnapshotArchive) -> None:
    kept.keep(snapshot(policy="other"), kept_at=NOON)
    for name in ("ledger.jsonl", "ledger.head"):
        (kept.root / "other" / name).write_bytes((kept.root / "acme" / name).read_bytes())
    assert any("belongs to the policy 'acme'" in fault for fault in SnapshotArchive(kept.root).verify(["other"]))


@settings(max_examples=examples(60), deadline=None)
@given(where=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_every_flipped_bit_of_a_ledger_is_found(tmp_path_factory: pytest.TempPathFactory, where: int, bit: int) -> None:
    archive = fill(SnapshotArchive(tmp_path_factory.mktemp("bits")))
    content = bytearray(ledger(archive).read_bytes())
    content[where % len(content)] ^= 1 << bit
    ledger(archive).write_bytes(content)
    assert SnapshotArchive(archive.root).verify() != []


@settings(max_examples=examples(80), deadline=None)
@given(where=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_every_flipped_bit_of_the_bytes_is_found(tmp_path_factory: pytest.TempPathFactory, where: int, bit: int) -> None:
    archive = SnapshotArchive(tmp_path_factory.mktemp("bits"))
    record, _ = archive.keep(snapshot(), kept_at=NOON)
    path = archive.root / record.path
    content = bytearray(path.read_bytes())
    where = 10 + where % (len(content) - 10)  # the first ten are gzip's header: time, system and level are nobody's concern
    content[where] ^= 1 << bit
    path.write_bytes(content)
    assert len(archive.verify()) == 1
    with pytest.raises(StoreError, match=r"damaged|altered"):
        archive.read(record)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "damaged"),
        (b"no gzip", "damaged"),
        (gzip.compress(b"other", mtime=0), "damaged"),
        (gzip.compress(snapshot().body + b" ", mtime=0), "damaged"),
        (gzip.compress(snapshot().body, mtime=0) + b"more", "damaged"),
        (gzip.compress(snapshot().body, mtime=0)[:-3], "damaged"),
        (gzip.compress(snapshot().body.upper(), mtime=0), "altered"),
        (gzip.compress(bytes(50_000_000), mtime=0), "damaged"),
    ],
)
def test_replaced_bytes_are_found(archive: SnapshotArchive, content: bytes, says: str) -> None:
    record, _ = archive.keep(snapshot(), kept_at=NOON)
    (archive.root / record.path).write_bytes(content)
    with pytest.raises(StoreError, match=rf"{says}.*restore it from a backup"):
        archive.read(record)
    assert len(archive.verify()) == 1


def test_missing_bytes_are_found(kept: SnapshotArchive) -> None:
    (kept.root / kept.records("acme")[1].path).unlink()
    assert ["is missing" in fault for fault in kept.verify()] == [True]


@pytest.mark.parametrize(
    "place", ["../outside.gz", "/etc/passwd", "other/raw/2020/20200517120000-00000000.html.gz", "acme/ledger.jsonl", ""]
)
def test_a_ledger_cannot_name_files_outside_its_folder(kept: SnapshotArchive, place: str) -> None:
    with pytest.raises(StoreError, match="not a path for bytes"):
        kept.read(replace(kept.records("acme")[0], path=place))


def test_an_altered_text_is_found(kept: SnapshotArchive) -> None:
    path = kept.root / "acme/text/20200518120000.md"
    path.write_text(path.read_text().replace("keep your data", "sell your data"))
    assert kept.verify() == [f"{path} was altered; `policy-monitor report --rederive` restores it"]
    path.write_text("nothing of ours")
    assert len(kept.verify()) == 1
    path.unlink()
    path.mkdir()
    assert "can't read" in kept.verify()[0]


def test_a_missing_or_damaged_head_is_found(kept: SnapshotArchive) -> None:
    head = kept.root / "acme/ledger.head"
    head.write_text("[]")
    assert "is damaged" in kept.verify()[0]
    with pytest.raises(StoreError, match="is damaged"):
        kept.keep(snapshot(9), kept_at=NOON)
    head.unlink()
    assert "ledger.head is missing" in kept.verify()[0]
    kept.keep(snapshot(9), kept_at=NOON)
    assert kept.verify() == []


@pytest.mark.parametrize("change", [lambda lines: lines[:-1], lambda lines: [*lines[:-1], lines[-1].replace("2020", "2021")]])
def test_a_ledger_with_a_tampered_end_accepts_no_lines(kept: SnapshotArchive, change: Callable[[list[str]], list[str]]) -> None:
    rewrite(kept, change)
    with pytest.raises(StoreError, match=r"missing from the end|last line was altered"):
        kept.keep(snapshot(9), kept_at=NOON)


@pytest.mark.parametrize("line", ["{", "[]", '"x"', "{}", '{"kind":"snapshot"}', '{"kind":"poem"}', "\udcff"])
def test_a_damaged_line_is_reported_with_its_number_and_the_remedy(kept: SnapshotArchive, line: str) -> None:
    content = ledger(kept).read_bytes().splitlines(keepends=True)
    ledger(kept).write_bytes(b"".join([content[0], line.encode("utf-8", "surrogateescape") + b"\n", *content[2:]]))
    for act in (lambda: kept.records("acme"), lambda: kept.keep(snapshot(9), kept_at=NOON), lambda: kept.decisions("acme")):
        with pytest.raises(StoreError, match=r"line 2 is damaged.*restore this file from a backup"):
            act()
    assert any("line 2 is damaged" in fault for fault in kept.verify())
    assert kept.records("other") == []


# --- remains of a crash ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("remains", [b"{", b'{"previous":"00', b"\0" * 40, b"\0" * 40 + b'"}\n', b"\xff"])
def test_an_incomplete_last_line_is_ignored_and_truncated(kept: SnapshotArchive, remains: bytes) -> None:
    whole = ledger(kept).read_bytes()
    ledger(kept).write_bytes(whole + remains)
    assert kept.verify() == []
    assert len(kept.records("acme")) == 4
    record, new = kept.keep(snapshot(9), kept_at=NOON)
    assert (record.sequence, new) == (6, True)
    assert ledger(kept).read_bytes().startswith(whole + b'{"previous"')
    assert SnapshotArchive(kept.root).records("acme")[-1] == record
    assert kept.verify() == []


def test_an_incomplete_first_line_is_ignored(archive: SnapshotArchive) -> None:
    (archive.root / "acme").mkdir(parents=True)
    ledger(archive).write_bytes(b'{"previous":"000')
    assert archive.records("acme") == archive.verify() == []
    assert archive.keep(snapshot(), kept_at=NOON)[1]
    assert archive.verify() == []


def test_a_head_of_no_lines_is_what_a_kill_after_the_first_one_leaves(kept: SnapshotArchive) -> None:
    head = kept.root / "acme/ledger.head"
    head.write_text('{"lines": 0, "sha256": "' + "0" * 64 + '"}')
    assert kept.verify() == []
    head.write_text('{"lines": 0, "sha256": "' + "1" * 64 + '"}')
    assert "lines were removed from the end" in kept.verify()[0]


def test_a_head_behind_the_ledger_is_not_a_fault(kept: SnapshotArchive) -> None:
    head = kept.root / "acme/ledger.head"
    before = head.read_bytes()
    kept.keep(snapshot(7), kept_at=NOON)
    head.write_bytes(before)
    assert kept.verify() == []
    assert SnapshotArchive(kept.root).keep(snapshot(8), kept_at=NOON)[1]
    assert kept.verify() == []


def test_bytes_without_a_line_and_temporary_files_are_not_faults(kept: SnapshotArchive) -> None:
    folder = kept.root / "acme/raw/2020"
    (folder / "20200101000000-00000000.html.gz").write_bytes(b"orphan")
    (folder / ".20200101000000-00000000.html.gz.tmp").write_bytes(b"half")
    (kept.root / "acme/text/.20200101000000.md.tmp").write_bytes(b"half")
    assert kept.verify() == []


def test_a_written_line_is_known_after_a_crash_before_its_acknowledgement(kept: SnapshotArchive) -> None:
    (kept.root / "acme/ledger.head").unlink()
    (kept.root / "acme/ledger.head").mkdir()
    with pytest.raises(StoreError):
        kept.keep(snapshot(9), kept_at=moment(9))
    (kept.root / "acme/ledger.head").rmdir()
    kept.keep(snapshot(9), kept_at=moment(9))
    assert [record.sequence for record in kept.records("acme")] == [1, 2, 3, 4, 6]


def test_a_failed_write_leaves_the_ledger_unchanged(kept: SnapshotArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ledger(kept).read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match=r"can't write .* No space left on device; free some space"):
            kept.record_decision("acme", decision())
    assert ledger(kept).read_bytes() == before
    assert kept.decisions("acme") == [decision()]
    assert kept.verify() == []
