"""A clause at the end of a sentence that came or went, each with its reverse; and tails that say nothing of the reader."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.turn import turn_of
from tests.core.meaning.turns.both_ways import turns_both_ways

PAIRS = [
    ("Our host stores the letters for us and may not look at them.", "Our host stores the letters for us."),
    ("We use standard clauses and check the law of the country first.", "We use standard clauses."),
    ("We may block a sender, and we tell you why.", "We may block a sender."),
    ("We store your drafts, and we never sell them.", "We store your drafts."),
    ("We close idle accounts and refund what is left.", "We close idle accounts."),
    ("We delete backups within 30 days and confirm it in writing.", "We delete backups within 30 days."),
    ("A parent can block the card and set a limit for each shop.", "A parent can block the card."),
    ("You may return the lamp.", "You may return the lamp, and you pay the postage."),
    ("Members may visit our office.", "Members may visit our office at their own expense."),
    ("We credit 10 % of the fee.", "We credit 5 % of the fee, which is your sole remedy."),
    ("You have 30 days to return it.", "You have 14 days to return it, and you pay the postage."),
]


@pytest.mark.parametrize(("better", "worse"), PAIRS)
def test_a_clause_at_the_end_serves_or_burdens(better: str, worse: str) -> None:
    assert turns_both_ways("condition", better, worse)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We mend the lamp.", "We mend the lamp and sing."),
        ("We mend the lamp.", "We mend the lamp, but we are happy to help."),
        ("We mend the lamp.", "We mend the lamp and are not liable for the shade."),
        ("You must not use it.", "You must not use it, and you should consider another one."),
        ("You may copy it.", "You may copy it and may not sell it in your shop on Sundays or in the evening, whatever the weather may be."),
        ("You use it at your own risk.", "You use it."),
        ("If you ask us", "If you ask us and we check the letter"),
        ("We mend the lamp in Linz.", "We bend the camp in Graz and check the law first."),
    ],
)
def test_other_tails_turn_nothing(old: str, new: str) -> None:
    assert turn_of(old, new) is None
