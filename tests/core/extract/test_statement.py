"""Statements, told from labels and banners."""

from __future__ import annotations

import pytest

from monitor.core.extract.statement import is_clause, quoted, states


@pytest.mark.parametrize(
    "text",
    [
        "We share your address with three banks.",
        "You agree to settle every dispute by arbitration",
        "Wrenfield may pass personal data to advertisers.",
        "[We sell data about you.](https://wrenfield.example/a)",
        "Wir verkaufen Ihre Daten an Werbepartner.",
        "Nous partageons vos données avec des annonceurs.",
        "当社はお客様の個人情報を第三者に販売します。",
        "我们可能会将您的个人信息出售给第三方。",
        "당사는 귀하의 개인 정보를 판매하지 않습니다.",
        "Vendemos sus datos personales a otras empresas.",
        "Condividiamo i vostri dati personali con gli inserzionisti.",
        "Compartilhamos seus dados com anunciantes.",
        "Wij delen uw gegevens met adverteerders.",
        "By using the shop you waive your right to a class action",
        "We keep your data for ten years; you may object.",
        "The company may terminate your account at any time.",
        "Visitors must not share their account.",
        "Your refund is paid to you within thirty days.",
    ],
)
def test_statements(text: str) -> None:
    assert states(text)
    assert is_clause(text)


@pytest.mark.parametrize(
    "text", ["", "Menu", "How we use your data", "About us and our shops", "Home Shop Contact Legal Imprint Careers", "個人情報"]
)
def test_labels(text: str) -> None:
    assert not states(text)


@pytest.mark.parametrize(
    "text",
    [
        "We use cookies to remember your settings.",
        "You need to enable JavaScript to see your account.",
        "Sign up for our newsletter and we will send you news.",
        "You can save a lot of money in our summer sale.",
    ],
)
def test_what_states_something_and_is_no_clause(text: str) -> None:
    assert states(text)
    assert not is_clause(text)


def test_quotes_are_short() -> None:
    assert quoted("We sell [data](https://a.example)") == "We sell data"
    assert quoted("word " * 99, 20) == "word word word word …"


@pytest.mark.parametrize(
    "text",
    [
        "What we do with your data, and why we may share it",
        "Do not sell my personal information",
        "Read more about your rights",
        "Copyright 2026 Wrenfield Limited",
        "Open the menu. Close the menu.",
        "Privacy Terms Cookies Accessibility",
        "12 Quay Street, Galway, Ireland",
        "[Our privacy policy](https://wrenfield.example/privacy)",
        "Last updated on 3 May 2026",
        "Loading, please wait a moment.",
        "Skip to the main content of this page",
        "Show all results on one page",
        "Nach oben und zum Anfang der Seite",
        "Retour au début de la page",
    ],
)
def test_what_states_nothing(text: str) -> None:
    assert not is_clause(text)
