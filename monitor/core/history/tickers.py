"""Finds numbers that change from capture to capture without being terms of the policy, and lowers the severity of what they change.

Two things around a policy move all the time: counters and market tickers, and the menus and lists of links of the page. The first
are found here in a policy's captures (`find_tickers`), so that they make no versions. `ignoring_page_noise` recognises both in the changes
between two versions.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.core.arrange.order import in_order
from monitor.core.history.noise import AMOUNTS, NormalizedText, is_short, normalize_text
from monitor.core.text.markdown_links import strip_halves
from monitor.core.text.shingles import outside_links
from monitor.core.text.tokens import words_or_characters
from monitor.model import Change, Changelog, Direction, Document, Reason, Severity, Side

Compare = Callable[[Document, Document], Changelog]

MIN_TICKS, MAX_TICK_INTERVAL = 4, timedelta(days=7)
"""How often a line's numbers must change, each time within so long of the change before, to be a counter ("1,037 readers now"). The price
of a membership changes too, but once a year."""
# Percentages in a table of amounts that make it a market table.
_TABLE_PERCENTAGES = 3
_NUMBER = re.compile(r"\d[\d.,:]*")

_HEADING = re.compile(r"^#{1,6}\s|\n[=-]{3,}\s*$", re.MULTILINE)
# The longest label of a menu ("Back to menu", "Sign in").
_LABEL_WORDS = 4
_TICKER_REASON = "Only the numbers of a ticker or counter on the page changed; they are not part of the policy."
_MENU_REASON = "Only a menu or a list of links changed; the linked pages are separate documents."


# --- in a policy's captures -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _NumberHistory:
    """The numbers of one short line over time."""

    last: str | None = None
    changed_at: datetime | None = None
    ticks: int = 0

    def add(self, line: str, at: datetime) -> None:
        """Count a change that follows soon after the one before."""
        if self.last is not None and line != self.last:
            in_time = self.changed_at is None or at - self.changed_at <= MAX_TICK_INTERVAL
            if in_time:
                self.ticks += 1
            elif self.ticks < MIN_TICKS:  # once a counter, always a counter: archives have gaps of months
                self.ticks = 1
            self.changed_at = at
        self.last = line


@dataclass(frozen=True, slots=True)
class Tickers:
    """The ticking lines of a policy's captures."""

    lines: dict[str, frozenset[int]] = field(default_factory=dict)
    """Indexes of lines, by the digest of the text without the digits of its short lines: the layout they were found in."""
    amounts: bool = False
    """True if a table of amounts ticks. Then all tables of percentages are taken to, even where another menu surrounds them."""

    def key(self, text: NormalizedText) -> str:
        """As `NormalizedText.key`, with the ticking numbers left out."""
        if not self.lines:
            return text.key
        ticking = self.lines.get(_layout(text), frozenset())
        return _digest(_without_digits(line) if n in ticking or self._is_market(line) else line for n, line in enumerate(text.lines))

    def _is_market(self, line: str) -> bool:
        return self.amounts and line.startswith(AMOUNTS) and line.count("%") >= _TABLE_PERCENTAGES


@dataclass(frozen=True, slots=True)
class NumberLines:
    """What tells whether the numbers of a text tick."""

    layout: str
    """Digest of the text without the digits of its short lines."""
    lines: tuple[tuple[int, str], ...]
    """The lines with digits that may tick: their places, and digests; those of amounts begin with AMOUNTS."""


def number_lines(text: NormalizedText) -> NumberLines:
    """The lines of a text whose numbers may tick."""
    lines = [
        (place, f"{AMOUNTS if line.startswith(AMOUNTS) else ''}{_digest([line])[:16]}")
        for place, line in enumerate(text.lines)
        if _without_digits(line) != line
    ]
    return NumberLines(_layout(text), tuple(lines))


