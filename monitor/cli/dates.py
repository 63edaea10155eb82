"""Dates on the command line: ISO 8601 or the 14 digits of web archives, complete or only the first parts."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from monitor.errors import UsageError
from monitor.timestamps import from_timestamp14

# ISO 8601 from the year to the second. Fractions are dropped: archives and `log` show seconds.
_PARTS = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2}))?)?(?:\.\d+)?Z?)?)?)?")


def first_moment(text: str) -> datetime:
    """The first moment that a date names: "2016" → 2016-01-01T00:00:00Z.

    Raises:
        UsageError: it is not a date.
    """
    return _span(text)[0]


def last_moment(text: str) -> datetime:
    """The last moment that a date names: "2016-12-29" → 2016-12-29T23:59:59.999999Z, so that ID@DATE means the text at that day's end.

    Raises:
        UsageError: it is not a date.
    """
    return _span(text)[1]


def _span(text: str) -> tuple[datetime, datetime]:
    try:
        digits = text if text.isdigit() else _digits(text)
        if digits is None:
            moment = datetime.fromisoformat(text)
            if len(text) <= 10:  # a week date ("2016-W52-4"), which fromisoformat reads as one day
                raise ValueError
            moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
            return moment, moment.replace(microsecond=0) + timedelta(seconds=1, microseconds=-1)
        if len(digits) not in {4, 6, 8, 10, 12, 14} or "00" in {digits[4:6], digits[6:8]}:
            raise ValueError
        start = from_timestamp14(digits)
        return start, _after(start, len(digits)) - timedelta(microseconds=1)
    except (ValueError, OverflowError):
        raise UsageError(f"{text!r} is not a date; expected e.g. 2016-12-29, 2016-12-29T04:51:12Z or 20161229045112") from None


def _digits(text: str) -> str | None:
    match = _PARTS.fullmatch(text)
    return "".join(part or "" for part in match.groups()) if match else None


def _after(start: datetime, digits: int) -> datetime:
    """The first moment after the year, month, day, hour, minute or second that starts there."""
    if digits == 4:
        return start.replace(year=start.year + 1)
    if digits == 6:
        return (start.replace(day=1) + timedelta(days=32)).replace(day=1)
    return start + {8: timedelta(days=1), 10: timedelta(hours=1), 12: timedelta(minutes=1), 14: timedelta(seconds=1)}[digits]
