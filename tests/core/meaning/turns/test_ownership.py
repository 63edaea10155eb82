"""Who has the rights, whether data leave the device, who may end it, in which form data are kept."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.turn import turn_of
from tests.core.meaning.turns.both_ways import turns_both_ways

PAIRS = [
    ("parties", "You keep all rights in your photos.", "You assign all rights in your photos to us."),
    ("parties", "Your recipes remain yours.", "Your recipes become our property."),
    ("words", "Your recordings stay on your device.", "Your recordings are sent to our servers."),
    ("words", "Screenshots are stored on the device.", "Screenshots are stored on our servers."),
    ("parties", "Your measurements are yours.", "Your measurements belong to us."),
    ("parties", "Either party may end it with notice.", "We may end it with notice."),
    ("words", "We store your password in hashed form.", "We store your password."),
]


@pytest.mark.parametrize(("kind", "better", "worse"), PAIRS)
def test_what_was_the_readers_is_the_companys_and_back(kind: str, better: str, worse: str) -> None:
    assert turns_both_ways(kind, better, worse)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You keep all rights in your photos.", "You retain all rights in your photos."),
        ("You keep your password secret.", "You transfer your password to us."),
        ("Your recordings stay on your device.", "The app is stored on our servers."),
        ("Either party may end it with notice.", "Each party may end it with notice."),
        ("You send your password in hashed form.", "You send your password."),
    ],
)
def test_other_sentences_turn_nothing(old: str, new: str) -> None:
    assert turn_of(old, new) is None
