"""The index of a text's words answers as a search of the words between blanks would, however much it was asked before."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.text.lexicon import Terms
from monitor.core.text.word_index import Rows, WordIndex
from tests.sampling import examples

LINES = ["We do not sell your data.", "", "- cookies and similar technologies", "We may share your data with partners.", "We do not sell."]
small_text = st.lists(st.lists(st.sampled_from("abc"), max_size=12).map(" ".join), max_size=4)
run_of_words = st.lists(st.sampled_from("abcd"), min_size=1, max_size=7)


def index(lines: list[str] | None = None) -> WordIndex:
    return WordIndex(LINES if lines is None else lines, {})


def searched(text: WordIndex, run: list[str], times: int) -> bool:
    """The plain search: runs counted from left to right, without overlap."""
    return text.text.count(f" {' '.join(run)} ") >= times


def test_the_words_stand_in_order_across_lines() -> None:
    assert index().text.startswith(" we do not sell your data cookies and ")
    assert index().stands(["data", "cookies"])


def test_lines_that_two_versions_share_are_cut_once() -> None:
    rows: Rows = {}
    WordIndex(LINES, rows)
    known = {line: id(row) for line, row in rows.items() if line}
    WordIndex([*LINES, "A new line."], rows)
    assert {line: id(row) for line, row in rows.items() if line in known} == known
    assert rows["A new line."] == "a new line"


@pytest.mark.parametrize("lines", [[], [""], ["***", ""], LINES])
def test_the_words_in_order_are_those_of_the_text(lines: list[str]) -> None:
    text = index(lines)
    assert text.run == text.text.split()
    assert text.text == f" {' '.join(text.run)} "


@pytest.mark.parametrize(
    ("run", "times", "stands"),
    [
        ("we do not sell", 1, True),
        ("we do not sell", 2, True),
        ("we do not sell", 3, False),
        ("do sell", 1, False),
        ("zebra", 1, False),
        ("cookie", 1, False),
        ("your data", 2, True),
    ],
)
@pytest.mark.parametrize("asked", [0, 100], ids=["fresh", "asked often"])
def test_runs_of_words(run: str, times: int, stands: bool, asked: int) -> None:
    text = index()
    for _ in range(asked):
        text.stands(["we", "may"])
    assert text.stands(run.split(), times) is stands


def test_no_word_at_all_stands_nowhere() -> None:
    assert not index().stands([])
    assert not index([]).stands(["we"])


@settings(max_examples=examples(300), deadline=None, derandomize=True)
@given(small_text, run_of_words, st.integers(1, 3), st.sampled_from([0, 60]))
def test_the_index_answers_as_a_search_does(lines: list[str], run: list[str], times: int, asked: int) -> None:
    text = index(lines)
    for _ in range(asked):
        text.stands(["a"])
    assert text.stands(run, times) == searched(text, run, times)


@settings(max_examples=examples(40), deadline=None, derandomize=True)
@given(st.integers(101, 160), run_of_words)
def test_runs_of_frequent_words_are_found_as_well(copies: int, run: list[str]) -> None:
    """A word that stands more than a hundred times is no longer looked up place by place."""
    text = index(["a b c a b"] * copies)
    for _ in range(60):
        text.stands(["a"])
    assert text.stands(run) == searched(text, run, 1)


@pytest.mark.parametrize(
    ("terms", "named"),
    [((" sell ",), True), ((" resell ",), False), ((" cook",), True), ((" cookin",), False), ((" similar technologies ",), True),
     ((" similar tech",), True), ((" similar cookies ",), False), ((), False)],
)  # fmt: skip
def test_a_text_names_a_concept_by_any_of_its_terms(terms: tuple[str, ...], named: bool) -> None:
    assert index().names(Terms.of(terms)) is named


@given(small_text, run_of_words, st.integers(1, 5), st.integers(0, 80))
def test_stretches_of_a_run_stand_as_each_of_them_alone(lines: list[str], run: list[str], size: int, asked: int) -> None:
    text = index(lines)
    for _ in range(asked):
        text.stands(["a"])
    size = min(size, len(run))
    starts = range(len(run) - size + 1)
    assert text.standing(run, size, starts) == sum(searched(text, run[at : at + size], 1) for at in starts)


def test_no_words_stand_nowhere() -> None:
    text = index()
    assert not any(text.stands([]) for _ in range(100))
