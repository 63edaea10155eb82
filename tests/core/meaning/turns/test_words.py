"""One word put for another: what it does by itself, and what it does to a statement that serves the reader or does not."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.turn import turn_of

BACK = {"worse": "better", "better": "worse", "either": "either", None: None}


@pytest.mark.parametrize(
    ("sentence", "old", "new", "way"),
    [
        ("The figures are {}.", "anonymous", "pseudonymous", "worse"),
        ("The figures are {}.", "aggregated", "individual", "worse"),
        ("The figures are not {}.", "anonymous", "identifiable", "either"),
        ("Your letters are {} by our staff.", "unread", "read", "worse"),
        ("The key is {}.", "tied", "untied", "either"),
        ("Our liability for negligence is {}.", "unlimited", "limited", "worse"),
        ("Your letters are {} encrypted.", "always", "usually", "worse"),
        ("We {} share your letters with banks.", "always", "sometimes", "better"),
        ("We do not share {} of your letters.", "any", "some", "worse"),
        ("Ads for bread are {} by default.", "off", "on", "worse"),
        ("Encryption is {} by default.", "off", "on", "better"),
        ("The lamp is {} by default.", "off", "on", "either"),
        ("We keep letters for {} 30 days.", "at most", "at least", "worse"),
        ("We give {} 30 days of notice.", "at least", "up to", "worse"),
        ("Bring {} two bags.", "at most", "at least", "either"),
        ("Our liability is the {} of $5 and the price.", "greater", "lesser", "worse"),
        ("Your liability is the {} of $5 and the price.", "greater", "lesser", "better"),
        ("It is the {} of two numbers.", "greater", "lesser", "either"),
        ("We share it if you agree {} the law allows it.", "and", "or", "worse"),
        ("You take bread {} butter.", "and", "or", None),
        ("A breach is reported to you within 72 {}hours.", "", "business ", "worse"),
        ("You must pay within 5 {}days.", "", "working ", "better"),
        ("We use data (not including your {}name).", "", "unhashed ", "worse"),
        ("We pay {}readers for a letter.", "", "selected ", "worse"),
        ("We bake {}bread.", "", "certain ", None),
    ],
)
def test_a_word_for_another(sentence: str, old: str, new: str, way: str | None) -> None:
    for before, after, expected in ((old, new, way), (new, old, BACK[way])):
        turn = turn_of(sentence.format(before), sentence.format(after))
        assert (turn.way if turn else None) == expected


@pytest.mark.parametrize(
    ("plain", "narrow"),
    [
        ("Your notes are yours: the mill has no access to them.", "Your notes are yours: the mill server has no decrypted access to them."),
        ("We do not read your letters.", "We and our staff do not routinely read your letters."),
        ("We keep no logs of visits.", "We keep no permanent logs of all visits."),
    ],
)
def test_a_denial_that_is_narrowed_beside_another_edit(plain: str, narrow: str) -> None:
    assert [turn.way if turn else None for turn in (turn_of(plain, narrow), turn_of(narrow, plain))] == ["worse", "better"]


def test_what_is_affirmed_is_not_narrowed_beside_another_edit() -> None:
    assert turn_of("We print letters.", "We and our sons routinely print letters.") is None


@pytest.mark.parametrize("verb", ["sell your letters", "share your letters with others without your consent"])
def test_may_not_forbids_as_will_not_does(verb: str) -> None:
    assert turn_of(f"We may not {verb}.", f"We will not {verb}.") is None
    assert turn_of(f"We will not {verb}.", f"We may not {verb}.") is None
