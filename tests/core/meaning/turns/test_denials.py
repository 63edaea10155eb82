"""A denial that came or went beside other edits, each with its reverse; and denials in other words."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.turn import turn_of
from tests.core.meaning.turns.both_ways import turns_both_ways

PAIRS = [
    ("You may use your films wherever you like.", "You may not use your films elsewhere."),
    ("We never use your letters to advertise to you.", "We use your letters to recommend lamps to you."),
]


@pytest.mark.parametrize(("better", "worse"), PAIRS)
def test_a_denial_beside_other_edits(better: str, worse: str) -> None:
    assert turns_both_ways("denial", better, worse)


def test_of_what_the_reader_only_looks_for_none_can_tell_whom_it_serves() -> None:
    old, new = "Films you look for are not used for advertising.", "Films you look for may be used to show you advertising."
    turn = turn_of(old, new)
    assert turn is None or turn.way != "better"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You cannot use the lamp unless you pay.", "You can use the lamp once you have paid; otherwise it is off."),
        ("We never shorten your letters.", "We store your letters."),
        ("We mend your lamp.", "We mend your lamp and are not liable for the shade."),
        ("We do not bake bread on Sundays.", "We bake rolls from Monday to Saturday."),
        ("We are not responsible for the weather.", "We bear no responsibility for the weather."),
    ],
)
def test_a_denial_in_other_words_turns_nothing(old: str, new: str) -> None:
    assert turn_of(old, new) is None
