"""When a policy that could not be checked is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

FIRST = timedelta(minutes=15)
CEILING = timedelta(hours=24)


def next_try(now: datetime, failures_in_row: int, retry_after: float | None = None) -> datetime:
    """A quarter of an hour after the first failure, then twice as long each time, a day at most; later when the server asks for it.

    Args:
        now: when it failed.
        failures_in_row: how often in a row, this time included (1: the first failure).
        retry_after: seconds that the server asked us to wait, or None.
    """
    wait = min(FIRST * (1 << min(failures_in_row - 1, 10)), CEILING)
    return now + max(wait, timedelta(seconds=min(retry_after or 0, 7 * 86_400)))
