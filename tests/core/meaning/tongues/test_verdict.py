"""Severity, direction and topics without learned weights."""

from __future__ import annotations

import pytest

from monitor.core.meaning.tongues.verdict import LEANING, UNREAD, decide
from monitor.model import Direction, Severity
from tests.core.meaning.tongues.changes_of import change_of


def test_a_rule_that_decides_speaks() -> None:
    made = decide(change_of("de", "Wir verkaufen Ihre Daten nicht.", None))
    assert made.speaker is not None
    assert (made.speaker.id, made.severity, made.direction) == ("promise-withdrawn", Severity.CRITICAL, Direction.WEAKENS)
    assert made.topics[0] == "sale-of-data"
    assert made.reasons[0] is made.speaker


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Wir erheben Ihren Namen.", "Wir erheben Ihren Namen und Ihr Adressbuch."),
        ("Es gibt 3 Stufen.", "Es gibt 4 Stufen."),
        (None, "Für Schäden haften wir bei einfacher Fahrlässigkeit keinesfalls."),
    ],
)
def test_substance_that_no_rule_decides_is_told(old: str | None, new: str) -> None:
    made = decide(change_of("de", old, new))
    assert made.severity is Severity.MATERIAL
    assert made.direction is Direction.UNCLEAR


def test_what_no_rule_reads_is_said_to_be_unread() -> None:
    made = decide(change_of("de", "Es gibt 3 Stufen.", "Es gibt 4 Stufen."))
    assert made.speaker is UNREAD
    assert made.certainty.severity < 0.8


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("de", "Wir geben Ihre Adresse an die Post weiter.", "Wir geben Ihre Adresse an die Post und an Marktforschungsinstitute weiter."),
        ("fr", "Toutes les communications sont chiffrées de bout en bout.", "Toutes les communications sont chiffrées."),
    ],
)
def test_a_direction_without_a_rule_is_said_to_follow_from_words(code: str, old: str, new: str) -> None:
    made = decide(change_of(code, old, new))
    assert (made.speaker, made.direction) == (LEANING, Direction.WEAKENS)


def test_other_words_without_substance_are_minor() -> None:
    made = decide(change_of("de", "Unser Team freut sich auf Sie.", "Unsere Belegschaft freut sich auf Sie."))
    assert made.severity is Severity.MINOR


def test_small_words_are_cosmetic() -> None:
    made = decide(change_of("de", "Sie finden uns hier.", "Hier finden Sie uns."))
    assert made.severity is Severity.COSMETIC


def test_a_new_sale_is_critical() -> None:
    made = decide(change_of("it", None, "Vendiamo i Suoi dati a terzi."))
    assert (made.severity, made.direction) == (Severity.CRITICAL, Direction.WEAKENS)
