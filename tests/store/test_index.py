"""The index gives back what was derived, in little memory, and can be thrown away."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.errors import StoreError
from monitor.model import Changelog, Document, ExtractionResult, HistoryEntry, PageFacts
from monitor.store.archive import SnapshotArchive
from monitor.store.digests import stored
from monitor.store.index import Index, Kept
from monitor.store.sentences import StoredSentence
from tests.sampling import examples

from .examples import NOON, changelog, document, entries, moment, reading, rejection, snapshot, version


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index(tmp_path / "snapshots" / "index.sqlite") as opened:
        yield opened


def sql(index: Index, statement: str, *values: object) -> list[tuple[object, ...]]:
    with sqlite3.connect(index._file.path) as db:
        return db.execute(statement, values).fetchall()


def test_reading_a_missing_index_creates_nothing(index: Index, tmp_path: Path, archive: SnapshotArchive) -> None:
    assert index.extraction("a", "r") is None
    assert index.changelog("acme", "a", "b", "e") is None
    assert index.versions("acme") == index.rejections("acme") == list(index.entries("acme")) == index.faults(archive) == []
    assert index.version_at("acme", NOON) is None
    assert list(tmp_path.iterdir()) == []


def test_an_extraction_survives_a_round_trip(index: Index) -> None:
    index.store_extraction("a", "r1", reading(1))
    index.store_extraction("a", "r2", ExtractionResult(None, PageFacts(), ("empty", "Nothing here.")))
    assert index.extraction("a", "r1") == reading(1)
    assert index.extraction("a", "r2") == ExtractionResult(None, PageFacts(), ("empty", "Nothing here."))
    assert index.extraction("a", "r3") is None
    index.store_extraction("a", "r1", reading(2))
    assert index.extraction("a", "r1") == reading(2)


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.from_type(PageFacts), st.text(st.characters(exclude_categories=["Cs"])), st.from_type(Changelog))
def test_any_extraction_and_changelog_survives_a_round_trip(index: Index, facts: PageFacts, text: str, found: Changelog) -> None:
    index.store_extraction("a", "r", ExtractionResult(Document(text), facts))
    index.store_changelog("acme", "a", "b", "e", found)
    assert index.extraction("a", "r") == ExtractionResult(Document(text), facts)
    assert index.changelog("acme", "a", "b", "e") == found


def test_a_text_is_stored_once(index: Index) -> None:
    for n in range(5):
        index.store_extraction(f"{n}", "r", reading(1))
    index.replace_history("acme", [HistoryEntry(version(1), None)], [])
    assert sql(index, "select count(*) from texts") == [(1,)]


def test_a_changelog_belongs_to_its_engine(index: Index) -> None:
    index.store_changelog("acme", "a", "b", "1", changelog())
    assert index.changelog("acme", "a", "b", "1") == changelog()
    assert index.changelog("acme", "a", "b", "2") is None
    assert index.changelog("acme", "b", "a", "1") is None


def test_a_history_is_stored_and_replaced(index: Index) -> None:
    index.replace_history("acme", entries(4), [rejection(7), rejection(8)])
    index.replace_history("other", entries(1), [])
    assert list(index.entries("acme")) == entries(4)
    assert index.versions("acme") == [entry.version for entry in entries(4)]
    assert index.rejections("acme") == [rejection(7), rejection(8)]
    index.replace_history("acme", [entries(4)[0], replace(entries(4)[2], alert=False)], [rejection(8)])
    assert list(index.entries("acme")) == [entries(4)[0], replace(entries(4)[2], alert=False)]
    assert index.rejections("acme") == [rejection(8)]
    assert len(index.entries("other")) == 1


def test_a_history_has_its_derivation_key(index: Index) -> None:
    assert index.derivation_key("acme") is None
    index.replace_history("acme", entries(2), [], derivation_key="one")
    assert index.derivation_key("acme") == "one"
    index.replace_history("acme", entries(2), [], derivation_key="two")
    assert (index.derivation_key("acme"), index.derivation_key("other")) == ("two", None)
    index.replace_history("acme", entries(2), [])
    assert index.derivation_key("acme") is None
    index.replace_history("acme", entries(2), [], derivation_key="three")
    index.forget("acme")
    assert index.derivation_key("acme") is None


def test_entries_are_a_sequence(index: Index) -> None:
    index.replace_history("acme", entries(40), [])
    lazy = index.entries("acme")
    assert len(lazy) == 40
    assert lazy[-1] == entries(40)[-1]
    assert list(lazy[10:20:3]) == entries(40)[10:20:3]
    assert [entry.version.captured_at for entry in reversed(lazy)] == [moment(n) for n in reversed(range(40))]
    assert lazy[3] is lazy[3]
    with pytest.raises(IndexError):
        lazy[40]


def test_an_entry_removed_in_the_meantime_is_reported(index: Index) -> None:
    index.replace_history("acme", entries(4), [])
    lazy = index.entries("acme")
    index.replace_history("acme", entries(2), [])
    with pytest.raises(StoreError, match=r"version 4 of acme is no longer in .*try again"):
        lazy[3]


def test_the_version_in_force_is_the_last_one_captured_by_then(index: Index) -> None:
    index.replace_history("acme", [HistoryEntry(version(n), None) for n in (0, 10, 20)], [])
    for day, expected in ((-1, None), (0, 0), (9, 0), (10, 10), (19, 10), (99, 20)):
        assert index.version_at("acme", moment(day)) == (None if expected is None else version(expected))
    assert index.version_at("acme", moment(10).replace(microsecond=1)) == version(10)


def test_equal_entries_are_not_written_again(index: Index) -> None:
    index.replace_history("acme", entries(20), [])
    before = sql(index, "select rowid from history")
    index.replace_history("acme", [*entries(20)[:-1], entries(21)[-1]], [])
    after = sql(index, "select rowid from history")
    assert len(set(after) - set(before)) == 1


def test_a_thousand_versions_take_little_memory(index: Index) -> None:
    long = "We keep your data. " * 3000
    texts = (Document(f"{n} {long}") for n in range(1000))
    with index._file.transaction():
        for start in range(10):
            held = [HistoryEntry(version(n, document=next(texts)), changelog()) for n in range(start * 100, start * 100 + 100)]
            index.replace_history("acme" if start == 0 else f"acme{start}", held, [])
    sql(index, "update history set position = position + 100 * cast(substr(policy, 5) as int), policy = 'acme' where policy <> 'acme'")
    tracemalloc.start()
    try:
        lazy = index.entries("acme")
        assert sum(len(entry.version.document.text) > len(long) for entry in lazy) == len(lazy) == 1000
        assert tracemalloc.get_traced_memory()[1] < 8_000_000  # all the texts are 57 MB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("returns", "alert", "open_"), [(True, False, True), (True, True, False), (False, False, False)])
def test_an_open_return_is_known_without_its_text(index: Index, returns: bool, alert: bool, open_: bool) -> None:
    assert index.has_unalerted_return("acme") is False
    newest = HistoryEntry(version(1, returns_to=moment(0) if returns else None), changelog(1), alert)
    index.replace_history("acme", [entries(1)[0], newest], [])
    assert index.has_unalerted_return("acme") is open_
    later = HistoryEntry(version(2), changelog(2), False)
    index.replace_history("acme", [entries(1)[0], newest, later], [])
    assert index.has_unalerted_return("acme") is False, "only the newest counts"


def test_the_last_versions_of_a_thousand_policies_are_not_held_at_once(index: Index) -> None:
    """As the overview looks at them: every history is at hand, and of each the newest entry was looked at."""
    long = "We keep your data for as long as we like. " * 1_000
    with index._file.transaction():
        for n in range(1000):
            index.replace_history(f"shop{n}", [HistoryEntry(version(0, document=Document(f"{n} {long}")), None)], [])
    tracemalloc.start()
    try:
        histories = [index.entries(f"shop{n}") for n in range(1000)]
        assert sum(len(history[-1].version.document.text) > len(long) for history in histories) == 1000
        assert tracemalloc.get_traced_memory()[0] < 8_000_000  # all the texts are 42 MB
        assert histories[0][-1:][0].version.document.text == f"0 {long}", "histories are not mistaken for one another"
    finally:
        tracemalloc.stop()


def test_forgetting_a_policy_leaves_the_others(index: Index) -> None:
    for policy in ("acme", "other"):
        index.replace_history(policy, entries(2), [rejection()])
        index.store_changelog(policy, "a", "b", "e", changelog())
        index.store_extraction(f"{policy} bytes", "r", reading(8))
    index.forget("acme", ["acme bytes"])
    assert list(index.entries("acme")) == index.rejections("acme") == []
    assert index.changelog("acme", "a", "b", "e") is index.extraction("acme bytes", "r") is None
    assert list(index.entries("other")) == entries(2)
    assert index.extraction("other bytes", "r") == reading(8)
    index.clear()
    assert list(index.entries("other")) == []
    assert index.extraction("other bytes", "r") is None
    assert [path for path in index._file.path.parent.iterdir() if path.name.startswith("index")] == []


def test_unused_texts_are_deleted(index: Index) -> None:
    index.replace_history("acme", entries(3), [])
    index.store_extraction("a", "r", reading(1))
    index.forget("acme")
    assert sql(index, "select text from texts") == [(document(1).text,)]


# --- against the archive -----------------------------------------------------------------------------------------------


@pytest.fixture
def derived(index: Index, archive: SnapshotArchive) -> Index:
    for n in range(4):
        archive.keep(snapshot(n), kept_at=NOON)
    index.replace_history("acme", entries(3), [rejection(3)])
    index.store_extraction(snapshot(0).sha256, "r", reading(0))
    assert index.faults(archive) == []
    return index


def test_a_snapshot_missing_from_the_archive_is_found(derived: Index, archive: SnapshotArchive) -> None:
    derived.replace_history("acme", entries(3), [rejection(9)])
    assert ["does not have" in fault for fault in derived.faults(archive)] == [True]


def test_an_altered_text_is_found(derived: Index, archive: SnapshotArchive) -> None:
    sql(derived, "update texts set text = text || '!' where sha256 = ?", stored(document(1).sha256))
    assert ["was altered" in fault for fault in derived.faults(archive)] == [True]


def test_a_missing_text_is_found(derived: Index, archive: SnapshotArchive) -> None:
    sql(derived, "delete from texts where sha256 = ?", stored(document(1).sha256))
    assert ["is missing" in fault for fault in derived.faults(archive)] == [True]


def test_an_index_that_is_not_a_database_is_found(derived: Index, archive: SnapshotArchive) -> None:
    derived.close()
    derived._file.path.write_bytes(b"no database" * 1000)
    assert ["delete it" in fault and "--rederive" in fault for fault in derived.faults(archive)] == [True]


def test_a_damaged_page_is_found(derived: Index, archive: SnapshotArchive) -> None:
    derived.replace_history("big", [HistoryEntry(version(n, document=Document(f"{n}" * 9000)), None) for n in range(9)], [])
    sql(derived, "pragma wal_checkpoint(truncate)")
    derived.close()
    content = bytearray(derived._file.path.read_bytes())
    for page in range(8192, len(content) - 4096, 4096):
        content[page : page + 64] = b"\xff" * 64
    derived._file.path.write_bytes(content)
    faults = derived.faults(archive)
    assert len(faults) == 1
    assert "--rederive" in faults[0]
    with pytest.raises(StoreError, match="--rederive"):
        derived.versions("big")


@pytest.mark.parametrize("held", ["{", '{"policy": 5}', '{"document": {"text": 5}}', "[]", "null"])
def test_a_damaged_entry_is_reported_with_the_remedy(derived: Index, held: str) -> None:
    sql(derived, "update history set version = ?", held)
    with pytest.raises(StoreError, match=r"damaged entry.*--rederive"):
        derived.versions("acme")


def test_a_deleted_index_is_created_again(derived: Index, archive: SnapshotArchive) -> None:
    derived._file.path.unlink()  # the -wal and -shm stay, and the connection is open
    assert derived.versions("acme") == []
    assert derived.faults(archive) == []
    derived.replace_history("acme", entries(2), [])
    assert len(derived.versions("acme")) == 2
    assert len(Index(derived._file.path).versions("acme")) == 2
    assert archive.verify() == []


# --- more than one at a time -----------------------------------------------------------------------------------------

READ_FOR_EVER = """
import sys
from pathlib import Path
from monitor.store.index import Index
index = Index(Path(sys.argv[1]))
print("ready", flush=True)
seen = set()
for _ in range(400):
    versions = index.versions("acme")
    assert [v.captured_at for v in versions] == sorted(v.captured_at for v in versions)
    assert {v.captures for v in versions} in ({1}, {2}), "half of one history and half of another"
    seen.add(len(versions))
