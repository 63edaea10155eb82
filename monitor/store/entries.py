"""Long histories in little memory: entries are loaded when they are looked at, and only the last few, of all histories, are held."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from threading import Lock
from typing import overload

from monitor.model import HistoryEntry

_HELD = 16


class Held:
    """The entries that were looked at last, whichever history they belong to; any thread may ask."""

    def __init__(self) -> None:
        self._entries: OrderedDict[tuple[int, int], HistoryEntry] = OrderedDict()
        self._numbers, self._lock = count(), Lock()

    def number(self) -> int:
        """Tells a history from all others."""
        return next(self._numbers)

    def get(self, number: int, position: int, load: Callable[[int], HistoryEntry]) -> HistoryEntry:
        """An entry of a history, loaded unless it is held."""
        key = number, position
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
                return self._entries[key]
        entry = load(position)
        with self._lock:
            self._entries[key] = entry
            if len(self._entries) > _HELD:
                self._entries.popitem(last=False)
        return entry


class LazyEntries(Sequence[HistoryEntry]):
    """A sequence of history entries, oldest first; slicing gives another one and loads nothing."""

    def __init__(self, load: Callable[[int], HistoryEntry], positions: Sequence[int], held: Held, number: int | None = None) -> None:
        self._load, self._positions, self._held = load, positions, held
        self._number = held.number() if number is None else number

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
            return LazyEntries(self._load, self._positions[index], self._held, self._number)
        return self._entry(self._positions[index])

    def _entry(self, position: int) -> HistoryEntry:
        return self._held.get(self._number, position, self._load)
