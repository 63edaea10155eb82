"""Sums of money, and what each of them is."""

from __future__ import annotations

import pytest

from monitor.core.meaning.tongues.quantities import sentences_of
from monitor.core.meaning.tongues.sums import CAP, FINE, LIABILITY, OTHER, OWN_CAP, PRICE, Sum, sums
from monitor.core.meaning.tongues.tongue import tongue


def sums_in(code: str, text: str) -> list[Sum]:
    language = tongue(code)
    assert language is not None
    return [found for one in sentences_of(text, code) for found in sums(one, language)]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("de", "Das kostet 4,99 € im Monat.", [Sum(4.99, PRICE, "€", "30.44")]),
        ("pt", "custa R$ 1.250,50 por ano", [Sum(1250.5, PRICE, "$", "365.25")]),
        ("nl", "€ 12,50 per keer", [Sum(12.5, OTHER, "€", "")]),
        ("de", "12 Artikel", []),
        ("de", "Das kostet 5 Euro, zahlbar nach 30 Tagen.", [Sum(5, PRICE, "€", "")]),
        ("fr", "Une cotisation annuelle de 60 euros", [Sum(60, PRICE, "€", "365.25")]),
        ("de", "Das kostet 5 Franken.", [Sum(5, PRICE, "fra", "")]),
    ],
)
def test_sums_are_read_with_their_currency_and_rate(code: str, text: str, expected: list[Sum]) -> None:
    assert sums_in(code, text) == expected


@pytest.mark.parametrize(
    ("code", "text", "kinds"),
    [
        ("de", "Wir haften bis 500 Euro.", [CAP]),
        ("de", "Sie haften für Schäden bis 500 Euro.", [OWN_CAP]),
        ("de", "Unsere Haftung übersteigt nie 500 Euro.", [CAP]),
        ("de", "Wir haften nicht für Schäden unter 500 Euro.", [LIABILITY]),
        ("de", "Wir haften für Schäden über 500 Euro.", [LIABILITY]),
        ("de", "Die Selbstbeteiligung bei der Haftung beträgt 500 Euro.", [OTHER]),
        ("de", "Wir erstatten die Gebühr bis 50 Euro.", [OTHER]),
        ("de", "Bei einem Bestellwert unter 50 Euro kostet der Versand 5 Euro.", [OTHER, PRICE]),
        ("de", "Ab 50 Euro ist der Versand kostenlos, darunter kostet er 5 Euro.", [OTHER, PRICE]),
        ("de", "Es gilt eine Vertragsstrafe von 500 Euro.", [FINE]),
        ("fr", "Notre responsabilité ne dépasse pas 500 €.", [CAP]),
        ("fr", "L'amende est de 90 €.", [FINE]),
        ("es", "El envío es gratuito a partir de 50 euros.", [OTHER]),
        ("it", "Il cliente risponde fino a 500 euro.", [OWN_CAP]),
        ("it", "Riceve un buono di 20 euro.", [OTHER]),
        ("nl", "U bent aansprakelijk tot 500 euro.", [OWN_CAP]),
        ("nl", "Het lidmaatschap bedraagt 10 euro.", [PRICE]),
        ("pt", "A nossa responsabilidade limita-se a 500 euros.", [CAP]),
    ],
)
def test_what_a_sum_is(code: str, text: str, kinds: list[str]) -> None:
    assert [found.kind for found in sums_in(code, text)] == kinds
