"""What a run of edited words counts, and when it turns a sentence."""

from __future__ import annotations

import pytest

from monitor.core.meaning.headlines.edit_weights import run_weight, stance, turned_by
from monitor.core.meaning.headlines.edited import EditedClause, edited_clauses
from monitor.core.meaning.headlines.runs import edit_runs, filled
from tests.core.meaning.changes import beside


def clause(old: str, new: str) -> EditedClause:
    return edited_clauses(beside(old, new))[0]


@pytest.mark.parametrize(
    ("old", "new", "turned"),
    [
        ("We do not share your letters.", "We share your letters.", True),
        ("We may share your letters.", "We will share your letters.", True),
        ("We may share your letters.", "We can share your letters.", False),
        ("We never share your letters.", "We do not share your letters.", False),
        ("We share your letters only here.", "We share your letters here.", True),
        ("We share your letters.", "We share your calls.", False),
    ],
)
def test_what_turns_a_sentence(old: str, new: str, turned: bool) -> None:
    edited = clause(old, new)
    assert any(turned_by(edited, run) for run in edit_runs(edited.old, edited.new)) is turned


def test_a_whole_sentence_that_came_beside_it_turns_nothing() -> None:
    old = "We keep your letters."
    new = "We keep your letters, and those of all who come with you to the mill may not be kept by anyone but the keeper of the gate."
    edited = clause(old, new)
    assert not any(turned_by(edited, run) for run in edit_runs(edited.old, edited.new))


def test_a_run_that_turns_counts_more_than_a_longer_one() -> None:
    edited = clause(
        "We will not note your name at the gate of the old mill by the river and green boats.",
        "We may note your name at the gate of the old mill by the river and blue tents.",
    )
    weights = [run_weight(edited, run) for run in edit_runs(edited.old, edited.new)]
    assert weights[0] > weights[-1]


def test_where_only_signs_differ_nothing_counts() -> None:
    edited = clause("We use small-cookies at the gate and keep boats.", "We use smallcookies at the gate and keep tents.")
    assert run_weight(edited, edit_runs(edited.old, edited.new)[0]) == 0.0


def test_a_stance_knows_no_synonyms() -> None:
    assert stance(["we", "never", "may"]) == stance(["we", "not", "can"])
    assert stance(["mill"]) == []


@pytest.mark.parametrize(("span", "held"), [((3, 3), False), ((3, 4), True)])
def test_a_span_that_holds_something(span: tuple[int, int], held: bool) -> None:
    assert filled(span) is held
