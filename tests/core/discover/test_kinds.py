"""Which kind of document a few words name."""

from __future__ import annotations

import pytest

from monitor.core.discover.kinds import KINDS, is_hub, kind_of_address, kind_of_label, kind_of_path, kind_of_title, plain_words, says_other


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Privacy", "Privacy Policy"),
        ("PRIVACY POLICY", "Privacy Policy"),
        ("  Our\n privacy   notice ", "Privacy Policy"),
        ("Privacy & Cookies", "Privacy Policy"),
        ("Datenschutzerklärung", "Privacy Policy"),
        ("Politique de confidentialité", "Privacy Policy"),
        ("Política de Privacidad", "Privacy Policy"),
        ("Informativa sulla privacy", "Privacy Policy"),
        ("Privacyverklaring", "Privacy Policy"),
        ("Polityka prywatności", "Privacy Policy"),
        ("プライバシーポリシー", "Privacy Policy"),
        ("개인정보 처리방침", "Privacy Policy"),
        ("隐私政策", "Privacy Policy"),
        ("Terms", "Terms of Service"),
        ("Terms & Conditions", "Terms of Service"),
        ("Website terms of use", "Terms of Service"),
        ("Conditions générales d’utilisation", "Terms of Service"),
        ("AGB", "Terms of Service"),
        ("Användarvillkor", "Terms of Service"),
        ("利用規約", "Terms of Service"),
        ("Cookies", "Cookie Policy"),
        ("Cookie-Richtlinie", "Cookie Policy"),
        ("Política de cookies", "Cookie Policy"),
        ("Sub-processors", "Sub-processors"),
        ("List of Subprocessors", "Sub-processors"),
        ("Unterauftragsverarbeiter", "Sub-processors"),
        ("Data Processing Agreement", "Data Processing Addendum"),
        ("DPA", "Data Processing Addendum"),
        ("GDPR Data Processing Terms", "Data Processing Addendum"),
        ("Acceptable Use", "Acceptable Use Policy"),
        ("Politique d'utilisation acceptable", "Acceptable Use Policy"),
    ],
)
def test_names_of_documents(words: str, kind: str) -> None:
    named = kind_of_label(words)
    assert named is not None
    assert (named.kind, named.exact) == (kind, True)


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "About us",
        "Cookie settings",
        "Manage cookies",
        "Your privacy choices",
        "Do not sell my information",
        "Privacy center",
        "California privacy notice",
        "Applicant privacy policy",
        "Children's privacy",
        "How we updated our privacy policy",
        "Terms & Privacy",
        "Previous privacy policy",
        "Privacy glass for bathrooms",
        "Terms of sale",
        "Affiliate terms",
        "API terms",
        "Cookie-Einstellungen",
        "Gérer les cookies",
        "Datenschutz für Bewerber",
        "Privacy " * 40,
        "x" * 100_000,
        "Ten recipes for chocolate cookies",
        "Our privacy engineering team",
        "Payment terms",
        "Refund terms and conditions",
    ],
)
def test_what_is_no_document(words: str) -> None:
    assert kind_of_label(words) is None


def test_a_name_among_others_is_not_exact() -> None:
    named = kind_of_label("Privacy at Larkspur")
    assert named is not None
    assert (named.kind, named.exact) == ("Privacy Policy", False)
    assert kind_of_label("Everything Larkspur knows regarding privacy matters") is None


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Privacy Policy | Larkspur", "Privacy Policy"),
        ("Larkspur – Terms of Service", "Terms of Service"),
        ("Legal: Cookie Policy", "Cookie Policy"),
        ("Larkspur Bicycles Privacy Statement", "Privacy Policy"),
        ("Privacy Policy - Terms of Service", None),
        ("Welcome to Larkspur", None),
    ],
)
def test_titles(title: str, kind: str | None) -> None:
    named = kind_of_title(title)
    assert (named.kind if named else None) == kind


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://larkspur.example/privacy", "Privacy Policy"),
        ("https://larkspur.example/legal/privacy-policy.html", "Privacy Policy"),
        ("https://larkspur.example/privacy/en-gb/", "Privacy Policy"),
        ("https://larkspur.example/de/datenschutz", "Privacy Policy"),
        ("https://larkspur.example/terms_of_service", "Terms of Service"),
        ("https://larkspur.example/legal/acceptable-use", "Acceptable Use Policy"),
        ("https://larkspur.example/cookies", "Cookie Policy"),
        ("https://larkspur.example/blog/privacy-policy", None),
        ("https://larkspur.example/2019/privacy", None),
        ("https://larkspur.example/product/privacy", None),
        ("https://larkspur.example/", None),
        ("http://[", None),
    ],
)
def test_addresses(url: str, kind: str | None) -> None:
    assert kind_of_address(url) == kind


def test_an_address_that_says_more_is_not_sure() -> None:
    named = kind_of_path("https://larkspur.example/larkspur-privacy")
    assert named is not None
    assert not named.exact
    assert kind_of_address("https://larkspur.example/larkspur-privacy") is None


def test_hubs_and_others() -> None:
    assert is_hub("Legal")
    assert is_hub("Terms & Privacy")
    assert is_hub("Mentions légales")
    assert not is_hub("Privacy")
    assert says_other("Terms of the summer contest")
    assert not says_other("Terms of Service")


def test_plain_words() -> None:
    assert plain_words("Rødgrød & Łódź — ÆØ") == "rodgrod lodz aeo"
    assert plain_words("Daten\u00adschutz") == "datenschutz"


def test_every_kind_is_known_by_its_own_name() -> None:
    assert [named.kind for kind in KINDS if (named := kind_of_label(kind))] == list(KINDS)
