"""Identifiers kept in part or whole."""

from __future__ import annotations

import pytest

from monitor.core.compare import compare
from monitor.core.meaning.turns.masks import way_of_masks
from monitor.model import Direction

PAGE = """# Privacy Policy

This policy describes how Fernhill handles personal data.

We need your name to open an account.

{}

Our servers are in Leeds. {}

You may complain to the authority.
"""
WHOLE = [
    ("We shorten IP addresses before storing them.", "We store whole IP addresses."),
    ("Your IP address is truncated before it is stored.", "Your full IP address is stored."),
    ("IP addresses are hashed before they are logged.", "IP addresses are logged in full."),
    ("We mask your card number before storing it.", "We store your full card number."),
    ("We store your IP address in shortened form.", "We store your IP address."),
    ("Only a partial phone number is kept.", "Your phone number is kept."),
    ("Before we log a device identifier we scramble it.", "We log device identifiers."),
]
SAME = [
    ("IP addresses are shortened before storage.", "Before storage, IP addresses are truncated."),
    ("We shorten IP addresses before storing them.", "We do not store IP addresses."),
    ("We shorten IP addresses before storing them.", "We collect IP addresses and shorten them at once."),
    ("We shorten article titles in our digest.", "We store whole article titles in our digest."),
    ("We never shorten IP addresses.", "We store IP addresses."),
]


def directions(old: str, new: str, beside: str = "") -> set[Direction]:
    return {change.direction for change in compare(PAGE.format(old, beside), PAGE.format(new, beside)).changes if change.material}


@pytest.mark.parametrize(("old", "new"), WHOLE)
def test_what_is_now_kept_whole_is_against_the_reader(old: str, new: str) -> None:
    assert directions(old, new) == {Direction.WEAKENS}


@pytest.mark.parametrize(("old", "new"), WHOLE)
def test_what_is_now_shortened_serves_the_reader(old: str, new: str) -> None:
    assert directions(new, old) == {Direction.STRENGTHENS}


@pytest.mark.parametrize(("old", "new"), SAME)
def test_other_words_turn_nothing(old: str, new: str) -> None:
    assert way_of_masks(old.lower(), new.lower(), old.lower(), new.lower()) == ""
    assert Direction.WEAKENS not in directions(old, new)


def test_what_is_still_shortened_elsewhere_is_not_kept_whole() -> None:
    old, new = "we shorten ip addresses before storing them.", "we store ip addresses."
    assert way_of_masks(old, new, old, f"{new} every ip address is truncated first.") == ""
