"""When a schedule is due next: cron expressions on the wall clock, and intervals; without APScheduler, which `status` need not load."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from monitor.config.cron import interval, normal_cron

INSTANT = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)
_LIMITS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# 29 February on a certain weekday comes after forty years at the latest (2072, 2112); what does not come by then never does: 30 February.
_FARTHEST = 41 * 366 * _DAY


class Cron(NamedTuple):
    """The values of each field of a cron expression; a day must be in all three of `days`, `months` and `weekdays`."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    """0 is Monday, as for `date.weekday`."""

    def next(self, wall: datetime) -> datetime | None:
        """The first time at or after that one, both without a time zone; None when there is none."""
        # Only whole minutes count: 06:00:00.1 is past six.
        start = wall.replace(second=0, microsecond=0)
        start += _MINUTE if start < wall else timedelta()
        day, last = start.date(), date.max - _FARTHEST
        for _ in range(_FARTHEST.days if day < last else 0):
            if day.month in self.months and day.day in self.days and day.weekday() in self.weekdays:
                found = self._on(day, start.time() if day == start.date() else time.min)
                if found is not None:
                    return found
            day += _DAY
        return None

    def _on(self, day: date, after: time) -> datetime | None:
        for hour in self.hours:
            for minute in self.minutes if hour >= after.hour else ():
                if (moment := time(hour, minute)) >= after:
                    return datetime.combine(day, moment)
        return None


@lru_cache(maxsize=256)  # thousands of policies share a few schedules
def cron_of(expression: str) -> Cron:
    """A cron expression of five fields, or a macro such as @daily, with weekdays as crontab(5) counts them.

    Raises:
        ValueError: it is none.
    """
    fields = normal_cron(expression).split()
    return Cron(*(_values(field, *limits) for field, limits in zip(fields, _LIMITS, strict=True)))


def _values(field: str, low: int, high: int) -> tuple[int, ...]:
    found: set[int] = set()
    for part in field.split(","):
        ends, _, step = part.partition("/")
        first, _, last = ends.partition("-")
        # "5/15" continues to the end of the hour; "5" alone does not.
        until = _number(last) if last else high if step or first == "*" else _number(first)
        found.update(range(low if first == "*" else _number(first), until + 1, int(step or 1)))
    return tuple(sorted(found))


def _number(word: str) -> int:
    return _DAYS.index(word) if word in _DAYS else int(word)


def next_moment(expression: str, zone: tzinfo | None, now: datetime) -> datetime | None:
    """The first moment at or after `now` at which a schedule is due, in UTC; None for a day that never comes.

    Only the wall clock counts: a moment in the hour that comes twice in autumn is due once, in the first of the two, and a moment in the
    hour that is skipped in spring is due right after it.

    Args:
        expression: as in the configuration: "every 6h", or cron.
        zone: the time zone of a cron expression; None for this machine's. Intervals need none.
        now: with a time zone.
    """
    after, span = now.astimezone(UTC), interval(expression)
    if span is not None:
        # Counted from a fixed moment. Rounded up: floor division of the negative distance.
        return _EPOCH - (_EPOCH - after) // span * span
    cron = cron_of(expression)
    # Two hours back, since clocks are set back by up to two (Antarctica/Troll): an earlier wall time may be a later moment.
    wall = after.astimezone(zone).replace(tzinfo=None, fold=0) - timedelta(hours=2)
    while (found := cron.next(wall)) is not None:
        moment = (found if zone is None else found.replace(tzinfo=zone)).astimezone(UTC)
        if moment >= after:
            return moment
        wall = found + INSTANT
    return None
