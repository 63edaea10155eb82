"""The page of the current text, each stretch beside the date of the version that introduced it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from markupsafe import Markup

from monitor.model import Policy, Version
from monitor.present import phrases
from monitor.present.spoken import spoken
from monitor.render.html import escaped, render, time
from monitor.render.redline import Line, plain_lines
from monitor.render.rows import VersionRow

_LONGEST_STATEMENT = 300


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
    lines: Markup
    """Their HTML."""


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
        DatedStretch(since, by_moment.get(since) if since else None, _lines_html(text))
        for since, text in cut_by_date(version.document.text, dates)
    ]
    statements = [one for one in sorted(dates, key=lambda d: d.span) if one.introduced is not None]
    return render(
        "current.html.j2", policy=policy, row=rows[-1], stretches=[s for s in stretches if s.lines], count=len(statements),
        statements=_statements_html(version.document.text, statements, by_moment, spoken(rows[-1].language)), dated=bool(dates),
    )  # fmt: skip


# --- lines and table rows, by the thousand --------------------------------------------------------------------------
# Not in the template: a macro call for each line and each cell took half the time of a policy's first rendering.


def _lines_html(text: str) -> Markup:
    return Markup("".join(map(_line_html, plain_lines(text))))  # noqa: S704 - every part is escaped


def _line_html(line: Line) -> str:
    words = "".join([escaped(phrases.without_link_targets(run.text)) for run in line.runs])
    if line.shape == "h":
        tag = f"h{min(line.level + 2, 6)}"
        return f'<{tag} class="ln">{words}</{tag}>\n'
    if line.shape == "li":
        return f'<p class="ln li l{line.level}"><span class="bu">{escaped(line.bullet)}</span> {words}</p>\n'
    return f'<p class="ln">{words}</p>\n'


def _statements_html(text: str, statements: Sequence[StatementDates], pages: Mapping[datetime, VersionRow], attributes: Markup) -> Markup:
    """The rows of the table: each statement with the versions that introduced, reworded and moved it."""

    @cache  # a policy has thousands of statements and a few versions
    def version(moment: datetime | None) -> str:
        if moment is None:
            return "never"
        row, shown = pages.get(moment), str(time(moment))
        return f'<a href="{escaped(row.page)}">{shown}</a>' if row and row.page else shown

    def row(one: StatementDates) -> str:
        words = " ".join(text[slice(*one.span)].split())
        shown = escaped(phrases.shorten(phrases.without_link_targets(words.lstrip("# ")), _LONGEST_STATEMENT))
        # "## 6. Sharing" is a heading of the table too.
        cell = f"<strong>{shown}</strong>" if words.startswith("#") else shown
        dates = (one.introduced, one.since if one.since != one.introduced else None, one.moved)
        return f"<tr><td {attributes}>{cell}</td>{''.join([f'<td>{version(date)}</td>' for date in dates])}</tr>\n"

    return Markup("".join(map(row, statements)))  # noqa: S704 - every part is escaped


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
