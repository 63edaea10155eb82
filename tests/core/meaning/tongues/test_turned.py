"""Words by which a statement turns for or against the reader, each way."""

from __future__ import annotations

import pytest

from monitor.core.meaning.tongues.turned import turned
from tests.core.meaning.tongues.changes_of import change_of

PAIRS = [
    ("de", "Wir kürzen Ihre IP-Adresse vor dem Speichern.", "Wir speichern Ihre ganze IP-Adresse.", "turn:worse", "turn:better"),
    ("fr", "Votre adresse IP est tronquée puis enregistrée.", "Votre adresse IP est enregistrée.", "turn:worse", "turn:better"),
    (
        "es",
        "El tribunal competente es el de su domicilio.",
        "El tribunal competente es el de nuestra sede.",
        "turn:worse",
        "turn:better",
    ),
    ("it", "Gli utenti possono opporsi.", "Gli utenti non possono opporsi.", "turn:worse", "turn:better"),
    ("pt", "O perfil é visível para os contactos.", "O perfil é visível para toda a gente.", "turn:worse", "turn:better"),
    ("nl", "Wij zijn aansprakelijk voor schade.", "Wij zijn niet aansprakelijk voor schade.", "turn:worse", "turn:better"),
    (
        "fr",
        "Vos photos ne servent jamais à entraîner une IA.",
        "Vos photos servent à entraîner une IA.",
        "turn:worse",
        "turn:better",
    ),
    ("de", "Sie können jederzeit kündigen.", "Sie können nur zum Jahresende kündigen.", "right:limited", "turn:better"),
    ("it", "Può disdire quando vuole.", "Può disdire solo dopo 18 mesi.", "right:limited", "turn:better"),
    ("es", "La devolución no tiene coste.", "El coste de la devolución es de su cuenta.", "fee:added", "fee:removed"),
]


@pytest.mark.parametrize(("code", "old", "new", "there", "back"), PAIRS)
def test_each_way_has_its_name(code: str, old: str, new: str, there: str, back: str) -> None:
    assert there in set(turned(change_of(code, old, new)))
    assert back in set(turned(change_of(code, new, old)))


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("de", "Wir kürzen Ihre IP-Adresse vor dem Speichern.", "Wir speichern keine IP-Adressen."),
        ("de", "Ihre IP-Adresse wird gekürzt.", "Wir kürzen Ihre IP-Adresse."),
        ("fr", "Vous pouvez résilier à tout moment.", "À tout moment, vous pouvez résilier."),
        ("es", "La devolución es gratuita.", "La devolución no tiene coste."),
        ("nl", "U bent niet aansprakelijk voor schade.", "U bent aansprakelijk voor schade."),
        ("it", "Il foro competente è Arezzo.", "Il foro competente è Siena."),
    ],
)
def test_other_words_turn_nothing(code: str, old: str, new: str) -> None:
    assert not set(turned(change_of(code, old, new))) & {"turn:worse", "turn:better", "right:limited", "fee:added", "fee:removed"}


def test_what_is_still_shortened_elsewhere_is_not_kept_whole() -> None:
    change = change_of("de", "Wir kürzen Ihre IP-Adresse.", "Wir speichern Ihre IP-Adresse. Jede wird vorher gekürzt.")
    assert "turn:worse" not in set(turned(change))


def test_what_came_or_went_turns_nothing() -> None:
    assert not list(turned(change_of("de", None, "Sie können jederzeit kündigen.")))
