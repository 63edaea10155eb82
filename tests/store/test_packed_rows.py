"""A packed index gives the same answers, says everything once, and loses no text that something is packed against."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.model import Changelog, Document, ExtractionResult, HistoryEntry, PageFacts, Version
from monitor.store.archive import SnapshotArchive
from monitor.store.codec import dumps
from monitor.store.digests import shown, stored
from monitor.store.index import Index
from monitor.store.packed_values import bases_of, block_of, pack

from .examples import NOON, changelog, rejection, snapshot, version

COUNT = 8


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index(tmp_path / "index.sqlite") as opened:
        yield opened


def text(n: int) -> str:
    return "".join(f"Statement {i if i != 3 else 900 + n}: we keep your data for {i} days.\n" for i in range(80))


def one(n: int, policy: str = "acme") -> Version:
    document = Document(text(n), "Privacy")
    return version(n, policy=policy, document=document, sha256=document.sha256)


def long_changelog(n: int) -> Changelog:
    return Changelog(changelog(n).changes * 4, changelog(n).passages, changelog(n).notes)


def history(order: range | list[int] = range(COUNT), policy: str = "acme") -> list[HistoryEntry]:
    return [HistoryEntry(one(n, policy), long_changelog(n) if at else None, alert=bool(at)) for at, n in enumerate(order)]


def fill(index: Index, policy: str = "acme", order: range | list[int] = range(COUNT)) -> list[str]:
    """A policy's rows as deriving writes them; the digests of its snapshots."""
    entries = history(order, policy)
    for entry in entries:
        facts = PageFacts(media_type="text/html", page_text=entry.version.document.text[:600])
        index.store_extraction(entry.version.snapshot_sha256, "r", ExtractionResult(entry.version.document, facts))
    for before, entry in pairwise(entries):
        assert entry.changelog is not None
        index.store_changelog(policy, before.version.sha256, entry.version.sha256, "e", entry.changelog)
    index.replace_history(policy, entries, [rejection()], derivation_key="k")
    return [entry.version.snapshot_sha256 for entry in entries]


def sql(index: Index, statement: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(index.path)) as db, db:
        return db.execute(statement, values).fetchall()


def kinds(index: Index) -> set[object]:
    found = (sql(index, f"select typeof({c}) from {t} where {c} is not null") for t, c in _LONG)
    return {row[0] for rows in found for row in rows}


def held_bytes(index: Index) -> int:
    return sum(int(str(sql(index, f"select total(length({c})) from {t}")[0][0]).partition(".")[0]) for t, c in _LONG)


_LONG = (
    ("texts", "text"),
    ("readings", "reading"),
    ("changelogs", "changelog"),
    ("history", "changelog"),
    ("value_blocks", "body"),
)


def test_the_same_answers_in_less_space(index: Index, archive: SnapshotArchive) -> None:
    snapshots = fill(index)
    for n in range(COUNT):
        archive.keep(snapshot(n), kept_at=NOON)
    archive.keep(snapshot(0), kept_at=NOON)
    before = list(index.entries("acme")), index.versions("acme"), [index.extraction(s, "r") for s in snapshots]
    held = [index.changelog("acme", one(n).sha256, one(n + 1).sha256, "e") for n in range(COUNT - 1)]
    size = held_bytes(index)
    index.pack("acme", snapshots)
    assert kinds(index) == {"blob"}
    assert held_bytes(index) < size / 5
    with Index(index.path) as again:
        assert (list(again.entries("acme")), again.versions("acme"), [again.extraction(s, "r") for s in snapshots]) == before
        assert [again.changelog("acme", one(n).sha256, one(n + 1).sha256, "e") for n in range(COUNT - 1)] == held
        assert again.faults(archive) == []


def test_a_changelog_stands_once(index: Index) -> None:
    index.pack("acme", fill(index))
    named = [row[0] for row in sql(index, "select changelog from history where changelog is not null order by position")]
    assert named == [
        row[0] for row in sql(index, "select c.changelog from history h join changelogs c on c.new_sha256 = h.sha256 order by h.position")
    ]
    assert len(set(named)) == COUNT - 1
    assert {len(bytes(one)) for one in named} == {7}, "a kind, a block and the place in it"  # type: ignore[arg-type]


def test_packing_twice_changes_nothing(index: Index) -> None:
    snapshots = fill(index)
    index.pack("acme", snapshots)
    before = [sql(index, f"select * from {t}") for t, _ in _LONG]
    index.pack("acme", snapshots)
    assert [sql(index, f"select * from {t}") for t, _ in _LONG] == before


