"""For what degree of fault somebody answers."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.turn import turn_of
from tests.core.meaning.turns.both_ways import turns_both_ways

PAIRS = [
    ("We are liable for damage caused by negligence.", "We are liable for damage caused by gross negligence."),
    (
        "The airline is liable for damage caused on purpose or by negligence.",
        "The airline is liable for damage caused on purpose or by gross negligence.",
    ),
    (
        "We are not liable for damage unless our negligence caused it.",
        "We are not liable for damage unless our gross negligence caused it.",
    ),
    ("You bear all losses if you acted with gross negligence.", "You bear all losses if you acted negligently."),
    ("We are not liable for damage by gross negligence.", "We are not liable for damage by negligence."),
]


@pytest.mark.parametrize(("better", "worse"), PAIRS)
def test_who_answers_for_less_is_spared(better: str, worse: str) -> None:
    assert turns_both_ways("words", better, worse)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We are liable for gross negligence.", "We are liable for negligence and for gross negligence."),
        ("The gross income of the shop is public.", "The income of the shop is public."),
        ("A book about negligence is in the shop.", "A book about gross negligence is in the shop."),
    ],
)
def test_what_tells_no_degree_of_fault_turns_nothing(old: str, new: str) -> None:
    assert turn_of(old, new) is None
