"""Warranties that are disclaimed and machines that decide, where the text said nothing of it."""

from __future__ import annotations

import pytest

from monitor.core.meaning.features.imposed import decides_automatically, disclaims_warranties, machine_decides
from tests.core.meaning.features.changes import names

UNWARRANTED = (
    'The service is provided "as is".',
    "The app is offered “as is” and “as available”.",
    "We disclaim all warranties, express or implied.",
    "Fernweh makes no warranties about the films.",
    "The site is made available without warranties of any kind.",
)
WARRANTED = (
    "We warrant that the app works.",
    "You may keep the lamp as is.",
    "The warranty lasts two years.",
    "We run the service as is usual in the trade.",
)
BY_MACHINE = (
    "An algorithm decides whether you qualify for a loan.",
    "Your application is rejected by our software.",
    "We may decide automatically whether to close your account.",
    "Your claim is refused without any person looking at it.",
)
BY_PEOPLE = (
    "Our staff decide whether you qualify.",
    "An algorithm never decides whether you qualify.",
    "You have the right to a review where an algorithm decides on your loan.",
    "Software helps our doctors to read your charts.",
    "Our computers decide in which order films are shown.",
)


@pytest.mark.parametrize("text", UNWARRANTED)
def test_nothing_is_warranted(text: str) -> None:
    assert disclaims_warranties(text.lower())
    assert "warranty:disclaimed" in names("imposed", "We lend films.", f"We lend films. {text}")
    assert "warranty:no-longer-disclaimed" in names("imposed", f"We lend films. {text}", "We lend films.")


@pytest.mark.parametrize("text", WARRANTED)
def test_something_else_is_said_of_warranties(text: str) -> None:
    assert not disclaims_warranties(text.lower())


@pytest.mark.parametrize("text", BY_MACHINE)
def test_a_machine_decides(text: str) -> None:
    assert machine_decides(text.lower())
    assert "machine:decides" in names("imposed", "We lend films.", f"We lend films. {text}")
    assert "machine:no-longer-decides" in names("imposed", f"We lend films. {text}", "We lend films.")


@pytest.mark.parametrize("text", BY_PEOPLE)
def test_people_decide_or_the_reader_may_object(text: str) -> None:
    assert not machine_decides(text.lower())


def test_what_was_said_before_is_not_imposed() -> None:
    old = f"{UNWARRANTED[0]} {BY_MACHINE[0]}"
    assert not {"warranty:disclaimed", "machine:decides"} & names("imposed", old, f"{old} {UNWARRANTED[2]} {BY_MACHINE[1]}")


AUTOMATED = (
    "Suspensions are decided automatically.",
    "We use automated decision-making.",
    "Applications are assessed by automated means.",
    "Offers rest on profiling of your purchases.",
    "Accounts are closed after decisions taken without human review.",
    "We score our customers.",
)
NOT_AUTOMATED = (
    "We collect logs by automated means.",
    "You may not use bots, scripts or other automated means.",
    "Eligibility for rewards depends on your plan.",
    "The ranking of search results takes account of prices.",
    "You have the right to object to profiling.",
    "We do not take automated decisions.",
    "Our staff answer without human error.",
)


@pytest.mark.parametrize("text", AUTOMATED)
def test_decisions_are_automated(text: str) -> None:
    assert decides_automatically(text.lower())
    assert "automation:begun" in names("imposed", "We lend films.", f"We lend films. {text}")
    assert "automation:ended" in names("imposed", f"We lend films. {text}", "We lend films.")


@pytest.mark.parametrize("text", NOT_AUTOMATED)
def test_nothing_is_decided_by_a_machine(text: str) -> None:
    assert not decides_automatically(text.lower())
