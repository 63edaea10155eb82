"""The changelog page of two versions: what matters first, then the rest, then the whole document as a redline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby

from monitor.model import Changelog, History, HistoryEntry, Policy, Severity, Version
from monitor.present import phrases
from monitor.render.cards import cards
from monitor.render.html import render
from monitor.render.redline import Line, plain_lines, redline
from monitor.render.rows import Row
from monitor.render.timeline_svg import Sparkline, sparkline, timeline


def changelog_page(
    policy: Policy, before: Version, entry: HistoryEntry, old: Row, new: Row, *, following: str | None, fingerprint: str
) -> str:
    """The page's HTML.

    Args:
        policy: whose versions they are.
        before: the old version.
        entry: the new version with its changelog against the old one.
        old: the old version's row.
        new: the new version's row.
        following: the next changelog page, or None.
        fingerprint: of all that the page is made of; kept in the page.
    """
    changelog = entry.changelog or Changelog(())
    shown = cards(changelog, old, new)
    lesser = [s for s in phrases.SEVERITIES if s.rank < Severity.MATERIAL.rank]
    folded = [(s.value, found) for s in lesser if (found := [c for c in shown if c.change.severity is s])]
    chunks = redline(changelog, before.document.text, entry.version.document.text)
    placed = {change for chunk in chunks for line in chunk for side, change in line.starts if side == "at"}
    return render(
        "changelog.html.j2", policy=policy, old=old, new=new, following=following, fingerprint=fingerprint, changelog=changelog,
        headline=new.says, counts=phrases.counted(changelog.counts), weighty=[c for c in shown if c.change.material], folded=folded,
        chunks=chunks, placed=placed, by_id={c.change.id: c for c in shown},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Blame:
    """A stretch of the newest version's text and the version that brought it."""

    span: tuple[int, int]
    """Characters of the newest version's text, half open; stretches that nobody claims are shown without a date."""
    since: datetime
    """`captured_at` of the first version that shows the stretch in these words (UTC)."""
    introduced: datetime | None = None
    """That of the first version that shows it in whatever words; None when that is not known."""
    moved: datetime | None = None
    """That of the version that last moved it to another place."""


_STALE = timedelta(days=3)
"""A live policy that was not checked for longer is told so."""
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Summary:
    """One policy on the overview."""

    policy: Policy
    latest: Row | None
    weighty: Row | None
    """The last change that was critical or material, when the latest one is not."""
    versions: int
    rejected: int
    spark: Sparkline | None
    checked: datetime | None
    failing: str | None
    failed_at: datetime | None
    stale: str | None


def summary(history: History, rows: tuple[Row, ...], now: datetime) -> Summary:
    """What the overview shows of one policy."""
    latest = rows[-1] if rows else None
    weighty = next((r for r in reversed(rows) if r.severity in ("critical", "material")), None)
    return Summary(
        policy=history.policy, latest=latest, weighty=weighty if weighty is not latest else None, versions=len(rows),
        rejected=len(history.rejected), spark=sparkline(rows), checked=history.last_success, failing=failing(history),
        failed_at=history.last_failure, stale=_stale(history, now),
    )  # fmt: skip


def _stale(history: History, now: datetime) -> str | None:
    if not history.policy.live or history.last_success is None or now - history.last_success < _STALE:
        return None
    return f"not checked for {phrases.plural((now - history.last_success).days, 'day')}"


def overview_page(summaries: Sequence[Summary]) -> str:
    """The page's HTML; policies by the date of their latest change, newest first."""
    ordered = sorted(summaries, key=lambda s: (s.latest.captured_at if s.latest else _NEVER, s.policy.id), reverse=True)
    tally = {
        "all": len(ordered), "critical": sum(_latest(s) == "critical" for s in ordered),
        "material": sum(_latest(s) in ("critical", "material") for s in ordered),
        "failing": sum(bool(s.failing or s.stale) for s in ordered),
    }  # fmt: skip
    return render("overview.html.j2", summaries=ordered, tally=tally)


def _latest(shown: Summary) -> str:
    return shown.latest.severity if shown.latest and shown.latest.page else "none"


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
class TextStretch:
    """Lines that one version brought."""

    since: datetime | None
    row: Row | None
    lines: tuple[Line, ...]


def text_in_force(policy: Policy, version: Version, rows: tuple[Row, ...], blame: Sequence[Blame]) -> str:
    """The newest text for reading, each stretch beside the version that brought it (as far as `blame` says)."""
    by_moment = {row.captured_at: row for row in rows}
    cut = _cut(version.document.text, blame)
    stretches = [TextStretch(since, by_moment.get(since) if since else None, tuple(plain_lines(text))) for since, text in cut]
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
