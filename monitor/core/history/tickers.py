"""Finds the numbers that tick: short lines whose digits change from capture to capture while all else stays."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.core.history.noise import AMOUNTS, NormalizedText, is_short, normalized_text
from monitor.core.text.markdown_links import strip_halves
from monitor.core.text.shingles import outside_links
from monitor.core.text.tokens import words_or_characters
from monitor.model import Change, Changelog, Direction, Document, Reason, Severity, Side

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
class Tickers:
    """The lines that tick, per skeleton (the text with the digits of its short lines taken out)."""

    lines: dict[str, frozenset[int]] = field(default_factory=dict)
    amounts: bool = False
    """Some table of amounts ticks: then every table of percentages does, also where the menu around it is another."""

    def key(self, normalized_text: NormalizedText) -> str:
        """The essence's key with the ticking numbers left out."""
        if not self.lines:
            return normalized_text.key
        ticking = self.lines.get(_skeleton(normalized_text), frozenset())
        lines = (_masked(line) if place in ticking or self._ticks(line) else line for place, line in enumerate(normalized_text.lines))
        return hashlib.sha256(" ".join(lines).encode()).hexdigest()

    def _ticks(self, line: str) -> bool:
        return self.amounts and line.startswith(AMOUNTS) and line.count("%") >= PERCENTAGES


def find_ticks(seen: Iterable[tuple[datetime, NormalizedText]]) -> Tickers:
    """The ticking lines among essences given in the order of their captures."""
    groups: dict[str, list[tuple[datetime, NormalizedText]]] = defaultdict(list)
    last: NormalizedText | None = None
    for at, one in seen:
        if one is not last:
            groups[_skeleton(one)].append((at, one))
        last = one
    found = {skeleton: _ticking(group) for skeleton, group in groups.items() if len(group) > TICKS}
    amounts = any(groups[skeleton][0][1].lines[place].startswith(AMOUNTS) for skeleton, places in found.items() for place in places)
    return Tickers({skeleton: places for skeleton, places in found.items() if places}, amounts)


def _ticking(group: Sequence[tuple[datetime, NormalizedText]]) -> frozenset[int]:
    positions: dict[int, _Position] = defaultdict(_Position)
    for at, one in group:
        for place, line in enumerate(one.lines):
            if _masked(line) != line:
                positions[place].see(line, at)
    return frozenset(place for place, position in positions.items() if position.ticks >= TICKS)


def _skeleton(normalized_text: NormalizedText) -> str:
    lines = (_masked(line) for line in normalized_text.lines)
    return hashlib.sha256(" ".join(lines).encode()).hexdigest()


def _masked(line: str) -> str:
    """A short line with its digits taken out, a table of amounts without the amounts; a sentence as it is."""
    if line.startswith(AMOUNTS):
        return AMOUNTS
    return _DIGITS.sub("0", line) if is_short(line) else line


Compare = Callable[[Document, Document], Changelog]
_HEADING = re.compile(r"^#{1,6}\s|\n[=-]{3,}\s*$", re.MULTILINE)
_LABEL_WORDS = 4
_TICKER = "Numbers of a ticker on the page, which change from capture to capture; no part of the policy."
_MENU = "Entries of a menu or list of links alone; what they lead to is another document."


def quietly(compare: Compare, remembered: Callable[[str], NormalizedText], ticks: Tickers) -> Compare:
    """A comparison in which the page around the policy makes no noise.

    `remembered` takes a text's noise away, `ticks` were found in the page's history. On 261 labelled pairs this takes
    back five false alerts and no true one.
    """

    def compared(old: Document, new: Document) -> Changelog:
        changelog, before, after = compare(old, new), remembered(old.text), remembered(new.text)
        ticking = ticks.amounts or before.ticker or after.ticker
        menu = bool(_HEADING.search(old.text) and _HEADING.search(new.text))
        changes = [_weighed(one, ticking and _ticks(one.old, before) and _ticks(one.new, after), menu) for one in changelog.changes]
        return replace(changelog, changes=tuple(sorted(changes, key=lambda one: -one.severity.rank)))

    return compared


def _weighed(change: Change, ticks: bool, has_headings: bool) -> Change:
    sides = [side for side in (change.old, change.new) if side is not None]
    if ticks and sides:
        return _lowered(change, Severity.COSMETIC, Reason("ticker", _TICKER, _shown(change)))
    if change.material and sides and all(_is_menu(side, has_headings) for side in sides):
        return _lowered(change, Severity.MINOR, Reason("menu", _MENU, _shown(change)))
    return change


def _ticks(side: Side | None, whole: NormalizedText) -> bool:
    """True when every line of a side stands in a table of amounts."""
    if side is None:
        return True
    lines = normalized_text(strip_halves(side.text)).lines
    return all(line in whole.amounts or _all_ticking(line, whole) for line in lines)


def _all_ticking(line: str, whole: NormalizedText) -> bool:
    """True for a piece of a table of amounts long enough to be read as a table itself."""
    return line.startswith(AMOUNTS) and all(part in whole.amounts for part in line.split()[1:])


def _is_menu(side: Side, has_headings: bool) -> bool:
    """True when a side is made of links alone, or of labels before the first heading of a document that has headings."""
    lines = [line for line in side.text.split("\n") if words_or_characters(line)]
    linked = [line for line in lines if not outside_links(line)]
    labels = all(len(words_or_characters(line)) <= _LABEL_WORDS for line in lines if line not in linked)
    return labels and bool(linked or (has_headings and not side.section))


def _lowered(change: Change, severity: Severity, reason: Reason) -> Change:
    if change.severity.rank <= severity.rank:
        return change
    return replace(change, severity=severity, direction=Direction.NEUTRAL, reasons=(reason,))


def _shown(change: Change) -> str:
    return (change.new or change.old or Side("", (), (0, 0))).text[:80]
