"""The geometry of the two pictures of a history: a policy's timeline, and the sparkline on the overview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import ceil, sqrt

from monitor.model import Rejection, Severity
from monitor.present import phrases
from monitor.render.rows import VersionRow, events, switches

# --- the timeline ----------------------------------------------------------------------------------------------------

BASE, TOP = 168, 30
"""y of the base line and of the highest mark, in CSS pixels."""
# Height of the smallest change's stem, so that its mark does not touch the base line.
_SHORTEST = 26
# Of the stem of a switch between known texts.
_SWITCH = 10
# Per cent of the picture's width: as x is relative, the picture fits any screen while its letters keep their size.
_LEFT, _WIDTH = 2.5, 95.0
# The newest; a site behind a bot wall collects thousands, one per check.
_REJECTED_SHOWN = 300
# Marks that are all drawn. Of more, one in each column is, the columns being so many per cent wide.
_MOST_MARKS, _COLUMN = 150, 0.75
# A history as short as this has months on its axis: on one of years, its marks would pile up.
_SHORT = timedelta(days=500)
# Per cent of a wide picture.
_PIXEL = 0.1


@dataclass(frozen=True, slots=True)
class VersionMark:
    """The mark of a version on the timeline, in pixels."""

    x: float
    y: float
    row: VersionRow
    shape: str
    """critical | material | minor | cosmetic | none | first | switch: decides colour and shape."""
    others: int = 0
    """Versions beside it that the picture has no room for; none of them weighs more."""


@dataclass(frozen=True, slots=True)
class TimelineTick:
    """A year on the axis, or a rejected snapshot."""

    x: float
    label: str
    strong: bool = False
    """For years: shown on a narrow screen too."""


@dataclass(frozen=True, slots=True)
class TimelineChart:
    """Everything that the picture shows; x in per cent, y in pixels."""

    marks: tuple[VersionMark, ...]
    seen: tuple[tuple[float, float], ...]
    """From the first to the last capture of each text; the change happened somewhere between two of them."""
    years: tuple[TimelineTick, ...]
    rejected: tuple[TimelineTick, ...]
    base: int = BASE
    height: int = BASE + 44


def timeline(rows: Sequence[VersionRow], rejected: Sequence[Rejection] = ()) -> TimelineChart | None:
    """The picture of a history, None if there is nothing to show. Whole years or months, so it does not change from day to day."""
    moments = [m for r in rows for m in (r.captured_at, r.last_seen)] + [r.captured_at for r in rejected]
    if not moments:
        return None
    earliest, latest = min(moments).astimezone(UTC), max(moments).astimezone(UTC)
    short = latest - earliest < _SHORT
    first, last = (_month(earliest), _month(latest) + 1) if short else (12 * earliest.year, 12 * (latest.year + 1))
    begin, span = _start(first), _start(last) - _start(first)

    def x(moment: datetime) -> float:
        return round(_LEFT + _WIDTH * ((moment - begin) / span), 3)

    # "or 1": a history of nothing but moves has no size at all.
    largest = max((r.size for r in events(rows)), default=0) or 1
    switched = switches(rows)
    return TimelineChart(
        marks=_marks([_version_mark(r, x(r.captured_at), largest, switched=place in switched) for place, r in enumerate(rows)]),
        seen=_seen([(x(r.captured_at), x(r.last_seen)) for r in rows]),
        years=_months(first, last, x) if short else _years(first // 12, last // 12, x),
        rejected=tuple(
            TimelineTick(x(r.captured_at), r.verdict.reason or r.verdict.standing.value) for r in list(rejected)[-_REJECTED_SHOWN:]
        ),
    )


def _version_mark(row: VersionRow, x: float, largest: int, *, switched: bool) -> VersionMark:
    # A page that alternates would be a fence of tall marks, each with the same difference.
    if switched:
        return VersionMark(x, BASE - _SWITCH, row, "switch")
    return VersionMark(x, _mark_y(row, largest), row, row.severity if row.page else "first")


def _marks(marks: Sequence[VersionMark]) -> tuple[VersionMark, ...]:
    """The marks; of many, one for each narrow column: the first version, or the most serious change, of several the largest."""
    if len(marks) <= _MOST_MARKS:
        return tuple(marks)
    columns: dict[int, list[VersionMark]] = {}
    for mark in marks:
        columns.setdefault(int(mark.x / _COLUMN), []).append(mark)
    return tuple(replace(max(near, key=_weight), others=len(near) - 1) for near in columns.values())


def _weight(mark: VersionMark) -> tuple[bool, bool, int, int]:
    return mark.shape == "first", mark.shape != "switch", Severity(mark.row.severity).rank, mark.row.size


def _seen(stretches: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """The stretches; of many, those with less than a pixel between them as one."""
    if len(stretches) <= _MOST_MARKS:
        return tuple(stretches)
    joined: list[tuple[float, float]] = []
    for begin, end in stretches:
        if joined and begin - joined[-1][1] < _PIXEL:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((begin, end))
    return tuple(joined)


def _mark_y(row: VersionRow, largest: int) -> float:
    """Height goes by the square root of the size, so that a one-line change beside a rewrite is still visible."""
    if not row.page:
        return BASE - 12
    return round(BASE - _SHORTEST - (BASE - TOP - _SHORTEST) * sqrt(row.size / largest), 1)


def _years(first: int, last: int, x: Callable[[datetime], float]) -> tuple[TimelineTick, ...]:
    """At most fourteen years have labels, at most five of them on a narrow screen; each is placed at its first of January."""
    # 14 labels of four digits fit 760 pixels, 5 fit 320.
    step, strong = ceil((last - first) / 13), ceil((last - first) / 4)
    strong = ceil(strong / step) * step
    years = range(first, last + 1, step)
    return tuple(TimelineTick(x(datetime(year, 1, 1, tzinfo=UTC)), str(year), (year - first) % strong == 0) for year in years)


def _month(moment: datetime) -> int:
    return 12 * moment.year + moment.month - 1


def _start(month: int) -> datetime:
    return datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC)


def _months(first: int, last: int, x: Callable[[datetime], float]) -> tuple[TimelineTick, ...]:
    """At most eight months have labels ("Mar 2026"), at most four of them on a narrow screen."""
    step = ceil((last - first) / 7)
    strong = ceil(ceil((last - first) / 3) / step) * step
    months = range(first, last + 1, step)
    return tuple(TimelineTick(x(_start(m)), f"{phrases.MONTHS[m % 12][:3]} {m // 12}", (m - first) % strong == 0) for m in months)


# --- the sparkline ---------------------------------------------------------------------------------------------------

WIDTH, HEIGHT = 240, 36
"""CSS pixels."""
# Changes that fall into the same column are drawn as the most serious of them.
_COLUMNS = 120


@dataclass(frozen=True, slots=True)
class SparklineBar:
    """A change, or the most serious of a few that are close together."""

    x: float
    height: float
    severity: str


@dataclass(frozen=True, slots=True)
class Sparkline:
    """The bars, and the sentence that says the same to a screen reader."""

    bars: tuple[SparklineBar, ...]
    says: str
    begins: int
    ends: int
    width: int = WIDTH
    height: int = HEIGHT


def sparkline(rows: Sequence[VersionRow]) -> Sparkline | None:
    """The picture of a history's changes, height by severity; None for an empty history."""
    if not rows:
        return None
    first, last = rows[0].captured_at.astimezone(UTC).year, rows[-1].last_seen.astimezone(UTC).year + 1
    begin, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last, 1, 1, tzinfo=UTC)
    columns: dict[int, int] = {}
    for changed in events(rows)[1:]:
        column = int((changed.captured_at - begin) / (end - begin) * _COLUMNS)
        columns[column] = max(columns.get(column, 0), Severity(changed.severity).rank)
    names = {s.rank: s.value for s in Severity}
    bars = tuple(
        SparklineBar(round((column + 0.5) * WIDTH / _COLUMNS, 1), 4 + rank * (HEIGHT - 8) / 4, names[rank])
        for column, rank in sorted(columns.items())
    )
    return Sparkline(bars, _describe(rows), first, last - 1)


def _describe(rows: Sequence[VersionRow]) -> str:
    """149 changes since 1 March 2012, including 3 critical and 20 material."""
    told = events(rows)
    numbers = {s: sum(r.severity == s for r in told[1:]) for s in ("critical", "material")}
    first, *others = [f"{number} {severity}" for severity, number in numbers.items() if number] or [""]
    says = f"{phrases.plural(len(told) - 1, 'change')} since {phrases.day(rows[0].captured_at)}"
    return f"{says}, including {phrases.joined([first, *others])}" if first else says
