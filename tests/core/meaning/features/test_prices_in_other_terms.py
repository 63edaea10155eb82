"""The same price by another period shows no rise and no fall; another price does, however often it is paid."""

from __future__ import annotations

import pytest

from tests.core.meaning.features.changes import names

SAME = [
    ("$120 a year", "$10 a month"),
    ("$120 per year", "$10 per month"),
    ("$120/year", "$10/month"),
    ("€60 each year", "€5 each month"),
    ("€20 a quarter", "€80 a year"),
    ("£99 a year", "£8.25 a month"),
    ("£36 per annum", "£3 per month"),
    ("12 dollars a year", "1 dollar a month"),
    ("24 euros a year", "2 euros a month"),
    ("$5 a month", "$5 per month"),
    ("$5 every week", "$5 a week"),
]
HIGHER = [
    ("$10 a year", "$10 a month"),
    ("$10 a month", "$10 a week"),
    ("$10 a week", "$10 a day"),
    ("$120 a year", "$11 a month"),
    ("$9 a month", "$120 a year"),
    ("€20 a quarter", "€90 a year"),
    ("€20 a quarter", "€7 a month"),
    ("£5 a month", "£6 a month"),
    ("£99 per year", "£9 per month"),
    ("1.5% a month", "2% a month"),
    ("5 euros each month", "70 euros each year"),
]
UNKNOWN = [
    ("€5 each week", "€5"),
    ("$99 per year", "99 euros per year"),
    ("$10 a year", "$10"),
    ("$10", "$10 a month"),
    ("$10 a month", "€10 a month"),
    ("$10 a month", "£10 a month"),
    ("10 dollars", "10 euros"),
]


def test_the_fee_that_stands_shows_nothing() -> None:
    for price, _ in (*SAME, *HIGHER, *UNKNOWN):
        assert not told(price, price)


def told(old: str, new: str) -> set[str]:
    return names("amounts", f"The fee for you is {old}.", f"The fee for you is {new}.")


@pytest.mark.parametrize(("old", "new"), SAME)
def test_the_same_price(old: str, new: str) -> None:
    assert not told(old, new)
    assert not told(new, old)


@pytest.mark.parametrize(("old", "new"), HIGHER)
def test_another_price(old: str, new: str) -> None:
    assert told(old, new) == {"price:higher"}
    assert told(new, old) == {"price:lower"}


@pytest.mark.parametrize(("old", "new"), UNKNOWN)
def test_what_cannot_be_compared(old: str, new: str) -> None:
    assert told(old, new) == {"amount:other"}
    assert told(new, old) == {"amount:other"}
