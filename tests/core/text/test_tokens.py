"""Words, keys, stems and word-level edits."""

from __future__ import annotations

import pytest
from diff_match_patch import diff_match_patch
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.text.edits import Myers, edits
from monitor.core.text.tokens import WORD, key, plain, stem, words
from tests.core.policy_sentences import scraps


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


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.one_of(scraps, st.text(max_size=60), st.text("ab1é .,'’`“”…_-\n", max_size=20)))
def test_cutting_at_blanks_gives_the_words_of_the_pattern(text: str) -> None:
    assert words(text) == WORD.findall(plain(text).lower())


@pytest.mark.parametrize("family", ["share shares shared sharing", "erase erased erasing", "policy policies", "sell selling sells"])
def test_stems_bring_a_family_together(family: str) -> None:
    assert len({stem(word) for word in family.split()}) == 1


def test_short_words_keep_their_ends() -> None:
    assert stem("use") == "use"
    assert stem("is") == "is"


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.one_of(scraps, st.text(max_size=60)), st.one_of(scraps, st.text(max_size=60)))
def test_edits_join_to_both_texts(old: str, new: str) -> None:
    found = edits(old, new)
    assert "".join(text for sign, text in found if sign in "=-") == old
    assert "".join(text for sign, text in found if sign in "=+") == new
    assert all(text for _, text in found)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text("abcde", max_size=14), st.text("abcde", max_size=14))
def test_the_loop_written_anew_finds_what_the_library_finds(old: str, new: str) -> None:
    library = diff_match_patch()
    library.Diff_Timeout = 0
    assert Myers().diff_main(old, new, False) == library.diff_main(old, new, False)


def test_runs_of_replaced_words_are_one_edit() -> None:
    found = edits("We may now share it.", "We will never share it.")
    assert found == (("=", "We "), ("-", "may now"), ("+", "will never"), ("=", " share it."))


def test_edits_of_many_different_words_stay_exact() -> None:
    old = " ".join(f"w{n}" for n in range(60_000))
    new = old + " end"
    assert edits(old, new) == (("=", old), ("+", " end"))
