"""Takes the weight from changes that are nothing but a ticker's next numbers: they stay in the changelog, as cosmetic ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from monitor.core.timeline_noise import Essence, essence
from monitor.core.timeline_ticks import Ticks
from monitor.model import Change, Changelog, Direction, Document, Reason, Severity, Side

Compare = Callable[[Document, Document], Changelog]
_TORN_LINK = re.compile(r"\]\([^()\n]*\)\[?|^\[|\[$", re.MULTILINE)
"""What is left of a link's markup in a statement cut out of a widget of links."""


def quietly(compare: Compare, remembered: Callable[[str], Essence], ticks: Ticks) -> Compare:
    """A comparison in which tickers make no noise; `remembered` takes a text's noise away, `ticks` were found in the page's history."""

    def compared(old: Document, new: Document) -> Changelog:
        changelog, before, after = compare(old, new), remembered(old.text), remembered(new.text)
        if not (ticks.amounts or before.ticker or after.ticker):
            return changelog
        changes = tuple(_quiet(one) if _ticks(one.old, before) and _ticks(one.new, after) else one for one in changelog.changes)
        return replace(changelog, changes=tuple(sorted(changes, key=lambda one: -one.severity.rank)))

    return compared


def _ticks(side: Side | None, whole: Essence) -> bool:
    """True when every line of a side stands in a table of amounts."""
    if side is None:
        return True
    lines = essence(_TORN_LINK.sub("", side.text)).lines
    return all(line in whole.amounts or all(part in whole.amounts for part in line.split()[1:]) for line in lines)


def _quiet(change: Change) -> Change:
    shown = (change.new or change.old or Side("", (), (0, 0))).text
    reason = Reason("ticker", "Numbers of a ticker on the page, which change from capture to capture; no part of the policy.", shown[:80])
    return replace(change, severity=Severity.COSMETIC, direction=Direction.NEUTRAL, reasons=(reason,))
