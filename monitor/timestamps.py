"""How moments are written and read: ISO 8601 in UTC for people and JSON, 14 digits for archives and file names."""

from __future__ import annotations

from datetime import UTC, datetime

EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
"""A clock that shows an earlier time is wrong: the program did not exist then."""


def utc_now() -> datetime:
    """The current time, in UTC."""
    return datetime.now(UTC)


def utc_iso(moment: datetime) -> str:
    """ISO 8601 in UTC with a Z, to the second: 2010-05-18T04:23:15Z."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"  # strftime takes eight times as long


def utc_iso_or_none(moment: datetime | None) -> str | None:
    """The same of a moment that may not be known."""
    return None if moment is None else utc_iso(moment)


def timestamp14(moment: datetime) -> str:
    """The 14 digits that web archives use: 20100518042315."""
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def from_timestamp14(digits: str) -> datetime:
    """The time for 4 to 14 digits, padded as web archives do (2012 → 2012-01-01T00:00:00Z).

    Archives list impossible dates such as 20000008241731; a month or day of "00" is read as "01".

    Raises:
        ValueError: the digits are not a valid time.
    """
    if not digits.isascii() or not digits.isdigit() or not 4 <= len(digits) <= 14:
        raise ValueError(f"{digits!r} is not a timestamp of 4 to 14 digits")
    padded = digits + "00000101000000"[len(digits) :]
    year, month, day, hour, minute, second = (int(padded[a:b]) for a, b in ((0, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14)))
    return datetime(year, month or 1, day or 1, hour, minute, second, tzinfo=UTC)


def from_iso(text: str) -> datetime:
    """The time for ISO 8601 (also "2012-05") or 4 to 14 digits; without a zone it is UTC.

    Raises:
        ValueError: the text is not a valid time.
    """
    text = text.strip()
    if text.isdecimal():
        return from_timestamp14(text)
    if len(text) == 7:  # "2012-05", which fromisoformat refuses
        text += "-01"
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
