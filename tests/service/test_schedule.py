"""Cron expressions and intervals: in local time, through daylight-saving changes, the same after each restart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.service.schedule import Every, LocalCron, trigger_of

SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize("day", ["0", "7", "sun", "SUN"])
def test_weekday_zero_is_sunday_as_in_cron(day: str) -> None:
    fire = trigger_of(f"0 0 * * {day}").get_next_fire_time(None, SUNDAY)
    assert fire.strftime("%a") == "Sun"


@pytest.mark.parametrize(
    ("expression", "start", "fires"),
    [
        ("30 2 * * *", datetime(2026, 10, 24, 12, tzinfo=UTC), ["25 00:30", "26 01:30", "27 01:30"]),
        ("30 2 * * *", datetime(2026, 3, 28, 12, tzinfo=UTC), ["29 01:30", "30 00:30", "31 00:30"]),
        ("*/30 * * * *", datetime(2026, 3, 29, 0, 15, tzinfo=UTC), ["29 00:30", "29 01:00", "29 01:30"]),
    ],
    ids=["autumn", "spring", "spring, twice an hour"],
)
def test_daylight_saving_neither_repeats_nor_loses_a_check(expression: str, start: datetime, fires: list[str]) -> None:
    """In autumn 02:30 comes twice, in spring never; the same moment is never given twice, which would keep a scheduler busy for ever."""
    trigger, found, now = trigger_of(expression, ZoneInfo("Europe/Berlin")), [], start
    for _ in fires:
        now = trigger.get_next_fire_time(found[-1] if found else None, now)
        found.append(now)
    assert [moment.astimezone(UTC).strftime("%d %H:%M") for moment in found] == fires


@pytest.mark.parametrize(
    ("expression", "fires"),
    [
        ("every 6h", ["22 12:00", "22 18:00", "23 00:00"]),
        ("every 90m", ["22 12:00", "22 13:30", "22 15:00"]),
        ("every 5 h", ["22 14:00", "22 19:00", "23 00:00"]),
        ("Every 2d", ["23 00:00", "25 00:00", "27 00:00"]),
    ],
)
def test_intervals_fall_on_the_same_moments_after_a_restart(expression: str, fires: list[str]) -> None:
    """A daemon that is restarted every hour still checks every six hours; and daylight saving does not matter to an interval."""
    expected = [datetime.strptime(f"2026-11-{moment} +0000", "%Y-%m-%d %H:%M %z") for moment in fires]
    found: list[datetime] = []
    for _ in fires:
        found.append(trigger_of(expression, ZoneInfo("Europe/Berlin")).get_next_fire_time(found[-1] if found else None, SUNDAY))
    assert found == expected
    for minutes in range(1, int((expected[1] - expected[0]).total_seconds() // 60), 17):
        now = expected[0] + timedelta(minutes=minutes)
        assert trigger_of(expression).get_next_fire_time(None, now) == expected[1], "also for one who was started just now"


def test_an_interval_is_late_by_the_jitter_at_most_and_keeps_its_step() -> None:
    trigger, found, now = trigger_of("every 1h", None, 600), [], SUNDAY
    for _ in range(50):
        now = trigger.get_next_fire_time(found[-1] if found else None, now)
        found.append(now)
    assert [moment.hour for moment in found[:12]] == [*range(12, 24)]
    assert all(moment.minute < 10 or (moment.minute, moment.second) == (10, 0) for moment in found)
    assert len({(moment.minute, moment.second) for moment in found}) > 10


def test_an_expression_is_an_interval_or_cron() -> None:
    assert isinstance(trigger_of("every 6h"), Every)
    assert isinstance(trigger_of("0 6 * * *"), LocalCron)
    assert isinstance(trigger_of("@daily"), LocalCron)


@pytest.mark.parametrize(("zone", "hour"), [("Europe/Berlin", 5), ("America/New_York", 11), ("Asia/Kolkata", 0)])
def test_cron_is_read_on_the_wall_clock_of_its_zone(zone: str, hour: int) -> None:
    fire = trigger_of("0 6 * * *", ZoneInfo(zone)).get_next_fire_time(None, SUNDAY)
    assert fire.astimezone(UTC).hour == hour
    assert fire.astimezone(ZoneInfo(zone)).hour == 6


def test_an_impossible_date_never_fires() -> None:
    assert trigger_of("0 0 30 2 *", ZoneInfo("UTC")).get_next_fire_time(None, SUNDAY) is None


def test_jitter_only_delays() -> None:
    trigger = trigger_of("0 6 * * *", ZoneInfo("UTC"), 600)
    exact = trigger_of("0 6 * * *", ZoneInfo("UTC")).get_next_fire_time(None, SUNDAY)
    delays = [(trigger.get_next_fire_time(None, SUNDAY) - exact).total_seconds() for _ in range(50)]
    assert min(delays) >= 0
    assert max(delays) <= 600
    assert len(set(delays)) > 10


def test_a_previous_check_is_not_repeated() -> None:
    for expression in ("every 6h", "0 */6 * * *"):
        trigger = trigger_of(expression, ZoneInfo("UTC"))
        first = trigger.get_next_fire_time(None, SUNDAY)
        assert trigger.get_next_fire_time(first, first) == first + timedelta(hours=6)
