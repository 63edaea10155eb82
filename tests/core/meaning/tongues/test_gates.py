"""What is cosmetic or minor whatever it speaks of."""

from __future__ import annotations

import pytest

from monitor.core.meaning.tongues.gates import gate_of
from tests.core.meaning.tongues.changes_of import change_of


@pytest.mark.parametrize(
    ("code", "old", "new", "rule"),
    [
        ("de", "Stand: 3. März 2023", "Stand: 17. Juni 2024", "date"),
        ("fr", "Dernière mise à jour : 3 mars 2023", "Dernière mise à jour : 17 juin 2024", "date"),
        ("de", None, "Letzte Aktualisierung: 12.04.2024", "date"),
        ("es", "Usamos cookies, píxeles y registros.", "Usamos registros, cookies y píxeles.", "synonym"),
        ("de", "Wir verkaufen Ihre Daten nicht!", "Wir verkaufen Ihre Daten nicht.", "typography"),
    ],
)
def test_a_gate_settles_it(code: str, old: str | None, new: str, rule: str) -> None:
    gate = gate_of(change_of(code, old, new))
    assert gate is not None
    assert gate.rule == rule


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Wir löschen nach 30 Tagen.", "Wir löschen nach 90 Tagen."),
        ("Wir verkaufen Ihre Daten nicht.", "Wir verkaufen Ihre Daten."),
        ("Wir werden Ihre Daten löschen.", "Wir können Ihre Daten löschen."),
        ("Es kostet 5 €.", "Es kostet 5 $."),
        ("Wir geben Daten nur an die Post.", "Wir geben Daten an die Post."),
    ],
)
def test_no_gate_hides_a_number_a_denial_a_modal_or_a_sign(old: str, new: str) -> None:
    assert gate_of(change_of("de", old, new)) is None


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("de", "Die Nutzung ist kostenlos.", "Die Nutzung ist kostenpflichtig."),
        ("de", "Sie können den Vertrag jederzeit kündigen.", "Wir können den Vertrag jederzeit kündigen."),
        ("de", "Wir erstatten Ihnen die Kosten der Rücksendung.", "Sie erstatten uns die Kosten der Rücksendung."),
        ("de", "Wir speichern Fotos 90 Tage und Briefe 30 Tage.", "Wir speichern Fotos 30 Tage und Briefe 90 Tage."),
        (
            "fr",
            "Nous conservons les photos 90 jours et les lettres 30 jours.",
            "Nous conservons les photos 30 jours et les lettres 90 jours.",
        ),
        ("fr", "Les données vont à nos services internes.", "Les données vont à nos services internationaux."),
        ("es", "Guardamos las fotos 90 días y las cartas 30 días.", "Guardamos las fotos 30 días y las cartas 90 días."),
        ("it", "Conserviamo le foto 90 giorni e le lettere 30 giorni.", "Conserviamo le foto 30 giorni e le lettere 90 giorni."),
        ("pt", "Guardamos as fotos 90 dias e as cartas 30 dias.", "Guardamos as fotos 30 dias e as cartas 90 dias."),
        ("nl", "Wij betalen u de kosten.", "U betaalt ons de kosten."),
        ("de", "### Wir verkaufen Ihre Daten nicht", None),
        ("de", "### Speicherdauer: 30 Tage", "### Speicherdauer: 10 Jahre"),
        ("fr", "### Aucune vente de données", "### Vente de données"),
    ],
)
def test_no_gate_hides_who_does_it_how_much_or_another_word(code: str, old: str, new: str | None) -> None:
    assert gate_of(change_of(code, old, new)) is None


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("de", "Wir speichern Ihre Bestellung in der Schweiz.", "Wir speichern Ihre Bestellungen in der Schweiz."),
        ("de", "### Ihre Rechte", None),
        ("de", "### 3. Kontakt", None),
        ("fr", "Nous gardons votre adresse en Suisse.", "Nous gardons vos adresses en Suisse."),
    ],
)
def test_endings_and_titles_are_settled(code: str, old: str, new: str | None) -> None:
    assert gate_of(change_of(code, old, new)) is not None