@pytest.mark.parametrize("order", [[0, 1, 0, 1, 2, 0], [0, 0, 0], [3, 2, 1, 0, 3, 2, 1, 0]], ids=str)
def test_a_page_that_goes_back_makes_no_circle(index: Index, order: list[int]) -> None:
    fill(index, order=order[:2])
    index.pack("acme", [one(n).snapshot_sha256 for n in order[:2]])
    snapshots = fill(index, order=order)
    index.pack("acme", snapshots)
    with Index(index.path) as again:
        assert list(again.entries("acme")) == history(order)


def test_histories_grow_after_packing(index: Index) -> None:
    index.pack("acme", fill(index, order=range(4)))
    snapshots = fill(index)
    assert list(index.entries("acme")) == history()
    index.pack("acme", snapshots)
    assert list(index.entries("acme")) == history()
    index.vacuum()
    assert list(index.entries("acme")) == history()


def test_a_changelog_that_is_made_again_does_not_change_what_a_version_says(index: Index) -> None:
    index.pack("acme", fill(index))
    old, new = one(2).sha256, one(3).sha256
    index.store_changelog("acme", old, new, "e", long_changelog(77))
    assert index.changelog("acme", old, new, "e") == long_changelog(77)
    assert list(index.entries("acme")) == history()
    index.pack("acme", [one(n).snapshot_sha256 for n in range(COUNT)])
    assert list(index.entries("acme")) == history()


def test_what_earlier_engines_said_is_dropped(index: Index) -> None:
    snapshots = fill(index)
    index.pack("acme", snapshots)
    for n in range(COUNT - 1):
        # The first half says the same again; then the versions' rows stay as they are, and must not be left without a changelog.
        index.store_changelog("acme", one(n).sha256, one(n + 1).sha256, "f", long_changelog(n + 1 if n < 4 else 50 + n))
    index.pack("acme", snapshots)
    assert sql(index, "select distinct engine from changelogs") == [("f",)]
    with Index(index.path) as again:
        assert list(again.entries("acme")) == history()
    same = "select 1 from history h join changelogs c using (changelog)"
    assert len(sql(index, same)) == 4, "those which the engine repeated"
    index.vacuum()
    assert list(index.entries("acme")) == history()


def test_texts_that_others_are_packed_against_stay(index: Index) -> None:
    index.pack("acme", fill(index))
    kept = history()[5:]
    index.replace_history("acme", kept, [])
    index.forget("sorrel", [one(n).snapshot_sha256 for n in range(4)])
    with Index(index.path) as again:
        assert list(again.entries("acme")) == kept
    index.forget("acme", [one(n).snapshot_sha256 for n in range(COUNT)])
    assert sql(index, "select count(*) from texts") == [(0,)], "and go with the last of them"


def test_two_policies_share_texts(index: Index) -> None:
    snapshots = fill(index)
    fill(index, "sorrel", range(3, 6))
    index.pack("acme", snapshots)
    index.pack("sorrel", snapshots[3:6])
    index.forget("acme", snapshots)
    assert list(index.entries("sorrel")) == history(range(3, 6), "sorrel")


def test_a_history_that_was_derived_beside_is_adopted(index: Index, tmp_path: Path) -> None:
    index.pack("acme", fill(index))
    with Index(tmp_path / "beside.sqlite") as beside:
        fill(beside, order=[1, 5, 2])
        index.adopt("acme", beside)
    assert list(index.entries("acme")) == history([1, 5, 2])
    index.pack("acme", [one(n).snapshot_sha256 for n in (1, 5, 2)])
    assert list(index.entries("acme")) == history([1, 5, 2])


def test_an_altered_text_is_named(index: Index, archive: SnapshotArchive) -> None:
    index.pack("acme", fill(index))
    digest = one(0).sha256
    held = bytearray(bytes(sql(index, "select text from texts where sha256 = ?", stored(digest))[0][0]))  # type: ignore[arg-type]
    held[-8] ^= 1
    sql(index, "update texts set text = ? where sha256 = ?", bytes(held), stored(digest))
    with Index(index.path) as again:
        assert any(digest[:16] in fault for fault in again.faults(archive))
        with pytest.raises(StoreError, match="rederive"):
            list(again.entries("acme"))


def test_a_lost_changelog_is_damage_and_not_silence(index: Index) -> None:
    index.pack("acme", fill(index))
    sql(index, "delete from value_blocks")
    with pytest.raises(StoreError, match="damaged entry"):
        list(index.entries("acme"))


