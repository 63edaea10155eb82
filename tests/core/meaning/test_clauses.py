"""Where sentences, clauses and questions begin, as places in the words of a statement."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.meaning.clauses import SINGLE, Clauses, clauses_of
from monitor.core.text.tokens import words
from tests.sampling import examples

WORDS = ["we share it", "don't", "and", "30 days", "https://x.example/a?b=1 "]
MARKS = [". ", "? ", "! ", ", ", ": ", ":\n", "\n- ", " (", "” ", "**", "’"]


def clauses(text: str) -> Clauses:
    return clauses_of(text, words(text))


def sentences(text: str) -> list[str]:
    """The sentences of a text, as its words, told by where they begin."""
    run = words(text)
    begin = [*clauses(text).sentences, len(run)]
    return [" ".join(run[start:end]) for start, end in pairwise(begin)]


def heads(text: str) -> set[str]:
    """The words that begin a clause."""
    run = words(text)
    return {run[place] for place in clauses(text).heads if place < len(run)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We share it", ["we share it"]),
        ("We share it.", ["we share it"]),
        ("We share it. You pay.", ["we share it", "you pay"]),
        ("We share it! You pay.", ["we share it", "you pay"]),
        ("We share it... You pay.", ["we share it", "you pay"]),
        ("“We share it.” You pay.", ["we share it", "you pay"]),
        ("**We share it.** You pay.", ["we share it", "you pay"]),
        ("(We share it.) You pay.", ["we share it", "you pay"]),
        ("We share it, you pay; we: all.", ["we share it you pay we all"]),
        ("Version 2.0 is out.", ["version 2. 0 is out"]),
        ("We keep 1.5 MB of it. You pay.", ["we keep 1. 5 mb of it", "you pay"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stop sharing it", {"stop"}),
        ("Pay on time, stop sharing it", {"pay", "stop"}),
        ("Pay on time; stop sharing it", {"pay", "stop"}),
        ("In short: stop sharing it", {"in", "stop"}),
        ("Pay on time (stop sharing it)", {"pay", "stop"}),
        ("Pay on time – stop sharing it", {"pay", "stop"}),
        ("Pay on time\nstop sharing it", {"pay", "stop"}),
        ("- pay on time\n- stop sharing it", {"pay", "stop"}),
        ("Pay on time. Please stop sharing it", {"pay", "please", "stop"}),
        ("Pay on time, and stop sharing it", {"pay", "and", "stop"}),
        ("Please stop sharing it", {"please", "stop"}),
    ],
)
def test_words_that_begin_a_clause(text: str, expected: set[str]) -> None:
    assert heads(text) == expected


def test_a_joining_word_is_passed_over_once() -> None:
    assert heads("Pay, and then please stop") == {"pay", "and", "then"}


def test_a_line_that_introduces_a_list_begins_no_clauses_in_it() -> None:
    """ "At the shop we:" is the subject of every item, so that "do not sell" orders nothing."""
    assert heads("At the shop we:\n- do not sell it\n- never share it") == {"at"}


def test_the_list_ends_with_its_sentence() -> None:
    assert heads("At the shop we:\n- never share it. Stop it, all.") == {"at", "stop", "all"}


def test_a_colon_within_a_line_introduces_no_list() -> None:
    assert heads("In short: pay on time, stop sharing it") == {"in", "pay", "stop"}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("We share it.", ""),
        ("Do we share it?", "do we share it"),
        ("Do we share it? We do.", "do we share it"),
        ("We sell. Do we share it?", "do we share it"),
        ("“Do we share it?” We do.", "do we share it"),
        ("**Do we share it?** We do.", "do we share it"),
        ("Do we share it?! We do.", "do we share it"),
        ("Why? How? We do.", "why how"),
        ("See /help?topic=sale for more.", ""),
    ],
)
def test_questions(text: str, asked: str) -> None:
    found, run = clauses(text), words(text)
    assert " ".join(word for place, word in enumerate(run) if found.in_question(place)) == asked


def test_an_address_with_a_colon_leaves_one_clause() -> None:
    """Its words are dropped from the statement, and its colon would be taken for the end of a clause."""
    assert clauses("See https://x.example/a,b and stop sharing it.") == SINGLE


def test_one_sentence_divides_nothing() -> None:
    assert not SINGLE.divide(0, 50)
    assert not SINGLE.in_question(0)


def test_sentences_divide_their_words_alone() -> None:
    found = Clauses(sentences=(0, 3, 6))
    assert [found.divide(0, place) for place in (1, 2, 3, 5)] == [False, False, True, True]
    assert [found.divide(3, place) for place in (4, 5, 6)] == [False, False, True]


@pytest.mark.parametrize(("place", "inside"), [(1, False), (2, True), (4, True), (5, False)])
def test_a_question_has_a_first_word_and_ends_before_the_next_sentence(place: int, inside: bool) -> None:
    assert Clauses(questions=((2, 5),)).in_question(place) is inside


@settings(max_examples=examples(300), deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(WORDS + MARKS), max_size=12).map("".join))
def test_places_lie_within_the_words_whatever_the_text(text: str) -> None:
    run, found = words(text), clauses(text)
    assert found.sentences[0] == 0
    assert list(found.sentences) == sorted(found.sentences)
    assert 0 in found.heads
    assert all(0 <= place <= len(run) for place in found.sentences)
    assert all(0 <= start <= end <= len(run) for start, end in found.questions)
    assert "?" in text or not found.questions
