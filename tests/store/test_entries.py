"""Histories load their entries on access, and keep few of them, and fewer of large ones."""

from __future__ import annotations

from dataclasses import replace

from monitor.core.meaning.uncompared import uncompared
from monitor.model import Document, HistoryEntry
from monitor.store.entries import EntryCache, LazyEntries

from .examples import version


class Loading:
    """Loads entries with texts of this many characters, and counts."""

    def __init__(self, size: int) -> None:
        self.size, self.loaded = size, list[int]()

    def __call__(self, position: int) -> HistoryEntry:
        self.loaded.append(position)
        return HistoryEntry(replace(version(), document=Document("x" * self.size)), None, False)


def test_an_entry_is_loaded_once_while_it_is_kept() -> None:
    loading = Loading(100)
    entries = LazyEntries(loading, range(5), EntryCache())
    assert [len(entry.version.document.text) for entry in (*entries, *entries[1:3], entries[-1])] == [100] * 8
    assert loading.loaded == [0, 1, 2, 3, 4]


def test_sixteen_entries_are_kept() -> None:
    loading = Loading(100)
    entries = LazyEntries(loading, range(17), EntryCache())
    list(entries)
    _ = entries[16], entries[1], entries[0]
    assert loading.loaded == [*range(17), 0]


def test_of_large_entries_fewer_are_kept() -> None:
    loading = Loading(1_500_000)
    entries = LazyEntries(loading, range(4), EntryCache())
    list(entries)
    _ = entries[3], entries[2]
    assert loading.loaded == [0, 1, 2, 3]
    _ = entries[1]
    assert loading.loaded == [0, 1, 2, 3, 1]


def test_what_was_dropped_is_loaded_again() -> None:
    loading, cache = Loading(100), EntryCache()
    entries = LazyEntries(loading, range(2), cache)
    list(entries)
    cache.clear()
    assert len(entries[1].version.document.text) == 100
    assert loading.loaded == [0, 1, 1]


def test_one_that_is_too_large_is_kept_alone() -> None:
    loading = Loading(9_000_000)
    entries = LazyEntries(loading, range(2), EntryCache())
    _ = entries[0], entries[0], entries[1], entries[0]
    assert loading.loaded == [0, 1, 0]


def test_changes_count_as_well() -> None:
    many = uncompared(Document("a\n"), Document("b\n"), "Too long.")
    many = replace(many, changes=many.changes * 3000)
    loaded: list[int] = []

    def load(position: int) -> HistoryEntry:
        loaded.append(position)
        return HistoryEntry(version(), many, False)

    entries = LazyEntries(load, range(2), EntryCache())
    _ = entries[0], entries[1], entries[0]
    assert loaded == [0, 1, 0]
