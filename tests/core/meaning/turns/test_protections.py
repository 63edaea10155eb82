"""Words that protect data, what a licence takes and how long it lasts, and what the reader can do with his data."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.turn import turn_of

KINDER_FIRST = [
    ("Passwords are stored hashed.", "Passwords are stored."),
    ("Passwords are stored hashed and salted.", "Passwords are stored."),
    ("We share aggregated data with researchers.", "We share data with researchers."),
    ("We collect anonymous usage data.", "We collect usage data."),
    ("Card numbers are encrypted and masked.", "Card numbers are masked."),
    ("All letters are encrypted at rest and in transit.", "All letters are encrypted in transit."),
    ("Your files are encrypted in transit, at rest and in backups.", "Your files are encrypted in transit and at rest."),
    ("You grant us a licence to show your photos.", "You grant us a licence to show, adapt and sell your photos."),
    ("You give us a license to use your posts.", "You give us a license to use and sublicense your posts."),
    ("This licence ends when you delete your photos.", "This licence survives when you delete your photos."),
    ("Your plan ends after one year.", "Your plan renews automatically after one year."),
    ("You can view, export and delete your letters.", "You can view and export your letters."),
    ("We share your letters with printers.", "We share your letters with printers and advertisers."),
    ("We collect your name and address.", "We collect your name, address and fingerprints."),
]


@pytest.mark.parametrize(("kind", "harsh"), KINDER_FIRST)
def test_less_protection_or_more_that_is_taken(kind: str, harsh: str) -> None:
    assert [turn.way if turn else None for turn in (turn_of(kind, harsh), turn_of(harsh, kind))] == ["worse", "better"]


SILENT = [
    ("You must send us encrypted files.", "You must send us files."),
    ("We use firewalls, locks and cameras.", "We use firewalls, cameras and locks."),
    ("We grant you a licence to use the app.", "We grant you a limited licence to use the app."),
    ("You can pay by card, by transfer or in cash.", "You can pay by card or by transfer."),
    ("The fair ends on Sunday.", "The fair continues on Sunday."),
    (
        "If you live where European law applies, you may have the right to see or erase your letters.",
        "If you live where UK or European law applies, you may have the right to see or erase your letters.",
    ),
]


@pytest.mark.parametrize(("old", "new"), SILENT)
def test_what_protects_or_takes_nothing(old: str, new: str) -> None:
    assert turn_of(old, new) is None
    assert turn_of(new, old) is None
