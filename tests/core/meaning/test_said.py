"""Whether a sentence affirms or denies what it speaks of."""

from __future__ import annotations

import pytest

from monitor.core.meaning.said import said_about, statements_said
from monitor.core.text.search_terms import question


@pytest.mark.parametrize(
    ("asked", "text", "lead_in", "language", "polarity", "conditional"),
    [
        ("sell your data", "We may sell your data.", "", None, "affirmed", False),
        ("sell your data", "We do not sell your data unless you agree.", "", None, "denied", True),
        ("your data", "Your data is never sold.", "", "en", "denied", False),
        ("sell your health data", "- sell your health data", "We never:", None, "denied", False),
        ("sell your health data", "- sell your health data", "We may:", None, "affirmed", False),
        ("sell", "Do we sell your data?", "", None, "unclear", False),
        ("sell", "You agree not to sell your account data.", "", None, "unclear", False),
        ("personal data", "We do not sell personal data, but we share personal data with banks.", "", None, "both", False),
        ("share", "We do not sell personal data, but we share personal data with banks.", "", None, "affirmed", False),
        ("verkaufen", "Wir verkaufen Ihre Daten nicht.", "", "de", "denied", False),
        ("出售", "我们不会出售您的个人信息。", "", "zh", "unclear", False),
        ("mill lane", "Our address is 1 Mill Lane.", "", None, "unclear", False),
        ("sell", "", "", None, "unclear", False),
        ("sell", "Heronbrook has never sold and will not sell your data.", "", None, "denied", False),
        ("sell", "We don't think we sell your data.", "", None, "unclear", False),
        ("sell", "Nothing in this policy allows us to sell your data.", "", None, "denied", False),
        ("sell", "We cannot promise that we will not sell your data.", "", None, "unclear", False),
        ("sell", "We sell your data to no one.", "", None, "denied", False),
        ("sell", "No, we do not sell your data.", "", None, "denied", False),
        ("sell", "We do not, and shall not, sell your data.", "", None, "denied", False),
        ("sell", "We do not rent, sell or trade your data.", "", None, "denied", False),
        ("sell", "We neither share nor sell your data.", "", None, "denied", False),
        ("sell", "We no longer sell your data.", "", None, "denied", False),
        ("sell", "Under no circumstances do we sell your data.", "", None, "denied", False),
        ("sell", "It is not true that we do not sell your data.", "", None, "unclear", False),
        ("share", "We will share your data if you do not object.", "", None, "affirmed", True),
        ("share", "We share your data, including data not collected by us.", "", None, "affirmed", False),
        ("share your data", "Contrary to rumours that we share your data, we respect you.", "", None, "unclear", False),
        ("sell", "Do Not Sell My Data", "", None, "unclear", False),
    ],
)
def test_what_is_said(asked: str, text: str, lead_in: str, language: str | None, polarity: str, conditional: bool) -> None:
    said = said_about(question([asked]), statements_said(text, lead_in, "", language))
    assert (said.polarity, said.conditional) == (polarity, conditional)


def test_a_heading_may_deny() -> None:
    said = statements_said("- sell your letters", "", "What we don't do")
    assert [one.denied for one in said] == [True]


@pytest.mark.parametrize("row", ["| Do we sell your data? | No |", "| We sell your data | No |", "  | We never sell your data | |"])
def test_a_row_of_a_table_says_nothing_by_itself(row: str) -> None:
    assert statements_said(row) == []


@pytest.mark.parametrize(
    ("text", "language", "denied"),
    [
        ("Wir verkaufen Ihre Daten nicht.", "de", {True}),
        ("Wir verkaufen Ihre Daten.", "de", {False}),
        ("Nous ne vendons pas vos données.", "fr", {True}),
        ("Nous vendons vos données.", "fr", {False}),
        ("No vendemos sus datos personales.", "es", {True}),
        ("Vendemos sus datos personales.", "es", {False}),
        ("Non vendiamo i vostri dati.", "it", {True}),
        ("Vendiamo i vostri dati.", "it", {False}),
        ("Wij verkopen uw gegevens niet.", "nl", {True}),
        ("Não vendemos os seus dados.", "pt", {True}),
        ("Wir verkaufen Ihre Daten nicht.", "de-AT", {True}),
        ("Vi säljer inte dina uppgifter.", "sv", set()),
        ("個人情報を販売しません。", "ja", set()),
    ],
)
def test_languages_that_are_judged_are_read(text: str, language: str, denied: set[bool]) -> None:
    assert {one.denied for one in statements_said(text, "", "", language)} == denied
