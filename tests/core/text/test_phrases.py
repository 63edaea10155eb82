"""Phrases found by the words they begin with."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.text.phrases import PhraseMatcher, same_suffix
from tests.sampling import examples

MATCHER = PhraseMatcher({"see ": r"(?:our|the)\b", "read more": ""}, words={"age": "", "tel": r"\b"})
PATTERN = re.compile(r"see (?:our|the)\b|read more|\bage|\btel\b")


def test_a_beginning_alone_is_enough_where_nothing_must_follow() -> None:
    assert MATCHER.within("to read more, click")
    assert not MATCHER.within("to read on")


def test_what_must_follow_is_looked_for_at_every_place() -> None:
    assert MATCHER.within("see theirs, then see the list")
    assert not MATCHER.within("see theirs")


def test_words_must_begin_a_word() -> None:
    assert MATCHER.within("your age")
    assert not MATCHER.within("a package")
    assert not MATCHER.within("_age")


def test_beginnings_that_go_on_alike() -> None:
    assert same_suffix("keep|kept", " it") == {"keep": " it", "kept": " it"}


def test_nothing_is_in_an_empty_text_and_an_empty_matcher_finds_nothing() -> None:
    assert not MATCHER.within("")
    assert not PhraseMatcher().within("see our list")


@settings(max_examples=examples(400), deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(["see ", "our", "the", "y", " ", "read more", "age", "tel", "p", ".", "_", "é"]), max_size=8).map("".join))
def test_phrases_are_found_as_a_pattern_finds_them(text: str) -> None:
    assert MATCHER.within(text) == bool(PATTERN.search(text))
