"""How much words and clauses tell."""

from __future__ import annotations

from itertools import pairwise

import pytest

from monitor.core.meaning.headlines.operative import telling, weight, weight_of, word_row_of, words_in

ORDER = ("arbitration", "share", "not", "may", "mill", "of")


@pytest.mark.parametrize(("more", "less"), [*pairwise(ORDER), ("30", "may")])
def test_operative_words_weigh_most(more: str, less: str) -> None:
    assert weight(more) > weight(less)


def test_a_word_that_is_said_twice_counts_once() -> None:
    assert weight_of(["sell", "sell"]) == weight_of(["sell"])


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("We sell your address to brokers.", "The mill stands by the river in the town."),
        ("We share your address.", "This also holds for photos."),
        ("You may not bring fake tickets.", "You may not bring wet boots."),
        ("You waive your right to a jury trial.", "This page was written in plain words for our guests."),
    ],
)
def test_clauses_with_operative_words_tell_more(more: str, less: str) -> None:
    assert telling(more) > telling(less)


def test_no_words_tell_nothing() -> None:
    assert telling("–") == 0.0


def test_amounts_are_one_word() -> None:
    assert [word for _, _, word in words_in("Pay $1,000.50 or 5% of “It’s”")] == ["pay", "$1,000.50", "or", "5%", "of", "it's"]


@pytest.mark.parametrize("text", ["We KEEP $5.50, or 3%, of it.", "Don’t SELL “it”", "İstanbul's Straße, 10’000 €5", "", "A.B. x.Y"])
def test_words_without_their_places_are_those_with_them(text: str) -> None:
    assert word_row_of(text) == tuple(word for _, _, word in words_in(text))