print("done", *sorted(seen), flush=True)
"""


def test_readers_see_the_old_or_the_new_history_and_never_block(index: Index, child: Callable[..., subprocess.Popen[str]]) -> None:
    histories = [[replace(e, version=replace(e.version, captures=captures)) for e in entries(3 + captures)] for captures in (1, 2)]
    index.replace_history("acme", histories[0], [])
    readers = [child(READ_FOR_EVER, index._file.path) for _ in range(2)]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n", reader.communicate()
    turns = 0
    while any(reader.poll() is None for reader in readers):
        turns += 1
        index.replace_history("acme", histories[turns % 2], [])
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stderr is not None
        assert reader.stderr.read() == ""
        assert reader.stdout.read().startswith("done"), "communicate() would pass over what came together with the first line"
        reader.wait()
    assert turns > 1


def test_an_open_reader_does_not_block_the_writer(index: Index) -> None:
    index.replace_history("acme", entries(5), [])
    with sqlite3.connect(index._file.path) as reader:
        cursor = reader.execute("select position from history")
        assert cursor.fetchone()
        index.replace_history("acme", entries(7), [])
        assert len(cursor.fetchall()) == 4
        assert len(index.entries("acme")) == 7
    reader.close()


def test_threads_share_an_index(index: Index) -> None:
    faults: list[BaseException] = []

    def work(n: int) -> None:
        try:
            for turn in range(20):
                index.store_extraction(f"{n}-{turn}", "r", reading(n))
                assert index.extraction(f"{n}-{turn}", "r") == reading(n)
        except BaseException as error:
            faults.append(error)

    threads = [Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


# --- built beside and taken over -------------------------------------------------------------------------------------


@pytest.fixture
def beside(tmp_path: Path) -> Iterator[Index]:
    """Another index, with a longer history of acme."""
    with Index(tmp_path / "beside.sqlite") as other:
        other.replace_history("acme", entries(5), [rejection(7)], derivation_key="new")
        other.store_extraction(snapshot(4).sha256, "r", reading(4))
        other.store_changelog("acme", "a", "b", "engine", changelog(1))
        yield other


def test_a_history_is_taken_over_whole(derived: Index, beside: Index) -> None:
    derived.replace_history("other", entries(2), [])
    derived.adopt("acme", beside)
    assert list(derived.entries("acme")) == entries(5)
    assert derived.rejections("acme") == [rejection(7)]
    assert derived.derivation_key("acme") == "new"
    assert derived.changelog("acme", "a", "b", "engine") == changelog(1)
    assert derived.extraction(snapshot(4).sha256, "r") == reading(4)
    assert derived.extraction(snapshot(0).sha256, "r") == reading(0), "its bytes may be lost"
    assert list(derived.entries("other")) == entries(2), "others keep theirs"


def test_an_altered_text_does_not_survive_the_takeover(derived: Index, beside: Index) -> None:
    sql(derived, "update texts set text = text || '!'")
    derived.adopt("acme", beside)
    assert list(derived.entries("acme")) == entries(5)


def test_a_takeover_that_fails_changes_nothing(derived: Index, beside: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.store.index.delete_unused_texts", lambda db: db.execute("no statement"))
    with pytest.raises(StoreError):
        derived.adopt("acme", beside)
    assert list(derived.entries("acme")) == entries(3)


def test_an_index_becomes_another(derived: Index, beside: Index, tmp_path: Path) -> None:
    derived.become(beside)
    assert list(derived.entries("acme")) == entries(5)
    assert not (tmp_path / "beside.sqlite").exists()


@pytest.mark.parametrize("content", [b"", b"no database", bytes(5000)])
def test_a_damaged_index_is_replaced(index: Index, beside: Index, content: bytes) -> None:
    path = index._file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    index.become(beside)
    assert list(index.entries("acme")) == entries(5)


def test_an_index_that_becomes_an_empty_one_is_empty(derived: Index, tmp_path: Path) -> None:
    assert not derived.is_empty()
    with Index(tmp_path / "nothing.sqlite") as nothing:
        derived.become(nothing)
    assert derived.is_empty()


def test_a_reader_of_the_old_index_goes_on(derived: Index, beside: Index) -> None:
    with Index(derived._file.path) as reader:
        assert len(reader.entries("acme")) == 3
        derived.become(beside)
        assert len(reader.entries("acme")) == 5


def test_altered_caches_are_found(derived: Index, tmp_path: Path) -> None:
    digest = snapshot(0).sha256
    derived.store_changelog("acme", "a", "b", "engine", changelog(1))
    with Index(tmp_path / "again.sqlite") as again:
        again.store_extraction(digest, "r", reading(0))
        again.store_changelog("acme", "a", "b", "engine", changelog(1))
        assert list(derived.differing_caches(again, "acme", [digest])) == []
        derived.store_extraction(digest, "r", reading(1))
        derived.store_changelog("acme", "a", "b", "engine", changelog(2))
        one, two = derived.differing_caches(again, "acme", [digest])
        assert "the extraction of the snapshot" in one
        assert "the changelog between the texts" in two
        derived.store_changelog("acme", "c", "d", "engine", changelog(2))
        assert len(list(derived.differing_caches(again, "acme", []))) == 1, "what was not derived anew is not compared"


@pytest.mark.parametrize(("first", "last"), [(2, 3), (0, 5), (5, 0), (1, 2)])
def test_only_entries_that_are_not_kept_are_looked_at(index: Index, first: int, last: int) -> None:
    held, more = entries(5), entries(9)
    index.replace_history("acme", held, [])
    middle = more[5 : 5 + (5 - first - last) + 2]
    new = [*held[:first], *middle, *held[5 - last :]] if last else [*held[:first], *middle]
    looked_at: list[int] = []

    class Watched(list):  # type: ignore[type-arg]
        def __getitem__(self, place):  # type: ignore[no-untyped-def]
            looked_at.append(place)
            return super().__getitem__(place)

    index.replace_history("acme", Watched(new), [], kept=Kept(first, last, 5))
    assert list(index.entries("acme")) == new
    assert looked_at == list(range(first, len(new) - last))


def test_entries_may_go_from_the_middle(index: Index) -> None:
    held = entries(8)
    index.replace_history("acme", held, [])
    index.replace_history("acme", [*held[:2], *held[5:]], [], kept=Kept(2, 3, 8))
    assert list(index.entries("acme")) == [*held[:2], *held[5:]]


def test_nothing_is_kept_where_the_index_holds_another_number(index: Index) -> None:
    index.replace_history("acme", entries(3), [])
    index.replace_history("acme", entries(6), [], kept=Kept(5, 0, 5))
    assert list(index.entries("acme")) == entries(6)


class Lines:
    """Each line is a sentence, each word a term."""

    def sentences(self, text: str) -> list[StoredSentence]:
        return [StoredSentence(line, "", "") for line in text.split("\n") if line]

    def terms(self, sentence: str) -> list[str]:
        return re.findall(r"[a-z0-9]+", sentence.lower())


def test_a_history_is_searchable_as_soon_as_it_is_stored(index: Index) -> None:
    index.replace_history("acme", entries(3), (), cutter=Lines())
    assert [(one.policy, one.first, one.gone) for one in index.standings([("privacy", False)])] == [("acme", 0, None)]
    days = index.standings([("keep", False), ("days", False)])
    assert [(one.first, one.gone) for one in days] == [(0, 1), (1, 2), (2, None)]
    assert index.standings([("privacy", False), ("days", False)]) == []
    assert len(index.standings([("da", True)])) == 3
    assert (index.can_search(), index.unsearchable(), index.version_counts()) == (True, [], {"acme": 3})


def test_without_a_cutter_a_history_is_not_searchable_any_more(index: Index) -> None:
    index.replace_history("acme", entries(3), (), cutter=Lines())
    index.replace_history("acme", entries(2), ())
    assert (index.standings([("privacy", False)]), index.unsearchable()) == ([], ["acme"])
    index.make_searchable("acme", Lines())
    assert [(one.first, one.gone) for one in index.standings([("days", False)])] == [(0, 1), (1, None)]


def test_versions_by_policy_and_position(index: Index) -> None:
    index.replace_history("acme", entries(3), (), cutter=Lines())
    asked = [("acme", -1), ("acme", 0), ("acme", 2), ("acme", 3), ("other", 0)]
    found = index.spans_of_versions(asked)
    assert list(found) == [("acme", 0), ("acme", 2)]
    (first, last) = found.values()
    assert (first.name.captured_at, first.last_seen) == (entries(1)[0].version.captured_at, entries(1)[0].version.last_seen)
    assert last.name.sha256 == entries(3)[2].version.sha256
    assert index.spans_of_versions([]) == {}


def test_an_index_that_is_not_there_has_nothing_to_search(tmp_path: Path) -> None:
    nothing = Index(tmp_path / "none.sqlite")
    assert (nothing.can_search(), nothing.unsearchable(), nothing.standings([("a", False)])) == (True, [], [])
    assert (nothing.version_counts(), nothing.spans_of_versions([("a", 0)])) == ({}, {})
    assert not (tmp_path / "none.sqlite").exists()


def test_the_keys_of_all_policies_are_those_of_each(index: Index) -> None:
    for policy in ("acme", "beta"):
        index.replace_history(policy, [], [], derivation_key=f"key of {policy}")
    assert index.derivation_keys() == {policy: index.derivation_key(policy) for policy in ("acme", "beta")}
    assert index.derivation_key("gamma") is None
