"""The ledger's format on disk, and the ledger in memory."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from monitor.errors import RecordDamaged, StoreError
from monitor.model import ArchivedCopy, SnapshotRecord
from monitor.store.ledger import (
    GENESIS,
    NO_LINES,
    Entry,
    Ledger,
    LedgerHead,
    LedgerRepair,
    entry_of,
    line_of,
    parse_line,
    read_head,
    split_lines,
)

from .examples import NOON, URL, decision, moment, review


def record(n: int, url: str = URL, day: int | None = None) -> SnapshotRecord:
    captured_at = moment(n if day is None else day)
    return SnapshotRecord("acme", n, url, captured_at, NOON, "live", f"{n:064x}", 9, f"acme/raw/2020/x-{n:08x}.html.gz")


ENTRIES: list[tuple[str, Entry]] = [
    ("snapshot", record(1)),
    ("word", decision()),
    ("mended", LedgerRepair(NOON, 3, LedgerHead(4, "ab"), False, ("a", "b"), "two are missing")),
    ("saved", ArchivedCopy(URL, "ab", NOON, "https://archive.example/x", NOON)),
    ("review", review()),
]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "acme")


@pytest.mark.parametrize(("kind", "entry"), ENTRIES)
def test_the_kinds_on_disk_are_those_of_the_first_release(kind: str, entry: Entry) -> None:
    """Renaming a class must not rename its lines: old ledgers have them, and old programs read new ones."""
    line = line_of(entry, "acme", 1, GENESIS)
    data = parse_line(line)
    assert list(data)[:4] == ["previous", "sequence", "policy", "kind"]
    assert (data["kind"], data["sequence"], data["policy"], data["previous"]) == (kind, 1, "acme", "0" * 64)
    assert entry_of(data) == entry
    assert line.isascii()
    assert b"\n" not in line


@pytest.mark.parametrize(
    ("content", "lines", "end"),
    [
        (b"", [], 0),
        (b"one\n", [b"one"], 4),
        (b"one\ntwo", [b"one"], 4),
        (b"one\n\0\0\0\n", [b"one"], 4),
        (b"torn", [], 0),
        (b"one\n\0\0\0", [b"one"], 4),
    ],
)
def test_only_complete_lines_count(content: bytes, lines: list[bytes], end: int) -> None:
    assert split_lines(content) == (lines, end)


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b"1", b'"x"', b"\xff"])
def test_lines_that_are_not_json_objects(line: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_line(line)


@pytest.mark.parametrize("kind", [None, "poem", 5, ["snapshot"]])
def test_unknown_kinds_are_refused(kind: object) -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        entry_of({"kind": kind})


def test_a_ledger_sorts_its_entries_by_kind(ledger: Ledger) -> None:
    for _, entry in ENTRIES:
        ledger.append(entry)
    again = Ledger(ledger.folder)
    assert again.refresh()
    for one in (ledger, again):
        assert [one.records, one.decisions, one.repairs, one.copies, one.reviews["acme"]] == [[entry] for _, entry in ENTRIES]
        assert (one.next_sequence, one.size) == (6, one.path.stat().st_size)


def test_the_latest_of_a_url_is_the_latest_captured(ledger: Ledger) -> None:
    for entry in (record(1, day=5), record(2, day=3), record(3, url="https://acme.example/other"), record(4, day=5)):
        ledger.append(entry)
    newest = ledger.latest(URL)
    assert newest is not None
    assert newest.sequence == 4, "of two captured at the same time, the one that arrived last"
    assert len(ledger.known) == len(ledger.paths) == 4


def test_there_is_a_head_before_the_first_line(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after the first line, a ledger without a head would look as if somebody had removed it."""

    def killed(*given: object, **named: object) -> None:
        raise SystemExit

    monkeypatch.setattr("monitor.store.ledger.append_durably", killed)
    with pytest.raises(SystemExit):
        ledger.append(record(1))
    assert read_head(ledger.folder) == NO_LINES
    monkeypatch.undo()
    Ledger(ledger.folder).append(record(1))
    assert read_head(ledger.folder) != NO_LINES


def test_the_head_follows_the_ledger(ledger: Ledger) -> None:
    assert read_head(ledger.folder) is None
    for n in (1, 2):
        ledger.append(record(n))
        last = ledger.path.read_bytes().splitlines()[-1]
        assert read_head(ledger.folder) == LedgerHead(n, hashlib.sha256(last).hexdigest())
    (ledger.folder / "ledger.head").write_text("nothing")
    with pytest.raises(RecordDamaged, match="if the ledger is intact, delete this file"):
        read_head(ledger.folder)


def test_an_unchanged_file_is_not_read_again(ledger: Ledger) -> None:
    ledger.append(record(1))
    assert ledger.refresh() is False
    other = Ledger(ledger.folder)
    assert (other.refresh(), other.refresh()) == (True, False)
    other.append(record(2))
    assert ledger.refresh() is True
    assert ledger.records == other.records


def test_a_ledger_that_vanishes_is_empty(ledger: Ledger) -> None:
    ledger.append(record(1))
    ledger.path.unlink()
    assert ledger.refresh() is False
    assert (ledger.records, ledger.size, ledger.next_sequence) == ([], 0, 1)


def test_after_a_cut_only_a_repair_is_accepted(ledger: Ledger) -> None:
    for n in (1, 2, 3):
        ledger.append(record(n))
    ledger.path.write_bytes(b"".join(ledger.path.read_bytes().splitlines(keepends=True)[:1]))
    ledger.refresh()
    with pytest.raises(RecordDamaged, match=r"2 lines are missing from the end; .*`policy-monitor verify --rebuild` repairs it"):
        ledger.append(record(2))
    ledger.append(LedgerRepair(NOON, 1, read_head(ledger.folder)))
    ledger.append(record(3))
    assert [entry.sequence for entry in ledger.records] == [1, 3]


def test_a_damaged_line_unloads_everything(ledger: Ledger) -> None:
    ledger.append(record(1))
    ledger.path.write_bytes(ledger.path.read_bytes() + json.dumps({"kind": "poem"}).encode() + b"\n")
    with pytest.raises(StoreError, match=r"line 2 is damaged .unknown kind 'poem'.; restore this file from a backup"):
        ledger.refresh()
    assert ledger.records == []
