"""Periods and ages: longer, shorter, gone, and what is neither."""

from __future__ import annotations

import pytest

from monitor.core.meaning.features.durations import periods
from tests.core.meaning.features.changes import names


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "We keep server logs for 30 days.",
            "We keep server logs for 60 days.",
            {"retention:doubled", "retention:longer", "period:changed"},
        ),
        ("We keep server logs for 30 days.", "We keep server logs for 45 days.", {"retention:longer", "period:changed"}),
        ("We keep server logs for 45 days.", "We keep server logs for 30 days.", {"retention:shorter", "period:changed"}),
        ("We keep server logs for two (2) years.", "We keep server logs for 24 months.", set()),
        ("We keep server logs for a year.", "We keep server logs for 365 days.", {"period:changed"}),
        ("We keep server logs for 30 days.", "We keep server logs for thirty (30) days.", set()),
        (
            "We retain your letters for 12 months.",
            "We retain your letters as long as we need them.",
            {"retention:limit-removed", "period:changed"},
        ),
        ("We delete your letters after 90 days.", "We delete your letters immediately.", {"retention:shorter", "period:changed"}),
        ("We delete your letters at once.", "We delete your letters after 90 days.", {"retention:longer", "period:changed"}),
        (
            "We will notify you 30 days before we change these terms.",
            "We will notify you 10 days before we change these terms.",
            {"notice:shorter", "period:changed"},
        ),
        (
            "We will notify you 10 days before we change these terms.",
            "We will notify you 30 days before we change these terms.",
            {"notice:longer", "period:changed"},
        ),
        (
            "We will notify you 30 days before we change these terms.",
            "We will notify you before we change these terms.",
            {"notice:period-removed", "period:changed"},
        ),
        ("You must be at least 16 years old.", "You must be at least 13 years old.", {"age:changed", "age:lower"}),
        ("You must be 13 or older.", "You must be 16 or older.", {"age:changed", "age:higher"}),
        ("Our shop is 30 years old.", "Our shop is 31 years old.", set()),
        ("The mill closes for 2 weeks in May.", "The mill closes for 3 weeks in May.", {"period:changed"}),
        ("We keep your letters for 30 days.", "", {"retention:limit-removed", "period:changed"}),
        ("", "We keep your letters for 30 days.", {"period:changed"}),
    ],
)
def test_what_is_seen(old: str, new: str, expected: set[str]) -> None:
    assert names("durations", old, new) == expected


def test_a_notice_that_is_promised_elsewhere_is_not_gone() -> None:
    gone = "We will notify you 30 days before we change these terms."
    elsewhere = "You will be notified of changes to these terms 30 days in advance."
    assert "notice:period-removed" in names("durations", gone, "")
    assert "notice:period-removed" not in names("durations", gone, "", rest_old=elsewhere, rest_new=elsewhere)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("30 days", [30.0]),
        ("two (2) years", [730.5]),
        ("72-hour", [3.0]),
        ("ten business days", [10.0]),
        ("6 months", [182.64]),
        ("one week or 30 minutes", [7.0, 30 / 1440]),
        ("in 2024", []),
        ("16 years old", []),
        ("", []),
    ],
)
def test_periods(text: str, days: list[float]) -> None:
    assert periods(text) == pytest.approx(days)
