"""Schedules: intervals ("every 6h") and cron expressions, with weekdays by name: day 0 is Sunday for crontab(5), Monday for APScheduler."""

from __future__ import annotations

import re
from datetime import timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day of month", 1, 31), ("month", 1, 12), ("day of week", 0, 7))
# crontab(5) also has @yearly and @reboot; a policy checked once a year is not watched, and the daemon catches up after a start anyway.
_MACROS = {"@hourly": "0 * * * *", "@daily": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *"}
_INTERVAL = re.compile(r"every\s+([0-9]{1,5})\s*([mhd])", re.IGNORECASE)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
# A leap year. What is longer is more likely a misread unit ("every 9000m") than a wish.
_LONGEST = timedelta(days=366)
_PART = re.compile(r"(\*|[a-z0-9]+(?:-[a-z0-9]+)?)(?:/([0-9]+))?")


def interval(expression: str) -> timedelta | None:
    """The time between two checks; None when the expression is not an interval but cron.

    >>> interval("every 90m"), interval("0 6 * * *")
    (datetime.timedelta(seconds=5400), None)

    Raises:
        ValueError: it starts like an interval but is invalid, zero, or longer than a year.
    """
    # Whatever begins like an interval is one, so that "every 6 hours" gets the error about intervals and not the one about cron fields.
    if not expression.strip().lower().startswith("every"):
        return None
    match = _INTERVAL.fullmatch(expression.strip())
    span = int(match[1]) * _UNITS[match[2].lower()] if match else timedelta()
    if not timedelta() < span <= _LONGEST:
        raise ValueError(
            f"{expression!r} is not an interval: expected minutes, hours or days up to a year, as in 'every 90m' or 'every 6h'"
        )
    return span


def normal_cron(expression: str) -> str:
    """The expression as five fields with weekdays by name ("0 6 * * 1" → "0 6 * * mon"), as in crontab(5), where 0 and 7 are Sunday.

    Raises:
        ValueError: with the invalid field and its range.
    """
    fields = _MACROS.get(expression.strip().lower(), expression).lower().split()
    if len(fields) != len(_FIELDS):
        count = len(fields)
        expected = "minute hour day month weekday, as in '0 */6 * * *'; or 'every 6h'"
        raise ValueError(f"{expression!r} has {count} fields instead of five: {expected}")
    parts = ([_normal_part(part, *limits) for part in field.split(",")] for field, limits in zip(fields, _FIELDS, strict=True))
    return " ".join(",".join(field) for field in parts)


def _normal_part(part: str, name: str, low: int, high: int) -> str:
    match = _PART.fullmatch(part)
    if match is None or match[2] == "0":
        raise ValueError(f"{part!r} is not a valid {name}: expected {low}-{high}, *, a range or a step")
    step = f"/{match[2]}" if match[2] else ""
    if match[1] == "*":
        return match[1] + step
    ends = [_number(end, name, low, high) for end in match[1].split("-")]
    if len(ends) == 2 and ends[0] > ends[1]:
        raise ValueError(f"{part!r} is a descending range in the {name} field")
    # By name, for numbers mean other days to APScheduler; a step must be spelled out then, since names have none.
    if name != "day of week":
        return "-".join(map(str, ends)) + step
    return _weekdays(ends, int(match[2] or 1))


def _weekdays(ends: list[int], step: int) -> str:
    days = range(ends[0], ends[-1] + 1, step)
    # Sunday is both 0 and 7, so "0-7" would name it twice.
    return ",".join(dict.fromkeys(_DAYS[day % 7] for day in days))


def _number(word: str, name: str, low: int, high: int) -> int:
    names = {"month": {m: i + 1 for i, m in enumerate(_MONTHS)}, "day of week": {d: i for i, d in enumerate(_DAYS)}}.get(name, {})
    number = names.get(word, int(word) if word.isdecimal() else -1)
    if not low <= number <= high:
        raise ValueError(f"{word!r} is not a valid {name}: expected {low}-{high}")
    return number
