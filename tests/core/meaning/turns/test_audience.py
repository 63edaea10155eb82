"""Who can see it, who checks, and what is left of an exclusion of liability."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.turn import turn_of
from tests.core.meaning.turns.both_ways import turns_both_ways

PAIRS = [
    ("words", "Your lists are only visible to your friends.", "Your lists are visible to all users."),
    ("words", "Only you can see your shopping lists.", "You and our partners can see your shopping lists."),
    ("words", "Your posts are shown to followers.", "Your posts are shown to everyone."),
    ("words", "An independent auditor checks our security.", "Our own team checks our security."),
    ("words", "Our staff review every credit application.", "Credit applications are decided automatically."),
    ("words", "Your plan covers everybody in your family.", "Your plan covers only those who live with you."),
    (
        "condition",
        "You use it at your own risk, but we remain liable for gross negligence.",
        "You use it at your own risk.",
    ),
]


@pytest.mark.parametrize(("kind", "better", "worse"), PAIRS)
def test_more_eyes_or_fewer_and_a_check_by_others(kind: str, better: str, worse: str) -> None:
    assert turns_both_ways(kind, better, worse)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Our news are visible to members.", "Our news are visible to everyone."),
        ("Your lists are visible to members.", "Your lists are visible to users."),
        ("Your lists are visible to friends.", "Our shops are open to everyone near you."),
        ("An independent auditor checks our security.", "An external auditor checks our security."),
        ("You use it at your own risk.", "You use it at your own risk, but we are happy to help."),
    ],
)
def test_what_is_not_the_readers_or_reaches_as_many_turns_nothing(old: str, new: str) -> None:
    assert turn_of(old, new) is None
