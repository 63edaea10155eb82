"""Periods, ages and numbers as the languages of the continent write them."""

from __future__ import annotations

import pytest

from monitor.core.meaning.tongues.quantities import ages, numbers_of, periods, sentences_of, value
from monitor.core.meaning.tongues.tongue import Tongue, tongue


def language(code: str) -> Tongue:
    found = tongue(code)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("de", "Wir löschen nach dreißig (30) Tagen.", [30]),
        ("de", "Die Frist beträgt sechs Monate und 2 Jahre.", [182.64, 730.5]),
        ("de", "innerhalb von 14 aufeinanderfolgenden Kalendertagen", [14]),
        ("fr", "pendant une durée de deux ans", [730.5]),
        ("es", "en el plazo de 15 días hábiles", [15]),
        ("it", "entro trenta giorni", [30]),
        ("pt", "no prazo de três meses", [91.32]),
        ("nl", "binnen veertien dagen", [14]),
        ("de", "Sie sind über 16 Jahre alt.", []),
        ("de", "am 3. Tag", []),
        ("de", "zum Ende eines Monats", []),
        ("de", "innerhalb eines Monats", [30.44]),
        ("de", "Die Teilnahme ist erst ab 18 Jahren möglich.", []),
        ("de", "mindestens 5 Jahre Garantie", [1826.25]),
        ("de", "5 € im Monat, kündbar binnen 30 Tagen", [30]),
    ],
)
def test_periods(code: str, text: str, expected: list[float]) -> None:
    assert [days for one in sentences_of(text, code) for days in periods(one, language(code))] == expected


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("de", "Kinder unter 16 Jahren dürfen sich nicht anmelden.", {16}),
        ("de", "Sie müssen mindestens 18 Jahre alt sein.", {18}),
        ("fr", "les enfants de moins de 13 ans", {13}),
        ("es", "mayores de 14 años", {14}),
        ("nl", "personen vanaf 16 jaar", {16}),
        ("de", "Rechnungen bewahren wir mindestens 10 Jahre auf.", set()),
    ],
)
def test_ages(code: str, text: str, expected: set[int]) -> None:
    assert set().union(*(ages(one, language(code)) for one in sentences_of(text, code))) == expected


def test_a_date_is_no_number_that_counts() -> None:
    assert value("12.04.2019") == 0.0


def test_numbers_are_kept_in_order() -> None:
    assert numbers_of(sentences_of("erst 3, dann 2", "de")) == ["3", "2"]
