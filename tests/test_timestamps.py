"""How moments are written and read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from monitor.timestamps import timestamp14, utc_iso, utc_iso_or_none

NOON = datetime(2016, 12, 29, 12, 23, 15, tzinfo=timezone(timedelta(hours=8)))


def test_moments_are_written_in_utc() -> None:
    assert utc_iso(NOON) == "2016-12-29T04:23:15Z"
    assert timestamp14(NOON) == "20161229042315"


def test_a_moment_that_is_not_known_is_null() -> None:
    assert utc_iso_or_none(NOON.astimezone(UTC)) == "2016-12-29T04:23:15Z"
    assert utc_iso_or_none(None) is None
