"""One ground more or less, a ground that binds nobody, and what makes a right hard to use."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.sentence import Turn
from monitor.core.meaning.turns.turn import turn_of

KINDER_FIRST = [
    # One ground more for what is at the reader's cost, or one less for what serves him.
    (
        "We disclose letters to the police when the law requires it.",
        "We disclose letters to the police when the law requires it or when we think it right.",
    ),
    ("We may read your letters when you report a fault.", "We may read your letters when you report a fault or when we suspect fraud."),
    ("We erase your letters when you ask or when you leave us.", "We erase your letters when you ask."),
    # A ground that binds nobody.
    ("We may suspend your account if you break these rules.", "We may suspend your account for any reason."),
    ("We may suspend your account if you break these rules.", "We may suspend your account at our sole discretion."),
    ("We may delete your account if you are away for two years.", "We may delete your account at any time."),
    ("We share your letters when you ask us to.", "We share your letters as we see fit."),
    ("We answer complaints within two weeks.", "We answer complaints as we see fit."),
    ("You may cancel the order for any reason.", "You may cancel the order if it has not been sent."),
    ("You may end this contract at any time.", "You may end this contract if we agree."),
    # A burden.
    ("You may cancel your plan.", "You may cancel your plan by registered letter."),
    ("You may object to profiling.", "You may object to profiling with a notarised form."),
    ("You can request a copy of your letters.", "You can request a copy of your letters for a fee of $10."),
]


@pytest.mark.parametrize(("kind", "harsh"), KINDER_FIRST)
def test_grounds_and_burdens(kind: str, harsh: str) -> None:
    assert [turn.way if turn else None for turn in (turn_of(kind, harsh), turn_of(harsh, kind))] == ["worse", "better"]


SILENT = [
    ("You can contact us at any time.", "You can contact us if you have questions."),
    ("You may visit our mill when it is open.", "You may visit our mill at any time."),
    ("You may cancel your plan.", "You may cancel your plan by clicking the button in your account."),
    ("You may object to this.", "You may object to this by e-mail, by post or in person."),
    ("You can contact us by phone.", "You can contact us by phone or in person."),
    ("We write to you if a parcel is late.", "We write to you if a parcel is late or lost."),
]


@pytest.mark.parametrize(("old", "new"), SILENT)
def test_what_changes_no_ground(old: str, new: str) -> None:
    assert turn_of(old, new) is None
    assert turn_of(new, old) is None


def test_unless_and_if_are_contraries() -> None:
    assert turn_of("Unless you object, we share your letters.", "If you object, we share your letters.") == Turn("condition", "either")


def test_a_ground_against_what_is_done_is_not_counted_as_one_for_it() -> None:
    assert turn_of("We share it unless you object.", "We share it unless you object or unless you leave us.") is None


def test_a_ground_that_the_reader_chooses_is_not_against_him() -> None:
    kept = "We share your street with the courier when the law asks for it"
    turn = turn_of(f"{kept}.", f"{kept} or if you agree to it.")
    assert turn is None or turn.way != "worse"
