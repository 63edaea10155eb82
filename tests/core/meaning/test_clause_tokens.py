"""Sentences of tokens, with negations taken out of short forms."""

from __future__ import annotations

import pytest

from monitor.core.meaning.clause_tokens import LONGEST_SENTENCE, sentence_row, sentences, shown


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


def test_a_sentence_without_end_is_read_in_pieces() -> None:
    """Each verb is read to the end of its sentence: "we may share we may share …" took minutes."""
    found = sentences("we may share " * 1000)
    assert [len(sentence.words) for sentence in found] == [LONGEST_SENTENCE] * 6
    assert all(len(sentence.words) == len(sentence.places) for sentence in found)
    assert len(sentences("we share it with " + "Acme, " * 200 + "and others.")) == 1


def test_an_abbreviation_that_is_repeated_without_end() -> None:
    assert len(sentences("the u.s. " * 50_000)) >= 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We are unable to read it.", ("we", "are", "not", "able", "to", "read", "it")),
        ("It is impossible to read it.", ("it", "is", "not", "possible", "to", "read", "it")),
        ("They are incapable of it.", ("they", "are", "not", "capable", "of", "it")),
        ("We cannot read it.", ("we", "can", "not", "read", "it")),
        ("We are able to read it.", ("we", "are", "able", "to", "read", "it")),
    ],
)
def test_what_cannot_be_done_is_denied(text: str, words: tuple[str, ...]) -> None:
    assert [found.words for found in sentences(text)] == [words]


@pytest.mark.parametrize("text", ["We do n't sell your data.", "n't", "We ca n't, and wo n't, read it."])
def test_a_contraction_that_stands_apart_is_a_word_and_leaves_none_empty(text: str) -> None:
    assert all(word for sentence in sentence_row(text) for word in sentence.words)
    assert any("not" in sentence.words for sentence in sentence_row(text))
