"""How much of a phrase a sentence holds, and what bounds it."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.history.phrase_likeness import MIN_SIMILARITY_IN_PLACE, Phrase, common_subsequence, similarity_of
from monitor.core.text.tokens import words
from tests.core.policy_sentences import scraps, statements

PHRASE = Phrase("We do not sell your personal data")


def test_the_longest_common_subsequence() -> None:
    assert common_subsequence("abc", "xaybzc") == [1, 3, 5]
    assert common_subsequence("abc", "") == common_subsequence("", "abc") == []
    assert common_subsequence("ab", "abab") == [2, 3]


def test_a_sentence_with_all_words_holds_all_of_the_phrase() -> None:
    held = PHRASE.likeness("Be sure that we do not sell your personal data to anyone.")
    assert held.similarity == 1
    assert held.speaks_of_it


def test_the_contrary_speaks_of_it_and_is_not_like_it() -> None:
    held = PHRASE.likeness("We may sell your personal data.")
    assert held.similarity == 0
    assert held.speaks_of_it


def test_another_subject_has_nothing_of_it() -> None:
    held = PHRASE.likeness("Cookies expire after thirty days.")
    assert (held.similarity, held.shared, held.speaks_of_it) == (0, Counter(), False)


def test_a_phrase_of_nothing_but_a_negation_has_no_weight() -> None:
    assert Phrase("never").at_most(Counter("never")) == 0


@given(statements, scraps)
def test_no_similarity_exceeds_what_the_words_allow(phrase: str, sentence: str) -> None:
    sought = Phrase(phrase)
    held, similarity = sought.likeness(sentence), similarity_of(words(phrase), words(sentence))
    assert similarity <= sought.at_most(held.shared)
    assert held.similarity == similarity or (held.similarity == 0 and similarity < MIN_SIMILARITY_IN_PLACE)


@given(st.lists(st.sampled_from("abcd"), max_size=8), st.lists(st.sampled_from("abcd"), max_size=8))
def test_a_common_subsequence_is_one_and_as_long_both_ways(left: list[str], right: list[str]) -> None:
    places = common_subsequence(left, right)
    assert places == sorted(set(places))
    words_left = iter(left)
    assert all(any(word == right[place] for word in words_left) for place in places)
    assert len(places) == len(common_subsequence(right, left))
