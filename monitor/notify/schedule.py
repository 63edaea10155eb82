"""When an alert may go out, and whether somebody asked for it: pure functions of given times."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum

from monitor.model import Alert
from monitor.notify.wording import told


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
    zone: tzinfo = UTC

    def release(self, queued_at: datetime) -> datetime:
        """The earliest moment (UTC) at which an alert queued then may go out."""
        return after_quiet(self._gathered(queued_at), self.quiet, self.zone)

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
        return (moment if moment > local else moment + step).astimezone(UTC)


AT_ONCE = Timetable()


def after_quiet(moment: datetime, quiet: tuple[time, time] | None, zone: tzinfo) -> datetime:
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
