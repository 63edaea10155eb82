"""A long history in little memory: entries are loaded when they are looked at, and only the last few are held."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import overload

from monitor.model import HistoryEntry

_HELD = 16


class LazyEntries(Sequence[HistoryEntry]):
    """A sequence of history entries, oldest first; slicing gives another one and loads nothing."""

    def __init__(self, load: Callable[[int], HistoryEntry], positions: Sequence[int]) -> None:
        self._load, self._positions = load, positions
        self._held: OrderedDict[int, HistoryEntry] = OrderedDict()

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
            return LazyEntries(self._load, self._positions[index])
        return self._entry(self._positions[index])

    def _entry(self, position: int) -> HistoryEntry:
        entry = self._held.get(position)
        if entry is None:
            entry = self._held[position] = self._load(position)
            if len(self._held) > _HELD:
                self._held.popitem(last=False)
        self._held.move_to_end(position)
        return entry
