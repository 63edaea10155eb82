"""Prices, by the month or the year, and what somebody is liable for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.meaning.features.amounts import amounts, number_of, states_amount
from tests.core.meaning.features.changes import names


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The subscription is charged at $10 a month to you.", "The subscription is charged at $12 a month to you.", {"price:higher"}),
        ("We charge you 9,99 euros for the plan.", "We charge you 8,99 euros for the plan.", {"price:lower"}),
        ("Our liability to you is limited to $500.", "Our liability to you is limited to $100.", {"cap:lower"}),
        ("Our liability to you is limited to $100.", "Our liability to you is limited to $1,000.", {"cap:higher"}),
        ("The fee is reduced by $8 for members.", "The fee is reduced by $3 for members.", {"amount:other"}),
        ("No fee for balances above $500 is due.", "No fee for balances above $900 is due.", {"amount:other"}),
        ("Postage is a charge of £3 on orders below £25.", "Postage is a charge of £4 on orders below £40.", {"price:higher"}),
        ("BTC $10,000 ETH $300", "BTC $11,000 ETH $310", set()),
        # by the month, the year, the week
        ("The fee for you is $10 a year.", "The fee for you is $10 a month.", {"price:higher"}),
        ("The fee for you is $10 a month.", "The fee for you is $10 a year.", {"price:lower"}),
        ("The fee for you is $120 a year.", "The fee for you is $10 a month.", set()),
        ("The fee for you is $120 per year.", "The monthly fee for you is $11.", {"price:higher"}),
        ("The annual fee for you is 52 euros.", "The fee for you is 1 euro each week.", set()),
        ("The fee for you is $10 a year.", "The fee for you is $10.", {"amount:other"}),
        ("The fee for the plan is £10.", "The fee for the plan is $10.", {"amount:other"}),
        ("The fee for the plan is 10 dollars.", "The fee for the plan is $10.", set()),
        # shares of an amount
        ("The fee is 0.5% of the amount.", "The fee is 5% of the amount.", {"price:higher"}),
        ("A late payment is charged at 5% a month.", "A late payment is charged at 1.5% a month.", {"price:lower"}),
        # what readers earn, may spend, or are liable for
        ("You earn 2% interest on your balance.", "You earn 1% interest on your balance.", {"payout:lower"}),
        ("We pay you $5 for every friend you bring.", "We pay you $9 for every friend you bring.", {"payout:higher"}),
        ("We pay you $5 for every friend you bring.", "We pay you €5 for every friend you bring.", {"amount:other"}),
        ("You can withdraw up to $2,000 a day.", "You can withdraw up to $500 a day.", {"amount:other"}),
        ("The spending limit is $500 a day.", "The spending limit is $900 a day.", {"amount:other"}),
        ("The mill sold bread worth $500 then.", "The mill sold bread worth $900 then.", set()),
        ("You are not liable for payments above $50.", "You are not liable for payments above $500.", {"own-cap:higher"}),
        ("Your liability to us is limited to $5,000.", "Your liability to us is limited to $500.", {"own-cap:lower"}),
        (
            "Our liability is limited to the fees you paid in the last twelve months.",
            "Our liability is limited to the fees you paid in the last three months.",
            {"cap:lower"},
        ),
        (
            "Our liability is limited to the fees you paid in the last three months.",
            "Our liability is limited to the fees you paid in the last 90 days.",
            set(),
        ),
        ("Our liability is limited.", "Our liability is limited to $5.", set()),
    ],
)
def test_what_is_seen(old: str, new: str, expected: set[str]) -> None:
    assert names("amounts", old, new) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [("$1,000.50 or 9,99 euros", [1000.5, 9.99]), ("2.5% of £3", [2.5, 3.0]), ("1.5 million readers", []), ("version 2.5", [])],
)
def test_amounts(text: str, found: list[float]) -> None:
    assert amounts(text) == found
    assert states_amount(text) is bool(found)


@given(st.from_regex(r"\A[0-9][0-9.,]{0,20}\Z"))
def test_no_mixture_of_separators_breaks_the_reading_of_an_amount(digits: str) -> None:
    assert number_of(digits) >= 0


@given(st.integers(0, 10**9), st.integers(0, 99), st.sampled_from([",.", ".,"]))
def test_the_last_separator_before_two_figures_is_the_decimal_mark(whole: int, cents: int, marks: str) -> None:
    written = f"{whole:,}".replace(",", marks[0])
    assert number_of(f"{written}{marks[1]}{cents:02}") == pytest.approx(whole + cents / 100)
