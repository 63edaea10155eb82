"""The limiter, by its law: no window of a minute holds more requests than allowed."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.net.rate_limit import RateLimiter


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds


@given(st.integers(1, 40), st.lists(st.tuples(st.floats(0, 30), st.floats(0, 90)), max_size=120))
def test_no_minute_holds_more_than_allowed(per_minute: int, requests: list[tuple[float, float]]) -> None:
    clock, arrivals = Clock(), []
    limiter = RateLimiter(per_minute, clock=clock, sleep=clock.sleep)
    for takes, idle in requests:
        with limiter.slot():
            arrivals.append(clock.now + takes / 2)  # the server sees it somewhere between asking and answer
            clock.now += takes
        clock.now += idle
    assert all(b - a >= 60 - 1e-6 for a, b in zip(arrivals, arrivals[per_minute:], strict=False))


def test_a_short_burst_does_not_wait() -> None:
    clock = Clock()
    limiter = RateLimiter(5, clock=clock, sleep=clock.sleep)
    for _ in range(5):
        with limiter.slot():
            pass
    assert clock.now == 0


def test_requests_count_against_the_parent_limit() -> None:
    clock = Clock()
    overall = RateLimiter(3, clock=clock, sleep=clock.sleep)
    one, other = (RateLimiter(100, parent=overall, clock=clock, sleep=clock.sleep) for _ in range(2))
    for limiter in (one, other, one, other):
        with limiter.slot():
            pass
    assert clock.now == 60


def test_a_pause_applies_to_every_user() -> None:
    clock = Clock()
    overall = RateLimiter(100, clock=clock, sleep=clock.sleep)
    one, other = (RateLimiter(100, parent=overall, clock=clock, sleep=clock.sleep) for _ in range(2))
    one.pause(90)
    one.pause(10)
    with other.slot():
        assert clock.now == 90


def test_less_than_one_a_minute() -> None:
    clock = Clock()
    limiter = RateLimiter(0.5, clock=clock, sleep=clock.sleep)
    for _ in range(2):
        with limiter.slot():
            pass
    assert clock.now == 120


def test_one_request_at_a_time() -> None:
    limiter, at_once, most = RateLimiter(1000), [], []

    def ask() -> None:
        for _ in range(20):
            with limiter.slot():
                at_once.append(1)
                most.append(len(at_once))
                at_once.pop()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1


def test_a_failed_request_counts() -> None:
    clock = Clock()
    limiter = RateLimiter(1, clock=clock, sleep=clock.sleep)
    with pytest.raises(OSError, match="reset"), limiter.slot():
        raise OSError("reset")
    with limiter.slot():
        assert clock.now == 60


def test_a_rate_of_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="must be positive"):
        RateLimiter(0)
