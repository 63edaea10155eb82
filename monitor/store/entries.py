"""Long histories in little memory: entries are loaded on access, and only the most recently used ones are cached."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from threading import Lock
from typing import overload

from monitor.model import HistoryEntry

# Entries of all histories together. One may hold two texts of 100 kB, and pages access entries in sequence, two at a time.
_CACHE_SIZE = 16
_MOST_WEIGHT = 4_000_000
"""About as many characters are kept; one entry of a page that is all changes may have as much, and is kept alone."""
# An entry's changes and passages are objects: one takes as much memory as so many characters.
_CHANGE, _PASSAGE = 2_000, 300


class EntryCache:
    """The most recently used entries of all histories. Thread-safe."""

    def __init__(self) -> None:
        self._entries: OrderedDict[tuple[int, int], HistoryEntry] = OrderedDict()
        self._numbers, self._lock = count(), Lock()

    def number(self) -> int:
        """A number that identifies a history in this cache."""
        return next(self._numbers)

    def get(self, number: int, position: int, load: Callable[[int], HistoryEntry]) -> HistoryEntry:
        """An entry of a history, loaded unless it is cached."""
        key = number, position
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
                return self._entries[key]
        # Outside the lock: loading takes the database's lock, and two threads that load the same entry do no harm.
        entry = load(position)
        with self._lock:
            self._entries[key] = entry
            while len(self._entries) > 1 and (len(self._entries) > _CACHE_SIZE or sum(map(_weight, self._entries.values())) > _MOST_WEIGHT):
                self._entries.popitem(last=False)
        return entry

    def clear(self) -> None:
        """Drop all of them."""
        with self._lock:
            self._entries.clear()


def _weight(entry: HistoryEntry) -> int:
    changelog = entry.changelog
    changed = 0 if changelog is None else _CHANGE * len(changelog.changes) + _PASSAGE * len(changelog.passages)
    return len(entry.version.document.text) + changed


class LazyEntries(Sequence[HistoryEntry]):
    """A sequence of history entries, oldest first. Slicing returns another such sequence and loads nothing."""

    def __init__(self, load: Callable[[int], HistoryEntry], positions: Sequence[int], cache: EntryCache, number: int | None = None) -> None:
        self._load, self._positions, self._cache = load, positions, cache
        self._number = cache.number() if number is None else number

    def __len__(self) -> int:
        return len(self._positions)

    def __iter__(self) -> Iterator[HistoryEntry]:
        return (self._entry(position) for position in self._positions)

    @overload
    def __getitem__(self, index: int) -> HistoryEntry: ...
    @overload
    def __getitem__(self, index: slice) -> LazyEntries: ...
    def __getitem__(self, index: int | slice) -> HistoryEntry | LazyEntries:
        if isinstance(index, slice):
            return LazyEntries(self._load, self._positions[index], self._cache, self._number)
        return self._entry(self._positions[index])

    def _entry(self, position: int) -> HistoryEntry:
        return self._cache.get(self._number, position, self._load)
