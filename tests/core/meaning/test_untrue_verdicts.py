"""Sentences of which something false was once said: that a promise was gone, that more was less, or whom it serves."""

from __future__ import annotations

import pytest

from monitor.core.compare import compare_documents
from monitor.model import Change, Direction, Severity
from tests.core.meaning.changes import documents

AGAINST, FOR = Direction.WEAKENS, Direction.STRENGTHENS


def _gravest(old: str, new: str) -> Change | None:
    return max(compare_documents(*documents(old, new)).changes, key=lambda change: change.severity.rank, default=None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("With your consent, we share your data with your doctor.", "If you agree, we share your data with your doctor."),
        ("With your permission, we share photos with the press.", "If you allow us to, we share photos with the press."),
        ("You may bring a claim before a jury.", "You may bring a claim before a jury, and no right to a jury is waived."),
        ("You are not required to go to arbitration.", "We do not oblige you to accept arbitration."),
        ("We keep your data while you have an account and for one year after.", "We keep your data while you have an account."),
        ("Each strike expires after 90 days.", "Strikes lapse."),
    ],
)
def test_it_is_not_critical(old: str, new: str) -> None:
    found = _gravest(old, new)
    assert found is None or found.severity is not Severity.CRITICAL


@pytest.mark.parametrize(
    ("old", "new", "way"),
    [
        ("We will notify the School within 24 hours.", "We will notify the School within 72 hours.", AGAINST),
        ("We will notify the regulator within 3 days.", "We will notify the regulator within 10 days.", AGAINST),
        ("You must notify the seller within 24 hours.", "You must notify the seller within 72 hours.", FOR),
        ("We refund your money within 2 weeks.", "We refund your money within 10 days.", FOR),
        ("We delete your data after 3 months.", "We delete your data after 30 days.", FOR),
        ("We delete your data after 10 days.", "We delete your data after 2 weeks.", AGAINST),
        ("We keep your data while you have an account.", "We keep your data while you have an account and for one year after.", AGAINST),
        ("We keep data for the life of your account.", "We keep data for the life of your account plus 90 days.", AGAINST),
        ("If you agree, we share your data with partners.", "We share your data with partners.", AGAINST),
        ("We share your data with partners.", "If you agree, we share your data with partners.", FOR),
    ],
)
def test_it_serves_whom_it_is_said_to_serve(old: str, new: str, way: Direction) -> None:
    for before, after, right in ((old, new, way), (new, old, AGAINST if way is FOR else FOR)):
        found = _gravest(before, after)
        assert found is not None
        assert found.direction is right


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Memory is off by default.", "Memory is on by default; you can turn it off."),
        ("The partner keeps our plans secret for three years.", "The partner keeps our plans secret for five years."),
        ("Reviews are public. Claims may be brought individually or as part of a class action.", "Reviews are public."),
        ("Reviews are public. The provider may raise fees once a year by a maximum of 3 %.", "Reviews are public."),
        (
            "Resellers may use our name while the agreement runs.",
            "Resellers may use our name while the agreement runs and for a year after.",
        ),
    ],
)
def test_nobody_is_said_to_gain(old: str, new: str) -> None:
    found = _gravest(old, new)
    assert found is None or found.direction is not FOR
