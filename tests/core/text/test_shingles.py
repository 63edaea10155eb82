"""What the screen counts: shared runs of words, and lines that are sentences."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.text.shingles import SHINGLE, _line, has_sentences, outside_links, plain_line, runs, sentence_lines, shared, shingles
from monitor.core.text.tokens import words_or_characters
from tests.core.policy_sentences import scraps, texts
from tests.sampling import examples

TEXT = "We collect your name and address. We never sell them to anybody."


def test_a_text_shares_everything_with_itself_and_nothing_with_another() -> None:
    assert shared(TEXT, TEXT) == (1.0, 1.0)
    assert shared(TEXT, "Bitcoin rose again today, says the market report of the week.") == (0.0, 0.0)


def test_a_part_is_known_whole_and_keeps_a_part() -> None:
    kept, known = shared(TEXT, "We collect your name and address.")
    assert known == 1.0
    assert 0 < kept < 1


def test_markup_and_case_do_not_part_two_texts() -> None:
    assert shared(TEXT, f"**{TEXT.upper()}**") == (1.0, 1.0)
    assert shared("See our [list of partners](/a) now", "See our [list of partners](/b) now") == (1.0, 1.0)


def test_fewer_words_than_a_shingle_are_one() -> None:
    assert runs(("a", "b")) == {("a", "b")}
    assert runs(()) == {()}
    assert len(runs(tuple("abcdef"))) == 6 - SHINGLE + 1


def test_scripts_without_blanks_have_shingles_too() -> None:
    kept, known = shared("個人情報を販売しません。", "個人情報を共有しません。")
    assert 0 < kept < 1
    assert 0 < known < 1


@given(st.lists(st.one_of(scraps, st.sampled_from(["", "We", "a b", "個人 情報", "a b c d e"]), st.text(max_size=30)), max_size=9))
def test_a_texts_runs_are_those_of_its_words(lines: list[str]) -> None:
    """Read line by line, with those that lie over two lines or more."""
    text = "\n".join(lines)
    shingles.cache_clear()
    assert shingles(text) == runs(words_or_characters(text))


@pytest.mark.parametrize("text", ["We keep logs.\n" * 10_001, f"{'We keep many logs of you. ' * 200}\nAnd no more."])
def test_many_lines_and_long_ones_are_read_the_same(text: str) -> None:
    assert shingles(text) == runs(words_or_characters(text))
    assert _line.cache_info().maxsize == 1024
    before = _line.cache_info().currsize
    shingles(f"{text}.")
    assert _line.cache_info().currsize <= before + 1, "of these, only short lines are remembered"


@settings(max_examples=examples(60), deadline=None, derandomize=True)
@given(texts, texts)
def test_shares_are_symmetric_and_between_none_and_all(old: str, new: str) -> None:
    kept, known = shared(old, new)
    assert 0 <= kept <= 1
    assert 0 <= known <= 1
    assert shared(new, old) == (known, kept)
    assert (kept == 0) == (known == 0)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("We collect your name and address.", True),
        ("- We collect your name and address", True),
        ("## What we collect from you and why", False),
        ("Terms Privacy Cookies", False),
        ("[Terms](/t) [Privacy](/p) [Cookies](/c) [Imprint](/i) [Contact](/k)", False),
        ("[We collect your name and address, and more](/a) than that we say", True),
        ("1 2 3 4 5 6 7 8", False),
        ("", False),
    ],
)
def test_lines_that_say_something(line: str, says: bool) -> None:
    assert sentence_lines(line) == ([line] if says else [])
    assert has_sentences(line) is says
    assert has_sentences(f"\n\n{line}\n\nTerms") is says


def test_underlined_titles_are_no_sentences() -> None:
    text = "Privacy Policy of our small shop\n====\n\nWe collect your name and address."
    assert sentence_lines(text) == ["We collect your name and address."]
    assert has_sentences(text)
    assert not has_sentences(text.partition("We")[0])


@given(texts, st.integers(0, 3))
def test_a_text_has_sentences_when_a_line_of_it_says_something(text: str, lines: int) -> None:
    for part in (text, "\n".join(text.split("\n")[:lines])):
        assert has_sentences(part) is bool(sentence_lines(part))


def test_words_outside_links() -> None:
    assert outside_links("See [our partners](/p) for more ![seal](s.png)") == ("see", "for", "more")
    assert outside_links("[only](/a) [links](/b)") == ()


def test_a_plain_line_has_plain_quotes_and_single_spaces() -> None:
    assert plain_line("**You’re**\u00a0 [blocked](/x)!\n\nRay\u200b ID") == "you're blocked! ray id"


@settings(max_examples=examples(200), deadline=None, derandomize=True)
@given(st.text(max_size=80))
def test_a_plain_line_is_one_line(text: str) -> None:
    line = plain_line(text)
    assert "\n" not in line
    assert line == line.strip()
    assert "  " not in line


@settings(max_examples=examples(60), deadline=None, derandomize=True)
@given(texts)
def test_every_shingle_is_of_the_length_or_the_whole_text(text: str) -> None:
    found = shingles(text)
    assert len(found) == 1 or all(len(run) == SHINGLE for run in found)
