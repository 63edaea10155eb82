"""How long to wait before asking again: backoff, and what the server asks for in Retry-After."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

RETRIED = frozenset({429, 500, 502, 503, 504})


def retry_after_seconds(value: str | None, *, now: datetime | None = None) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, section 10.2.3: a number or a date), or None.

    >>> retry_after_seconds("120")
    120.0
    """
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):  # "Mon, 17 May 20122222222222222222 …"
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


@dataclass(frozen=True, slots=True)
class Backoff:
    """When and how often a failed request is repeated."""

    retries: int = 3
    """Repetitions after the first try."""
    backoff: float = 0.5
    """Seconds before the first repetition; doubles each time."""
    longest: float = 30.0
    """The longest wait that is sat through; a server that asks for more is left alone, and the caller is told for how long."""
    when_limited: float = 0.0
    """The least wait after a 429; the Internet Archive wants 60 s and blocks addresses that ignore it."""
    sleep: Callable[[float], None] = time.sleep

    def wait(self, tries: int, *, status: int | None = None, asked: float | None = None) -> float | None:
        """Seconds until the next try, or None to give up.

        Args:
            tries: how many there were.
            status: of the last answer, None when there was none.
            asked: what its Retry-After asks for, in seconds.
        """
        if tries > self.retries:
            return None
        seconds = float(self.backoff * 2 ** (tries - 1))
        if asked is not None:
            seconds = max(seconds, asked)
        elif status == 429:
            seconds = max(seconds, self.when_limited)
        return seconds if seconds <= self.longest else None
