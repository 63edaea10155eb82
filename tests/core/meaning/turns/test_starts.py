"""A time for which data are kept that begins later than before."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.starts import by_start
from monitor.core.meaning.turns.turn import turn_of
from tests.core.meaning.turns.both_ways import turns_both_ways


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("Letters are kept for two years.", "Letters are kept for two years after you close your account."),
        ("We keep trip records for 90 days.", "We keep trip records for 90 days from your last trip."),
        ("We store logs for one month.", "We store logs for one month beyond the end of the contract."),
    ],
)
def test_a_later_start_is_against_the_reader(better: str, worse: str) -> None:
    assert turns_both_ways("bound", better, worse)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("letters are kept for 2 years", "letters are kept for 2 years in our hall"),
        ("letters are kept for 2 years", "letters are kept for 3 years after your visit"),
        ("you keep letters for 2 years", "you keep letters for 2 years after your visit"),
        ("letters are erased within 30 days", "letters are erased within 30 days after your visit"),
        ("letters are not kept for 2 years", "letters are not kept for 2 years after your visit"),
        ("letters are kept for years", "letters are kept for years after your visit"),
    ],
)
def test_what_starts_no_later(old: str, new: str) -> None:
    pair = tuple(old.split()), tuple(new.split())
    assert not list(by_start(*pair))
    assert not list(by_start(*reversed(pair)))


def test_it_is_not_told_twice() -> None:
    turn = turn_of("Letters are kept for two years.", "Letters are kept for two years after your visit.")
    assert turn is not None
    assert turn.way == "worse"
