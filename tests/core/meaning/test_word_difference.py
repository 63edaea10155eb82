"""Which words were removed and which were added, and the name of an edit."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.meaning.word_difference import difference, differs_in_small_words, edit_name, shared
from tests.sampling import examples

run = st.lists(st.sampled_from("abcd"), max_size=12)


@pytest.mark.parametrize(
    ("old", "new", "removed", "added"),
    [
        ("we may share it", "we share it", ["may"], []),
        ("we share it", "we share it it", [], ["it"]),
        ("", "we share it", [], ["we", "share", "it"]),
        ("one two one", "two one", ["one"], []),
        ("a b", "b a", [], []),
    ],
)
def test_difference(old: str, new: str, removed: list[str], added: list[str]) -> None:
    assert difference(old.split(), new.split()) == (removed, added)


@settings(max_examples=examples(300), deadline=None, derandomize=True)
@given(run, run)
def test_what_was_removed_and_added_accounts_for_both_texts(old: list[str], new: list[str]) -> None:
    removed, added = difference(old, new)
    assert Counter(old) - Counter(removed) == Counter(new) - Counter(added)
    assert not Counter(removed) & Counter(added)


@settings(max_examples=examples(300), deadline=None, derandomize=True)
@given(run, run)
def test_turned_round_the_same_words_come_and_go(old: list[str], new: list[str]) -> None:
    assert difference(new, old) == difference(old, new)[::-1]


@settings(max_examples=examples(200), deadline=None, derandomize=True)
@given(run, run)
def test_words_stand_in_the_order_of_their_text(old: list[str], new: list[str]) -> None:
    removed, _ = difference(old, new)
    rest = iter(old)
    assert all(word in rest for word in removed)


@settings(max_examples=examples(200), deadline=None, derandomize=True)
@given(run, st.randoms(use_true_random=False))
def test_another_order_of_the_same_words_is_no_difference(old: list[str], chance: object) -> None:
    assert difference(old, sorted(old)) == ([], [])


def test_the_lists_are_the_callers_own() -> None:
    old = ["we"]
    removed, added = difference(old, [])
    removed.append("never")
    assert (old, added) == (["we"], [])


@pytest.mark.parametrize(
    ("removed", "added", "name"),
    [
        (["thirty"], ["sixty"], "thirty → sixty"),
        ([], ["sixty"], " → sixty"),
        (["thirty"], [], "thirty → "),
        (["orrery", "labs"], ["orrery", "maps"], "orrery labs → orrery maps"),
    ],
)
def test_the_name_of_an_edit(removed: list[str], added: list[str], name: str) -> None:
    assert edit_name(removed, added) == name


def test_a_name_holds_a_dozen_words_of_each_side() -> None:
    words = [f"w{n}" for n in range(13)]
    assert edit_name(words, words) == " → ".join([" ".join(words[:12])] * 2)
    assert edit_name(words, []) == edit_name([*words[:12], "other"], [])
    assert edit_name(words[:12], []) != edit_name(words[:11], [])


@pytest.mark.parametrize(
    ("old", "new", "alike"),
    [
        ("ownership of any work", "ownership in any work", True),
        ("you are told", "you have been told", True),
        ("held by Ardent Inc", "held by Ardent LLC", False),
        ("two copies", "three copies", False),
        ("you or we", "we or you", False),
        ("we share it", "we only share it", False),
        ("we share it with you", "we share it from you", False),
        ("the", "a", False),
    ],
)
def test_small_words(old: str, new: str, alike: bool) -> None:
    assert differs_in_small_words(old.split(), new.split()) is alike


@settings(max_examples=examples(200), deadline=None, derandomize=True)
@given(run, run)
def test_what_two_texts_share_is_what_is_neither_removed_nor_added(old: list[str], new: list[str]) -> None:
    removed, added = difference(old, new)
    assert shared(old, new) == shared(new, old) == len(old) - len(removed) == len(new) - len(added)
    assert shared(old, new) == (Counter(old) & Counter(new)).total()
