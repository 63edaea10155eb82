"""Single values: what is accepted, what it becomes, and what is said of the rest."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from monitor.config import load_settings
from monitor.config.validators import (
    TOPICS,
    as_list,
    crontab,
    duration,
    history_address,
    hours,
    known_topic,
    known_zone,
    loopback,
    smtp_address,
    time_of_day,
    utc_moment,
    web_address,
    webhook_address,
)
from monitor.core.meaning import topic_names
from monitor.errors import ConfigError


def test_the_topics_are_those_of_the_comparison() -> None:
    assert set(TOPICS) == {*topic_names.TOPICS, topic_names.OTHER}


@pytest.mark.parametrize("zone", ["Europe/Be2lin", "../../etc/passwd", "/etc/localtime", "Mars", ""])
def test_a_wrong_time_zone_is_refused(file: Path, zone: str) -> None:
    file.write_text(f"timezone: {zone!r}\npolicies: []\n")
    with pytest.raises(ConfigError, match=r":1: timezone: .*is not a time zone"):
        load_settings(file, {})


@pytest.mark.parametrize(("value", "listed"), [(None, []), ("a", ["a"]), (["a", "b"], ["a", "b"]), (("a",), ["a"]), (0, [0])])
def test_a_single_value_is_a_list_of_one(value: Any, listed: list[Any]) -> None:
    assert as_list(value) == listed


@pytest.mark.parametrize("value", ["http://a.example", " https://a.example/p?x=1#y ", "http://127.0.0.1:8080/", "https://[::1]/"])
def test_web_addresses(value: str) -> None:
    assert web_address(value) == value.strip()


@pytest.mark.parametrize(
    "value",
    ["", "a.example", "ftp://a.example", "http://", "http://a b.example", "http://[::1", "http://a.example:port/", "file:///etc/passwd"],
)
def test_what_is_not_a_web_address(value: str) -> None:
    with pytest.raises(ValueError, match=r"is not a web address: expected http://… or https://…"):
        web_address(value)


def test_a_password_in_an_address_is_not_repeated() -> None:
    with pytest.raises(ValueError, match="without a password") as caught:
        web_address("https://me:hunter2@a.example/")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (
            smtp_address,
            ["smtp://a.example", "smtps://me:pw@a.example:465", "smtp+starttls://a.example", "${URL}"],
            ["a.example", "smtp://"],
        ),
        (webhook_address, ["https://a.example/x", "http://a.example", "${URL}"], ["ftp://a.example", "https://", "hunter2"]),
    ],
)
def test_secret_addresses(check: Any, good: list[str], bad: list[str]) -> None:
    for value in good:
        assert check(SecretStr(value)).get_secret_value() == value
    for value in bad:
        with pytest.raises(ValueError, match="expected") as caught:
            check(SecretStr(value))
        assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("value", ["wayback", "none", "warc:a.warc.gz", "dir:texts", "memento:https://archive.example/coll/"])
def test_histories(value: str) -> None:
    assert history_address(value) == value


@pytest.mark.parametrize("value", ["", "Wayback", "warc", "warc:", "dir:", "memento:", "memento:a.example", "ftp:x"])
def test_what_is_not_a_history(value: str) -> None:
    with pytest.raises(ValueError, match=r"is not a (history source|web address)"):
        history_address(value)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (date(2020, 1, 2), datetime(2020, 1, 2, tzinfo=UTC)),
        ("2020-01-02", datetime(2020, 1, 2, tzinfo=UTC)),
        ("2020-01-02T03:04:05+02:00", datetime(2020, 1, 2, 1, 4, 5, tzinfo=UTC)),
        (datetime(2020, 1, 2, 3), datetime(2020, 1, 2, 3, tzinfo=UTC)),  # noqa: DTZ001
        (datetime(2020, 1, 2, 3, tzinfo=timezone(timedelta(hours=-5))), datetime(2020, 1, 2, 8, tzinfo=UTC)),
        (None, None),
    ],
)
def test_dates_are_read_as_utc(value: Any, moment: datetime | None) -> None:
    assert utc_moment(value) == moment


@pytest.mark.parametrize(
    ("value", "span"),
    [
        ("3d", timedelta(days=3)),
        ("12 hours", timedelta(hours=12)),
        ("30m", timedelta(minutes=30)),
        (" 1 Day ", timedelta(days=1)),
        (timedelta(hours=1), timedelta(hours=1)),
    ],
)
def test_durations(value: Any, span: timedelta) -> None:
    assert duration(value) == span


@pytest.mark.parametrize("value", ["", "3", "3w", "-1d", "1.5h", "soon", "99999d"])
def test_what_is_not_a_duration(value: str) -> None:
    with pytest.raises(ValueError, match='is not a duration: expected days, hours or minutes, for example "3d"'):
        duration(value)


@pytest.mark.parametrize(
    ("value", "clock"), [("08:00", time(8)), ("8:5", time(8, 5)), (1110, time(18, 30)), (time(7), time(7)), (0, time(0))]
)
def test_times_of_day(value: Any, clock: time) -> None:
    assert time_of_day(value) == clock


@pytest.mark.parametrize("value", ["8", "24:00", "08:60", "noon", 1440, -1, True, "²:00"])
def test_what_is_not_a_time_of_day(value: Any) -> None:
    with pytest.raises(ValueError, match="is not a time of day"):
        time_of_day(value)


@pytest.mark.parametrize(
    ("value", "read"),
    [("22:00-07:00", (time(22), time(7))), ("off", "off"), (False, "off"), (None, None), ((time(1), time(2)), (time(1), time(2)))],
)
def test_quiet_hours(value: Any, read: Any) -> None:
    assert hours(value) == read


@pytest.mark.parametrize(
    ("value", "says"), [("22:00", "is not a time range"), ("22:00-22:00", "is empty"), ("22:00-25:00", "is not a time of day")]
)
def test_what_are_not_quiet_hours(value: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        hours(value)


def test_topics_have_suggestions() -> None:
    assert known_topic("retention") == "retention"
    with pytest.raises(ValueError, match=r"'retenton' is not a topic: did you mean retention\?"):
        known_topic("retenton")
    with pytest.raises(ValueError, match="known topics: data-collected, "):
        known_topic("zzzz")


@pytest.mark.parametrize("value", ["127.0.0.1:9464", "localhost:0"])
def test_loopback_addresses(value: str) -> None:
    assert loopback(value) == value


@pytest.mark.parametrize("value", ["", "9464", "0.0.0.0:9464", "127.0.0.1:65536", "127.0.0.1:x", "a.example:80"])
def test_what_is_not_loopback(value: str) -> None:
    with pytest.raises(ValueError, match="is not a loopback address"):
        loopback(value)


def test_schedules_stay_as_written() -> None:
    for value in ("every 6h", "0 6 * * 1", "@daily"):
        assert crontab(value) == value
    with pytest.raises(ValueError, match="instead of five"):
        crontab("daily")


def test_time_zones() -> None:
    assert known_zone("Europe/Berlin") == "Europe/Berlin"
    assert known_zone("UTC") == "UTC"
