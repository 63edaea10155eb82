"""The language of a passage in a document of another language, and of what is too short to have one."""

from __future__ import annotations

import pytest

from monitor.core.text.passage_language import PassageLanguages, language_of_passage
from monitor.core.text.segment import SegmentedText
from tests.core.foreign_policies import POLICIES


@pytest.mark.parametrize(
    ("text", "main", "code"),
    [
        ("We do not sell your data to anybody.", "ja", "en"),
        ("We do not sell your data to anybody.", "pl", "en"),
        ("Wir verkaufen Ihre Daten nicht an Dritte.", "en", "de"),
        ("Nous ne vendons pas vos données personnelles à des tiers.", "en", "fr"),
        ("Nie sprzedajemy danych osobowych, które są w naszej bazie.", "en", "pl"),
        ("当社は、お客様の個人情報を第三者に販売しません。", "en", "ja"),
        ("Мы не продаём ваши данные третьим лицам.", "en", "ru"),
        # too short for the small words of all languages, and no English
        ("Wir verkaufen Ihre Daten nicht.", "en", "de"),
        ("Nous vendons vos données.", "en", "fr"),
        ("Wij verkopen uw gegevens niet.", None, "nl"),
        ("Non vendiamo i tuoi dati.", "en", "it"),
        ("Nous supprimons vos données après 30 jours.", "en", "fr"),
        ("Nie sprzedajemy Twoich danych.", "en", "pl"),
    ],
)
def test_a_passage_that_speaks_another_language_has_it(text: str, main: str | None, code: str) -> None:
    assert language_of_passage(text, main) == code


@pytest.mark.parametrize(
    ("text", "main"),
    [
        ("日本語", "en"),
        ("English | Deutsch | Français | 日本語 | Русский", "en"),
        ("Los Angeles, Las Vegas, San Jose, El Paso, Los Gatos", "en"),
        ("Société Générale, 5 rue de la Loi, 75001 Paris, France", "en"),
        ("Heron Analytics, Moor Pixel, Fen Heatmaps", "ja"),
        ("", "en"),
        ("12 345", "ar"),
        ("Contact Caisse de la Poste", "en"),
        ("Heron de la Cruz Motors.", "en"),
        ("Trips aren't stored.", "en"),
        ("We'll ask first.", "en"),
        ("Netscape users choose Edit > Preferences > Advanced.", "en"),
    ],
)
def test_names_and_menus_speak_no_language(text: str, main: str) -> None:
    assert language_of_passage(text, main) is None


def test_chinese_characters_alone_are_japanese_in_a_japanese_document() -> None:
    assert language_of_passage("個人情報保護方針改定履歴一覧表", "ja") == "ja"


@pytest.mark.parametrize("code", ["ja", "zh", "ko", "ar", "ru", "he", "hi", "el", "th", "km"])
def test_a_sentence_of_the_documents_own_script_has_its_language(code: str) -> None:
    assert language_of_passage(POLICIES[code].denial, code) == code


def test_a_short_item_has_the_language_of_what_leads_into_it() -> None:
    text = SegmentedText(
        "We sell lamps and we keep your orders.\n\n"
        "Wir geben diese Daten nicht an Dritte und wir löschen sie:\n\n- Name\n- Adresse\n\n# Contact\n\nHeron Ltd."
    )
    languages = PassageLanguages(text, "en")
    spoken = {
        unit.text.strip(): languages.of([unit])[0] for line in range(len(text.lines)) for unit in text.units(line) if unit.text.strip()
    }
    assert (spoken["- Name"], spoken["- Adresse"]) == ("de", "de")
    assert (spoken["# Contact"], spoken["Heron Ltd."]) == ("en", "en")
