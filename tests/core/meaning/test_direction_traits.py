"""The traits of a direction: what the new side says minus what the old side says."""

from __future__ import annotations

import pytest

from monitor.core.meaning.direction_cues import signs
from monitor.core.meaning.direction_traits import WORD, known_traits, traits
from tests.core.meaning.changes import SENTENCES, beside, small_corpus


@pytest.mark.parametrize(
    ("old", "new", "trait", "value"),
    [
        ("", "Letters are not sold.", "cue:promise", 1.0),
        ("Letters are not sold.", "", "cue:promise", -1.0),
        ("", "We do not sell your personal data.", "frame:denial", 1.0),
        ("", "We do not sell your personal data.", "frame:denial:sell", 1.0),
        ("", "We do not sell your personal data.", "whole", 1.0),
        ("We do not sell your personal data.", "", "whole", -1.0),
    ],
)
def test_a_trait_is_the_new_side_less_the_old(old: str, new: str, trait: str, value: float) -> None:
    assert traits(beside(old, new))[trait] == pytest.approx(value)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("We retain logs for 30 days.", "We retain logs for 60 days.", {"period:longer": 1.0, "period:of-keeping": 1.0}),
        ("We retain logs for 60 days.", "We retain logs for 30 days.", {"period:longer": -1.0, "period:of-keeping": -1.0}),
        ("We notify you 30 days before.", "We notify you 7 days before.", {"period:longer": -1.0, "period:of-notice": -1.0}),
        ("We keep logs.", "We keep logs for 60 days.", {"period:named": 1.0}),
        ("We keep logs for 60 days.", "We keep logs.", {"period:named": -1.0}),
        ("We keep logs for 30 days.", "We keep names for 30 days.", {}),
        ("We keep logs for 30 days.", "We keep logs for 30 days and names for 2 years.", {}),
        ("We keep logs.", "We keep names.", {}),
    ],
)
def test_periods(old: str, new: str, found: dict[str, float]) -> None:
    seen = traits(beside(old, new))
    assert {name: value for name, value in seen.items() if name.startswith("period:")} == found


def test_every_trait_turns_its_sign_when_the_sides_change_places() -> None:
    for change in small_corpus():
        there, back = traits(change), traits(change.mirrored())
        assert there.keys() == back.keys()
        for name, value in there.items():
            assert value == pytest.approx(-back[name], abs=1e-9), name


def test_every_trait_is_declared() -> None:
    known = known_traits(signs())
    for old in SENTENCES:
        known.check((name for name in traits(beside(old, "We keep it.")) if not name.startswith(WORD)), old)


def test_many_mentions_count_by_their_root_up_to_nine() -> None:
    one, four, twenty = (traits(beside("", "Letters are not sold. " * times))["cue:promise"] for times in (1, 4, 20))
    assert (one, four) == (1.0, 2.0)
    assert twenty == 3.0


def test_what_grew_is_a_trait_without_end_but_below_one() -> None:
    short, long = (
        traits(beside("We keep it.", "We keep it and more."))["grown"],
        traits(beside("We keep it.", "Words go on. " * 40))["grown"],
    )
    assert 0 < short < long <= 1.0
    assert traits(beside("We keep names.", "We keep orders."))["grown"] == 0.0
