"""A policy's changes over time in the size of a word, for the overview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.model import Severity
from monitor.render import phrases
from monitor.render.view import Row

WIDTH, HEIGHT = 240, 36
_MOST = 120
"""As many columns at most: changes that fall into one show the most serious of them."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A change, or the most serious of a few that lie close together."""

    x: float
    height: float
    severity: str


@dataclass(frozen=True, slots=True)
class Sparkline:
    """What the picture shows and says."""

    bars: tuple[Bar, ...]
    says: str
    begins: int
    ends: int
    width: int = WIDTH
    height: int = HEIGHT


def sparkline(rows: Sequence[Row]) -> Sparkline | None:
    """The picture of a history's changes, height by severity; None for an empty history."""
    if not rows:
        return None
    first, last = rows[0].captured_at.astimezone(UTC).year, rows[-1].last_seen.astimezone(UTC).year + 1
    begin, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last, 1, 1, tzinfo=UTC)
    columns: dict[int, int] = {}
    for changed in rows[1:]:
        column = int((changed.captured_at - begin) / (end - begin) * _MOST)
        columns[column] = max(columns.get(column, 0), Severity(changed.severity).rank)
    names = {s.rank: s.value for s in Severity}
    bars = tuple(Bar(round((c + 0.5) * WIDTH / _MOST, 1), 4 + rank * (HEIGHT - 8) / 4, names[rank]) for c, rank in sorted(columns.items()))
    return Sparkline(bars, _says(rows), first, last - 1)


def _says(rows: Sequence[Row]) -> str:
    weighty = {s: sum(r.severity == s for r in rows[1:]) for s in ("critical", "material")}
    told = [f"{number} {severity}" for severity, number in weighty.items() if number]
    since = phrases.day(rows[0].captured_at)
    return f"{phrases.plural(len(rows) - 1, 'change')} since {since}" + (f", of which {phrases.listed(told)}" if told else "")
