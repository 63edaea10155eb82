"""An addition that admits something and lets the reader refuse it, and additions that only offer a way to refuse."""

from __future__ import annotations

import pytest

from monitor.core.meaning.admissions import admits_with_way_out, with_way_out
from monitor.model import Direction
from tests.core.meaning.changes import observed
from tests.core.meaning.short_policy import gravest

ADMITTED = [
    "We sell your purchase history to data brokers unless you opt out.",
    "We may share your profile with advertisers. You can turn this off in the settings.",
    "We use your posts to train AI models. You can opt out.",
    "In addition, we track you across other websites. You may opt out at any time.",
    "Your searches may be shared with our partners. You can opt out of that.",
]
OFFERED = [
    "You can opt out of the sharing of your data with advertisers.",
    "You can opt out of targeted advertising. We then no longer share your data with ad networks.",
    "If we sell or share your data, we will provide a way to opt out in the footer.",
    "We do not sell your data. You can opt out of our newsletter.",
    "We share your street with the courier. You can opt out of text messages.",
    "We sell stamps.",
]


@pytest.mark.parametrize("text", ADMITTED)
def test_what_is_admitted_beside_a_way_out_is_against_the_reader(text: str) -> None:
    assert admits_with_way_out(observed("", text))
    change = gravest("We like looms.", f"We like looms. {text}")
    assert change is not None
    assert change.direction is Direction.WEAKENS


@pytest.mark.parametrize("text", ADMITTED)
def test_its_end_admits_nothing(text: str) -> None:
    assert not admits_with_way_out(observed(text, ""))


@pytest.mark.parametrize("text", OFFERED)
def test_a_way_out_alone_admits_nothing(text: str) -> None:
    assert not admits_with_way_out(observed("", text))


def test_what_was_said_before_is_not_admitted() -> None:
    known = "We may share your profile with advertisers and with their partners."
    again = f"{known} You can turn this off in the settings."
    assert not admits_with_way_out(observed("", again, rest_old=known, rest_new=known))


def test_a_long_passage_says_other_things_as_well() -> None:
    assert not admits_with_way_out(observed("", ADMITTED[1] + " We mend looms in the mill by the river." * 10))


def test_the_headline_tells_the_way_out_once() -> None:
    change = observed("", ADMITTED[1])
    told = with_way_out("New: advertisers", change)
    assert told == "New: advertisers; “You can turn this off in the settings”"
    assert with_way_out(told, change) == told
    assert with_way_out("New: advertisers", observed("", OFFERED[0])) == "New: advertisers"
