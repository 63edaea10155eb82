"""Words and what brings them to one form: one tokeniser with a fast path and a reference path, keys, normal forms and stems."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.text.tokens import (
    LONG,
    WORD,
    forget,
    has_words,
    key,
    normal,
    plain,
    row_key,
    stem,
    word_row,
    words,
    words_by_line,
    words_or_characters,
)
from tests.core.policy_sentences import scraps
from tests.sampling import examples


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We keep e-mail.", "We keep email"),
        ("**We** keep [logs](https://a.example)", "We keep [logs](https://b.example/x)"),
        ("1. Sharing", "4. Sharing"),
        ("(a) your name", "- your name"),
        ("our partners’ names", "our partners' names"),
        ("WE KEEP LOGS", "We keep logs"),
        ("see https://a.example/b", "see www.c.example"),
        ("write to a@b.example", "write to [email protected]"),
        ("![logo](a.png) We", "![logo](b.png) We"),
    ],
)
def test_keys_are_blind_to_typography(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("We sell data.", "We do not sell data."), ("for 30 days", "for 90 days"), ("We may", "We will"), ("3", "4"), ("A", "B")],
)
def test_keys_see_words(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_plain_text_is_what_a_reader_sees() -> None:
    assert plain('See [our [big] list](https://x.example/a_(b)?c "t") now') == "See our [big] list now"
    assert "mailaddress" in plain("a.b+c@d.example")


def test_words_keep_contractions_and_drop_marks() -> None:
    assert words("We don’t _sell_ (or rent) v2.0!") == ["we", "don't", "sell", "or", "rent", "v2.", "0"]
    assert words("***") == []


ODD = st.one_of(
    scraps,
    st.text(max_size=60),
    st.text("ab1é .,'’`“”…_-\n", max_size=20),
    st.text("a1.²٣'’\x00\u2028\x85İß個カ", max_size=20),
)
"""Texts in which apostrophes, decimal points, blanks of every kind and letters that change their length in lower case meet."""


def reference(text: str) -> list[str]:
    return WORD.findall(plain(text).lower())


@settings(max_examples=examples(500), deadline=None, derandomize=True)
@given(ODD)
def test_the_fast_path_gives_the_words_of_the_pattern(text: str) -> None:
    assert words(text) == reference(text)


@settings(max_examples=examples(500), deadline=None, derandomize=True)
@given(st.lists(st.one_of(ODD, st.text("ab1é’'`. \t@[](:_…", max_size=14)), max_size=5))
def test_all_lines_at_once_give_the_words_of_each(lines: list[str]) -> None:
    lines = [line.replace("\n", " ") for line in lines]
    assert words_by_line(lines) == [reference(line) for line in lines]


@settings(max_examples=examples(200), deadline=None, derandomize=True)
@given(ODD)
def test_characters_are_the_words_with_scripts_without_blanks_cut(text: str) -> None:
    assert "".join(words_or_characters(text)) == "".join(words(text))
    if text.isascii():
        assert list(words_or_characters(text)) == words(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("don't 'quote' rock 'n' roll", ["don't", "quote", "rock", "n", "roll"]),
        ("the partners' names", ["the", "partners", "names"]),
        ("''", []),
        ("1.5 % of 2,000", ["1.", "5", "of", "2", "000"]),
        ("end.2nd", ["end.", "2nd"]),
        ("snake_case and **bold**", ["snake", "case", "and", "bold"]),
        ("a<br>b", ["a", "b"]),
        ("Straße ÉTÉ", ["straße", "été"]),
        ("we\u200bshare", ["we", "share"]),
        ("write to A.B@c.example now", ["write", "to", "mailaddress", "now"]),
        ("write to [email\xa0protected] now", ["write", "to", "mailaddress", "now"]),
    ],
)
def test_words_at_their_edges(text: str, expected: list[str]) -> None:
    assert words(text) == expected
    assert words_by_line([text]) == [expected]


def test_no_lines_have_no_words() -> None:
    assert words_by_line([]) == []
    assert words_by_line(["", "***"]) == [[], []]


def test_a_list_of_words_may_be_changed_without_harm() -> None:
    words("We share data.").append("changed")
    assert words("We share data.") == ["we", "share", "data"]


def test_long_texts_are_forgotten_on_request_and_read_alike() -> None:
    text = "We share data with partners. " * (LONG // 20)
    first = word_row(text)
    assert word_row(text) is first
    forget()
    assert word_row(text) is not first
    assert list(word_row(text)) == list(first)


def test_each_character_of_a_script_without_blanks_is_a_word() -> None:
    assert words_or_characters("当社 sells 데이터 [カード](/x)") == ("当", "社", "sells", "데", "이", "터", "カ", "ー", "ド")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("we utilise it in order to ship", "we use it to ship"),
        ("kept for thirty (30) days", "kept for 30 days"),
        ("twelve months", "one year"),
        ("do not sell", "never sell"),
        ("organisations analyse behaviour", "organizations analyze behavior"),
        ("cancelled at our centre", "canceled at our center"),
        ("your personal information", "your personal data"),
    ],
)
def test_statements_that_say_the_same_have_one_normal_form(one: str, other: str) -> None:
    assert normal(words(one)) == normal(words(other))


@pytest.mark.parametrize(("one", "other"), [("30 days", "90 days"), ("we sell", "we never sell"), ("the size", "the sise"), ("our", "or")])
def test_normal_forms_keep_what_differs(one: str, other: str) -> None:
    assert normal(words(one)) != normal(words(other))


@settings(max_examples=examples(100), deadline=None, derandomize=True)
@given(scraps)
def test_normal_forms_never_fail_and_keep_an_empty_text_empty(text: str) -> None:
    found = words(text)
    assert bool(normal(found)) == bool(found)


def test_a_number_alone_is_its_own_key() -> None:
    assert row_key(["3"]) == "3"
    assert row_key(["a", "1", "b"]) == "b"
    assert row_key([]) == ""


@pytest.mark.parametrize("family", ["share shares shared sharing", "erase erased erasing", "policy policies", "sell selling sells"])
def test_stems_bring_a_family_together(family: str) -> None:
    assert len({stem(word) for word in family.split()}) == 1


def test_short_words_keep_their_ends() -> None:
    assert stem("use") == "use"
    assert stem("is") == "is"


def test_characters_of_long_texts_are_few_objects() -> None:
    found = words_or_characters("隐私" * 1000 + "。 Terms 隐")
    assert len(found) == 2002
    assert found[-2:] == ("terms", "隐")
    assert len({id(word) for word in found}) == 3


@given(st.lists(st.one_of(scraps, st.text(max_size=40)), max_size=12).map("\n".join), st.integers(0, 40))
def test_a_text_has_as_many_words_as_are_counted(text: str, least: int) -> None:
    assert has_words(text, least) is (len(words_or_characters(text)) >= least)


def test_of_a_long_text_only_its_beginning_is_cut() -> None:
    text = "We keep what you send us.\n" * 2_000
    words_or_characters.cache_clear()
    assert has_words(text, 600)
    assert words_or_characters.cache_info().misses == 1
    assert not has_words(text, 12_001)
    assert words_or_characters.cache_info().misses == 3, "nothing but the whole text tells that it has not so many"
