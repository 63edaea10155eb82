"""When to check: cron expressions in local time that survive daylight-saving changes, and intervals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger

from monitor.config.cron import interval, normal_cron

_INSTANT = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=256)  # thousands of policies share a few schedules, and triggers have no state
def trigger_of(expression: str, zone: tzinfo | None = None, jitter: int | None = None) -> BaseTrigger:
    """The trigger of a schedule: "every 6h", or cron.

    Args:
        expression: as in the configuration.
        zone: the time zone of a cron expression; intervals need none.
        jitter: the most seconds by which a check is delayed at random, so that not every installation asks on the hour.
    """
    span = interval(expression)
    return LocalCron(expression, zone, jitter) if span is None else Every(span, jitter)


class Every(BaseTrigger):  # type: ignore[misc]
    """An interval counted from a fixed moment, so that its checks fall on the same moments however often the daemon is restarted.

    Args:
        span: between two firings.
        jitter: the most seconds by which a check is delayed at random.
    """

    def __init__(self, span: timedelta, jitter: int | None = None) -> None:
        self._span, self._jitter = span, jitter or None

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """The first moment at or after `now`, and after the previous one."""
        after = now.astimezone(UTC)
        if previous_fire_time is not None:
            after = max(after, previous_fire_time.astimezone(UTC) + _INSTANT)
        # Rounded up: floor division of the negative distance.
        moment = _EPOCH - (_EPOCH - after) // self._span * self._span
        result: datetime = self._apply_jitter(moment, self._jitter, now)
        return result


class LocalCron(BaseTrigger):  # type: ignore[misc]
    """A cron expression read on the wall clock, with weekdays as crontab(5) counts them (APScheduler's 0 is Monday).

    APScheduler's own trigger gets stuck in the hour that comes twice in autumn (3.11: adding to a time forgets which of the two it was in).
    Here only the wall clock counts: a moment in the repeated hour fires once, in the first of the two, and a moment in the hour that
    is skipped in spring fires right after it.

    Args:
        expression: five fields, or a macro such as @daily.
        zone: the time zone; None for this machine's.
        jitter: the most seconds by which a check is delayed at random, so that not every installation asks on the hour.
    """

    def __init__(self, expression: str, zone: tzinfo | None = None, jitter: int | None = None) -> None:
        self._zone, self._jitter = zone, jitter or None
        self._wall = CronTrigger.from_crontab(normal_cron(expression), timezone=UTC)

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        """The first moment at or after `now`, and after the previous one."""
        after = now.astimezone(UTC)
        if previous_fire_time is not None:
            after = max(after, previous_fire_time.astimezone(UTC) + _INSTANT)
        # Two hours back, since clocks are set back by up to two (Antarctica/Troll): an earlier wall time may be a later moment.
        wall = after.astimezone(self._zone).replace(tzinfo=UTC, fold=0) - timedelta(hours=2)
        while True:
            found: Any = self._wall.get_next_fire_time(None, wall)
            if found is None:
                return None
            moment = found.replace(tzinfo=None).astimezone(UTC) if self._zone is None else found.replace(tzinfo=self._zone).astimezone(UTC)
            if moment >= after:
                result: datetime = self._apply_jitter(moment, self._jitter, now)
                return result
            wall = found + _INSTANT
