"""Periods, ages and prices that changed."""

from __future__ import annotations

import pytest

from monitor.core.meaning.tongues.quantity_signals import quantity_signals
from tests.core.meaning.tongues.changes_of import change_of


@pytest.mark.parametrize(
    ("code", "old", "new", "names"),
    [
        ("de", "Wir speichern Protokolle 30 Tage.", "Wir speichern Protokolle 40 Tage.", {"period:changed", "retention:longer"}),
        (
            "fr",
            "Nous conservons les journaux 30 jours.",
            "Nous conservons les journaux 90 jours.",
            {"period:changed", "retention:longer", "retention:doubled"},
        ),
        ("es", "Avisaremos 30 días antes.", "Avisaremos 10 días antes.", {"period:changed", "notice:shorter"}),
        ("it", "Rispondiamo alla richiesta in 10 giorni.", "Rispondiamo alla richiesta in 5 giorni.", {"period:changed", "answer:quicker"}),
        (
            "nl",
            "Vanaf 16 jaar mag u de dienst voor kinderen gebruiken.",
            "Vanaf 13 jaar mag u de dienst voor kinderen gebruiken.",
            {"age:changed", "age:lower"},
        ),
        (
            "es",
            "Puede devolverlo en 30 días: devolución.",
            "Puede devolverlo en 14 días: devolución.",
            {"period:changed", "period:readers-less"},
        ),
        ("it", "La garanzia dura due anni.", "La garanzia dura tre anni.", {"period:changed", "period:readers-more"}),
        ("de", "Die Kündigungsfrist beträgt 2 Wochen.", "Die Kündigungsfrist beträgt 3 Monate.", {"period:changed", "period:readers-less"}),
        (
            "nl",
            "Bij een datalek informeren wij u binnen 24 uur.",
            "Bij een datalek informeren wij u binnen 30 dagen.",
            {"period:changed", "period:readers-less"},
        ),
        (
            "pt",
            "Avisamos de uma violação de dados em 3 dias.",
            "Avisamos de uma violação de dados em 1 dia.",
            {"period:changed", "period:readers-more"},
        ),
        ("de", "Es kostet 5 €.", "Es kostet 4 €.", {"price:lower"}),
        ("de", "Wir haften bis 500 Euro.", "Wir haften bis 300 Euro.", {"cap:lower"}),
        ("fr", "Vous êtes responsable jusqu'à 500 €.", "Vous êtes responsable jusqu'à 900 €.", {"own-cap:higher"}),
        ("de", "Wir haften nicht für Schäden unter 5 €.", "Wir haften nicht für Schäden unter 9 €.", set()),
        ("nl", "U ontvangt een bon van 20 euro.", "U ontvangt een bon van 10 euro.", {"amount:other"}),
        ("es", "La multa es de 50 euros.", "La multa es de 90 euros.", {"amount:other"}),
        ("it", "La spedizione è gratuita oltre 50 euro.", "La spedizione è gratuita oltre 80 euro.", {"amount:other"}),
        ("de", "Es kostet 5 €.", "Es kostet 6 $.", {"amount:other"}),
        ("de", "Es kostet 5 € im Monat.", "Es kostet 50 € im Jahr.", {"amount:other"}),
        ("de", "Es kostet 5 € im Monat.", "Es kostet 5 € monatlich.", set()),
        ("de", "Es kostet 5 € am Tag, 20 € in der Woche.", "Es kostet 6 € am Tag, 19 € in der Woche.", {"amount:other"}),
        ("de", "Für ein altes Rad zahlen Sie 9 €.", "Für ein altes Rad zahlen wir 5 €.", {"amount:other"}),
        ("de", "Wir speichern sie ein Jahr.", "Wir speichern sie 12 Monate.", set()),
        ("de", "Wir löschen nach 2 Wochen.", "Wir löschen nach 14 Tagen.", set()),
        ("de", "Wir speichern Protokolle 30 Tage.", "Wir speichern Protokolle.", {"period:changed", "retention:limit-removed"}),
    ],
)
def test_what_changed(code: str, old: str, new: str, names: set[str]) -> None:
    assert set(quantity_signals(change_of(code, old, new))) == names


def test_a_fee_that_stood_elsewhere_is_not_new() -> None:
    assert set(quantity_signals(change_of("de", None, "Die Gebühr beträgt 12 €."))) == {"fee:added"}
    assert set(quantity_signals(change_of("de", "Die Gebühr beträgt 12 €.", None))) == {"fee:removed"}


def test_a_fee_that_is_paid_back_is_none() -> None:
    assert set(quantity_signals(change_of("de", None, "Wir erstatten Ihnen die Gebühr bis 12 €."))) == set()
