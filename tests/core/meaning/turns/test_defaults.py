"""What is on, off, open or shut where the reader does nothing."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.sentence import Turn
from monitor.core.meaning.turns.turn import turn_of

KINDER_FIRST = [
    ("Interest-based ads are off unless you turn them on.", "Interest-based ads are on unless you turn them off."),
    ("Ads based on your activity are disabled unless you enable them.", "Ads based on your activity are enabled unless you disable them."),
    ("Analytics are disabled until you enable them.", "Analytics are enabled until you disable them."),
    ("Location sharing is switched off by default.", "Location sharing is switched on by default."),
    ("Your profile is private by default.", "Your profile is public by default."),
    (
        "Your friends list is hidden unless you make it public in your settings.",
        "Your friends list is public unless you hide it in your settings.",
    ),
    ("Letters are encrypted by default.", "Letters can be encrypted if you turn this on."),
    ("Letters are encrypted automatically.", "Letters may be encrypted if you choose this option."),
    ("Two-factor login is on by default.", "Two-factor login can be enabled if you ask us."),
    ("Spam filtering is enabled unless you disable it.", "Spam filtering is disabled unless you enable it."),
]


@pytest.mark.parametrize(("kind", "harsh"), KINDER_FIRST)
def test_a_default_turned_round(kind: str, harsh: str) -> None:
    assert turn_of(kind, harsh) == Turn("switch", "worse")
    assert turn_of(harsh, kind) == Turn("switch", "better")


def test_what_nobody_can_call_better_is_left_open() -> None:
    assert turn_of("Autoplay is on unless you turn it off.", "Autoplay is off unless you turn it on.") == Turn("switch", "either")


SILENT = [
    ("Notifications are on by default.", "Notifications are enabled by default."),
    ("The light theme is on by default.", "The dark theme is on by default."),
    ("You can turn on encryption in your settings.", "You can switch on encryption in your settings."),
    ("Two-factor login can be enabled if you ask us.", "Two-factor login can be turned on if you ask us."),
    ("Ads based on your activity are shown.", "Ads based on your searches are shown."),
    ("A public company owns our mill.", "A private company owns our mill."),
    ("Letters can be encrypted if you turn this on.", "Parcels are insured by default."),
]


@pytest.mark.parametrize(("old", "new"), SILENT)
def test_what_turns_no_default(old: str, new: str) -> None:
    for turn in (turn_of(old, new), turn_of(new, old)):
        assert turn is None or turn.kind != "switch"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Chat is switched off until a parent switches it on.", "Chat is switched on until a parent switches it off."),
        ("The bell is turned on unless you turn it off.", "The bell is turned off unless you turn it on."),
    ],
)
def test_on_and_off_exchanged_are_told(old: str, new: str) -> None:
    for pair in ((old, new), (new, old)):
        turn = turn_of(*pair)
        assert turn is not None
        assert turn.kind == "switch"


def test_other_words_exchanged_turn_no_default() -> None:
    assert turn_of("Guests sit on chairs and lie on beds.", "Guests lie on chairs and sit on beds.") is None
