"""The geometry of a policy's timeline: one mark a version, where it stands in time, how high, in which shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil, sqrt

from monitor.model import Rejection, Severity
from monitor.present import phrases
from monitor.render.rows import Row

BASE, TOP = 168, 30
"""y of the base line and of the highest mark, in CSS pixels."""
_SHORTEST = 26
_LEFT, _WIDTH = 2.5, 95.0
"""Per cent of the picture's width: x is relative, so the picture fits any screen while its letters keep their size."""
_REJECTED_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Mark:
    """A version."""

    x: float
    y: float
    row: Row
    shape: str
    """critical | material | minor | cosmetic | none | first: colour and shape go by it."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A year, or a snapshot that was kept out."""

    x: float
    label: str
    strong: bool = False
    """For years: shown on a narrow screen too."""


@dataclass(frozen=True, slots=True)
class TimelineChart:
    """Everything that the picture shows; x in per cent, y in pixels."""

    marks: tuple[Mark, ...]
    stood: tuple[tuple[float, float], ...]
    """From the first to the last capture of each text; between two of them lies the change."""
    years: tuple[Tick, ...]
    rejected: tuple[Tick, ...]
    base: int = BASE
    height: int = BASE + 44


def timeline(rows: Sequence[Row], rejected: Sequence[Rejection] = ()) -> TimelineChart | None:
    """The picture of a history; None when there is nothing to show. It spans whole years, so it does not change from day to day."""
    moments = [m for r in rows for m in (r.captured_at, r.last_seen)] + [r.captured_at for r in rejected]
    if not moments:
        return None
    first, last = min(moments).astimezone(UTC).year, max(moments).astimezone(UTC).year + 1
    begin, span = datetime(first, 1, 1, tzinfo=UTC), datetime(last, 1, 1, tzinfo=UTC) - datetime(first, 1, 1, tzinfo=UTC)

    def x(moment: datetime) -> float:
        return round(_LEFT + _WIDTH * ((moment - begin) / span), 3)

    largest = max((r.size for r in rows), default=0) or 1
    return TimelineChart(
        marks=tuple(Mark(x(r.captured_at), _height(r, largest), r, r.severity if r.page else "first") for r in rows),
        stood=tuple((x(r.captured_at), x(r.last_seen)) for r in rows),
        years=_years(first, last, x),
        rejected=tuple(Tick(x(r.captured_at), r.verdict.reason or r.verdict.standing.value) for r in list(rejected)[-_REJECTED_SHOWN:]),
    )


def _height(row: Row, largest: int) -> float:
    """The square root of the size, so that a one-line change beside a rewrite is still seen."""
    if not row.page:
        return BASE - 12
    return round(BASE - _SHORTEST - (BASE - TOP - _SHORTEST) * sqrt(row.size / largest), 1)


def _years(first: int, last: int, x: Callable[[datetime], float]) -> tuple[Tick, ...]:
    """At most fourteen years are labelled, and at most five of them on a narrow screen; each stands at its first of January."""
    step, strong = ceil((last - first) / 13), ceil((last - first) / 4)
    strong = ceil(strong / step) * step
    years = range(first, last + 1, step)
    return tuple(Tick(x(datetime(year, 1, 1, tzinfo=UTC)), str(year), (year - first) % strong == 0) for year in years)


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
