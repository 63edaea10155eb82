"""When a policy that could not be checked is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.errors import SourceError
from monitor.store.state import CheckState
from monitor.timestamps import utc_iso

FIRST = timedelta(minutes=15)
CEILING = timedelta(hours=24)
LONGEST = timedelta(days=7)
"""However long a server asks us to wait."""


def next_try(now: datetime, failures_in_row: int, retry_after: float | None = None) -> datetime:
    """A quarter of an hour after the first failure, then twice as long each time, a day at most; later when the server asks for it.

    Args:
        now: when it failed.
        failures_in_row: how often in a row, this time included (1: the first failure).
        retry_after: seconds that the server asked us to wait, or None.
    """
    wait = min(FIRST * (1 << min(failures_in_row - 1, 10)), CEILING)
    return now + max(wait, min(timedelta(seconds=retry_after or 0), LONGEST))


class Waiting(SourceError):
    """A policy that keeps failing and whose next try is not due yet.

    Attributes:
        until: when it is.
    """

    def __init__(self, check: CheckState, until: datetime) -> None:
        since = f"; failing since {utc_iso(check.failing_since)}" if check.failing_since else ""
        says = f"{check.says} (not tried now{since}; name the policy or give --force to try at once)"
        super().__init__(says, reason=check.reason)
        self.until = until


def waiting(check: CheckState, now: datetime) -> Waiting | None:
    """Why a policy is left alone for now; None when it may be tried.

    After a single failure it always may: that is how a hiccup, or a mended address, looks. A next try further away than any wait of ours
    was written by a clock that has been set back since, and binds nobody.
    """
    until = check.retry_at
    if until is None or check.failures_in_row < 2 or until <= now or until - now > LONGEST:
        return None
    return Waiting(check, until)
