"""Definitions that cover another thing now, and definitions in other words."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.turn import Turn, turn_of

PAIRS = [
    ("“Partner” means a business with which we have a written contract.", "“Partner” means a business with which we work."),
    ("“Personal data” means all that tells who you are.", "“Personal data” means your name and your address."),
    ("“Affiliate” means a company that we own.", "“Affiliate” means a company that we own or with which we trade."),
    ("“Customer Data” means all that users enter.", "“Customer Data” means all that users enter, except prompts."),
    ("“Content” means what you write.", "“Content” means what you write. It does not include your name."),
    ("“Personal data” means what identifies a person.", "“Personal data” means what directly identifies a person."),
    ("“Consent” means a tick that you set.", "“Consent” means the further use of the service."),
]


@pytest.mark.parametrize(("old", "new"), PAIRS[:4] + PAIRS[5:])
def test_a_term_covers_another_thing(old: str, new: str) -> None:
    assert turn_of(old, new) == turn_of(new, old) == Turn("condition", "either")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("“Personal data” means information about a person.", "“Personal data” means any information relating to an individual."),
        ("“Content” means text and films.", "“Content” means text and films, such as poems."),
        ("“Order form” means the sheet that you sign.", "“Order form” means the letter that you post."),
        ("“Partner” means a shop.", "“Affiliate” means a shop."),
        ("That means a great deal to us.", "That means nothing at all to people."),
    ],
)
def test_other_words_for_the_same_or_for_a_term_of_no_weight(old: str, new: str) -> None:
    assert turn_of(old, new) is None
