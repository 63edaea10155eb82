"""Consent, cases and people that stand between the reader and a use of what is his; what is earned and lapses."""

from __future__ import annotations

import pytest

from monitor.core.compare import compare
from monitor.core.meaning.turns.turn import turn_of
from monitor.model import Direction, Severity

PAIRS = [
    ("Your letters are passed to shops with your consent.", "Your letters are passed to shops."),
    ("Your letters are passed to shops only if you agree.", "Your letters are passed to shops."),
    ("We may transfer the contract to a shop with your consent.", "We may transfer the contract to a shop by giving you notice."),
    ("We publish your poem once you have consented.", "We publish your poem."),
    ("Support staff may read a letter if you report it to us.", "Support staff may read any letter."),
    ("Our moderators may see letters when a member has asked for help.", "Our moderators may see all letters."),
    ("Software sorts the claims, and a clerk reviews each refusal.", "Software sorts and refuses the claims."),
    ("Points do not expire.", "Points expire after a year."),
    ("We ask for your consent before we print your poem.", "We print your poem to show it to guests."),
    ("Cookies of shops are set only after you have agreed.", "Cookies of shops are set when you open the page."),
    ("Banned guests cannot see your letters.", "Banned guests can still see your letters."),
    ("If the train is late, we refund half of the fare.", "If the train is late, we look into the cause of the delay of the fare."),
    ("You choose the shop that mends your boat.", "We choose the shop that mends your boat."),
    ("You may use the map on any number of devices.", "You may use the map on two devices."),
    ("We delete letters when both guests have left.", "We keep letters when both guests have left."),
    ("Unused minutes never lapse.", "Unused minutes lapse at the end of the month."),
]


@pytest.mark.parametrize(("better", "worse"), PAIRS)
def test_a_guard_that_went_turns_it_against_the_reader_and_back(better: str, worse: str) -> None:
    assert [turn.way if turn else None for turn in (turn_of(better, worse), turn_of(worse, better))] == ["worse", "better"]


@pytest.mark.parametrize(("better", "worse"), PAIRS)
def test_it_is_told_with_its_direction(better: str, worse: str) -> None:
    (change,) = compare(f"# Rules\n\nThe hall is open.\n\n{better}\n", f"# Rules\n\nThe hall is open.\n\n{worse}\n").changes
    assert change.severity.rank >= Severity.MATERIAL.rank
    assert change.direction is Direction.WEAKENS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You may pass letters to shops with your consent.", "You may pass letters to shops."),
        ("We delete your letters with your consent.", "We delete your letters."),
        ("The hall is open to guests if the warden agrees.", "The hall is open to guests."),
        ("Your letters are passed to shops with your consent.", "Your letters are passed to shops if you have agreed."),
        ("Our guests may read a poem if the hall is open.", "Our guests may read any poem."),
        ("Support staff may read a letter in the hall.", "Support staff may read any letter in the hall."),
        ("Software sorts the claims in the hall.", "Software sorts the claims in the barn."),
        ("A clerk reviews each claim.", "A warden reviews each claim."),
        ("Licences do not expire in the hall.", "Licences do not expire in the barn."),
        ("Points expire after a year.", "Points lapse after a year."),
        ("If the train is late, we look into the cause.", "If the train is late, we try to find the cause."),
        ("We choose the shop that mends your boat.", "We choose the shop that mends your car."),
        ("We use the map on any number of devices.", "We use the map on two devices."),
        ("We delete letters 30 days after you leave.", "We keep letters until 30 days after you leave."),
        ("We delete letters when you leave.", "We erase letters when you leave."),
    ],
)
def test_what_is_no_guard_of_the_readers(old: str, new: str) -> None:
    for pair in ((old, new), (new, old)):
        found = turn_of(*pair)
        assert found is None or found.way == "either"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("The law of your country of residence governs these rules.", "The law of Delaware governs these rules.", True),
        ("The law of the place where you live applies to these rules.", "The laws of Kent apply to these rules.", True),
        ("The law of Kent governs these rules.", "The law of Delaware governs these rules.", False),
        ("The law lives in these rules.", "The law of Delaware governs these rules.", False),
        ("We eat in the place where you live.", "We eat in Delaware.", False),
    ],
)
def test_the_law_of_home_is_told_without_a_direction(old: str, new: str, told: bool) -> None:
    for pair in ((old, new), (new, old)):
        found = turn_of(*pair)
        assert (found is not None and found.way == "either") is told
