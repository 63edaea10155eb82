"""Whom a statement serves when it is affirmed."""

from __future__ import annotations

import pytest

from monitor.core.meaning.served import serves

FOR = (
    "you can opt out of marketing",
    "customers may object to advertising",
    "you are entitled to a copy",
    "we refund fees",
    "we encrypt all of your letters",
    "tamarind refunds unused credit",
    "we will notify you of a breach",
    "fees are refunded",
    "your letters are always encrypted",
    "parcels are free",
)
AGAINST = (
    "you must pay within a week",
    "you waive the right to a jury",
    "you agree to arbitrate",
    "you give up your right to a jury",
    "you lose your right to a refund",
    "we sell your data",
    "tamarind may change the price of the plan",
    "your letters are read by our staff",
    "data is shared with banks",
)
NEITHER = ("the mill stands by a river", "we bake bread", "you bake bread", "letters that are read go into a box", "")


@pytest.mark.parametrize(("text", "served"), [(text, sign) for sign, texts in ((1, FOR), (-1, AGAINST), (0, NEITHER)) for text in texts])
def test_whom_a_statement_serves(text: str, served: int) -> None:
    assert serves(text.split(), frozenset({"tamarind"})) == served


def test_the_verb_that_is_asked_for_counts() -> None:
    words = ["fees", "that", "were", "charged", "twice", "are", "refunded"]
    assert serves(words, near=6) == 1


@pytest.mark.parametrize(
    ("sentence", "served"),
    [
        # What is handed to others is the reader's; what is handed to the reader is a gift.
        ("we give your phone number to carriers", -1),
        ("we give out your phone number", -1),
        ("we provide your data to insurers", -1),
        ("we offer your photos to printers", -1),
        ("we give you a copy of your data", 1),
        ("we provide support by phone", 1),
        # Kept well, or only kept.
        ("we keep your messages secret", 1),
        ("we keep your messages confidential at all times", 1),
        ("we store your messages encrypted", 1),
        ("we keep your private messages", -1),
        ("we keep your messages", -1),
        ("we may delete your account at any time", -1),
        ("we will delete your account on request", 1),
        ("we delete your account", 0),
        ("we delete your account data", 1),
    ],
)
def test_what_is_handed_on_and_what_is_kept_well(sentence: str, served: int) -> None:
    assert serves(sentence.split()) == served


@pytest.mark.parametrize(
    ("text", "served"),
    [
        ("we give health data to insurers", -1),
        ("we provide personal data to the police", -1),
        ("we give you data in a file", 1),
        ("we give data in reports", 1),
        ("films you look for may be sold to shops", -1),
        ("content you post is deleted when you ask", 1),
    ],
)
def test_what_is_handed_to_others_and_who_only_stands_in_a_relative_clause(text: str, served: int) -> None:
    assert serves(text.split()) == served
