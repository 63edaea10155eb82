"""The scores of topics, added up quickly, are those of the slow sum."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.core.meaning.parsed import ParsedText
from monitor.core.meaning.topic_names import TOPICS
from monitor.core.meaning.topic_sums import EXACT, read_lean, sums_of
from monitor.core.meaning.topics import scores_of, traits_of_statement
from tests.core.meaning.changes import SENTENCES
from tests.core.policy_sentences import scraps

KINDS = ("privacy", "terms", "cookies", "rules", "nothing known")
SECTIONS = ((), ("Privacy",), ("Privacy", "How we share it"), ("7. Retention", "7. Retention"), ("", "Children and minors"))


@given(st.one_of(scraps, st.sampled_from(SENTENCES), st.text(max_size=80)), st.sampled_from(SECTIONS), st.sampled_from(KINDS))
@example("We sell, sell and sell, and may sell it to whom we sold it.", ("Sale",), "privacy")
@example("", (), "privacy")
def test_the_quick_sum_is_the_slow_one(text: str, section: tuple[str, ...], kind: str) -> None:
    slow = scores_of(traits_of_statement(ParsedText.of_text(text), section, kind))
    quick = sums_of(read_lean(text), section, kind)
    assert max(abs(sum_ - slow[topic]) for topic, sum_ in zip(TOPICS, quick, strict=True)) < EXACT / 1000


@pytest.mark.parametrize("text", SENTENCES)
def test_a_lean_reading_has_the_words_and_concepts_of_the_whole_one(text: str) -> None:
    whole, lean = ParsedText.of_text(text), read_lean(text)
    assert (lean.text, lean.words, lean.concepts) == (whole.text, whole.words, whole.concepts)
    assert lean.frames == []


def test_what_stands_above_is_added_for_each_sentence_anew() -> None:
    """The sums of a section are remembered, and none of its sentences may add to them."""
    seen = read_lean("We never sell your data.")
    first = sums_of(seen, ("Sale",), "privacy")
    assert sums_of(seen, ("Sale",), "privacy") == first
    assert sums_of(seen, (), "privacy") != first
