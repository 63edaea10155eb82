"""When the daemon checks: the triggers of APScheduler for cron expressions and intervals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from apscheduler.triggers.base import BaseTrigger

from monitor.config.cron import interval
from monitor.service.moments import INSTANT, cron_of, next_moment


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


class _Moments(BaseTrigger):  # type: ignore[misc]
    """Fires when a schedule is due."""

    def __init__(self, expression: str, zone: tzinfo | None, jitter: int | None) -> None:
        self._expression, self._zone, self._jitter = expression, zone, jitter or None

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        """The first moment at or after `now`, and after the previous one."""
        after = now.astimezone(UTC)
        if previous_fire_time is not None:
            after = max(after, previous_fire_time.astimezone(UTC) + INSTANT)
        moment = next_moment(self._expression, self._zone, after)
        result: datetime | None = None if moment is None else self._apply_jitter(moment, self._jitter, now)
        return result


class Every(_Moments):
    """An interval counted from a fixed moment, so that its checks fall on the same moments however often the daemon is restarted.

    Args:
        span: between two firings.
        jitter: the most seconds by which a check is delayed at random.
    """

    def __init__(self, span: timedelta, jitter: int | None = None) -> None:
        super().__init__(f"every {span // timedelta(minutes=1)}m", None, jitter)


class LocalCron(_Moments):
    """A cron expression read on the wall clock, with weekdays as crontab(5) counts them (APScheduler's 0 is Monday).

    APScheduler's own trigger gets stuck in the hour that comes twice in autumn (3.11: adding to a time forgets which of the two it was in).

    Args:
        expression: five fields, or a macro such as @daily.
        zone: the time zone; None for this machine's.
        jitter: the most seconds by which a check is delayed at random, so that not every installation asks on the hour.
    """

    def __init__(self, expression: str, zone: tzinfo | None = None, jitter: int | None = None) -> None:
        cron_of(expression)  # an invalid one is an error now, not when it is asked for a moment
        super().__init__(expression, zone, jitter)
