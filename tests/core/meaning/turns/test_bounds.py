"""What bound the company and binds it no longer, each pair with its reverse; and pairs that say the same, or say it of the reader."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.turn import turn_of
from tests.core.meaning.turns.both_ways import turns_both_ways

PAIRS = [
    ("condition", "We may transfer this contract only with your consent.", "We may transfer this contract to others without your consent."),
    ("condition", "We write to members before we raise this fee.", "We may raise this fee at any time."),
    ("condition", "We may not move your savings without your consent.", "We may move your savings at our sole discretion."),
    ("condition", "We close a stall only if its owner breaks a rule.", "We may close a stall for any reason."),
    ("condition", "We may swap features for others that do at least the same.", "We may swap or drop features at any time."),
    ("words", "The shop sees the number of your ticket and nothing else.", "The shop sees the number of your ticket and your age."),
    ("words", "Your doctor can see your diary, but nobody else can.", "Your doctor and our partners can see your diary."),
    ("words", "We learn your street and nothing else.", "We learn your street and your telephone number."),
    ("denial", "There is no advertising in the game.", "The game shows advertisements to children."),
    ("denial", "The app is free of trackers.", "The app contains trackers of other companies."),
    ("denial", "The app contains no code of ad networks.", "The app contains code of three ad networks."),
    ("denial", "Your savings are protected by the guarantee scheme.", "Your savings are not covered by the guarantee scheme."),
    ("denial", "Letters do not leave the Union.", "Letters may be transferred to India under standard clauses."),
    ("denial", "Recordings stay in Norway.", "Recordings may be sent to servers in Brazil."),
]


@pytest.mark.parametrize(("kind", "better", "worse"), PAIRS)
def test_what_was_bound_is_free_and_the_reverse(kind: str, better: str, worse: str) -> None:
    assert turns_both_ways(kind, better, worse)


def test_what_the_reader_alone_may_upload_is_no_limit_of_the_company() -> None:
    assert turns_both_ways("words", "You may upload photos and films.", "You may upload photos and nothing else.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We may add features.", "We may add features at any time."),
        ("We tell you before we close the shop.", "We may sing at any time."),
        ("We may not sell your letters without your consent.", "We will not sell your letters without your consent."),
        ("We never close a stall without your consent.", "Without your consent, we never close a stall."),
        ("The shop sees the number of your ticket and nothing else.", "The shop sees only the number of your ticket."),
        ("Nobody else can see your diary.", "No one else can see your diary."),
        ("There is no advertising in the game.", "The magazine writes about advertising."),
        ("Parcels above £50 are insured.", "Parcels below £50 are not insured."),
        ("Letters do not leave the Union.", "Letters are stored in Bonn."),
        ("You do not leave the Union.", "You may be sent to other shops."),
    ],
)
def test_what_says_as_much_or_of_something_else_turns_nothing(old: str, new: str) -> None:
    turn = turn_of(old, new)
    assert turn is None or turn.way == "either"


@pytest.mark.parametrize(
    "ground", ["at any time", "for any reason", "at our sole discretion", "without your consent", "without prior notice"]
)
def test_every_free_ground_frees_what_was_bound(ground: str) -> None:
    assert turns_both_ways("condition", "We may close your stall only if you break a rule.", f"We may close your stall {ground}.")


@pytest.mark.parametrize("who", ["You", "Members", "The regulator"])
def test_only_the_company_is_freed(who: str) -> None:
    turn = turn_of(f"{who} may close the stall only if a rule is broken.", f"{who} may close the stall at any time.")
    assert turn is None or turn.way != "worse"


@pytest.mark.parametrize("state", ["insured", "covered", "guaranteed", "protected"])
def test_every_word_for_cover_can_be_denied(state: str) -> None:
    better, worse = "Your savings are protected by the fund.", f"Your savings are not {state} by the fund."
    assert turns_both_ways("denial", better, worse)


def test_a_denial_of_something_else_that_went_is_no_gain() -> None:
    turn = turn_of("Passwords are stored encrypted and never shown to staff.", "Passwords are stored encrypted.")
    assert turn is None or turn.way != "better"
