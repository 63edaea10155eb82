"""What became of a promise not to do something."""

from __future__ import annotations

import pytest

from monitor.core.meaning.features.promises import denials
from monitor.core.meaning.parsed import ParsedText
from tests.core.meaning.features.changes import names


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("We do not sell your data.", "We do not sell your data for money.", {"promise:narrowed"}),
        ("We do not sell your data.", "We do not sell your sensitive data.", {"promise:narrowed"}),
        (
            "We do not share your data with anyone.",
            "We do not share your data with anyone unless you agree.",
            {"promise:narrowed", "exception:added"},
        ),
        ("We never sell or rent your data.", "We never sell your data.", {"denied-item:removed"}),
        ("We never sell your data.", "We never sell or rent your data.", {"denied-item:added"}),
        ("We do not share it with employers or insurers.", "We do not share it with employers.", {"denied-item:removed"}),
        ("We protect your data.", "We protect your data except in emergencies.", {"exception:added"}),
        ("You must not share your password.", "You must not share your password or key.", {"share:by-reader"}),
        (
            "We learn of it from our partners.",
            "We learn of it from our partners, or when you are sharing your recipes with us.",
            {"share:by-reader"},
        ),
        ("We learn of it.", "We learn of it and are sharing it with bakers.", set()),
        ("We sell your data.", "We do not sell your data.", set()),
        ("We do not only sell bread.", "We do not only sell bread and cake.", set()),
        ("We sell your data.", "We sell your data for money.", set()),
    ],
)
def test_what_is_seen(old: str, new: str, expected: set[str]) -> None:
    assert names("promises", old, new) == expected


PROMISE = "We do not sell your data to third parties."


@pytest.mark.parametrize(
    ("elsewhere", "equal"),
    [
        ("We will never sell or rent your data to third parties.", True),
        ("We do not sell your data to any third parties, ever.", True),
        ("We do not sell your data to third parties unless they pay.", False),
        ("We do not share your data with third parties.", False),
        ("Third parties do not sell bread.", False),
        ("Third parties never sell your data to us.", False),
        ("Our partners will not sell your data.", False),
        ("Your data is not sold to third parties.", True),
        ("We sell your data to third parties.", False),
    ],
)
def test_a_promise_that_is_made_elsewhere_is_not_gone(elsewhere: str, equal: bool) -> None:
    assert ("elsewhere:promise" in names("promises", PROMISE, "", rest_old=elsewhere, rest_new=elsewhere)) is equal
    assert ("elsewhere:promise-before" in names("promises", "", PROMISE, rest_old=elsewhere, rest_new=elsewhere)) is equal


def test_denials_by_act() -> None:
    found = denials(ParsedText.of_text("We do not sell your data. We never share or rent your data."))
    assert {"sell", "share"} <= found.keys()
    assert denials(ParsedText.of_text("You must not sell our data.")) == {}


@pytest.mark.parametrize(
    ("stands", "comes", "expected"),
    [
        ("Nobody outside our mill can read it.", "The only exception is our carrier, who may read it at night.", True),
        ("We do not pass it on.", "The sole exceptions are the mayor and the miller.", True),
        ("You must not copy our recipes.", "The only exception is a copy for your own kitchen.", False),
        ("We like pens.", "The only exception is blue ink.", False),
        ("We do not pass it on.", "We like pens more than any other thing.", False),
    ],
)
def test_the_only_exception_to_a_promise_is_named(stands: str, comes: str, expected: bool) -> None:
    assert ("exception:named" in names("promises", stands, f"{stands} {comes}")) is expected