def find_tickers(captures: Iterable[tuple[datetime, NumberLines]]) -> Tickers:
    """Finds the lines whose numbers tick.

    Args:
        captures: when each capture was made and what it holds, oldest first. Captures that hold the same text should share one
            object; repeats are then skipped without a comparison.
    """
    by_layout: dict[str, list[tuple[datetime, NumberLines]]] = defaultdict(list)
    last: NumberLines | None = None
    for at, text in captures:
        if text is not last:
            by_layout[text.layout].append((at, text))
        last = text
    found = {layout: _ticking_lines(group) for layout, group in by_layout.items() if len(group) > MIN_TICKS}
    amounts = any(
        mark.startswith(AMOUNTS) for layout, places in found.items() for place, mark in by_layout[layout][0][1].lines if place in places
    )
    return Tickers({layout: places for layout, places in found.items() if places}, amounts)


def _ticking_lines(group: Sequence[tuple[datetime, NumberLines]]) -> frozenset[int]:
    histories: dict[int, _NumberHistory] = defaultdict(_NumberHistory)
    for at, text in group:
        for place, line in text.lines:
            histories[place].add(line, at)
    return frozenset(place for place, history in histories.items() if history.ticks >= MIN_TICKS)


def _layout(text: NormalizedText) -> str:
    return _digest(map(_without_digits, text.lines))


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256(" ".join(lines).encode()).hexdigest()


def _without_digits(line: str) -> str:
    """A short line with 0 for its numbers, a table of amounts without the amounts, a sentence as it is."""
    if line.startswith(AMOUNTS):
        return AMOUNTS
    return _NUMBER.sub("0", line) if is_short(line) else line


# --- in the changes between two versions ----------------------------------------------------------------------------


def ignoring_page_noise(compare: Compare, normalized: Callable[[str], NormalizedText], tickers: Tickers) -> Compare:
    """Wraps a comparison: changes of tickers become cosmetic, changes of menus and lists of links at most minor.

    On 261 labelled pairs of versions this removes five false alerts and no true one.

    Args:
        compare: the comparison to wrap.
        normalized: `normalize_text`, usually with a cache.
        tickers: what was found in the policy's captures.
    """

    def compare_quietly(old: Document, new: Document) -> Changelog:
        changelog, before, after = compare(old, new), normalized(old.text), normalized(new.text)
        has_ticker = tickers.amounts or before.ticker or after.ticker
        has_headings = bool(_HEADING.search(old.text) and _HEADING.search(new.text))

        def lowered(change: Change) -> Change:
            sides = [side for side in (change.old, change.new) if side is not None]
            if has_ticker and sides and _is_amounts(change.old, before) and _is_amounts(change.new, after):
                return _lowered(change, Severity.COSMETIC, "ticker", _TICKER_REASON)
            if change.material and change.judged and sides and all(_is_link_list(side, has_headings=has_headings) for side in sides):
                return _lowered(change, Severity.MINOR, "menu", _MENU_REASON)
            return change

        return replace(changelog, changes=in_order(map(lowered, changelog.changes)))

    return compare_quietly


def _is_amounts(side: Side | None, page: NormalizedText) -> bool:
    """True if every line of a side belongs to a table of amounts of its page."""
    if side is None:
        return True

    def is_amount(line: str) -> bool:
        # A stretch that is long enough is itself read as a table, all its lines in one.
        return line in page.amounts or (line.startswith(AMOUNTS) and all(part in page.amounts for part in line.split()[1:]))

    # A statement cut out of a widget full of links keeps half of one: "BTC](https://…)[ETH".
    return all(map(is_amount, normalize_text(strip_halves(side.text)).lines))


def _is_link_list(side: Side, *, has_headings: bool) -> bool:
    """True if a side consists of links alone, or of labels above the first heading of a document that has headings.

    Without headings a label may be a term: "- Biometric data" in a list that follows "We collect:".
    """
    lines = [line for line in side.text.split("\n") if words_or_characters(line)]
    linked = [line for line in lines if not outside_links(line)]
    labels = all(len(words_or_characters(line)) <= _LABEL_WORDS for line in lines if line not in linked)
    return labels and bool(linked or (has_headings and not side.section))


def _lowered(change: Change, severity: Severity, rule: str, says: str) -> Change:
    if change.severity.rank <= severity.rank:
        return change
    quoted = (change.new or change.old or Side("", (), (0, 0))).text[:80]
    return replace(change, severity=severity, direction=Direction.NEUTRAL, reasons=(Reason(rule, says, quoted),))
