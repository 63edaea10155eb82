"""Cron expressions as crontab(5) means them, and intervals."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config import load_settings
from monitor.config.cron import interval, normal_cron
from monitor.errors import ConfigError


@pytest.mark.parametrize(
    ("expression", "normal"),
    [
        ("*/5 * * * *", "*/5 * * * *"),
        ("0 6 * * 0", "0 6 * * sun"),
        ("0 6 * * 7", "0 6 * * sun"),
        ("0 6 * * 1-5", "0 6 * * mon,tue,wed,thu,fri"),
        ("0 6 * * 5-7", "0 6 * * fri,sat,sun"),
        ("0 6 1,15 jan-mar *", "0 6 1,15 1-3 *"),
        ("@daily", "0 0 * * *"),
    ],
)
def test_cron_means_what_crontab_means(expression: str, normal: str) -> None:
    assert normal_cron(expression) == normal


WRONG = ("", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "5-1 * * * *", "*/0 * * * *", "a * * * *")


@pytest.mark.parametrize("expression", WRONG)
def test_a_wrong_cron_expression_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r"not a valid |five|descending"):
        normal_cron(expression)


def test_an_interval_is_a_schedule(file: Path) -> None:
    file.write_text("schedule: every 6h\npolicies:\n  - {url: https://one.example/, schedule: Every 90 m}\n")
    assert [policy.schedule for policy in load_settings(file, {}).values()] == ["Every 90 m"]
    assert (interval("every 2d"), interval("*/5 * * * *")) == (timedelta(days=2), None)


@pytest.mark.parametrize("schedule", ["every", "every 0h", "every 6", "every -1h", "every 400d", "every 6h 30m", "every day", "every 1.5h"])
def test_a_wrong_interval_is_refused(file: Path, schedule: str) -> None:
    file.write_text(f"schedule: {schedule}\npolicies: []\n")
    with pytest.raises(ConfigError, match=r":1: schedule: .*is not an interval: .* as in 'every 90m'"):
        load_settings(file, {})


@pytest.mark.parametrize(
    ("expression", "span"),
    [
        ("every 90m", timedelta(minutes=90)),
        ("Every 6 H", timedelta(hours=6)),
        (" every 1d ", timedelta(days=1)),
        ("every 366d", timedelta(days=366)),
        ("@daily", None),
        ("0 6 * * *", None),
    ],
)
def test_intervals(expression: str, span: timedelta | None) -> None:
    assert interval(expression) == span


@pytest.mark.parametrize(
    ("expression", "normal"),
    [
        ("@HOURLY", "0 * * * *"),
        ("@weekly", "0 0 * * sun"),
        ("@monthly", "0 0 1 * *"),
        ("0 6 * * mon-fri", "0 6 * * mon,tue,wed,thu,fri"),
        ("0 6 * * 1-6/2", "0 6 * * mon,wed,fri"),
        ("0 6 * * 0,6", "0 6 * * sun,sat"),
        ("0 6 * * 0-7", "0 6 * * sun,mon,tue,wed,thu,fri,sat"),
        ("0-30/10 6 * DEC *", "0-30/10 6 * 12 *"),
        ("  0   6 * * *  ", "0 6 * * *"),
    ],
)
def test_macros_names_and_steps(expression: str, normal: str) -> None:
    assert normal_cron(expression) == normal


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("61 * * * *", "'61' is not a valid minute: expected 0-59"),
        ("* * * foo *", "'foo' is not a valid month: expected 1-12"),
        ("30-10 * * * *", "is a descending range in the minute field"),
        ("* * *", "has 3 fields instead of five"),
        ("*/0 * * * *", "expected 0-59, *, a range or a step"),
    ],
)
def test_the_message_names_the_field(expression: str, says: str) -> None:
    with pytest.raises(ValueError, match=r"expected|descending|five") as caught:
        normal_cron(expression)
    assert says in str(caught.value)
