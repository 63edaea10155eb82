"""Promises told from the other side."""

from __future__ import annotations

import pytest

from monitor.core.compare import compare_documents
from monitor.core.meaning.promises.converse import frees_alike
from monitor.core.text.segment import Unit, segmented
from monitor.model import Change, Severity
from tests.core.meaning.changes import documents


def _gravest(old: str, new: str) -> Change | None:
    return max(compare_documents(*documents(old, new)).changes, key=lambda change: change.severity.rank, default=None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We do not share this information with advertisers.", "Advertisers do not receive this information."),
        ("We do not pass your letters to partners.", "Partners never get your letters."),
        ("Your address is never transmitted to Halvorsen.", "Halvorsen never receives your address."),
    ],
)
def test_who_receives_nothing_is_sent_nothing(old: str, new: str) -> None:
    found = _gravest(old, new)
    assert found is None or found.severity.rank < Severity.MATERIAL.rank


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We do not share your letters with advertisers.", "Advertisers do not receive your letters unless they pay."),
        ("We do not share your letters with advertisers or brokers.", "Advertisers do not receive your letters."),
        ("We do not share your letters with advertisers.", "Advertisers receive your letters."),
        ("We do not share your letters with advertisers.", "Lawyers do not receive your letters."),
    ],
)
def test_another_receiver_or_an_exception_is_less(old: str, new: str) -> None:
    found = _gravest(old, new)
    assert found is not None
    assert found.severity.rank >= Severity.MATERIAL.rank


def _units(text: str) -> list[Unit]:
    return list(segmented(text).units(0))


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("We do not require you to submit to arbitration.", "You are not obliged to go to arbitration.", True),
        ("You are not required to give a reason.", "We do not oblige you to give a reason.", True),
        ("We do not require you to pay.", "You are not required to register.", False),
        ("We do not require you to submit to arbitration.", "You are obliged to go to arbitration.", False),
        ("We store letters.", "You are not obliged to go to arbitration.", False),
    ],
)
def test_who_need_not_do_it_is_not_asked_to(old: str, new: str, same: bool) -> None:
    assert frees_alike(_units(old), _units(new)) is same
