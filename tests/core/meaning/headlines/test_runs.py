"""The runs of changed words between two clauses, and where each begins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.meaning.headlines.runs import edit_runs, filled

WORDS = st.lists(st.sampled_from(("we", "sell", "keep", "not", "logs", ",", "30", "mill")), min_size=1, max_size=14).map(" ".join)
SENTENCES = st.lists(st.sampled_from(("We bake.", "We row.", "We may row.", "You can row.", "We sell it.")), min_size=0, max_size=6).map(
    " ".join
)


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(old[slice(*run.old)], new[slice(*run.new)]) for run in edit_runs(old, new)]


def test_runs_are_the_words_that_changed() -> None:
    old, new = "We will not share your name with our partners today.", "We may share your name with our partners and friends today."
    runs = edit_runs(old, new)
    assert [(old[slice(*run.old)], new[slice(*run.new)]) for run in runs] == [("will not", "may"), ("", "and friends")]


def test_runs_that_stand_near_each_other_are_one() -> None:
    old, new = "We keep red boats in sheds.", "We keep blue boats in barns."
    assert [old[slice(*run.old)] for run in edit_runs(old, new)] == ["red boats in sheds"]


@given(WORDS, WORDS)
def test_exchanging_the_sides_exchanges_the_runs(old: str, new: str) -> None:
    assert [(run.new, run.old) for run in edit_runs(old, new)] == [(run.old, run.new) for run in edit_runs(new, old)]


@given(WORDS, WORDS)
def test_what_lies_between_the_runs_is_the_same_on_both_sides(old: str, new: str) -> None:
    at_old = at_new = 0
    for run in edit_runs(old, new):
        assert "".join(filter(str.isalnum, old[at_old : run.old[0]])) == "".join(filter(str.isalnum, new[at_new : run.new[0]]))
        at_old, at_new = run.old[1], run.new[1]
    assert "".join(filter(str.isalnum, old[at_old:])) == "".join(filter(str.isalnum, new[at_new:]))


@pytest.mark.parametrize(
    ("old", "new", "came"),
    [
        # The shortest difference is "may also sail. We", which nobody wrote.
        ("We bake. We can row.", "We bake. We may also sail. We can row.", "We may also sail."),
        ("We bake. You can row. You can sing.", "We bake. You can row. You can dance and row. You can sing.", "You can dance and row."),
        ("We row. We sing.", "We row. We bake. We sing.", "We bake."),
        ("Names; names of boats; letters.", "Names; names of guests; names of boats; letters.", "names of guests"),
        ("We bake.", "We may also sail. We bake.", "We may also sail."),
        ("We bake.", "We bake. We may also sail.", "We may also sail."),
    ],
)
def test_a_sentence_that_came_is_one_run_from_its_first_word_to_its_last(old: str, new: str, came: str) -> None:
    assert told(old, new) == [("", came)]
    assert told(new, old) == [(came, "")]


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        ("We log it here.", "We log it and sell it here.", [("", "and sell it")]),
        ("We share your name with banks.", "We share your name and your face with banks.", [("", "and your face")]),
        ("We keep it for 30 days.", "We keep it for 90 days.", [("30", "90")]),
    ],
)
def test_words_within_a_sentence_stay_where_they_are(old: str, new: str, runs: list[tuple[str, str]]) -> None:
    assert told(old, new) == runs


@given(SENTENCES, SENTENCES)
def test_moving_a_run_changes_nothing_outside_of_it(old: str, new: str) -> None:
    at_old = at_new = 0
    for run in edit_runs(old, new):
        assert old[at_old : run.old[0]].replace(" ", "") == new[at_new : run.new[0]].replace(" ", "")
        at_old, at_new = run.old[1], run.new[1]
    assert old[at_old:].replace(" ", "") == new[at_new:].replace(" ", "")


def test_a_span_is_filled_where_it_holds_anything() -> None:
    assert filled((2, 3))
    assert not filled((2, 2))
