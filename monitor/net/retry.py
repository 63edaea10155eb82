"""Retry delays: exponential backoff, and the server's Retry-After."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

RETRIED = frozenset({429, 500, 502, 503, 504})
"""Statuses that a later attempt may overcome. Not 501 or 505, which state what the server can do at all."""


def retry_after_seconds(value: str | None, *, now: datetime | None = None) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, section 10.2.3: a number or a date); None when it is absent or invalid.

    >>> retry_after_seconds("120")
    120.0
    """
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])  # 30 years; more digits could overflow the timedelta that the caller makes of it
    from email.utils import parsedate_to_datetime  # late: every command loads this module, and few ever wait

    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):  # a year of 20 digits overflows in C: "Mon, 17 May 20122222222222222222 …"
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


@dataclass(frozen=True, slots=True)
class Backoff:
    """When and how often a failed request is retried."""

    retries: int = 3
    """Retries after the first attempt."""
    first_delay: float = 0.5
    """Seconds before the first retry; doubles each time."""
    max_wait: float = 30.0
    """The longest delay to wait for; when a server asks for more, there is no retry and the error carries the delay."""
    pause_after_429: float = 0.0
    """Minimum delay after a 429 without Retry-After. EDGI's client, which the Internet Archive advised on its limits, waits 60 s."""
    sleep: Callable[[float], None] = time.sleep

    def delay(self, attempts: int, *, status: int | None = None, retry_after: float | None = None) -> float | None:
        """Seconds until the next attempt, or None to give up.

        Args:
            attempts: how many there were.
            status: of the last response; None when there was none.
            retry_after: seconds that the response asked for.
        """
        if attempts > self.retries:
            return None
        seconds = float(self.first_delay * 2 ** (attempts - 1))
        if retry_after is not None:
            seconds = max(seconds, retry_after)
        elif status == 429:
            seconds = max(seconds, self.pause_after_429)
        return seconds if seconds <= self.max_wait else None
