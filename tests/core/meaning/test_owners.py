"""Whose a period or an amount is."""

from __future__ import annotations

import re

import pytest

from monitor.core.meaning.owners import (
    costs_nothing,
    is_before_telling,
    is_grace,
    is_keeping,
    is_kept_data,
    is_paid_out,
    is_paid_to_reader,
    is_readers,
    limits_keeping,
    longer_serves,
    without_thresholds,
)

_PERIOD = re.compile(r"\d+ (?:days?|months?)")


def place(text: str) -> tuple[str, int, int]:
    found = _PERIOD.search(text.lower())
    assert found
    return text.lower(), *found.span()


@pytest.mark.parametrize(
    "text",
    [
        "You must give us 60 days' notice before you leave.",
        "You agree to respond to our questions within 5 days.",
        "Customers must notify the shop within 3 days of delivery.",
        "You may terminate with 90 days' notice.",
        "You have 30 days to recover a deleted picture.",
        "Claims must reach us within 10 days.",
        "Within 7 days you must tell us what is missing.",
        "You need to keep the box for 6 months.",
        "A refund is only possible where you can return the lamp within 14 days.",
        "A refund is only possible where you return the lamp within 14 days.",
        "Fees are refunded in full if you cancel within 30 days.",
        "We waive the fee if you return it unused within the first 30 days.",
    ],
)
def test_a_period_that_the_reader_has_to_meet(text: str) -> None:
    assert is_readers(*place(text))


@pytest.mark.parametrize(
    "text",
    [
        "We give you 60 days' notice before prices change.",
        "You will receive 30 days' notice.",
        "You will be notified 30 days in advance.",
        "You may ask for a copy, and we answer within 30 days.",
        "If you ask for a copy, it is sent within 30 days.",
        "You can request a copy, which is answered within 30 days.",
        "We reply within 30 days after you must confirm who you are.",
        "Your data is kept for 30 days.",
        "If you close your account, your pictures are kept for 30 days.",
        "If you ask for it an answer comes within 30 days.",
        "If you cancel we refund the fee within 30 days.",
        "If you close your account it is deleted within 30 days.",
    ],
)
def test_a_period_that_the_company_has_to_meet(text: str) -> None:
    assert not is_readers(*place(text))


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("You must give us 60 days' notice.", -1),
        ("You must tell us 60 days in advance.", -1),
        ("You must keep the box for 6 months.", -1),
        ("You may return it within 14 days.", 1),
        ("You have 30 days to recover a deleted picture.", 1),
        ("Claims must reach us within 10 days.", 1),
        ("You can visit us on 30 days of the year.", 0),
        ("You may cancel up to 2 days before arrival.", -1),
        ("You can change your seat until 2 days prior to departure.", -1),
        ("You may return it up to 2 days after arrival.", 1),
        ("You may cancel within 2 days before you pay.", 1),
    ],
)
def test_whether_more_time_serves_the_reader(text: str, sign: int) -> None:
    assert longer_serves(*place(text)) == sign


def test_a_period_of_grace_serves_the_reader() -> None:
    assert is_grace(*place("We do not delete your pictures before 60 days have passed."))
    assert is_grace(*place("Deleted pictures can be restored for 30 days."))
    assert not is_grace(*place("We delete your pictures after 30 days."))


@pytest.mark.parametrize(
    ("text", "paid"),
    [
        ("we pay a refund of $50 for late lamps.", True),
        ("we lower your monthly fee of $12 by $2.", True),
        ("the fee is reduced by $8 a month.", True),
        ("fees are waived for students with $5 left.", True),
        ("we pay you $30 for an old lamp.", True),
        ("the fee is $8 a month.", False),
        ("you pay $8 for the plan.", False),
    ],
)
def test_what_is_paid_out_or_taken_off_is_no_price(text: str, paid: bool) -> None:
    assert is_paid_out(text) is paid


def test_for_whom_a_price_holds_is_no_price() -> None:
    assert "$500" not in without_thresholds("no fee for balances above $500.")
    assert "$3" in without_thresholds("orders of $25 are free, others cost $3.")


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("we keep your messages for 3 years.", True),
        ("logs are stored for 3 years.", True),
        ("we have kept our prices stable for 5 years.", False),
        ("lampyard has kept its promises for 3 years.", False),
        ("we have kept our shop open for 3 years.", False),
    ],
)
def test_only_data_is_kept_in_the_sense_of_retention(text: str, data: bool) -> None:
    assert is_kept_data(text) is data


@pytest.mark.parametrize(
    ("text", "limited"),
    [
        ("logs are erased after 30 days.", True),
        ("we delete your data after two years of inactivity.", True),
        ("cookies expire after one year.", True),
        ("account data is deleted 30 days after you leave.", True),
        ("we retain all rights in the pictures, and erase your letters after a year.", True),
        ("we retain the right to delete your profile if it remains inactive for two years.", False),
        ("accounts that are inactive for over three months are suspended or deleted.", False),
        ("if you do not log in for a year, we remove your username.", False),
        ("lampyard retains all rights in its drawings for ten years.", False),
        ("the fee is due within ten days.", False),
    ],
)
def test_how_long_an_account_or_a_right_lasts_limits_no_keeping_of_data(text: str, limited: bool) -> None:
    assert limits_keeping(text) is limited


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("To answer your question, we keep the recording for 30 days.", True),
        ("If you notify us, we delete the recording within 30 days.", True),
        ("We answer you within 30 days and then delete what you sent.", False),
        ("We keep letters. You are told 30 days before.", False),
        ("It rains for 30 days.", False),
    ],
)
def test_a_period_for_which_data_is_kept(text: str, kept: bool) -> None:
    assert is_keeping(*place(text)) is kept


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("We give the police 30 days before we notify you.", True),
        ("We wait 30 days before the club will tell you.", True),
        ("We tell you 30 days before we notify the police.", False),
        ("We wait 30 days before the race.", False),
    ],
)
def test_a_period_before_anybody_is_told(text: str, before: bool) -> None:
    assert is_before_telling(*place(text)) is before


@pytest.mark.parametrize(
    ("text", "paid"),
    [
        ("You are paid a fee of $10 for each survey.", True),
        ("We refund you 50 % of the price.", True),
        ("If we are late, we credit you €20.", True),
        ("Your cashback is 5 % of each purchase.", True),
        ("You receive 70 % of the revenue.", True),
        ("You receive an invoice for $5.", False),
        ("We pay you once you have earned $50.", False),
        ("You get $10, minus our fees.", False),
        ("You pay us $10.", False),
    ],
)
def test_what_the_reader_is_paid(text: str, paid: bool) -> None:
    assert is_paid_to_reader(text.lower()) is paid


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("We never charge you for deleting your account.", True),
        ("Deleting your account costs nothing.", True),
        ("You can export your data free of charge.", True),
        ("There is no charge for exporting your data.", True),
        ("Delivery is free.", True),
        ("We charge you for each copy.", False),
        ("You are free to leave.", False),
    ],
)
def test_what_costs_nothing(text: str, free: bool) -> None:
    assert costs_nothing(text.lower()) is free


@pytest.mark.parametrize(("text", "data"), [("Miles expire after 18 months.", False), ("Your recordings expire after 18 months.", True)])
def test_what_expires_and_is_no_data(text: str, data: bool) -> None:
    assert is_kept_data(text.lower()) is data
