"""The overview: every policy with its latest change, its history at a glance and how its checks go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor.model import History, Policy
from monitor.render import phrases
from monitor.render.html import render
from monitor.render.policy_page import failing
from monitor.render.sparkline import Sparkline, sparkline
from monitor.render.view import Row

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
