"""A statement is known in its own words and in others, never in its contrary."""

from __future__ import annotations

import pytest

from monitor.core.history.phrase_search import SearchableText, find_statement

PROMISE = "Larkspur does NOT share, sell, rent, or trade your personal information with third parties for their promotional purposes."
PHRASE = "does NOT share, sell, rent"


@pytest.mark.parametrize(
    "text",
    [
        PROMISE,
        "We write. " + PROMISE + " We read.",
        "* Larkspur does **not** [share](https://larkspur.example/sharing), sell, rent — or lend.",
        "Larkspur does\nnot share, sell, rent.",
    ],
)
def test_its_own_words_whatever_the_markup(text: str) -> None:
    found = find_statement(PHRASE, SearchableText(text))
    assert found is not None
    assert found.exact
    assert found.similarity == 1


@pytest.mark.parametrize(
    "text",
    [
        "Larkspur will not sell, share, or rent your information.",
        "We don't share, sell, rent or otherwise give your data away.",
        "Your information is neither shared nor sold nor rented.",
    ],
)
def test_a_rewording_stands(text: str) -> None:
    found = find_statement(PHRASE, SearchableText("We keep logs.\n\n" + text + "\n\nWe read."))
    assert found is not None
    assert not found.exact
    assert found.text == text


@pytest.mark.parametrize(
    "text",
    [
        "Larkspur may share, sell or rent your information.",
        "We share, sell and rent it. We do not care.",
        "We do not only share, but also sell and rent it.",
        "We do not keep your information.",
        "",
        "...",
    ],
)
def test_the_contrary_and_the_unrelated_do_not(text: str) -> None:
    assert find_statement(PHRASE, SearchableText(text)) is None


def test_another_number_is_another_statement() -> None:
    phrase = "We erase your account information after 30 days"
    assert find_statement(phrase, SearchableText("Your account information is erased by us after 30 days.")) is not None
    assert find_statement(phrase, SearchableText("We erase your account information after 90 days.")) is None


def test_a_few_words_are_looked_for_as_they_are() -> None:
    assert find_statement("Version 7.", SearchableText("Version 8.")) is None
    assert find_statement("sell", SearchableText("We resell it.")) is None
    assert find_statement("数据", SearchableText("我们保护您的数据。")) is not None


def test_a_text_that_holds_the_words_helps_to_know_them_elsewhere() -> None:
    """Too many words of the sentence went for it to be known by itself; its place tells."""
    around = "We keep your orders for seven years.\n\n{}\n\nYou may write to us at any time."
    phrase = "We will never sell your personal information to advertisers or to data brokers"
    model = SearchableText(around.format(phrase + "."))
    script = SearchableText(around.format("We will never sell your personal information to anyone for money."))
    assert find_statement(phrase, script) is None
    found = find_statement(phrase, script, [model])
    assert found is not None
    assert found.text.startswith("We will never sell")
    contrary = SearchableText(around.format("We may sell your personal information to advertisers or to data brokers."))
    assert find_statement(phrase, contrary, [model]) is None


def test_section_and_span_lead_to_the_words() -> None:
    text = f"# Privacy Policy\n\n## 4. Sharing\n\nWe write. {PROMISE}\n"
    found = find_statement(PHRASE, SearchableText(text))
    assert found is not None
    assert found.section == ("Privacy Policy", "4. Sharing")
    assert text[slice(*found.span)] == found.text == PROMISE


def test_words_over_two_sentences() -> None:
    found = find_statement("any time. Write to us", SearchableText("You may object at any time. Write to us. Or call."))
    assert found is not None
    assert found.text == "You may object at any time. Write to us."
