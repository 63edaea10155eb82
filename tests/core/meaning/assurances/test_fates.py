"""Which assurances go with a change, on little documents of our own: gone, kept here, kept elsewhere."""

from __future__ import annotations

import pytest

from monitor.core.compare import candidates_of
from monitor.core.meaning.assurances.fates import gone
from monitor.core.meaning.document_context import document_context
from monitor.model import Document

FILLER = "\n\nWe answer letters within a week. Our office is open from nine to five. Parcels leave on weekdays.\n\n"


def kinds(old: str, new: str) -> set[str]:
    before, after = Document(old + FILLER), Document(new + FILLER)
    found, candidates = candidates_of(before, after)
    context = document_context(before, after, found, candidates)
    return {assurance.kind for candidate in candidates for assurance in gone(candidate, context)}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("You may lodge a complaint with the harbour office.", "", {"redress"}),
        ("You are entitled to require us to block your entry.", "", {"entitled"}),
        ("We require that our drivers and partners keep your data confidential.", "", {"bound"}),
        ("We will issue a refund when a parcel is lost.", "We reply when a parcel is lost.", {"remedy"}),
        ("The parcel account, which every shop needs, is free to set up.", "The parcel account, which every shop needs.", {"remedy"}),
        ("Partners see your visits (but not your name).", "Partners see your visits.", {"spared"}),
        ("If your account was suspended in error, you can submit an appeal.", "", {"redress"}),
        ("We will lock you out. You can submit an appeal.", "We will lock you out.", {"redress"}),
    ],
)
def test_gone(old: str, new: str, expected: set[str]) -> None:
    assert kinds(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You may lodge a complaint with the harbour office.", "You can file a complaint with the harbour office."),
        ("You are entitled to require us to block your entry.", "You have the right to require us to block your entry."),
        ("We will issue a refund when a parcel is lost.", "When a parcel is lost, you will receive a refund."),
        ("We will issue a refund when a parcel is lost.", "We will issue a refund when a parcel is late."),
        ("Our vendors are obliged to protect your data.", "We require that our vendors protect your data."),
        ("You must keep our prices confidential.", ""),
        ("We have the right to close the shop.", ""),
        ("# Your right to appeal", ""),
        ("If you do so again, your account will be suspended. You can submit an appeal.", ""),
        ("We will repay those fees unless the arbitrator holds your claim to be frivolous.", ""),
        ("You may go to court if your complaint cannot be resolved within 60 days.", ""),
    ],
)
def test_kept_or_none(old: str, new: str) -> None:
    assert kinds(old, new) == set()


def test_what_stands_elsewhere_in_other_words_is_kept() -> None:
    old = f"You may lodge a complaint with the harbour office.{FILLER}We like the sea."
    new = f"{FILLER}We like the sea. Anyone who reads this can file a complaint, and you may lodge it with the harbour office."
    assert kinds(old, new) == set()


def test_what_moved_into_a_list_is_kept() -> None:
    old = f"You have the right to receive a copy of your photos.{FILLER}"
    new = f"{FILLER}You have the right to:\n\n- receive a copy of your photos\n- tea\n"
    assert kinds(old, new) == set()


def test_another_right_does_not_stand_for_it() -> None:
    old = f"You have the right to restrict the printing of letters.{FILLER}You have the right to tea at noon."
    assert kinds(old, f"{FILLER}You have the right to tea at noon.") == {"entitled"}
