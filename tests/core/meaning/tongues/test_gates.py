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
