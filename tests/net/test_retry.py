"""When to ask again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.net.retry import Backoff, retry_after_seconds

NOW = datetime(2026, 1, 1, 0, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("0", 0),
        (" 120 ", 120),
        ("Thu, 01 Jan 2026 00:01:00 GMT", 60),
        ("Thu, 01 Jan 2026 00:01:00 -0000", 60),
        ("Wed, 31 Dec 2025 00:00:00 GMT", 0),
        ("soon", None),
        ("-5", None),
        (f"Thu, 01 Jan {'2026' * 9} 00:01:00 GMT", None),
        ("٣", None),
        ("9" * 400, 999_999_999),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(value, now=NOW) == seconds


def test_delays_double_and_end() -> None:
    backoff = Backoff(retries=4, first_delay=0.5)

    assert [backoff.delay(attempts) for attempts in range(1, 6)] == [0.5, 1, 2, 4, None]


def test_what_the_server_asks_for_is_a_lower_bound() -> None:
    backoff = Backoff(max_wait=100, pause_after_429=60)

    assert backoff.delay(1, status=503, retry_after=20) == 20
    assert backoff.delay(3, status=503, retry_after=0) == 2
    assert backoff.delay(1, status=429) == 60
    assert backoff.delay(1, status=429, retry_after=5) == 5
    assert backoff.delay(1, status=503, retry_after=101) is None
