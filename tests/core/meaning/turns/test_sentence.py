"""What the kinds of small edits ask of two sentences."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.sentence import Extra, differing, effect, extra_of, is_about_one_thing, is_denied, plain, stands
from monitor.core.meaning.turns.turn import edits_of

SHORT, LONG = ("we", "share", "it"), ("we", "share", "it", "if", "you", "agree")


def test_words_that_came_and_words_that_went_are_told_alike() -> None:
    (came,), (went,) = edits_of(SHORT, LONG), edits_of(LONG, SHORT)
    assert extra_of(SHORT, LONG, came) == Extra(1, SHORT, LONG, 3, 6)
    assert extra_of(LONG, SHORT, went) == Extra(-1, SHORT, LONG, 3, 6)
    assert Extra(1, SHORT, LONG, 3, 6).words == ("if", "you", "agree")


def test_words_put_for_others_are_no_extra() -> None:
    other = ("we", "sell", "it")
    (replaced,) = edits_of(SHORT, other)
    assert extra_of(SHORT, other, replaced) is None


def test_sentences_that_only_one_text_has() -> None:
    gone, come = differing("We bake. We sell it.", "We bake. We rent it.")
    assert [plain(words) for words in gone] == [["we", "sell", "it"]]
    assert [plain(words) for words in come] == [["we", "rent", "it"]]


@pytest.mark.parametrize(("sentence", "denied"), [("we do not sell it", True), ("we sell it without notice", False)])
def test_what_is_denied(sentence: str, denied: bool) -> None:
    assert is_denied(tuple(sentence.split())) is denied


def test_whom_a_sentence_serves() -> None:
    assert [effect(tuple(words.split()), frozenset()) for words in ("we sell your data", "we do not sell your data")] == [-1, 1]


def test_words_in_a_row() -> None:
    assert stands(("if", "you"), LONG)
    assert not stands(("you", "if"), LONG)
    assert plain(("it", ",", "too")) == ["it", "too"]


def test_one_thing() -> None:
    assert is_about_one_thing(["your", "posts", "are", "public"], ["your", "posts", "are", "private"])
    assert not is_about_one_thing(["your", "posts", "are", "public"], ["your", "letters", "are", "private"])
