"""The log of checks, which `monitor.store.state` keeps: every one of them, in one short row for each policy and week.

A check is an event that leaves nothing behind when nothing has changed, which is what it mostly finds. That it was made at all can be shown
only if it was noted. To the minute, a year of checks every six hours takes nine kilobytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_MINUTE = timedelta(minutes=1)
ADD = """
insert into check_log (week, policy, made) values (?, ?, ?)
on conflict (week, policy) do update set made = made || ' ' || excluded.made
"""
"""Adds one check; with what `row_of` returns."""


@dataclass(frozen=True, slots=True)
class LoggedCheck:
    """One check of a policy."""

    at: datetime
    """To the minute."""
    failure: str | None = None
    """Slug of the reason; None for a check that was answered."""


def monday(moment: datetime) -> datetime:
    """The beginning of a week: Monday, midnight UTC."""
    day = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())


def row_of(policy_id: str, at: datetime, failure: str | None = None) -> tuple[str, str, str]:
    """The values for `ADD`."""
    week = monday(at)
    minute = (at.astimezone(UTC) - week) // _MINUTE
    # A space separates checks.
    reason = "" if failure is None else f"!{'-'.join(failure.split()) or 'failed'}"
    return f"{week:%Y-%m-%d}", policy_id, f"{minute}{reason}"


def parse_rows(rows: Iterable[tuple[str, str]]) -> Iterator[LoggedCheck]:
    """The checks of one policy, from rows of (week, made).

    A document of several pages notes a check for each page: successes of one minute are one.

    Raises:
        ValueError: a row is damaged.
    """
    for week, made in rows:
        start = datetime.fromisoformat(week).replace(tzinfo=UTC)
        for one in dict.fromkeys(made.split()):
            minute, failed, reason = one.partition("!")
            yield LoggedCheck(start + int(minute) * _MINUTE, reason if failed else None)
