"""Degrees of one thing: which is better for the reader, and what is no degree of it."""

from __future__ import annotations

import pytest

from monitor.core.compare import compare
from monitor.core.meaning.turns.scales import by_rate, by_scale
from monitor.core.meaning.turns.turn import turn_of
from monitor.model import Direction, Severity
from tests.core.meaning.turns.both_ways import turns_both_ways

PAIRS = [
    ("We protect accounts with two-factor authentication.", "We protect accounts with a password."),
    ("A security key is needed to open your account.", "A PIN is needed to open your account."),
    ("Chats are end-to-end encrypted.", "Chats are encrypted in transit."),
    ("Your letters and files are encrypted.", "Your letters and files are protected by appropriate measures."),
    ("Our liability is unlimited for gross negligence.", "Our liability is excluded for gross negligence."),
    ("Our liability for wilful harm is unlimited.", "Our liability for wilful harm is limited to 50 euros."),
    ("We share figures about trips in aggregated form.", "We share figures about trips of individual users."),
    ("We collect your approximate location.", "We collect your precise location."),
    ("Your playlists are private.", "Your playlists are public."),
    ("We show your age range.", "We show your date of birth."),
    ("Drivers see your first name.", "Drivers see your full name."),
    ("Shops see the last four digits of your card.", "Shops see the full card number of your card."),
    ("We are liable for ordinary negligence.", "We are liable for gross negligence."),
    ("A member of staff decides on your claim.", "An algorithm decides on your claim."),
    ("An independent auditor tests our systems each year.", "Our own team tests our systems each year."),
]


@pytest.mark.parametrize(("better", "worse"), PAIRS)
def test_another_degree_turns_it_against_the_reader_and_back(better: str, worse: str) -> None:
    assert turns_both_ways("words", better, worse)


@pytest.mark.parametrize(("better", "worse"), PAIRS)
def test_it_is_told_with_its_direction(better: str, worse: str) -> None:
    (change,) = compare(f"# Terms\n\n{better}\n", f"# Terms\n\n{worse}\n").changes
    assert change.severity.rank >= Severity.MATERIAL.rank
    assert change.direction is Direction.WEAKENS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We protect accounts with two-factor authentication.", "We protect accounts with two factors."),
        ("You must choose two-factor authentication for your account.", "You must choose a password for your account."),
        ("The door of the hall has two-factor authentication.", "The door of the hall has a PIN."),
        ("Your account has two-factor authentication.", "The account of our bank asks for a password."),
        ("Chats are end-to-end encrypted and encrypted in transit.", "Chats are encrypted in transit and end-to-end encrypted."),
        ("Our general terms are found at this location.", "Our precise terms are found at this place."),
        ("The human heart decides.", "The machine room is closed."),
        ("Public offices may ask for your playlists.", "Public bodies may ask for your playlists."),
        ("Our shop is private property.", "Our shop is public property."),
        ("We do not share aggregated figures.", "We do not share figures of individual users."),
        ("Files are encrypted.", "Files are encrypted with AES."),
    ],
)  # fmt: skip
def test_what_is_no_other_degree_of_the_same_thing(old: str, new: str) -> None:
    pair = tuple(tuple(text.lower().replace("-", " ").rstrip(".").split()) for text in (old, new))
    assert not list(by_scale(*pair))
    assert not list(by_scale(*reversed(pair)))


def test_what_the_reader_answers_for_is_told_without_a_direction() -> None:
    turn = turn_of("Your liability is unlimited for gross negligence.", "Your liability is excluded for gross negligence.")
    assert turn is not None
    assert turn.way == "either"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Late payments bear interest at the statutory rate.", "Late payments bear interest at 1.5 % per month."),
        ("You owe the statutory late fee.", "You owe a late fee of 25 euros."),
        ("Prices may rise by no more than inflation.", "Prices may rise by up to 15 % a year."),
    ],
)
def test_a_rate_of_its_own_for_that_of_the_law_is_told(old: str, new: str) -> None:
    for texts in ((old, new), (new, old)):
        (change,) = compare(*(f"# Terms\n\n{text}\n" for text in texts)).changes
        assert change.severity is Severity.MATERIAL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("interest is due at the statutory rate", "interest is due at the legal rate"),
        ("interest is due at 5 % above the statutory rate", "interest is due at 8 % above the statutory rate"),
        ("the statutory term for letters is short", "the term for letters is 5 days"),
        ("no interest is due at the statutory rate", "interest is due at 5 %"),
    ],
)
def test_no_rate_in_the_place_of_the_law(old: str, new: str) -> None:
    pair = tuple(old.split()), tuple(new.split())
    assert not list(by_rate(*pair))
    assert not list(by_rate(*reversed(pair)))
