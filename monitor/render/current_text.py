"""The page of the current text, each stretch beside the date of the version that introduced it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.model import Policy, Version
from monitor.render.html import render
from monitor.render.redline import Line, plain_lines
from monitor.render.rows import VersionRow


@dataclass(frozen=True, slots=True)
class StatementDates:
    """A stretch of the newest text and the versions (by their `captured_at`, in UTC) that made it what it is."""

    span: tuple[int, int]
    """Characters of the newest text, half open; text in no span is shown without a date."""
    since: datetime
    """The first version that shows the stretch in these words."""
    introduced: datetime | None = None
    """The first version that shows it in any words; None if unknown."""
    moved: datetime | None = None
    """The version that last moved it to another place."""


@dataclass(frozen=True, slots=True)
class DatedStretch:
    """Neighbouring lines that the same version introduced."""

    since: datetime | None
    row: VersionRow | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class StatementHistory:
    """One statement of the current text, as the table at the end of the page shows it."""

    text: str
    heading: bool
    introduced: datetime
    reworded: datetime | None
    moved: datetime | None


def current_text_page(policy: Policy, version: Version, rows: tuple[VersionRow, ...], dates: Sequence[StatementDates]) -> str:
    """The page's HTML.

    Args:
        policy: whose text it is.
        version: the newest version.
        rows: all versions of the policy, oldest first.
        dates: of the newest text's statements; empty if unknown, then the text is shown without dates.
    """
    by_moment = {row.captured_at: row for row in rows}
    stretches = [
        DatedStretch(since, by_moment.get(since) if since else None, tuple(plain_lines(text)))
        for since, text in cut_by_date(version.document.text, dates)
    ]
    return render(
        "current.html.j2", policy=policy, row=rows[-1], stretches=[s for s in stretches if s.lines],
        statements=list(_statements(version.document.text, dates)), pages=by_moment, dated=bool(dates),
    )  # fmt: skip


def _statements(text: str, dates: Sequence[StatementDates]) -> Iterator[StatementHistory]:
    for one in sorted(dates, key=lambda d: d.span):
        if one.introduced is not None:
            words = " ".join(text[slice(*one.span)].split())
            reworded = one.since if one.since != one.introduced else None
            # "## 6. Sharing" is a heading of the table too.
            yield StatementHistory(words.lstrip("# "), words.startswith("#"), one.introduced, reworded, one.moved)


def cut_by_date(text: str, dates: Sequence[StatementDates]) -> list[tuple[datetime | None, str]]:
    """The text cut at line ends into stretches of one date each; together they are the whole text.

    A line that several versions made counts as the newest one's. Runs in time linear in text and dates: policies of 200,000 lines exist.
    """
    begun: list[tuple[datetime | None, int]] = []
    spans = sorted(dates, key=lambda d: d.span)
    start, first = 0, 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        while first < len(spans) and spans[first].span[1] <= start:
            first += 1
        # Blank lines belong to no statement; they go with the line before, or every paragraph would be a stretch of its own.
        since = max((d.since for d in _touching(spans, first, start, end)), default=None) if line.strip() or not begun else begun[-1][0]
        if not begun or begun[-1][0] != since:
            begun.append((since, start))
        start = end
    ends = [*(place for _, place in begun), len(text)][1:]
    return [(since, text[place:end]) for (since, place), end in zip(begun, ends, strict=True)]


def _touching(spans: Sequence[StatementDates], first: int, start: int, end: int) -> Iterator[StatementDates]:
    for place in range(first, len(spans)):
        if spans[place].span[0] >= end:
            return
        if spans[place].span[1] > start:
            yield spans[place]
