"""Short changes in a short policy that nobody built the rules for: each is told for whom it is, told and left open, or not told."""

from __future__ import annotations

import pytest

from monitor.model import Direction
from tests.core.meaning.short_policy import gravest, is_told

WORSE = [
    ("You are entitled to a refund within 14 days.", "You are not entitled to a refund within 14 days."),
    ("We are liable for lost parcels.", "We are not liable for lost parcels."),
    ("Reports are anonymised before they leave your phone.", "Reports are pseudonymised before they leave your phone."),
    ("We do not charge for support.", "We charge for support."),
    ("We must pay you within 10 days.", "You must pay us within 10 days."),
    ("We will not disclose your name unless you consent.", "We will disclose your name unless you object."),
    ("We comply with Do Not Track requests.", "We do not comply with Do Not Track requests."),
    ("You do not give up your right to sue in court.", "You give up your right to sue in court."),
    ("Location sharing is disabled by default.", "Location sharing is enabled by default."),
    ("You can export your notes free of charge.", "You can export your notes for a fee of $5."),
    ("We cannot see your passwords.", "We can see your passwords."),
    ("Your payment is refundable.", "Your payment is not refundable."),
    ("We guarantee that the service is free of errors.", "We do not guarantee that the service is free of errors."),
    ("You may resell tickets.", "You may not resell tickets."),
    ("We respect the Global Privacy Control signal.", "We may respect the Global Privacy Control signal."),
    ("You have 14 days to change your mind.", "You have 3 days to change your mind."),
    ("We pay at most 30 days after the sale.", "We pay at least 30 days after the sale."),
    ("Our liability is limited to $10,000.", "Our liability is limited to $10."),
    ("The membership is $60 a year.", "The membership is $60 a month."),
    ("You have the right to see, correct and erase your notes.", "You have the right to see and correct your notes."),
]
NOT_TOLD = [
    ("Tickets are answered within one week.", "Tickets are answered within 7 days."),
    ("The subscription costs $99 per year.", "The subscription costs $8.25 per month."),
    ("Backups are kept for six months.", "Backups are kept for half a year."),
    ("Backups are kept for 365 days.", "Backups are kept for one year."),
    ("The jury of the photo contest meets twice a year.", "The jury of the photo contest meets once a year."),
    ("If you do not agree, do not use the app.", "If you do not agree, you may not use the app."),
    ("We always aim to be polite.", "We usually aim to be polite."),
]


@pytest.mark.parametrize(("old", "new"), WORSE)
def test_a_loss(old: str, new: str) -> None:
    change, back = gravest(old, new), gravest(new, old)
    assert is_told(change)
    assert change is not None
    assert change.direction in (Direction.WEAKENS, Direction.UNCLEAR)
    assert back is not None
    assert back.direction is not Direction.WEAKENS or change.direction is Direction.UNCLEAR


@pytest.mark.parametrize(("old", "new"), NOT_TOLD)
def test_nothing_to_tell(old: str, new: str) -> None:
    assert not is_told(gravest(old, new))
    assert not is_told(gravest(new, old))
