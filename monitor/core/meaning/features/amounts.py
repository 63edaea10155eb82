"""Amounts that changed: prices and fees, by the year, the month or the week, what the company is liable for, and what the reader is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isclose

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.durations import periods_of, same_periods
from monitor.core.meaning.features.protocol import seen_or_not
from monitor.core.meaning.owners import is_paid_out, is_paid_to_reader, without_thresholds
from monitor.core.meaning.parsed import ParsedText
from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import load
from monitor.core.text.tokens import FUNCTION

_CURRENCIES: dict[str, str] = load("words.en.yaml")["currencies"]
_NUMBERS: dict[str, int] = load("words.en.yaml")["numbers"]
_MARKS = "$€£¥₹₩₽₺₪₫₱฿"
_CODES = "|".join(sorted(_CURRENCIES, key=len, reverse=True))
_BEFORE = "|".join(name for name in _CURRENCIES if len(name) <= 3 and name not in ("kr", "yen"))
_IN_WORDS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_MONEY = late(
    rf"(?:[{_MARKS}]|\b(?:{_BEFORE})\b\.?)\s?(\d[\d.,]*+)|"
    rf"\b(?<![\d.,][.,])(\d[\d.,]*+)\s?(?:[{_MARKS}%]|(?:{_CODES})s?\b|per ?cent\b)|"
    rf"\b({_IN_WORDS})\s(?:(?:{_CODES})s?\b|per ?cent\b)"
)
"""For text in lower case. An amount never begins behind "1." or "1,": a price list of 300 KB of "1." would be read once per figure."""
# "$10 a month", "€5/year", "£3 per week", "10 USD each month"
_EACH = late(rf"\s?(?:(?:{_CODES})s?\b|[{_MARKS}%])?\s?(?:/|per|an?|each|every)\s?(year|annum|quarter|month|week|day)\b")
# "The annual fee is $120"
_RATE = late(r"\b(annual|yearly|quarterly|monthly|weekly|daily)\b[^.;]{0,60}$")
_A_YEAR = {"year": 1.0, "annum": 1.0, "annual": 1.0, "yearly": 1.0, "quarter": 4.0, "quarterly": 4.0, "month": 12.0, "monthly": 12.0,
           "week": 52.18, "weekly": 52.18, "day": 365.25, "daily": 365.25}  # fmt: skip
"""How often a year what is paid each month or week is paid."""
_SIGNS = late(rf"[{_MARKS}]|\b(?:{_CODES})s?\b")
_PAID_OUT = frozenset({"refund", "disclaim", "liability", "license"})
_LIABLE = frozenset({"liability", "liable"})
_READERS_LIABILITY = late(
    r"\byour (?:\w+ ){0,3}liability\b|\bliability of (?:the )?(?:user|customer|buyer|hirer)s?\b|"
    r"\b(?:you|users?|customers?|hirers?|members?|buyers?|renters?|tenants?|subscribers?) (?:(?!we\b|us\b)\w+ ){0,3}liable\b"
)
# "A fee of 5 %", "charged at 1.5 %": other shares are no prices.
_CHARGED = late(r"\b(?:fees?|charge[sd]?|commissions?|costs?|surcharges?|penalty)\b[^.;,]{0,30}$")


@seen_or_not
def amount_features(change: Comparison) -> Iterator[str]:
    """A price that rose or fell, and what somebody is liable for; what is paid to the reader is no price."""
    if not (change.old.words and change.new.words):
        return
    liable = all(not _LIABLE.isdisjoint(side.words) for side in (change.old, change.new))
    before, after = (amounts(side.lower) for side in (change.old, change.new))
    if liable and (grown := _cap(change, before, after)):
        readers = any(_READERS_LIABILITY.search(side.lower) for side in (change.old, change.new))
        yield f"{'own-cap' if readers else 'cap'}:{'higher' if grown > 0 else 'lower'}"
    elif not liable and before and len(before) == len(after):
        yield from _prices(change, before, after)


def _cap(change: Comparison, before: list[float], after: list[float]) -> float:
    """By how much a limit of liability grew; the fees of so many months are an amount as well."""
    if before and len(before) == len(after):
        return sum(after) - sum(before)
    periods = periods_of(change.old), periods_of(change.new)
    paid = all({"fees", "fee", "paid", "amounts", "amount"} & set(side.words) for side in (change.old, change.new))
    if not before and not after and paid and len(periods[0]) == len(periods[1]) == 1 and not same_periods(change.old, change.new):
        return periods[1][0] - periods[0][0]
    return 0.0


def _prices(change: Comparison, before: list[float], after: list[float]) -> Iterator[str]:
    rates = _rates(change.old.lower), _rates(change.new.lower)
    other_currency = currencies_of(change.old.lower) != currencies_of(change.new.lower)
    if before == after and {*rates[0]} - {""} == {*rates[1]} - {""} and not other_currency:
        return
    if (grown := _paid_out(change, before, after)) and not other_currency and rates[0] == rates[1]:
        yield f"payout:{'higher' if grown > 0 else 'lower'}"
        return
    named = change.old.concepts.keys() | change.new.concepts.keys()
    if "charge" not in named and not (rates[0] != rates[1] and all(rates[0] + rates[1])):
        if _only_figures(change):
            yield "amount:other"
    elif is_prose(change.old) and is_prose(change.new):
        if other_currency:
            yield "amount:other"
        else:
            yield from _charges(change, _PAID_OUT.isdisjoint(named), rates)


def _paid_out(change: Comparison, before: list[float], after: list[float]) -> float:
    """By how much more the reader is paid, where that is the one amount of a short statement and all that changed; 0 where it is not."""
    sides = change.old, change.new
    alone = len(before) == len(after) == 1 and all(word[0].isdigit() for word in change.removed + change.added)
    return after[0] - before[0] if alone and all(is_paid_to_reader(side.lower) for side in sides) else 0.0


def _only_figures(change: Comparison) -> bool:
    """True when nothing but figures changed in a sentence of prose that tells what the reader gets, or up to where something holds."""
    figures = all(word[0].isdigit() for word in change.removed + change.added)
    if "%" in change.new.text and _SHARES.isdisjoint(change.new.words):
        return False  # "You are told when you have used 80 %"
    return (
        figures and bool(change.removed) and all(is_prose(side) and not _MEANT.isdisjoint(side.words) for side in (change.old, change.new))
    )


_SHARES = frozenset({"interest", "reward", "rewards", "earn", "earns", "rate", "commission", "share", "bonus", "discount", "penalty"})
_MEANT = frozenset({"you", "your", "limit", "limits", "maximum", "minimum", "reward", "rewards", "interest", "penalty"})


def _charges(change: Comparison, charged: bool, rates: tuple[list[str], list[str]]) -> Iterator[str]:
    """Amounts that changed in statements about what is paid.

    Args:
        charged: False where a refund or the like is named, of which nobody can tell what its amounts are.
        rates: how often each amount is paid.
    """
    before, after = (_prices_of(without_thresholds(side.lower)) for side in (change.old, change.new))
    paid_out = is_paid_out(change.old.lower) or is_paid_out(change.new.lower)
    if paid_out or len(before) != len(after) or not (before or "%" in change.new.text):
        yield "amount:other"
        return
    if rates[0] != rates[1]:
        if not (len(before) == len(rates[0]) == len(rates[1]) and all(rates[0]) and all(rates[1])):
            yield "amount:other"  # nothing tells how often the one or the other is paid
            return
        before, after = (
            [amount * _A_YEAR[rate] for amount, rate in zip(side, often, strict=True)]
            for side, often in zip((before, after), rates, strict=True)
        )
    if before and charged and not isclose(sum(before), sum(after), rel_tol=_SAME):
        yield "price:higher" if sum(after) > sum(before) else "price:lower"


def _prices_of(lower: str) -> list[float]:
    """The amounts that are charged: of shares only those that are called a fee."""
    places = [found for found in _MONEY.finditer(lower) if not found[0].endswith("%") or _CHARGED.search(lower[: found.start()][-60:])]
    return [_size(*found.groups()) for found in places]


_SAME = 0.005
"""Share by which prices may differ that were worked out for a year: twelve times $8.33 is $99.96."""


def is_prose(side: ParsedText) -> bool:
    """False for tickers and tables of prices, which change by the hour."""
    return "](" not in side.text and sum(word in FUNCTION for word in side.words) >= _PROSE


_PROSE = 2


def amounts(lower: str) -> list[float]:
    """Every amount of money and share of one, for text in lower case.

    >>> amounts("a fee of $1,000.50 and 2.5%")
    [1000.5, 2.5]
    """
    return [_size(*found) for found in _MONEY.findall(lower)]


def _size(before: str | None, behind: str | None, in_words: str | None) -> float:
    """An amount by its figures, which stand behind or before its sign, or by its word: "five dollars"."""
    return float(_NUMBERS[in_words]) if in_words else number_of(before or behind or "")


def in_a_year(lower: str) -> list[float]:
    """What each amount comes to in a year, for text in lower case; as it stands where nothing tells how often it is paid.

    >>> in_a_year("$12 a month"), in_a_year("$12")
    ([144.0], [12.0])
    """
    found = amounts(lower)
    rates = _rates(lower)
    return [amount * _A_YEAR.get(rate, 1.0) for amount, rate in zip(found, rates, strict=True)] if len(found) == len(rates) else found


def states_amount(lower: str) -> bool:
    """True when a text in lower case names an amount of money or a share of one."""
    return _MONEY.search(lower) is not None


def _rates(lower: str) -> list[str]:
    """For each amount how often it is paid: "month", "yearly", or an empty string."""
    found = []
    for amount in _MONEY.finditer(lower):
        behind, before = _EACH.match(lower, amount.end()), _RATE.search(lower[max(0, amount.start() - 80) : amount.start()])
        each = behind[1] if behind else before[1] if before else ""
        found.append(_PLAIN.get(each, each))
    return found


_PLAIN = {"annum": "year", "annual": "year", "yearly": "year", "quarterly": "quarter", "monthly": "month", "weekly": "week", "daily": "day"}


def currencies_of(lower: str) -> set[str]:
    """The currencies that a text in lower case names, by their signs.

    >>> sorted(currencies_of("5 euros or $6"))
    ['$', '€']
    """
    return {_CURRENCIES.get(sign, _CURRENCIES.get(sign.rstrip("s"), sign)) for sign in _SIGNS.findall(lower)}


def number_of(digits: str) -> float:
    """A number as it is written in English or in German: "1,000.50", "9,99".

    >>> number_of("1,000.50"), number_of("1.000,50"), number_of("9,99"), number_of("5.")
    (1000.5, 1000.5, 9.99, 5.0)
    """
    digits = digits.rstrip(".,")
    head, mark, cents = digits.rpartition(max(".,", key=digits.rfind))
    if mark and len(cents) != 3:
        return float(f"{re.sub('[.,]', '', head)}.{cents}")
    return float(re.sub("[.,]", "", digits))
