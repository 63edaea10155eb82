"""What became of promises: kept in other words or elsewhere, narrowed, withdrawn, reversed, or not sure."""

from __future__ import annotations

import pytest

from monitor.core.meaning.tongues.fates import UNSURE
from tests.core.meaning.tongues.changes_of import change_of


def fates(code: str, old: str | None, new: str | None) -> set[str]:
    return {found.fate for found in change_of(code, old, new).fates}


@pytest.mark.parametrize(
    ("code", "old", "new", "expected"),
    [
        ("de", "Wir verkaufen Ihre Daten nicht.", "Ihre Daten werden nicht verkauft.", "kept"),
        ("de", "Wir verkaufen Ihre Daten nicht.", None, "withdrawn"),
        ("de", "Wir verkaufen Ihre Daten nicht.", "Wir verkaufen Ihre Daten.", "reversed"),
        ("fr", "Nous ne vendons pas vos données.", "En principe, nous ne vendons pas vos données.", "narrowed"),
        ("es", "En principio, no vendemos sus datos.", "No vendemos sus datos.", "strengthened"),
        ("it", None, "Non vendiamo i Suoi dati.", "made"),
        ("pt", "Apagamos as suas mensagens após 30 dias.", "Apagamos as suas mensagens após 90 dias.", "narrowed"),
        ("nl", "Wij verkopen uw gegevens niet.", "Wij verkopen uw gegevens niet, tenzij u klant bent.", "narrowed"),
    ],
)
def test_a_fate(code: str, old: str | None, new: str | None, expected: str) -> None:
    assert expected in fates(code, old, new)


def test_only_some_recipients_are_excluded_now() -> None:
    old = "Wir geben Ihre Daten nicht weiter."
    assert fates("de", old, "Wir geben Ihre Daten nicht an Versicherungen weiter.") == {"narrowed"}


def test_a_promise_that_cannot_be_compared_is_not_called_withdrawn() -> None:
    assert UNSURE == "unsure"
    assert "withdrawn" not in fates("de", "Wir verkaufen Ihre Daten nicht.", "Ein Verkauf dieser Daten ist ausgeschlossen.")


def test_a_way_to_refuse_in_other_words_is_kept() -> None:
    assert "withdrawn" not in fates("fr", "Vous pouvez désactiver les cookies.", "Les cookies peuvent être désactivés.")
