"""Sentences of tokens, with negations taken out of short forms."""

from __future__ import annotations

import pytest

from monitor.core.meaning.clause_tokens import sentences, shown


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("We don't sell it.", ["we do not sell it"]),
        ("We cannot and won't.", ["we can not and will not"]),
        ("You're free; they've paid.", ["you are free ; they have paid"]),
        ("Acme's list.", ["acme list"]),
        ("We sell. You buy! Who pays?", ["we sell", "you buy", "who pays"]),
        ("Acme, Inc. keeps it.", ["acme , inc keeps it"]),
        ("Version 2.0 is here.", ["version 2 0 is here"]),
        ("Write to help@acme.example now.", ["write to help@acme.example now"]),
        ("(we do not sell it)", ["( we do not sell it )"]),
        ("", []),
    ],
)
def test_sentences(text: str, rows: list[str]) -> None:
    assert [" ".join(found.words) for found in sentences(shown(text))] == rows


def test_a_question_is_known() -> None:
    assert [found.question for found in sentences("Do we sell it? No.")] == [True, False]


def test_tokens_keep_their_place_in_the_text_as_shown() -> None:
    text = shown("We don’t sell [your data](https://acme.example/x).")
    [found] = sentences(text)
    assert text == "We don't sell your data."
    assert [text[start:end] for start, end in found.places] == ["We", "don't", "don't", "sell", "your", "data"]
