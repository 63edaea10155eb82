"""Sentences of several languages, cut into their clauses."""

from __future__ import annotations

import pytest

from monitor.core.meaning.tongues.parts import LONGEST, PartedSentence, sentences
from monitor.core.meaning.tongues.tongue import tongue


def parted(text: str, code: str) -> PartedSentence:
    language = tongue(code)
    assert language is not None
    return next(iter(sentences(text, language)))


def clauses(text: str, code: str) -> list[tuple[str, str]]:
    sentence = parted(text, code)
    return [(part.role, " ".join(sentence.words[at] for at in part.places).replace(" ,", "")) for part in sentence.parts]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        (
            "de",
            "Die Daten, die Sie uns geben, verkaufen wir nicht.",
            [("main", "die daten verkaufen wir nicht ."), ("relative", "die sie uns geben")],
        ),
        ("de", "Wenn Sie kündigen, löschen wir alles.", [("case", "wenn sie kündigen"), ("main", "löschen wir alles .")]),
        (
            "de",
            "Wir verkaufen nichts, außer wenn Sie zustimmen.",
            [("main", "wir verkaufen nichts"), ("exception", "außer wenn sie zustimmen .")],
        ),
        (
            "nl",
            "De gegevens die wij verzamelen worden niet verkocht.",
            [("main", "de gegevens worden niet verkocht ."), ("relative", "die wij verzamelen")],
        ),
        (
            "es",
            "Los datos que usted nos facilita no se venden.",
            [("relative", "que usted nos facilita"), ("main", "los datos no se venden .")],
        ),
        (
            "fr",
            "Nous ne vendons rien, sauf si vous acceptez.",
            [("main", "nous ne vendons rien"), ("exception", "sauf si vous acceptez .")],
        ),
        ("pt", "Você pode se opor.", [("main", "você pode se opor .")]),
        ("it", "Conserviamo i dati per 12 mesi.", [("main", "conserviamo i dati per 12 mesi .")]),
    ],
)
def test_clauses(code: str, text: str, expected: list[tuple[str, str]]) -> None:
    found = clauses(text, code)
    assert set(expected) <= set(found), found


def test_only_has_two_halves_in_french() -> None:
    sentence = parted("Nous n'utilisons vos données que pour vous livrer.", "fr")
    assert [part.role for part in sentence.parts] == ["main"]


def test_brackets_are_an_aside() -> None:
    assert ("aside", "siehe unten") in clauses("Wir löschen (siehe unten) alles.", "de")


@pytest.mark.parametrize("text", ["Wir zahlen z. B. am 3. März.", "Art. 6 Abs. 1 gilt hier."])
def test_abbreviations_end_no_sentence(text: str) -> None:
    language = tongue("de")
    assert language is not None
    assert len(list(sentences(text, language))) == 1


def test_two_genders_are_one_word() -> None:
    assert "nutzer" in parted("Unsere Nutzer:innen entscheiden.", "de").words
    assert "client" in parted("Les client·e·s décident.", "fr").words
    assert "utilisateur" in parted("Les utilisateur•rice•s décident.", "fr").words


def test_a_question_is_known() -> None:
    assert parted("Verkaufen wir Daten?", "de").question


def test_a_sentence_that_runs_on_is_cut() -> None:
    language = tongue("de")
    assert language is not None
    text = "wir verkaufen Ihre Daten nicht und geben sie nur an Partner weiter, " * 100
    found = list(sentences(text, language))
    assert max(len(one.text) for one in found) <= LONGEST
    assert "".join(one.text for one in found).strip() == text.strip()


def test_what_has_no_blank_is_cut_as_well() -> None:
    language = tongue("de")
    assert language is not None
    assert len(list(sentences("x" * 3 * LONGEST, language))) == 3


def test_a_denial_that_begins_like_a_condition_opens_none() -> None:
    assert [role for role, _ in clauses("Em caso algum vendemos os seus dados.", "pt")] == ["main"]
    assert [role for role, _ in clauses("Em caso de fusão vendemos os seus dados.", "pt")] == ["case"]
