"""Limits that came or went whatever else was edited, each with its reverse; and sentences that are limited in other words."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.turn import Turn, turn_of
from tests.core.meaning.turns.both_ways import turns_both_ways

PAIRS = [
    ("Sellers get your first name only.", "Sellers get your full name and your telephone number."),
    ("We use your films in our leaflets only if you have agreed to that.", "We may use your films in our leaflets."),
    ("We share your street solely with the courier.", "We share your street with the courier and with shops."),
    ("You can cancel whenever you like.", "You can cancel only in writing to our office in Linz."),
]


@pytest.mark.parametrize(("better", "worse"), PAIRS[:3])
def test_a_limit_of_what_is_done_with_the_readers_data(better: str, worse: str) -> None:
    assert turns_both_ways("words", better, worse)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The mill hires only helpers in the Union.", "The mill hires helpers in the Union and in India."),
        ("Your diary is locked with a key that only you have.", "Your diary is locked with a key that we hold for you."),
    ],
)
def test_a_limit_of_which_none_can_tell_whom_it_serves(old: str, new: str) -> None:
    assert turn_of(old, new) == turn_of(new, old) == Turn("words", "either")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We use your street solely to deliver it.", "Your street is only used to deliver it."),
        ("Access is restricted to staff.", "Only staff have access."),
        ("You must be 18 or older to buy lamps.", "Lamps are sold only to people who are at least 18."),
        ("Only staff can open letters.", "Nobody but staff can open letters."),
        ("We share it with banks, shops, including but not limited to mills.", "We share it with banks, shops and mills."),
        ("The list is at www.mill.example/list.", "The list is at https://mill.example/list (only in German)."),
        ("You can object to our letters at any time.", "We only send you letters if you have agreed."),
        ("The band plays only on Sundays.", "The choir sings in the park."),
    ],
)
def test_what_is_limited_in_other_words_turns_nothing(old: str, new: str) -> None:
    turn = turn_of(old, new)
    assert turn is None or turn.kind != "words"


def test_a_part_that_went_while_a_sentence_came() -> None:
    old = "You may take your letters down, and we delete all copies."
    assert turn_of(old, "You may take your letters down. We may keep copies in our archive.") == Turn("condition", "worse")
    assert turn_of("You may take your letters down. We may keep copies in our archive.", old) == Turn("condition", "better")


def test_a_part_that_became_a_sentence_went_nowhere() -> None:
    old = "You may take your letters down, and we delete all copies."
    assert turn_of(old, "You may take your letters down. We delete all copies.") is None
