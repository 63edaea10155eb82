"""The same period in another unit shows nothing; another period does, in whatever unit."""

from __future__ import annotations

import pytest

from monitor.core.meaning.features.durations import same_periods
from monitor.core.meaning.parsed import ParsedText
from tests.core.meaning.features.changes import names

SAME = [
    ("24 hours", "one day"),
    ("48 hours", "two days"),
    ("72 hours", "3 days"),
    ("7 days", "one week"),
    ("14 days", "two weeks"),
    ("21 days", "three weeks"),
    ("30 days", "one month"),
    ("31 days", "one month"),
    ("60 days", "two months"),
    ("90 days", "three months"),
    ("ninety days", "3 months"),
    ("92 days", "three months"),
    ("180 days", "six months"),
    ("183 days", "half a year"),
    ("6 months", "half a year"),
    ("12 months", "one year"),
    ("twelve months", "1 year"),
    ("365 days", "one year"),
    ("366 days", "one year"),
    ("18 months", "18 months"),
    ("24 months", "two years"),
    ("36 months", "three years"),
    ("120 months", "ten years"),
    ("60 minutes", "one hour"),
]
OTHER = [
    ("24 hours", "two days"),
    ("10 days", "two weeks"),
    ("7 days", "two weeks"),
    ("28 days", "one month"),
    ("45 days", "one month"),
    ("60 days", "three months"),
    ("89 days", "three months"),
    ("100 days", "three months"),
    ("5 months", "half a year"),
    ("11 months", "one year"),
    ("13 months", "one year"),
    ("300 days", "one year"),
    ("400 days", "one year"),
    ("23 months", "two years"),
    ("25 months", "two years"),
    ("35 months", "three years"),
    ("30 months", "31 months"),
    ("one year", "two years"),
    ("100 months", "eight years"),
]


def side(period: str) -> ParsedText:
    return ParsedText.of_text(f"We keep your letters for {period}.")


@pytest.mark.parametrize(("one", "two"), SAME)
def test_the_same_period(one: str, two: str) -> None:
    assert same_periods(side(one), side(two))
    assert same_periods(side(two), side(one))
    assert not names("durations", side(one).text, side(two).text)


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_another_period(one: str, two: str) -> None:
    assert not same_periods(side(one), side(two))
    assert not same_periods(side(two), side(one))
    there, back = (names("durations", *texts) for texts in ((side(one).text, side(two).text), (side(two).text, side(one).text)))
    assert "period:changed" in there
    assert {name.rpartition(":")[2] for name in (*there, *back)} >= {"longer", "shorter"}


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("90 days and then two weeks", "three months and then 14 days", True),
        ("90 days and then two weeks", "three months and then 15 days", False),
        ("90 days", "three months and then a week, that is one week", False),
        ("a while", "some time", True),
        ("90 days", "a while", False),
    ],
)
def test_several_periods(one: str, two: str, same: bool) -> None:
    assert same_periods(side(one), side(two)) is same
