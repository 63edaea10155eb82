"""What is told as material whatever the weights say, each with a change that is not."""

from __future__ import annotations

import pytest

from monitor.core.meaning.telling import told, told_by_place
from monitor.model import Direction, Severity
from tests.core.meaning.changes import documents, observations, observed


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("Where I opt out, am I told? No.", "Where I opt out, am I told? Yes.", "answer"),
        ("We do not sell your letters to bakers.", "Bakers do not sell your letters to us.", "parties-exchanged"),
        ("### Stored for two weeks\n\nLetters.", "### Stored for six years\n\nLetters.", "heading-term"),
        ("The gate opens +5 days after the fair.", "The gate opens -5 days after the fair.", "sign-turned"),
        ("### Kept forever\n\nLetters.", "### Where they lie\n\nLetters.", "heading-term"),
        ("These rules are governed by the laws of Ireland.", "These rules are governed by the laws of Delaware.", "place-changed"),
        ("Claims are heard by the courts of Dublin.", "Claims are heard by the courts of Galway.", "place-changed"),
        ("Our servers are located in Norway.", "Our servers are located in Brazil.", "place-changed"),
        ("You must be 18 to buy.", "You must be 16 to buy.", "value-changed"),
        ("Our mill is not meant for children under 13.", "Our mill is not meant for children under 16.", "value-changed"),
        ("Late payments cost 1% per month.", "Late payments cost 3% per month.", "value-changed"),
        ("You may store up to 1,000 letters.", "You may store up to 100 letters.", "value-changed"),
        ("The trial lasts 30 days.", "The trial lasts 14 days.", "value-changed"),
        ("The free plan includes 15 GB of storage.", "The free plan includes 5 GB of storage.", "value-changed"),
        ("The service is available 99.9 % of each month.", "The service is available 99 % of each month.", "value-changed"),
    ],
)
def test_what_is_told(old: str, new: str, rule: str) -> None:
    for before, after in ((old, new), (new, old)):
        gate = next(filter(None, map(told, observations(*documents(before, after)))))
        assert (gate.rule, gate.severity, gate.direction) == (rule, Severity.MATERIAL, Direction.UNCLEAR)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Is the mill open on Sundays? No.", "Is the mill open on Sundays?"),
        ("We do not sell your letters to bakers.", "Your letters are not sold to bakers."),
        ("### Our years in the mill\n\nLetters.", "### Letters\n\nLetters."),
        ("We keep letters in a box.", "We keep letters in a tin."),
        ("Our mill has 40 sails.", "Our mill has 60 sails."),
        ("We acknowledge complaints within two working days.", "We acknowledge complaints within five working days."),
        ("You get a message when you have used 80 %.", "You get a message when you have used 75 %."),
        ("We keep drafts for 180 days.", "We keep drafts for 6 months."),
        ("Fees: €1,000 a year.", "Fees: €1.000,50 a year."),
        ("Fernweh is a company under the laws of Ireland.", "Fernweh is a company organised under the laws of Ireland."),
        (
            "Data transferred pursuant to the Shield are kept by Fernweh.",
            "Data transferred pursuant to the Frameworks are kept by Fernweh.",
        ),
        ("| _ga | Counts visits | 7 days |", "| _ga | Counts visits | 14 days |"),
    ],
)
def test_what_is_not(old: str, new: str) -> None:
    assert told(observed(old, new)) is None
    assert told(observed(new, old)) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("By default:\n\n- names\n\nOnly if you agree:\n\n- pulse", "By default:\n\n- pulse\n\nOnly if you agree:\n\n- names"),
        (
            "## Kept for a week\n\nLetters.\n\n## Kept for ten years\n\nBills.",
            "## Kept for ten years\n\nLetters.\n\n## Kept for a week\n\nBills.",
        ),
    ],
)
def test_equal_words_below_another_condition_or_period(old: str, new: str) -> None:
    gates = [told_by_place(change) for change in observations(*documents(old, new))]
    assert [gate and gate.rule for gate in gates] == ["other-terms"] * 2


@pytest.mark.parametrize(
    ("old", "new", "headline", "direction"),
    [
        (
            "Does Fernweh sell your letters? Nope. Never have, never will.",
            "",
            "Removed: “Does Fernweh sell your letters?”, with the answer “Nope. Never have, never will”",
            Direction.WEAKENS,
        ),
        ("", "Do you sell my letters? No. Never.", "Added: “Do you sell my letters?”, with the answer “No. Never”", Direction.STRENGTHENS),
    ],
)
def test_a_question_that_came_or_went_with_its_answer(old: str, new: str, headline: str, direction: Direction) -> None:
    gate = told(observed(old, new))
    assert gate is not None
    assert (gate.headline, gate.direction) == (headline, direction)


def test_a_question_that_is_answered_alike_elsewhere_is_not_told() -> None:
    before, after = documents(
        "Do you sell my letters? No.\n\nWe bake.\n\nDo you sell my letters? No.", "We bake.\n\nDo you sell my letters? No."
    )
    assert not any(map(told, observations(before, after)))
