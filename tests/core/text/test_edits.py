"""Word-level edits, and the faster matcher behind them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from diff_match_patch import diff_match_patch
from hypothesis import given, settings
from hypothesis import strategies as st

import monitor.core.text.edits as edits_module
from monitor.core.text.edits import Myers, edits, middle
from tests.core.policy_sentences import scraps
from tests.sampling import examples

any_text = st.one_of(scraps, st.text(max_size=60))


@settings(max_examples=examples(120), deadline=None, derandomize=True)
@given(any_text, any_text)
def test_edits_join_to_both_texts(old: str, new: str) -> None:
    found = edits(old, new)
    assert "".join(text for sign, text in found if sign in "=-") == old
    assert "".join(text for sign, text in found if sign in "=+") == new
    assert all(text for _, text in found)


@settings(max_examples=examples(80), deadline=None, derandomize=True)
@given(any_text)
def test_a_text_differs_from_itself_in_nothing(text: str) -> None:
    assert edits(text, text) == ((("=", text),) if text else ())


@settings(max_examples=examples(120), deadline=None, derandomize=True)
@given(any_text, any_text)
def test_no_edit_follows_one_of_its_own_kind(old: str, new: str) -> None:
    signs = [sign for sign, _ in edits(old, new)]
    assert all(one != other for one, other in pairwise(signs))
    assert "+-" not in "".join(signs), "what went stands before what came"


@settings(max_examples=examples(200), deadline=None, derandomize=True)
@given(st.text("abcde", max_size=14), st.text("abcde", max_size=14))
def test_the_rewritten_loop_finds_what_the_library_finds(old: str, new: str) -> None:
    library = diff_match_patch()
    library.Diff_Timeout = 0
    assert Myers().diff_main(old, new, False) == library.diff_main(old, new, False)


@settings(max_examples=examples(200), deadline=None, derandomize=True)
@given(st.text("abc", min_size=1, max_size=12), st.text("abc", min_size=1, max_size=12))
def test_the_middle_is_a_place_in_both_texts(old: str, new: str) -> None:
    found = middle(old, new)
    if found is None:
        assert not set(old) & set(new)
    else:
        assert 0 <= found[0] <= len(old)
        assert 0 <= found[1] <= len(new)


def test_texts_without_a_common_character_have_no_middle() -> None:
    assert middle("abc", "xyz") is None


def test_runs_of_replaced_words_are_one_edit() -> None:
    found = edits("We may now share it.", "We will never share it.")
    assert found == (("=", "We "), ("-", "may now"), ("+", "will never"), ("=", " share it."))


def test_a_word_is_never_cut_in_two() -> None:
    assert edits("sharing", "shared") == (("-", "sharing"), ("+", "shared"))
    assert edits("We don't share.", "We don’t share.") == (("=", "We "), ("-", "don't"), ("+", "don’t"), ("=", " share."))


@pytest.mark.parametrize(("old", "new", "expected"), [("", "", ()), ("", "new", (("+", "new"),)), ("old", "", (("-", "old"),))])
def test_an_empty_side_is_one_edit(old: str, new: str, expected: tuple[tuple[str, str], ...]) -> None:
    assert edits(old, new) == expected


def test_long_texts_with_little_in_common_are_replaced_as_a_whole() -> None:
    old = " ".join(f"old{n}" for n in range(120))
    new = " ".join(f"new{n}" for n in range(120))
    assert edits(old, new) == (("-", old), ("+", new))


def test_more_distinct_words_than_code_points_below_the_surrogates_stay_exact() -> None:
    """Each distinct word is one character for the matcher; U+D800 to U+DFFF are none."""
    old = " ".join(f"w{n}" for n in range(60_000))
    assert edits(old, old + " end") == (("=", old), ("+", " end"))


def test_where_too_much_differs_the_rest_goes_and_comes_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Finding every edit takes the square of their number."""
    old = " ".join(f"one {n} two" for n in range(40))
    new = old.replace("two", "three")
    assert sum(sign == "=" for sign, _ in edits(old, new)) == 40
    edits.cache_clear()
    monkeypatch.setattr("monitor.core.text.edits._MOST_STEPS", 10)
    found = edits(old, new)
    edits.cache_clear()
    assert found[0] == ("=", "one 0 ")
    assert sum(sign == "=" for sign, _ in found) < 5
    assert "".join(text for sign, text in found if sign in "=-") == old
    assert "".join(text for sign, text in found if sign in "=+") == new


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=80), st.text(alphabet="ab'_ .\n1", max_size=80))
def test_texts_in_ascii_are_cut_like_all_others(old: str, new: str) -> None:
    for text in (old, new):
        assert edits_module._ASCII_TOKEN.findall(text) == edits_module._TOKEN.findall(text)


edit_pieces = st.lists(st.tuples(st.sampled_from([-1, 0, 1]), st.text("ab", max_size=3)), min_size=1, max_size=4)


@settings(max_examples=examples(400), deadline=None, derandomize=True)
@given(edit_pieces)
def test_edits_that_are_left_unmerged_are_those_that_the_library_leaves(pieces: list[tuple[int, str]]) -> None:
    ours, theirs = list(pieces), list(pieces)
    Myers().diff_cleanupMerge(ours)
    diff_match_patch().diff_cleanupMerge(theirs)
    assert ours == theirs
