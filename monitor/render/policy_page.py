"""A policy's page, with its timeline and versions, and the page of the text in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from monitor.model import History, Policy, Version
from monitor.render.html import render
from monitor.render.interface import Blame
from monitor.render.redline import Line, plain_lines
from monitor.render.timeline_svg import timeline
from monitor.render.view import Row


def policy_page(history: History, rows: tuple[Row, ...]) -> str:
    """The page's HTML; it says nothing of the moment it was made at."""
    newest_first = tuple(reversed(rows))
    years = [(year, list(found)) for year, found in groupby(newest_first, key=lambda r: r.captured_at.astimezone(UTC).year)]
    rejected = sorted(history.rejected, key=lambda r: r.captured_at, reverse=True)
    weighty = sum(row.severity in ("critical", "material") for row in rows)
    return render(
        "policy.html.j2", policy=history.policy, rows=rows, years=years, rejected=rejected, weighty=weighty,
        picture=timeline(rows, history.rejected), failure=failing(history),
    )  # fmt: skip


def failing(history: History) -> str | None:
    """Why the last check failed, or None when it did not."""
    if history.last_failure is None or (history.last_success is not None and history.last_success >= history.last_failure):
        return None
    return history.failure or "The last check failed."


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that one version brought."""

    since: datetime | None
    row: Row | None
    lines: tuple[Line, ...]


def text_in_force(policy: Policy, version: Version, rows: tuple[Row, ...], blame: Sequence[Blame]) -> str:
    """The newest text for reading, each stretch beside the version that brought it (as far as `blame` says)."""
    by_moment = {row.captured_at: row for row in rows}
    cut = _cut(version.document.text, blame)
    stretches = [Stretch(since, by_moment.get(since) if since else None, tuple(plain_lines(text))) for since, text in cut]
    said = [_statement(version.document.text, one) for one in sorted(blame, key=lambda b: b.span) if one.introduced is not None]
    shown = [s for s in stretches if s.lines]
    return render("current.html.j2", policy=policy, row=rows[-1], stretches=shown, statements=said, pages=by_moment, blamed=bool(blame))


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of the text in force, with the versions that made it what it is."""

    text: str
    heading: bool
    introduced: datetime
    reworded: datetime | None
    moved: datetime | None


def _statement(text: str, one: Blame) -> Statement:
    assert one.introduced is not None  # noqa: S101 - the caller has looked
    reworded = one.since if one.since != one.introduced else None
    said = " ".join(text[slice(*one.span)].split())
    return Statement(said.lstrip("# "), said.startswith("#"), one.introduced, reworded, one.moved)


def _cut(text: str, blame: Sequence[Blame]) -> list[tuple[datetime | None, str]]:
    """The text line by line, neighbouring lines of one version together; a line of several versions goes by its newest words."""
    begun: list[tuple[datetime | None, int]] = []
    spans = sorted(blame, key=lambda b: b.span)
    start, first = 0, 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        while first < len(spans) and spans[first].span[1] <= start:
            first += 1
        touching = _touching(spans, first, start, end)
        since = max((b.since for b in touching), default=None) if line.strip() or not begun else begun[-1][0]
        if not begun or begun[-1][0] != since:
            begun.append((since, start))
        start = end
    ends = [place for _, place in begun[1:]] + [len(text)]
    return [(since, text[place:end]) for (since, place), end in zip(begun, ends, strict=True)]


def _touching(spans: Sequence[Blame], first: int, start: int, end: int) -> list[Blame]:
    found = []
    for place in range(first, len(spans)):
        if spans[place].span[0] >= end:
            break
        if spans[place].span[1] > start:
            found.append(spans[place])
    return found
