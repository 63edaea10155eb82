"""The features of changes in judged languages, by the names of English."""

from __future__ import annotations

import pytest

from monitor.core.meaning.features.declared import features
from monitor.core.meaning.tongues.signals import signals_of
from tests.core.meaning.tongues.changes_of import change_of


@pytest.mark.parametrize(
    ("code", "old", "new", "name"),
    [
        ("de", "Wir verkaufen Ihre Daten nicht.", None, "frame:removed:denial:sell"),
        ("de", "Wir verkaufen Ihre Daten nicht.", "Wir verkaufen Ihre Daten.", "polarity:flipped"),
        ("fr", None, "Nous ne vendons pas vos données.", "frame:added:denial:sell"),
        ("es", "No vendemos sus datos.", "Por ahora no vendemos sus datos.", "promise:narrowed"),
        ("it", "Usiamo i dati con il Suo consenso.", "Usiamo i dati.", "guard:removed"),
        ("nl", "Wij gebruiken uw adres, tenzij u bezwaar maakt.", "Wij gebruiken uw adres met uw toestemming.", "consent:opt-in"),
        ("de", "Sie haben das Recht auf Datenübertragbarkeit.", None, "right:last-removed"),
        ("pt", "Pode recusar a publicidade.", None, "opt-out:last-removed"),
        ("de", "Ihre Anfrage ist kostenlos.", "Für Ihre Anfrage fällt eine Gebühr an.", "right:fee-added"),
        ("fr", None, "Vous renoncez à toute action collective.", "arbitration:imposed"),
        ("fr", "Vous renoncez à toute action collective.", None, "arbitration:lifted"),
        ("es", None, "El contrato se renueva automáticamente.", "renewal:added"),
        ("de", "Wir löschen Ihre Daten.", "Wir können Ihre Daten löschen.", "commitment:softer"),
        ("de", "Wir könnten Ihre Daten verkaufen.", "Wir verkaufen Ihre Daten.", "intrusion:firmer"),
        ("de", "Eine Zahlung im Voraus ist nicht vorgesehen.", "Eine Zahlung im Voraus ist vorgesehen.", "polarity:only"),
        (
            "de",
            "Den Brief senden wir nur, wenn Sie zugestimmt haben.",
            "Den Brief senden wir, solange Sie nicht widersprechen.",
            "consent:opt-out",
        ),
        ("pt", "Enviamos o boletim salvo se se opuser.", "Só enviamos o boletim se tiver dado o seu consentimento.", "consent:opt-in"),
        ("nl", "Inzage in uw gegevens is kosteloos.", "Inzage in uw gegevens kost 15 euro.", "right:fee-added"),
        ("fr", "Les messages sont chiffrés de bout en bout.", "Les messages sont chiffrés.", "security:vaguer"),
        ("it", "I messaggi sono cifrati.", "I messaggi sono cifrati end-to-end.", "security:clearer"),
        ("nl", "Wij geven gegevens aan de politie op gerechtelijk bevel.", "Wij geven gegevens aan de politie.", "threshold:lower"),
    ],
)
def test_a_feature_is_seen(code: str, old: str | None, new: str | None, name: str) -> None:
    assert name in signals_of(change_of(code, old, new))


def test_every_name_is_declared() -> None:
    found = signals_of(change_of("de", "Wir verkaufen Ihre Daten nicht.", "Wir nutzen Ihr Adressbuch für Werbung."))
    assert found
    assert found <= features().names.keys()


def test_what_stands_elsewhere_did_not_come() -> None:
    change = change_of("de", None, "Auch das Adressbuch bleibt Ihres. Wir erheben Ihren Namen.")
    assert "sensitive:added" not in signals_of(change)


def test_a_denied_training_is_none() -> None:
    assert "added:train" not in signals_of(change_of("de", None, "Wir trainieren keine KI-Modelle mit Ihren Daten."))


def test_an_arbitration_that_is_excluded_is_not_imposed() -> None:
    assert "arbitration:imposed" not in signals_of(change_of("de", None, "Ein Schiedsverfahren findet nicht statt."))


@pytest.mark.parametrize(
    ("code", "old", "new", "limited"),
    [
        ("de", "Sie können jederzeit Auskunft verlangen.", "Sie können einmal im Jahr Auskunft verlangen.", True),
        ("de", "Sie können einmal im Jahr Auskunft verlangen.", "Sie können jederzeit Auskunft verlangen.", False),
        ("de", "Wir senden den Bericht monatlich.", "Wir senden den Bericht einmal im Jahr.", False),
        ("it", "Puoi chiedere la cancellazione.", "Puoi chiedere la cancellazione da parte dei nostri addetti.", False),
        ("pt", "Pode pedir o apagamento.", "Pode pedir o apagamento por parte dos nossos serviços.", False),
    ],
)
def test_a_right_is_limited_by_what_makes_it_scarcer(code: str, old: str, new: str, limited: bool) -> None:
    assert ("right:limited" in signals_of(change_of(code, old, new))) is limited


@pytest.mark.parametrize(
    ("code", "old", "new", "name"),
    [
        # The right to object that comes beside consent takes nothing.
        ("de", "Wir senden ihn, wenn Sie zustimmen.", "Wir senden ihn, wenn Sie zustimmen, bis Sie widersprechen.", "consent:opt-out"),
        ("fr", "L'accès est gratuit.", "L'accès est gratuit, l'envoi coûte 5 euros.", "right:fee-added"),
        ("es", "La tienda cuesta poco.", "La tienda cuesta 5 euros.", "right:fee-added"),
        ("de", "Nachrichten sind Ende-zu-Ende verschlüsselt.", "Ende-zu-Ende sind Nachrichten verschlüsselt.", "security:vaguer"),
        ("nl", "Foto's zijn niet end-to-end versleuteld.", "Foto's zijn versleuteld.", "security:vaguer"),
    ],
)
def test_a_feature_that_only_seems_to_be_there_is_not_seen(code: str, old: str, new: str, name: str) -> None:
    assert name not in signals_of(change_of(code, old, new))
