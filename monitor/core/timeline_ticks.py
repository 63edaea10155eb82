"""Finds the numbers that tick: short lines whose digits change from capture to capture while all else stays."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.core.timeline_noise import AMOUNTS, Essence, is_short

_DIGITS = re.compile(r"\d[\d.,:]*")
TICKS = 4
"""Changes of one line, each within TICK_PERIOD of the one before, from which its numbers are a counter, not a term of a contract."""
TICK_PERIOD = timedelta(days=7)
PERCENTAGES = 3


@dataclass(slots=True)
class _Position:
    """One short line's numbers over time."""

    last: str | None = None
    changed_at: datetime | None = None
    ticks: int = 0

    def see(self, line: str, at: datetime) -> None:
        """Count a change that follows soon on the one before."""
        if self.last is not None and line != self.last:
            soon = self.changed_at is not None and at - self.changed_at <= TICK_PERIOD
            self.ticks = self.ticks + 1 if soon or self.changed_at is None else max(self.ticks, 1) if self.ticks >= TICKS else 1
            self.changed_at = at
        self.last = line


@dataclass(frozen=True, slots=True)
class Ticks:
    """The lines that tick, per skeleton (the text with the digits of its short lines taken out)."""

    lines: dict[str, frozenset[int]] = field(default_factory=dict)
    amounts: bool = False
    """Some table of amounts ticks: then every table of percentages does, also where the menu around it is another."""

    def key(self, essence: Essence) -> str:
        """The essence's key with the ticking numbers left out."""
        if not self.lines:
            return essence.key
        ticking = self.lines.get(_skeleton(essence), frozenset())
        lines = (_masked(line) if place in ticking or self._ticks(line) else line for place, line in enumerate(essence.lines))
        return hashlib.sha256(" ".join(lines).encode()).hexdigest()

    def _ticks(self, line: str) -> bool:
        return self.amounts and line.startswith(AMOUNTS) and line.count("%") >= PERCENTAGES


def find_ticks(seen: Iterable[tuple[datetime, Essence]]) -> Ticks:
    """The ticking lines among essences given in the order of their captures."""
    groups: dict[str, list[tuple[datetime, Essence]]] = defaultdict(list)
    last: Essence | None = None
    for at, one in seen:
        if one is not last:
            groups[_skeleton(one)].append((at, one))
        last = one
    found = {skeleton: _ticking(group) for skeleton, group in groups.items() if len(group) > TICKS}
    amounts = any(groups[skeleton][0][1].lines[place].startswith(AMOUNTS) for skeleton, places in found.items() for place in places)
    return Ticks({skeleton: places for skeleton, places in found.items() if places}, amounts)


def _ticking(group: Sequence[tuple[datetime, Essence]]) -> frozenset[int]:
    positions: dict[int, _Position] = defaultdict(_Position)
    for at, one in group:
        for place, line in enumerate(one.lines):
            if _masked(line) != line:
                positions[place].see(line, at)
    return frozenset(place for place, position in positions.items() if position.ticks >= TICKS)


def _skeleton(essence: Essence) -> str:
    lines = (_masked(line) for line in essence.lines)
    return hashlib.sha256(" ".join(lines).encode()).hexdigest()


def _masked(line: str) -> str:
    """A short line with its digits taken out, a table of amounts without the amounts; a sentence as it is."""
    if line.startswith(AMOUNTS):
        return AMOUNTS
    return _DIGITS.sub("0", line) if is_short(line) else line
