"""Who acts, on what, denied or not, how firmly and under which condition."""

from __future__ import annotations

import pytest

from monitor.core.meaning.statements.model import Statement
from monitor.core.meaning.tongues.reading import read


def said(text: str, code: str = "de") -> Statement:
    return read(text, code)[0].statement


@pytest.mark.parametrize(
    ("code", "text", "actor"),
    [
        ("de", "Wir verkaufen Ihre Daten.", "company"),
        ("de", "Ihre Daten werden verkauft.", "company"),
        ("de", "Du darfst unsere Inhalte nicht verkaufen.", "reader"),
        ("de", "Dritte dürfen Ihre Daten nicht verwenden.", "third-party"),
        ("es", "Vendemos sus datos.", "company"),
        ("es", "Usted no podrá vender el contenido.", "reader"),
        ("nl", "Je mag onze inhoud niet verkopen.", "reader"),
    ],
)
def test_who_acts(code: str, text: str, actor: str) -> None:
    assert said(text, code).actor == actor


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Wir verkaufen Ihre Fotos nicht.", "content"),
        ("Wir verkaufen Ihre Adressdaten nicht.", "data"),
        ("Wir informieren Sie per Brief.", "reader"),
        ("Wir verkaufen nur anonymisierte Daten.", "other"),
    ],
)
def test_what_is_acted_on(text: str, thing: str) -> None:
    assert said(text).object == thing


@pytest.mark.parametrize(
    ("code", "text", "denied"),
    [
        ("de", "Wir verkaufen nicht nur Waren, sondern Daten.", False),
        ("de", "Wir verzichten auf den Verkauf Ihrer Daten.", True),
        ("fr", "Nous n'utilisons vos données que pour la livraison.", False),
        ("es", "No vendemos los datos que usamos.", True),
        ("it", "Non cediamo i dati, ma li usiamo.", True),
    ],
)
def test_what_is_denied(code: str, text: str, denied: bool) -> None:
    assert said(text, code).denied is denied


def test_a_contrast_ends_a_denial() -> None:
    found = {reading.statement.act: reading.statement.denied for reading in read("Non vendiamo i dati, ma li usiamo.", "it")}
    assert found == {"sell": True, "use": False}


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Wir können Ihre Daten verkaufen.", "may"),
        ("Wir dürfen Ihre Daten nicht verkaufen.", "must"),
        ("Wir werden Ihre Daten löschen.", "will"),
        ("Wir löschen Ihre Daten.", ""),
    ],
)
def test_how_firmly(text: str, modality: str) -> None:
    assert said(text).modality == modality


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", "Sie haben das Recht, dass wir Ihre Daten nicht verkaufen."),
        ("fr", "Informer les utilisateurs des mesures prises."),
        ("es", "Le informamos de que sus datos están cifrados."),
        ("de", "Wir haften nicht für die Weitergabe durch Dritte."),
    ],
)
def test_what_is_wished_listed_or_disclaimed_promises_nothing(code: str, text: str) -> None:
    assert not [one for one in read(text, code) if one.statement.act in ("sell", "share", "notify") and one.statement.stated]


def test_without_consent_is_no_consent() -> None:
    condition = said("Wir geben Ihre Daten auch ohne Ihre Einwilligung weiter.").condition
    assert condition is None or condition.kind != "consent"


def test_not_without_something_is_an_exception() -> None:
    condition = said("Wir verkaufen Ihre Daten nicht ohne Gegenleistung.").condition
    assert condition is not None
    assert condition.kind == "exception"


@pytest.mark.parametrize(
    ("code", "text", "kind"),
    [
        ("de", "Wir werten Ihre Fotos nicht aus, sofern Sie dies nicht aktivieren.", "exception"),
        ("es", "No analizamos sus fotos si usted no activa esta función.", "exception"),
        ("de", "Wir werten Ihre Fotos nicht aus, wenn Sie uns besuchen.", "case"),
        ("de", "Wir werten Ihre Fotos aus, wenn Sie nicht angemeldet sind.", "case"),
    ],
)
def test_a_denial_under_a_denied_condition_has_an_exception(code: str, text: str, kind: str) -> None:
    limit = said(text, code).condition
    assert limit is not None
    assert limit.kind == kind


def test_a_denial_that_holds_the_word_for_only_limits_nothing() -> None:
    assert said("Op geen enkel moment worden uw gegevens verkocht.", "nl").condition is None
    limit = said("Wij delen uw gegevens enkel met de bezorger.", "nl").condition
    assert limit is not None
    assert limit.kind == "only"
