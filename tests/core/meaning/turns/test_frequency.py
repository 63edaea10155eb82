"""How often something is done: what serves the reader the more often, what serves him the less often, and what does not concern him."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.turn import turn_of
from tests.core.meaning.turns.both_ways import turns_both_ways

PAIRS = [
    ("bound", "We make daily backups of your letters.", "We make weekly backups of your letters."),
    ("bound", "We test our locks every month.", "We test our locks every year."),
    ("bound", "You may ask for the report at any time.", "You may ask for the report once a year."),
    ("bound", "The customer may ask for a copy twice a year.", "The customer may ask for a copy once a year."),
    ("bound", "Our locks are tested every quarter by an expert.", "Our locks are tested once a year."),
    ("bound", "We watch for thieves day and night.", "We watch for thieves during office hours."),
    ("bound", "Support answers within two hours, day and night.", "Support answers within two hours on working days."),
    ("bound", "We delete unused drafts every day.", "We delete unused drafts every week."),
]


@pytest.mark.parametrize(("kind", "better", "worse"), PAIRS)
def test_more_often_or_less(kind: str, better: str, worse: str) -> None:
    assert turns_both_ways(kind, better, worse)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The choir sings day and night.", "The choir sings on working days."),
        ("The choir sings weekly.", "The choir sings monthly."),
        ("We publish a calendar every month.", "We publish a calendar every year."),
        ("We test our locks every month.", "We test our locks once a month."),
        ("We test our locks every month.", "We paint our locks every year."),
        ("We do not test our locks every month.", "We do not test our locks every year."),
    ],
)
def test_what_nobody_counts_turns_nothing(old: str, new: str) -> None:
    assert turn_of(old, new) is None
