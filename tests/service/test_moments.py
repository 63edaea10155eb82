"""When a schedule is due next: the same moments as APScheduler's triggers, which it replaces where nothing is scheduled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger
from hypothesis import given, reject
from hypothesis import strategies as st

from monitor.config.cron import normal_cron
from monitor.service.moments import cron_of, next_moment

SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


def parts(low: int, high: int) -> st.SearchStrategy[str]:
    number = st.integers(low, high)
    ranges = st.tuples(number, number).map(lambda ends: f"{min(ends)}-{max(ends)}")
    steps = st.integers(1, high - low)
    single = st.one_of(
        st.just("*"), number.map(str), ranges, st.builds("{}/{}".format, st.just("*"), steps), st.builds("{}/{}".format, number, steps)
    )
    return st.lists(single, min_size=1, max_size=3).map(",".join)


CRON = st.tuples(parts(0, 59), parts(0, 23), parts(1, 31), parts(1, 12), parts(0, 6)).map(" ".join)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1))  # noqa: DTZ001 - of a wall clock


@given(expression=CRON, wall=MOMENTS)
def test_cron_agrees_with_apscheduler(expression: str, wall: datetime) -> None:
    """On a wall clock without changes of time; APScheduler's own trigger gets stuck where there are some."""
    try:
        trigger = CronTrigger.from_crontab(normal_cron(expression), timezone=UTC)
    except ValueError:  # a step that leads past the end at once, as in "*/90": crontab(5) takes it, and so do we
        reject()
    theirs = trigger.get_next_fire_time(None, wall.replace(tzinfo=UTC))
    ours = cron_of(expression).next(wall)
    assert ours == (None if theirs is None else theirs.replace(tzinfo=None))


@given(expression=CRON, now=MOMENTS, zone=st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "Antarctica/Troll", "Asia/Kolkata"]))
def test_a_moment_is_not_in_the_past_and_repeats_itself(expression: str, now: datetime, zone: str) -> None:
    now = now.replace(tzinfo=UTC)
    found = next_moment(expression, ZoneInfo(zone), now)
    if found is not None:
        assert found >= now
        assert next_moment(expression, ZoneInfo(zone), found) == found
        assert next_moment(expression, ZoneInfo(zone), now + (found - now) / 2) == found, "nothing is due in between"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("0 6 29 2 *", "2028-02-29 06:00"),
        ("0 6 29 2 mon", "2044-02-29 06:00"),
        ("0 0 30 2 *", None),
        ("@daily", "2026-11-23 00:00"),
        ("0 12 * * 0", "2026-11-22 12:00"),
        ("0 12 * * 7", "2026-11-22 12:00"),
        ("5/20 12 * * *", "2026-11-22 12:05"),
        ("*/90 * * * *", "2026-11-22 12:00"),
        ("every 5h", "2026-11-22 14:00"),
    ],
)
def test_moments(expression: str, expected: str | None) -> None:
    found = next_moment(expression, UTC, SUNDAY)
    assert (None if found is None else f"{found:%Y-%m-%d %H:%M}") == expected


def test_part_of_a_minute_is_rounded_up() -> None:
    for past in (timedelta(microseconds=1), timedelta(seconds=1), timedelta(seconds=59, microseconds=999_999)):
        assert next_moment("* * * * *", UTC, SUNDAY + past) == SUNDAY + timedelta(minutes=1)
    assert next_moment("* * * * *", UTC, SUNDAY) == SUNDAY


def test_the_end_of_time_is_no_error() -> None:
    assert cron_of("0 0 1 1 *").next(datetime(9999, 12, 1)) is None  # noqa: DTZ001 - of a wall clock


def test_an_invalid_expression_is_named() -> None:
    with pytest.raises(ValueError, match="'61' is not a valid minute"):
        next_moment("61 * * * *", None, SUNDAY)


def test_without_a_zone_the_clock_is_this_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    found = next_moment("30 6 * * *", None, SUNDAY)
    assert found is not None
    assert (found.astimezone().hour, found.astimezone().minute) == (6, 30)
