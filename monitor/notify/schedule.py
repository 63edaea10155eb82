"""Who gets an alert, and when it may be sent: pure functions of given times."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum

from monitor.model import Alert, Notice, Severity

QUIET = "the end of the quiet hours"


class Digest(StrEnum):
    """How often alerts are collected into one message; off sends each by itself."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Wait:
    """Why a message is not sent yet."""

    reason: str
    """For people: "the daily digest", "the end of the quiet hours"."""
    until: datetime
    """When it is sent by the next run, in UTC."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """When messages are sent."""

    digest: Digest = Digest.OFF
    at: time = time(8, 0)
    """Local time of the digest."""
    weekday: int = 0
    """Day of the weekly digest; 0 is Monday."""
    quiet: tuple[time, time] | None = None
    """Start and end of the local hours without messages; (22:00, 07:00) spans midnight."""
    zone: tzinfo | None = UTC
    """Time zone of these times; None for this machine's, with daylight saving."""

    def gathers(self, alert: Alert | Notice) -> bool:
        """True if it waits for a digest; critical alerts never do, nor do notices about the monitoring itself."""
        return self.digest is not Digest.OFF and isinstance(alert, Alert) and alert.changelog.severity is not Severity.CRITICAL

    def wait(self, alert: Alert | Notice, queued_at: datetime, now: datetime) -> Wait | None:
        """What a queued message waits for; None when it may be sent now."""
        gathered = self.gathers(alert)
        until = self.release(queued_at, gathered=gathered)
        if until > now:
            return Wait(f"the {self.digest.value} digest" if gathered else QUIET, until)
        return None if self.open(now) else Wait(QUIET, after_quiet(now, self.quiet, self.zone))

    def release(self, queued_at: datetime, *, gathered: bool = True) -> datetime:
        """The earliest time (UTC) at which an alert queued then may be sent, in a digest or (if not `gathered`) by itself."""
        return after_quiet(self._gathered(queued_at) if gathered else queued_at, self.quiet, self.zone)

    def open(self, now: datetime) -> bool:
        """False during quiet hours."""
        return after_quiet(now, self.quiet, self.zone) <= now

    def _gathered(self, queued_at: datetime) -> datetime:
        if self.digest is Digest.OFF:
            return queued_at
        # In local time, so that the digest comes at eight in summer and in winter.
        local = queued_at.astimezone(self.zone)
        moment = datetime.combine(local.date(), self.at, self.zone)
        if self.digest is Digest.WEEKLY:
            moment += timedelta(days=(self.weekday - local.weekday()) % 7)
        step = timedelta(days=7 if self.digest is Digest.WEEKLY else 1)
        # Queued at eight sharp: the next digest, for this one may be on its way.
        return (moment if moment.astimezone(UTC) > queued_at else moment + step).astimezone(UTC)


AT_ONCE = Timetable()


@dataclass(frozen=True, slots=True)
class Route:
    """Who gets alerts about one policy, about which topics, and when."""

    channels: tuple[str, ...]
    """Names."""
    topics: frozenset[str] = frozenset()
    """An alert is sent if one of its changes has one of these topics; empty means every topic."""
    timetable: Timetable = AT_ONCE


def after_quiet(moment: datetime, quiet: tuple[time, time] | None, zone: tzinfo | None) -> datetime:
    """The given time, or the end (UTC) of the quiet hours that it falls into.

    >>> after_quiet(datetime(2026, 3, 1, 23, 30, tzinfo=UTC), (time(22), time(7)), UTC).isoformat()
    '2026-03-02T07:00:00+00:00'
    """
    if quiet is None:
        return moment
    start, end = quiet
    local = moment.astimezone(zone)
    hour = local.time()
    spans_midnight = start > end  # 22:00 to 07:00
    inside = (hour >= start or hour < end) if spans_midnight else start <= hour < end
    if not inside:
        return moment
    day = local.date() + timedelta(days=1 if spans_midnight and hour >= start else 0)
    return datetime.combine(day, end, zone).astimezone(UTC)


def concerns(alert: Alert, topics: Collection[str]) -> bool:
    """True if one of the alert's changes has one of the topics, or was not judged and may have any; no topics means every topic."""
    if not topics:
        return True
    from monitor.notify.presenter import alerted_changes

    return any(not change.judged or any(topic in topics for topic in change.topics) for change in alerted_changes(alert))
