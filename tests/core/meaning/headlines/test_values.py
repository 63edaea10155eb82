"""Headlines of values: only one value changed, and whose value it is."""

from __future__ import annotations

import pytest

from monitor.core.meaning.headlines.values import value_headline, value_turn
from monitor.model import Direction


def said(old: str, new: str, direction: Direction = Direction.NEUTRAL) -> str:
    turn = value_turn(old, new)
    return value_headline(turn, direction) if turn else ""


@pytest.mark.parametrize(
    ("old", "new", "opening"),
    [
        ("A free trial of 30 days is yours.", "A free trial of 7 days is yours.", "Free trial is now 7 days, was 30"),
        ("You may opt out within 30 days.", "You may opt out within 9 days.", "Opt-out period is now 9 days, was 30"),
        ("We reply within 2 days.", "We reply within 1 week.", "Time to answer is now 1 week, was 2 days"),
        ("Logs are purged after 1 year.", "Logs are purged after 5 years.", "Retention period is now 5 years, was 1 year"),
        ("A boat is lent for 3 days.", "A boat is lent for 2 days.", "Now 2 days, was 3"),
        ("Bring it back within 3 days.", "Bring it back within 2 days.", "Deadline is now 2 days, was 3"),
        ("Accounts closed for inactivity of 1 year.", "Accounts closed for inactivity of 2 years.", "Period of inactivity is now 2 years"),
        ("You must give us 9 days' notice.", "You must give us 8 days' notice.", "Now 8 days, was 9"),
        ("You must keep receipts for 9 days.", "You must keep receipts for 8 days.", "Now 8 days, was 9"),
        ("We kept our prices for 9 years.", "We kept our prices for 8 years.", "Now 8 years, was 9"),
        ("We pay a refund of $9 on fees.", "We pay a refund of $8 on fees.", "Now $8, was $9"),
        ("The price is $5.", "The price is $7.", "Price is now $7, was $5"),
        ("A vase of $5 is on the shelf.", "A vase of $7 is on the shelf.", "Now $7, was $5"),
    ],
)
def test_a_value_is_named_by_the_words_around_it(old: str, new: str, opening: str) -> None:
    assert said(old, new).startswith(opening)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We keep it for 30 days.", "We keep it for 30 days."),
        ("We keep it for 30 days.", "We keep it for 30 euros."),
        ("We keep it for 30 days.", "We sell it for 90 days."),
        ("We keep it for 30 days.", "We keep it for 90 days, or longer."),
        ("We keep it for 30 days and it for 1 year.", "We keep it for 90 days and it for 2 years."),
        ("We do not keep it for 30 days.", "We do keep it for 90 days."),
        ("Section 3 holds.", "Section 4 holds."),
        ("It was so in 2019.", "It was so in 2020."),
        ("Mail 12 Mill Lane.", "Mail 13 Mill Lane."),
        ("We keep it.", "We keep it for 90 days."),
    ],
)
def test_what_is_more_than_one_value_is_no_value_turn(old: str, new: str) -> None:
    assert said(old, new) == ""


def test_the_same_change_in_two_places_of_a_clause_is_one() -> None:
    assert said("Logs kept 30 days here, 30 days there.", "Logs kept 90 days here, 90 days there.").startswith(
        "Retention period is now 90 days, was 30"
    )


def test_cut_is_said_only_of_what_fell_and_where_the_verdict_says_that_it_weakens() -> None:
    shorter = ("We give 30 days notice.", "We give 10 days notice.")
    assert said(*shorter, Direction.WEAKENS).startswith("Notice period cut from 30 days to 10:")
    for direction in (Direction.NEUTRAL, Direction.STRENGTHENS):
        assert said(*shorter, direction).startswith("Notice period is now 10 days, was 30:")
    assert said(*shorter[::-1], Direction.WEAKENS).startswith("Notice period is now 30 days, was 10:")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("We keep your usage data for 2 years.", "We keep your usage data for 3 years.", "Your usage data is now kept for 3 years, was 2"),
        (
            "Your chat logs are stored for 2 years.",
            "Your chat logs are stored for 3 years.",
            "Your chat logs are now kept for 3 years, was 2",
        ),
    ],
)
def test_a_plain_clause_about_what_is_kept_is_told_without_a_quotation(old: str, new: str, sentence: str) -> None:
    assert said(old, new) == sentence


@pytest.mark.parametrize(
    "clause",
    [
        "If you leave, we keep your usage data for {} years.",
        "We keep your usage data for {} years, or longer if you agree.",
        "We do not keep your usage data for {} years.",
        "We keep your name and your address for {} years.",
    ],
)
def test_a_clause_with_conditions_is_quoted(clause: str) -> None:
    told = said(clause.format(2), clause.format(3))
    assert told == f"Retention period is now 3 years, was 2: “{clause.format(3).removesuffix('.')}”"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("You must be at least {} years old to rent a boat.", "Minimum age"),
        ("We do not knowingly keep letters of children under {} years old.", "Age limit"),
        ("Our books tell how a child under the age of {} can learn to swim.", "Stated age"),
        ("See the page for parents of children aged {} for songs.", "Stated age"),
    ],
)
def test_an_age_that_limits_nothing_is_no_age_limit(text: str, label: str) -> None:
    assert said(text.format(16), text.format(13)).startswith(f"{label} is now 13, was 16")
