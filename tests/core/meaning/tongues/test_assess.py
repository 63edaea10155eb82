"""What is said of a change in English, with quotations of the original."""

from __future__ import annotations

import pytest

from monitor.core.compare import compare, explanations
from monitor.core.extract import read_snapshot
from monitor.model import Change, Document, Severity
from tests.core.meaning.tongues.changes_of import pair
from tests.sampling import sampled


def changed(code: str, old: str | None, new: str | None) -> Change:
    return compare(*pair(code, old, new)).changes[0]


@pytest.mark.parametrize(
    ("code", "promise"),
    sampled(
        [
            ("de", "Wir verkaufen Ihre personenbezogenen Daten nicht an Dritte."),
            ("fr", "Nous ne vendons pas vos données personnelles à des tiers."),
            ("es", "No vendemos sus datos personales a terceros."),
            ("it", "Non vendiamo i Suoi dati personali a terzi."),
            ("pt", "Não vendemos os seus dados pessoais a terceiros."),
            ("nl", "Wij verkopen uw persoonsgegevens niet aan derden."),
        ],
        2,
        rows=True,
    ),
)
def test_a_withdrawn_promise_is_told_in_english_and_quoted(code: str, promise: str) -> None:
    change = changed(code, promise, None)
    assert change.severity is Severity.CRITICAL
    assert change.headline == f"Withdrawn: the promise not to sell your data – “{promise.rstrip('.')}”"
    assert (
        change.reasons[0].says
        == "The promise not to sell your data is gone, and no equivalent promise was found elsewhere in the new version."
    )
    assert change.reasons[0].evidence == promise
    assert change.language == code
    assert change.judged


def test_a_number_is_told_from_and_to() -> None:
    change = changed("de", "Server-Protokolle speichern wir 30 Tage.", "Server-Protokolle speichern wir 90 Tage.")
    assert change.headline == "Longer retention period – “…speichern wir 30 Tage” is now “…speichern wir 90 Tage”"


def test_a_new_promise_is_a_gain() -> None:
    change = changed("fr", None, "Nous ne vendons pas vos données.")
    assert change.headline.startswith("New promise: not to sell your data – “Nous ne vendons")


def test_a_date_says_what_it_is() -> None:
    assert changed("de", "Stand: 3. März 2023", "Stand: 17. Juni 2024").headline == "Only a date has changed."


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("Wir verkaufen Ihre Daten nicht.", None, "promise-withdrawn"),
        ("Es gibt 3 Stufen.", "Es gibt 4 Stufen.", "unread"),
        ("Stand: 3. März 2023", "Stand: 17. Juni 2024", "date"),
    ],
)
def test_it_is_explained(old: str, new: str | None, rule: str) -> None:
    before, after = (read_snapshot(text.encode(), media_type="text/markdown").document or Document("") for text in pair("de", old, new))
    change = compare(*pair("de", old, new)).changes[0]
    told = explanations(before, after, [change.id])[change.id]
    named = [fired.rule.id for fired in told.rules if fired.speaks] or [told.gate.rule if told.gate else ""]
    assert named == [rule]
    assert told.severity is change.severity


def test_equal_words_elsewhere_are_a_move() -> None:
    first, second = "Wir freuen uns auf Ihren Besuch im Laden an der Ecke.", "Unsere Verkäuferin heißt Frau Lindenblatt und berät Sie gern."
    old, _ = pair("de", f"{first}\n\n{second}", None)
    new, _ = pair("de", f"{second}\n\n{first}", None)
    assert all(change.severity is Severity.COSMETIC for change in compare(old, new).changes)
