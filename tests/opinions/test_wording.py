"""Summaries that could not be checked, or that lead somewhere, are dropped."""

from __future__ import annotations

import pytest

from monitor.model import OpinionQuote
from monitor.opinions.wording import check_wording

from .test_bearing import drops

QUOTES = [OpinionQuote("Write to privacy@larkspur.example or see larkspur.example", after=True)]


@pytest.mark.parametrize(
    "summary",
    [
        "The company may now sell your personal information.",
        "Data may be sold.",
        "They sell it.",
        "Nothing changed.",
        "Users can no longer opt out of arbitration.",
        "Café Zürich may share your data with the Škoda group.",
        "The policy of 公司 allows the company to sell your data.",
        "Questions go to privacy@larkspur.example now.",
        "It names larkspur.example as the place to ask.",
    ],
)
def test_plain_english_passes(summary: str) -> None:
    assert drops(check_wording, summary, QUOTES) is None


@pytest.mark.parametrize(
    "summary",
    [
        "Das Unternehmen darf jetzt Ihre Daten verkaufen.",
        "Das Unternehmen verkauft keine Daten.",
        "L'entreprise ne vend pas vos données.",
        "La empresa vende sus datos personales a terceros.",
        "L'azienda non vende i tuoi dati in Italia.",
        "Bedrijf verkoopt geen gegevens.",
        "Företaget säljer inte dina uppgifter.",
        "Firma nie sprzedaje twoich danych.",
        "公司不出售您的个人信息。",
        "Компания не продает ваши данные.",
        "Τhe cоmрany may nоt ѕеll yоur dаtа.",  # Greek and Cyrillic letters that look Latin
        "12345",
        "…",
    ],
)
def test_other_languages_are_dropped(summary: str) -> None:
    assert drops(check_wording, summary, QUOTES) == "language"


@pytest.mark.parametrize(
    "summary",
    [
        "The company may sell it, see http://evil.example/x for details.",
        "The company may sell it; visit www.evil.test now.",
        "Write to the company at x@evil.test to stop it.",
        "The company moved to evil-shop.com.",
        "Click javascript:alert for the details.",
        "Call tel:+123 for the details.",
    ],
)
def test_addresses_that_no_quote_has_are_dropped(summary: str) -> None:
    assert drops(check_wording, summary, QUOTES) == "link"


@pytest.mark.parametrize(
    "summary",
    [
        "The company may now sell\u202e your data.",
        "The company may now sell\x1b[31m your data.",
        "The company may se\u200bll your data.",
        "The company may sell \ud800 your data.",
        "<b>The company</b> may sell your data.",
        "The company may [sell](evil) your data.",
        "The company may ``` sell your data.",
    ],
)
def test_invisible_characters_and_markup_are_dropped(summary: str) -> None:
    assert drops(check_wording, summary, QUOTES) == "schema"
