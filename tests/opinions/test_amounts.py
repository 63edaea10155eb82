"""Figures of a summary against those of its quotes: numbers, units and dates, each on its side of the change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import OpinionQuote
from monitor.opinions.amounts import check_amounts, dates_in, numbers

from .test_bearing import after, before, drops

BOTH = [before("deleted after 30 days"), after("deleted after 90 days")]
DATES = [before("kept until 1 March 2024"), after("kept until 1 April 2025")]


@pytest.mark.parametrize(
    ("summary", "quotes", "reason"),
    [
        ("Data is kept for 90 days.", [after("for 90 days")], None),
        ("Data is kept for ninety days.", [after("for 90 days")], None),
        ("Data is kept for 90 days.", [after("for ninety (90) days")], None),
        ("Data is kept for 60 days.", [after("for 90 days")], "wrong-number"),
        ("Data is kept from 30 to 90 days.", [before("30 days"), after("90 days")], None),
        ("Kept from 30 days to 90 days.", [before("30 days"), after("90 days")], None),
        ("Kept from 90 days to 30 days.", [before("30 days"), after("90 days")], "wrong-number"),
        ("Kept from ninety days to thirty.", [before("30 days"), after("90 days")], "wrong-number"),
        ("Up to 1,000 records.", [after("1000 records")], None),
        ("No one of them sells it.", [after("nobody")], None),
        ("Data moves from children to adults.", [after("adults")], None),
        ("A fee of 2.5 %.", [after("2,5 %")], None),
        ("Twelve months.", [after("12 months")], None),
        ("24 hours.", [after("twenty-four hours")], None),
        ("24 hours.", [after("twenty hours and four")], "wrong-number"),
    ],
)
def test_numbers_of_a_summary(summary: str, quotes: list[OpinionQuote], reason: str | None) -> None:
    assert drops(check_amounts, summary, quotes) == reason


@pytest.mark.parametrize(
    ("summary", "reason"),
    [
        ("Orders are deleted after 90 days.", None),
        ("Orders are now deleted after 30 days.", "wrong-number"),
        ("Orders were deleted after 30 days.", None),
        ("The promise to delete after 30 days is gone.", None),
        ("Orders are deleted after 90 days instead of 30.", None),
        ("Orders are deleted after 30 days instead of 90.", "wrong-number"),
        ("Orders are deleted after 30 days rather than after 90 days.", "wrong-number"),
        ("Retention was increased to 90 days, up from 30.", None),
        ("Retention was increased to 30 days, up from 90.", "wrong-number"),
        ("Retention was raised to 30 days.", "wrong-number"),
        ("Retention is 90 days (previously 30 days).", None),
        ("Retention is 30 days (previously 90 days).", "wrong-number"),
        ("The period of 30 days was extended to ninety.", None),
    ],
)
def test_an_old_number_is_not_the_new_one(summary: str, reason: str | None) -> None:
    assert drops(check_amounts, summary, BOTH) == reason


@pytest.mark.parametrize(
    ("summary", "quote", "reason"),
    [
        ("Kept for 90 days.", "for 90 days", None),
        ("Kept for 90 months.", "for 90 days", "wrong-number"),
        ("Kept for ninety days.", "for ninety (90) business days", None),
        ("Kept for 90 hours.", "for ninety (90) business days", "wrong-number"),
        ("A 30-day period.", "within 30 days", None),
        ("A 30-year period.", "within 30 days", "wrong-number"),
        ("They share 50 percent.", "50% of it", None),
        ("They share 50 days of it.", "50% of it", "wrong-number"),
        ("Kept for 90 days.", "für 90 Tage", None),
        ("Within 30 days.", "between 30 and 90 days", None),
    ],
)
def test_units(summary: str, quote: str, reason: str | None) -> None:
    assert drops(check_amounts, summary, [after(quote)]) == reason


@pytest.mark.parametrize(
    ("summary", "reason"),
    [
        ("Logs are kept until 1 April 2025.", None),
        ("Logs are kept until April 1st, 2025.", None),
        ("Logs are kept until April 2025.", None),
        ("Logs are kept until 1 April 2025 instead of 1 March 2024.", None),
        ("Logs are kept until 1 May 2025.", "wrong-number"),
        ("Logs are kept until May 2025.", "wrong-number"),
        ("Logs are kept until 1 March 2025.", "wrong-number"),  # of two dates
        ("Logs are kept until 2025.", None),
        ("Logs may be kept, from 1 on.", None),
    ],
)
def test_dates_of_a_summary(summary: str, reason: str | None) -> None:
    assert drops(check_amounts, summary, DATES) == reason


def test_dates_that_are_written_otherwise_are_left_to_the_numbers() -> None:
    assert drops(check_amounts, "Kept until 1 April 2025.", [after("bis zum 1. Mai 2025, 04")]) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("may 30 days pass", []),
        ("In May 2025 and on 3 Sept. 2024", [(None, 5, 2025)]),
        ("Sep 3, 2024", [(3, 9, 2024)]),
        ("the 2nd of June", [(2, 6, None)]),
        ("1 April 2025", [(1, 4, 2025)]),
        ("31 August", [(31, 8, None)]),
    ],
)
def test_dates_in_a_text(text: str, found: list[object]) -> None:
    assert dates_in(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("one hundred days", {"100"}),
        ("three hundred", {"300"}),
        ("٣٠ days", {"30"}),
        ("thirty-one", {"31"}),
        ("seconds", set()),
        ("3.5.2", {"3.5.2"}),
    ],
)
def test_numbers_in_one_form(text: str, found: set[str]) -> None:
    assert numbers([text]) == found


@given(st.text(max_size=200), st.lists(st.builds(OpinionQuote, st.text(max_size=80), st.booleans()), max_size=4))
def test_whatever_is_written_is_checked_without_a_crash(summary: str, quotes: list[OpinionQuote]) -> None:
    assert drops(check_amounts, summary, quotes) in (None, "wrong-number")
