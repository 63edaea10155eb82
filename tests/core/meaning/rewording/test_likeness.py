"""How alike two passages are by what their words mean."""

from __future__ import annotations

import pytest

from monitor.core.meaning.rewording.likeness import PassageLikeness, Rarity, SenseProfile, sense_profile

OTHERS = (
    "The shop is closed on Sundays and on holidays.",
    "Our library lends instruments to members for four weeks.",
    "We store the temperature of the greenhouse once an hour.",
)


def _known(text: str) -> SenseProfile:
    found = sense_profile(text)
    assert found is not None
    return found


def _odds(one: str, two: str) -> float:
    sides = [_known(one), _known(two)]
    return PassageLikeness([*sides, *map(_known, OTHERS)]).odds(*sides)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We erase your recordings once you close the account.", "Your recordings are deleted as soon as you close your account."),
        ("Our moderators read letters that neighbours have reported.", "Letters reported by a neighbour are read by a moderator."),
    ],
)
def test_one_statement_in_other_words_is_more_alike_than_two(old: str, new: str) -> None:
    assert _odds(old, new) > max(_odds(old, other) for other in OTHERS)
    assert _odds(old, new) == pytest.approx(_odds(new, old))


def test_equal_figures_speak_for_a_pair() -> None:
    old = "Parcels that nobody fetches go back after 12 days."
    assert _odds(old, "After 12 days we return parcels nobody came for.") > _odds(old, "After 30 days we return parcels nobody came for.")


@pytest.mark.parametrize("text", ["", "Yes.", "Contact us", "Last updated: 14 June 2023", "word " * 400])
def test_what_says_nothing_or_is_a_page_is_not_known(text: str) -> None:
    assert sense_profile(text) is None


def test_rare_words_weigh_more() -> None:
    rarity = Rarity([frozenset(("data", "harp")), frozenset(("data", "lute")), frozenset(("data",))])
    assert rarity.of("harp") > rarity.of("data")
    assert rarity.likeness(frozenset(("data", "harp")), frozenset(("data", "lute"))) < 0.5
    assert rarity.contained(frozenset(("harp",)), frozenset(("harp", "data"))) == 1
    assert rarity.likeness(frozenset(), frozenset()) == rarity.contained(frozenset(), frozenset()) == 0
