"""How moments are written and read: ISO 8601 in UTC for people and JSON, 14 digits for archives and file names."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_iso(moment: datetime) -> str:
    """ISO 8601 in UTC with a Z, to the second: 2010-05-18T04:23:15Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def timestamp14(moment: datetime) -> str:
    """The archives' 14 digits: 20100518042315."""
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def from_timestamp14(digits: str) -> datetime:
    """The moment that 4 to 14 digits name, padded as archives pad (2012 → 2012-01-01T00:00:00Z).

    Archives hold impossible dates (day or month "00"); those parts are read as "01".

    Raises:
        ValueError: when the digits name no moment.
    """
    if not digits.isascii() or not digits.isdigit() or not 4 <= len(digits) <= 14:
        raise ValueError(f"{digits!r} is no timestamp of 4 to 14 digits")
    padded = digits + "00000101000000"[len(digits) :]
    year, month, day, hour, minute, second = (int(padded[a:b]) for a, b in ((0, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14)))
    return datetime(year, month or 1, day or 1, hour, minute, second, tzinfo=UTC)


def from_iso(text: str) -> datetime:
    """The moment that ISO 8601 or 4 to 14 digits name; without a zone it is UTC.

    Raises:
        ValueError: when the text names no moment.
    """
    text = text.strip()
    if text.isdigit():
        return from_timestamp14(text)
    if len(text) == 7:
        text += "-01"
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
