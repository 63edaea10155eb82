"""Running text in one spelling."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.extract.inline import composed, plain_spaces, struck_texts, with_escapes, without_marks, without_struck
from tests.sampling import examples

MARKS = st.text("a*_`\\&<>~;#1|\n b/amp", max_size=40)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a\u00a0b\u2003c\td", "a b c d"),
        ("pri\u00advacy\u200b po\ufefflicy", "privacy policy"),
        ("\u202elive\u202c", "evil"),
        ("a\rb\u2028c", "a\nb\nc"),
        ("a\x00\x07b", "ab"),
        ("e\u0301", "é"),
        ("we\u200dshare", "weshare"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_spaces_and_invisible_characters(text: str, plain: str) -> None:
    assert plain_spaces(text) == plain


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("**We** *never* __sell__ _it_", "We never sell it"),
        ("***all*** of `it`", "all of it"),
        ("snake_case_name stays", "snake_case_name stays"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("~~old~~ new", "old new"),
        ("3\\. Sharing \\(all\\)", "3. Sharing (all)"),
        ("AT&amp;T &amp;amp; more", "AT&T & more"),
        ("&nbsp;a&#8217;s &copy; &nosuch;", " a’s © &nosuch;"),
        ("<b>bold</b> <br> <!-- note -->x", "bold \n x"),
        ("a < b and c > d", "a < b and c > d"),
        ("<acme@b.example> <https://a.example>", "acme@b.example https://a.example"),
        ("&lt;b&gt;bold&lt;/b&gt;", "bold"),
        ("nothing to do", "nothing to do"),
    ],
)
def test_marks_escapes_and_entities(text: str, bare: str) -> None:
    assert without_marks(text) == bare


@settings(max_examples=examples(400), deadline=None, derandomize=True)
@given(st.one_of(MARKS, st.text(max_size=60)))
def test_plain_spaces_is_idempotent_and_composed(text: str) -> None:
    plain = plain_spaces(text)
    assert plain_spaces(plain) == plain
    assert unicodedata.is_normalized("NFC", plain)


@settings(max_examples=examples(400), deadline=None, derandomize=True)
@given(MARKS)
def test_without_marks_adds_nothing(text: str) -> None:
    bare = without_marks(text)
    assert len(bare) <= len(text) + text.count("<br")
    assert without_marks("plain words") == "plain words"


@settings(max_examples=examples(200), deadline=None, derandomize=True)
@given(st.text(max_size=60))
def test_composed_is_idempotent(text: str) -> None:
    assert composed(composed(text)) == composed(text)


@pytest.mark.parametrize(
    "text", ["*" * 100_000, "_a" * 50_000, "\\" * 100_000, "&amp;" * 30_000, "<" * 100_000, "<!--" * 30_000, "*a " * 40_000]
)
def test_monstrous_marks_are_read_to_the_end(text: str) -> None:
    assert isinstance(without_marks(text), str)


@pytest.mark.parametrize(
    ("text", "kept", "struck"),
    [
        ("We ~~never~~ sell data.", "We sell data.", ["never"]),
        ("~~We never sell data.~~", "", ["We never sell data."]),
        ("~~one~~ and ~~two~~", " and", ["one", "two"]),
        ("~~over\ntwo lines~~", "", ["over\ntwo lines"]),
        ("~~not over\n\na blank line~~", "~~not over\n\na blank line~~", []),
        ("~~ not with blanks ~~", "~~ not with blanks ~~", []),
        ("~5 to ~10", "~5 to ~10", []),
        ("~~~\ncode\n~~~", "~~~\ncode\n~~~", []),
        ("a~~b~~c", "ac", ["b"]),
        ("We <del>never</del> sell", "We sell", ["never"]),
        ("We <S>never</S>, sell", "We, sell", ["never"]),
        ('<strike class="x">no</strike>', "", ["no"]),
        ("<strong>yes</strong> <span>yes</span>", "<strong>yes</strong> <span>yes</span>", []),
        ("We <ins>may</ins> sell", "We <ins>may</ins> sell", []),
        ("<del>never closed", "<del>never closed", []),
    ],
)
def test_what_markdown_strikes_out(text: str, kept: str, struck: list[str]) -> None:
    assert without_struck(text) == kept
    assert struck_texts(text) == struck


@given(st.text("a ~\n<>/dels", max_size=40))
def test_leaving_out_what_is_struck_adds_nothing(text: str) -> None:
    assert len(without_struck(text)) <= len(text)


@pytest.mark.parametrize(
    "text", ["ads_id and _ga*", "* not an entry", "5 ~ 10", "[a](https://b.example/x_y) c_d", "https://b.example/x_y_z"]
)
def test_escaped_text_reads_back_as_itself(text: str) -> None:
    assert without_struck(with_escapes(text)) == with_escapes(text)
    assert without_marks(with_escapes(text)) == text


def test_addresses_are_not_escaped() -> None:
    assert (
        with_escapes("[a_b](https://c.example/d_e) https://c.example/_f_ _") == "[a\\_b](https://c.example/d_e) https://c.example/_f_ \\_"
    )
