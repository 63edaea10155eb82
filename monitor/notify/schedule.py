"""Who is told of an alert, and when it may go out: pure functions of given times."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum

from monitor.model import Alert, Severity
from monitor.notify.presenter import told


class Digest(StrEnum):
    """How alerts are gathered."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Timetable:
    """When messages go out."""

    digest: Digest = Digest.OFF
    at: time = time(8, 0)
    """Local hour of the digest."""
    weekday: int = 0
    """Day of the weekly digest; 0 is Monday."""
    quiet: tuple[time, time] | None = None
    """Local hours without messages, from and until; (22:00, 07:00) spans midnight."""
    zone: tzinfo | None = UTC
    """Of the local hours; None for that of this machine, with its summer time."""

    def gathers(self, alert: Alert) -> bool:
        """True when the alert waits for a digest; a critical one goes out by itself."""
        return self.digest is not Digest.OFF and alert.changelog.severity is not Severity.CRITICAL

    def release(self, queued_at: datetime, *, gathered: bool = True) -> datetime:
        """The earliest moment (UTC) at which an alert queued then may go out, with the digest or (not `gathered`) by itself."""
        return after_quiet(self._gathered(queued_at) if gathered else queued_at, self.quiet, self.zone)

    def open(self, now: datetime) -> bool:
        """False during the quiet hours."""
        return after_quiet(now, self.quiet, self.zone) <= now

    def _gathered(self, queued_at: datetime) -> datetime:
        if self.digest is Digest.OFF:
            return queued_at
        local = queued_at.astimezone(self.zone)
        moment = datetime.combine(local.date(), self.at, self.zone)
        if self.digest is Digest.WEEKLY:
            moment += timedelta(days=(self.weekday - local.weekday()) % 7)
        step = timedelta(days=7 if self.digest is Digest.WEEKLY else 1)
        return (moment if moment.astimezone(UTC) > queued_at else moment + step).astimezone(UTC)


AT_ONCE = Timetable()


@dataclass(frozen=True, slots=True)
class Route:
    """Who is told of one policy's changes, of which, and when."""

    channels: tuple[str, ...]
    """Names."""
    topics: frozenset[str] = frozenset()
    """Of which at least one told change must have one; none means every topic."""
    timetable: Timetable = AT_ONCE


def after_quiet(moment: datetime, quiet: tuple[time, time] | None, zone: tzinfo | None) -> datetime:
    """The moment itself, or the end (UTC) of the quiet hours that it falls into.

    >>> after_quiet(datetime(2026, 3, 1, 23, 30, tzinfo=UTC), (time(22), time(7)), UTC).isoformat()
    '2026-03-02T07:00:00+00:00'
    """
    if quiet is None:
        return moment
    start, end = quiet
    local = moment.astimezone(zone)
    hour = local.time()
    spans_midnight = start > end
    inside = (hour >= start or hour < end) if spans_midnight else start <= hour < end
    if not inside:
        return moment
    day = local.date() + timedelta(days=1 if spans_midnight and hour >= start else 0)
    return datetime.combine(day, end, zone).astimezone(UTC)


def concerns(alert: Alert, topics: Collection[str]) -> bool:
    """True when a change that the alert is about has one of the topics; no topics at all means every topic."""
    return not topics or any(topic in topics for change in told(alert) for topic in change.topics)
