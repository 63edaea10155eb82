"""What is denied twice, and what others are said to promise."""

from __future__ import annotations

import pytest

from monitor.core.meaning.indirect import is_indirect
from monitor.core.text.tokens import words
from monitor.model import Direction, Severity
from tests.core.meaning.short_policy import gravest

INDIRECT = [
    "There is no case in which your letters are kept.",
    "It is not true that we sell your address.",
    "It is a myth that we sell your address.",
    "It would be wrong to think that we sell your address.",
    "We never fail to ask you first.",
    "We do not hesitate to pass it on to the police.",
    "Nothing stops us from selling it.",
    "Our partners are not prevented from selling it.",
    "Nothing leaves the boathouse without your consent.",
    "Other clubs claim that they never sell addresses.",
    "Others may promise that nothing is ever sold.",
]


@pytest.mark.parametrize("text", INDIRECT)
def test_what_rules_cannot_be_relied_on_to_read(text: str) -> None:
    assert is_indirect(text, len(words(text)))


@pytest.mark.parametrize(
    "text",
    [
        "In no case will we sell your address.",
        "Under no circumstances do we sell it.",
        "We refuse to sell your address.",
        "Nothing in these terms prevents you from suing us.",
        "We keep the entries of those who do not so that we can invite them later.",
        "Under certain state laws this may count as a sale.",
        "We give your address to nobody except the carrier.",
        "We give it to the carrier, and to nobody else without your consent.",
        "We never sell your address.",
    ],
)
def test_what_is_said_outright(text: str) -> None:
    assert not is_indirect(text, len(words(text)))


def test_one_such_sentence_says_little_of_a_long_passage() -> None:
    assert not is_indirect("We never fail to ask you first.", 61)


@pytest.mark.parametrize("text", INDIRECT)
def test_neither_way_is_said_and_nothing_is_critical(text: str) -> None:
    for old, new in ((text, ""), ("", text)):
        change = gravest(old, new)
        assert change is not None
        assert change.direction in (Direction.UNCLEAR, Direction.NEUTRAL)
        assert change.severity is not Severity.CRITICAL
