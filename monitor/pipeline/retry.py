"""When a policy that could not be checked is tried again: at once or with the schedule, and not before the server asks for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.errors import HttpStatus, RateLimited, SourceError, Unreachable
from monitor.net.retry import RETRIED, Backoff
from monitor.pipeline.gather import Answers
from monitor.store.state import CheckState
from monitor.timestamps import utc_iso

FIRST_WAIT = timedelta(minutes=15)
# A policy that has failed for weeks is still tried every day.
LONGEST_WAIT = timedelta(hours=24)
LONGEST_REQUESTED = timedelta(days=7)
"""The most that is waited at a server's request: a Retry-After of years must not silence a policy for good."""


def next_try(now: datetime, failures_in_row: int, retry_after: float | None = None) -> datetime:
    """15 minutes after the first failure, then twice as long each time, up to a day; later when the server asks for it.

    Args:
        now: when it failed.
        failures_in_row: consecutive failures, this one included (1: the first failure).
        retry_after: seconds that the server asked us to wait, or None.
    """
    # The cap on the exponent keeps the product a valid timedelta after years of failures.
    wait = min(FIRST_WAIT * (1 << min(failures_in_row - 1, 10)), LONGEST_WAIT)
    return now + max(wait, min(timedelta(seconds=retry_after or 0), LONGEST_REQUESTED))


def soon(answers: Answers, attempts: int, backoff: Backoff) -> float | None:
    """Seconds until the failures among the answers are tried again in the same cycle; None when there are none, or one that will last.

    Args:
        answers: of all addresses of a policy.
        attempts: how many there were.
        backoff: the policy's settings.
    """
    failures = [answer for _, answer in answers if isinstance(answer, SourceError)]
    if not failures or not all(map(_may_pass, failures)):
        return None
    waits = [backoff.delay(attempts, status=_status(one), retry_after=one.retry_after) for one in failures]
    return None if None in waits else max(wait for wait in waits if wait is not None)


def _may_pass(error: SourceError) -> bool:
    """True for what may be over in a second. A certificate is as wrong then."""
    if isinstance(error, HttpStatus):
        return error.status in RETRIED
    return isinstance(error, RateLimited) or (isinstance(error, Unreachable) and error.transient and error.reason != "tls")


def _status(error: SourceError) -> int | None:
    return 429 if isinstance(error, RateLimited) else getattr(error, "status", None)


class RetryPending(SourceError):
    """A policy that keeps failing and whose next try is not due yet.

    Attributes:
        until: when it is.
    """

    def __init__(self, check: CheckState, until: datetime) -> None:
        since = f"; failing since {utc_iso(check.failing_since)}" if check.failing_since else ""
        says = f"{(check.says or '').rstrip('.')} (not due yet{since}; `run --force` tries now)"
        super().__init__(says, reason=check.reason)
        self.until = until


def retry_pending(check: CheckState, now: datetime) -> RetryPending | None:
    """Why a policy is not tried now; None when it may be.

    After a single failure it may, unless the server asked for a rest: the failure may have been transient, or the user has just corrected
    the address. A next try further away than the longest wait was written under a clock that has been set back since, and is ignored, as is
    one after a failure in the future.
    """
    until, failures = check.retry_at, check.failures_in_row
    asked_to_wait = failures > 0 and check.reason == RateLimited.reason
    ahead = check.last_failure is not None and check.last_failure > now
    if until is None or ahead or (failures < 2 and not asked_to_wait) or until <= now or until - now > LONGEST_REQUESTED:
        return None
    return RetryPending(check, until)
