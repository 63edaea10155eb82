"""Data that the law treats as sensitive, beside rules of conduct, names of documents and places that are not exact."""

from __future__ import annotations

import pytest

from monitor.core.meaning.parsed import ParsedText
from monitor.core.meaning.sensitive_kinds import sensitive_kinds
from tests.core.meaning.features.changes import names

SAID = [
    ("We collect biometric templates of your voice.", {"biometric"}),
    ("We use your precise location and your GPS track.", {"precise-location"}),
    ("Special categories of data, such as religious beliefs or sexual orientation, are stored.", {"sensitive"}),
    ("We record your racial or ethnic origin.", {"sensitive"}),
    ("Race, religion and origin are part of the census form.", {"sensitive"}),
    ("We share health data with your doctor.", {"health"}),
    ("You give us a copy of your passport.", {"government-id"}),
    ("| Biometric information | to tell members apart | consent |", {"biometric"}),
    ("Under our Privacy Policy we keep biometric data for a year.", {"biometric"}),
    ("We keep biometric data under this policy.", {"biometric"}),
    ("We show you ads based on your religion and health.", {"sensitive", "health"}),
    ("You must not post hate. We collect biometric data at the door.", {"biometric"}),
]
NOT_SAID = [
    "Before a picture is published we strip out the embedded GPS position.",
    "We do not allow content that incites hatred on the basis of race or religion.",
    "Content that disparages a person's sexual orientation is removed.",
    "Our bakers do not discriminate because of ethnic origin or gender identity.",
    "See the Facial Scan Policy of our partner.",
    "Read more in the [Biometric privacy notice](https://mill.example/biometric-notice).",
    "The Washington Health Data Act governs what shops may ask.",
    "We ask you to verify your identity before you leave.",
    "We keep geolocation data (non-precise geolocation derived from your IP address).",
    "We know your approximate location from GPS.",
    "We look at geolocation data of our trucks.",
    "Health and safety come first in the mill.",
    "Each race on the lake begins at nine.",
    "Warranties of fitness for a particular purpose are excluded.",
    "The shop sells bread.",
    "",
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_kinds_of_which_a_text_speaks_as_data(text: str, expected: set[str]) -> None:
    assert sensitive_kinds(ParsedText.of_text(text)) == expected


@pytest.mark.parametrize("text", NOT_SAID)
def test_words_for_a_kind_that_are_no_data(text: str) -> None:
    assert not sensitive_kinds(ParsedText.of_text(text))


@pytest.mark.parametrize(("text", "kinds"), SAID)
def test_a_kind_that_comes_is_told(text: str, kinds: set[str]) -> None:
    fresh = "sensitive:added" in names("polarity", "", text)
    # Health and the number of a passport are told where they come into a statement that data is collected.
    assert fresh is not kinds.isdisjoint({"biometric", "sensitive", "precise-location"})


@pytest.mark.parametrize("text", NOT_SAID)
def test_words_that_are_no_data_are_not_told_as_such(text: str) -> None:
    assert "sensitive:added" not in names("polarity", "", text)
    assert "sensitive:added" not in names("polarity", "We bake bread and collect the orders of our members.", text)


def test_what_comes_into_a_statement_of_what_is_collected() -> None:
    old, new = "We collect your name when you order.", "We collect your name and health data when you order."
    assert "sensitive:added" in names("polarity", old, new)
    assert "sensitive:removed" in names("polarity", new, old)
    assert "sensitive:added" not in names("polarity", old, old.replace("order", "order and verify your identity"))


def test_it_is_worked_out_once() -> None:
    side = ParsedText.of_text("We collect biometric templates.")
    assert sensitive_kinds(side) is sensitive_kinds(side)
