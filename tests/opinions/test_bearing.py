"""Quotes, numbers and denials against the texts."""

from __future__ import annotations

import pytest

from monitor.errors import AnswerDropped
from monitor.model import OpinionQuote
from monitor.opinions.bearing import CHECKED_LANGUAGES, check_negations, check_quotes, denies
from monitor.pipeline.reader_trial import NEW, OLD

from .samples import question


def before(text: str) -> OpinionQuote:
    return OpinionQuote(text, after=False)


def after(text: str) -> OpinionQuote:
    return OpinionQuote(text, after=True)


def drops(check: object, *arguments: object) -> str | None:
    try:
        check(*arguments)  # type: ignore[operator]
    except AnswerDropped as error:
        return error.reason
    return None


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        (after("We may sell your personal information to our partners."), None),
        (after("We may  sell your\npersonal information"), None),
        (before("We do not sell your personal information to anyone."), None),
        (before("We may sell your personal information"), "invented-quote"),
        (after("we may sell your personal information"), "invented-quote"),  # a capital letter is a letter
        (after("e may sell your personal information"), "invented-quote"),  # half a word is not a quote
        (after("We may sell your personal informatio"), "invented-quote"),
        (after("Privacy Policy"), "unchanged-quote"),
        (after("We may"), "unchanged-quote"),
    ],
)
def test_quotes(quote: OpinionQuote, reason: str | None) -> None:
    assert drops(check_quotes, [quote], question(), OLD, NEW) == reason


def test_the_shape_of_quotation_marks_does_not_count() -> None:
    old, new = "# Terms\n\nWe don’t share your “profile”.\n", "# Terms\n\nWe don’t sell your “profile”.\n"
    assert drops(check_quotes, [after('We don\'t sell your "profile"')], question(old, new), old, new) is None


@pytest.mark.parametrize(
    ("summary", "quotes", "reason"),
    [
        ("They may sell it.", [before("We do not sell it"), after("We may sell it")], None),
        ("The promise not to sell is gone.", [before("We do not sell it")], None),
        ("The promise of privacy was removed.", [before("We do not sell it")], None),
        ("They sell it.", [before("We do not sell it")], "negation"),
        ("They sell it.", [after("We don’t sell it")], "negation"),
        ("They stop selling it.", [before("We sell it"), after("We do not sell it")], None),
        ("They do not sell it.", [after("We sell it")], "negation"),
        ("They no longer promise to delete it.", [before("We delete it")], None),
        ("They never delete it.", [before("We delete it")], "negation"),
        ("They do not sell it.", [before("We do not sell it"), after("We may sell it")], "negation"),
        ("The company never shares data.", [before("We never share data"), after("We share data")], "negation"),
        ("They may sell it, which they did not before.", [before("We do not sell it"), after("We may sell it")], None),
        ("They may sell it; the promise not to do so is gone.", [before("We do not sell it"), after("We may sell it")], None),
        ("They may now sell it, not only share it.", [before("We do not sell it"), after("We may sell it")], None),
        ("They do not sell it.", [before("We may sell it"), after("We do not sell it")], None),
        ("They share it with partners.", [after("We share it with partners"), after("We do not sell it")], None),
    ],
)
def test_negations_of_a_summary(summary: str, quotes: list[OpinionQuote], reason: str | None) -> None:
    assert drops(check_negations, summary, quotes, "en") == reason


def test_negations_of_other_languages() -> None:
    german = [after("Wir verkaufen Ihre Daten nicht")]
    assert drops(check_negations, "They sell your data.", german, "de") == "negation"
    assert drops(check_negations, "They do not sell your data.", german, "de") is None
    assert {"en", "de", "fr"} <= CHECKED_LANGUAGES
    assert "ja" not in CHECKED_LANGUAGES


def test_words_are_denials_and_parts_of_words_are_not() -> None:
    assert not denies("Another notice notes nothingness.")
    assert denies("NEVER")