def test_packing_an_index_that_is_missing_creates_nothing(index: Index) -> None:
    index.pack("acme", ["a"])
    index.vacuum()
    assert not index.path.exists()


def held_blocks(index: Index, table: str, column: str) -> list[int | None]:
    return [block_of(bytes(value)) for (value,) in sql(index, f"select {column} from {table}")]  # type: ignore[arg-type]


def test_values_of_a_kind_share_a_block_that_is_packed_against_their_texts(index: Index) -> None:
    snapshots = fill(index)
    index.pack("acme", snapshots)
    (changelogs,), (readings,) = set(held_blocks(index, "changelogs", "changelog")), set(held_blocks(index, "readings", "reading"))
    assert changelogs != readings
    bodies = dict(sql(index, "select id, body from value_blocks"))
    assert bases_of(bytes(bodies[changelogs])) == [one(0).sha256, one(COUNT - 1).sha256]  # type: ignore[arg-type]
    assert len(bases_of(bytes(bodies[readings]))) == 2  # type: ignore[arg-type]


def test_a_block_that_was_written_again_goes_when_the_packing_is_done(index: Index) -> None:
    index.pack("acme", fill(index, order=range(4)))
    index.vacuum()
    assert len(sql(index, "select 1 from value_blocks")) == 2
    index.pack("acme", fill(index))
    assert len(sql(index, "select 1 from value_blocks")) == 4, "readers may have read a row that names an old one"
    index.vacuum()
    assert sql(index, "select count from value_blocks order by count") == [(COUNT - 1,), (COUNT,)]
    assert list(index.entries("acme")) == history()


def test_a_number_is_never_given_to_another_block(index: Index) -> None:
    snapshots = fill(index)
    index.pack("acme", snapshots)
    (most,) = sql(index, "select max(id) from value_blocks")[0]
    index.forget("acme", snapshots)
    assert sql(index, "select count(*) from value_blocks") == [(0,)]
    index.pack("acme", fill(index))
    assert int(str(sql(index, "select min(id) from value_blocks")[0][0])) > int(str(most))


def test_texts_stay_as_long_as_a_block_is_packed_against_them(index: Index) -> None:
    snapshots = fill(index)
    index.pack("acme", snapshots)
    index.replace_history("acme", history()[5:], [])
    fill(index, "other", range(2))
    index.vacuum()
    assert index.changelog("acme", one(2).sha256, one(3).sha256, "e") == long_changelog(3)
    index.forget("acme", snapshots)
    assert [shown(row[0]) for row in sql(index, "select sha256 from texts")] == sorted([one(0).sha256, one(1).sha256])  # type: ignore[arg-type]


def test_values_that_were_packed_one_by_one_are_read_and_join_a_block(index: Index) -> None:
    snapshots = fill(index)
    packed = pack(dumps(long_changelog(3)), [(one(2).sha256, text(2)), (one(3).sha256, text(3))])
    sql(index, "update changelogs set changelog = ? where old_sha256 = ?", packed, stored(one(2).sha256))
    sql(index, "update history set changelog = ? where position = 3", packed)
    assert index.changelog("acme", one(2).sha256, one(3).sha256, "e") == long_changelog(3)
    assert list(index.entries("acme")) == history()
    index.pack("acme", snapshots)
    assert None not in held_blocks(index, "changelogs", "changelog")
    assert list(index.entries("acme")) == history()


def test_packed_rows_are_adopted_from_another_index(index: Index, tmp_path: Path) -> None:
    with Index(tmp_path / "beside.sqlite") as beside:
        beside.pack("acme", fill(beside))
        index.adopt("acme", beside)
    (tmp_path / "beside.sqlite").unlink()
    assert list(index.entries("acme")) == history()
    assert index.changelog("acme", one(2).sha256, one(3).sha256, "e") == long_changelog(3)


def test_an_entry_is_read_while_another_process_packs(index: Index) -> None:
    index.pack("acme", fill(index, order=range(4)))
    snapshots = fill(index)
    read, moved = index._stored_block, list[int]()

    def meanwhile(number: int) -> bytes | None:
        if not moved:
            moved.append(number)
            with Index(index.path) as other:
                other.pack("acme", snapshots)
                other.vacuum()
        return read(number)

    index._texts._block = meanwhile
    assert index.entries("acme")[2] == history()[2]
    assert moved
