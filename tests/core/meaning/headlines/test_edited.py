"""Which clauses were edited, came and went."""

from __future__ import annotations

import pytest

from monitor.core.meaning.headlines.edited import alike, edited_clauses
from monitor.model import Direction
from tests.core.meaning.changes import beside, documents, observations, observed


def test_an_edited_sentence_is_one_clause_with_both_sides() -> None:
    clauses = edited_clauses(observed("We log visits to the shop.", "We log calls to the shop."))
    assert [(clause.old, clause.new) for clause in clauses] == [("We log visits to the shop.", "We log calls to the shop.")]


def test_unchanged_neighbours_are_left_out() -> None:
    clauses = edited_clauses(beside("We bake. We log visits.", "We bake. We log calls."))
    assert [(clause.old, clause.new) for clause in clauses] == [("We log visits.", "We log calls.")]


def test_what_tells_most_stands_first() -> None:
    old = "The boats are green in spring. We keep a list of guests at the gate."
    new = "The boats are blue in spring. We keep a list of guests at the gate and sell it to brokers."
    assert "brokers" in edited_clauses(beside(old, new))[0].new


def test_sentences_that_were_only_cut_otherwise_are_one_clause() -> None:
    old = "We keep the logs of the shop for a year and then we erase all of them."
    new = "We keep the logs of the shop for a year. And then we erase all of them."
    assert len(edited_clauses(beside(old, new))) == 1


def test_headings_are_no_clauses_where_anything_else_changed() -> None:
    clauses = edited_clauses(beside("## Logs\n\nWe log visits.", "## Visits\n\nWe log calls."))
    assert [clause.new for clause in clauses] == ["We log calls."]
    assert [clause.new for clause in edited_clauses(beside("## Logs", "## Visits"))] == ["Visits"]


def test_an_edit_of_function_words_alone_is_not_worth_a_clause_of_its_own() -> None:
    clauses = edited_clauses(beside("We sell the boats. We log visits here.", "We sell a boats. We log calls and faces here."))
    assert [clause.new for clause in clauses] == ["We log calls and faces here."]


@pytest.mark.parametrize(("one", "other", "share"), [("we sell it", "we sell it", 1.0), ("we sell", "you buy", 0.0), ("", "", 0.0)])
def test_how_alike_two_clauses_are(one: str, other: str, share: float) -> None:
    assert alike(one, other) == share


STAYS = "We keep a list of guests of the mill at the gate for the keeper of the pond."


def test_what_stands_elsewhere_in_the_other_text_did_not_come() -> None:
    old, new = documents(
        f"# Mill\n\nWe bake.\n\n## Lists\n\n{STAYS}", f"# Mill\n\nWe bake. We sell letters to brokers. {STAYS}\n\n## Lists"
    )
    came = [clause.new for change in observations(old, new) for clause in edited_clauses(change) if not clause.old]
    assert "We sell letters to brokers." in came
    assert STAYS not in came


def test_a_clause_that_grew_is_one_clause_and_did_not_come() -> None:
    old = "Do not disturb the geese of the pond."
    new = "Do not disturb the geese of the pond – for example by fireworks, drums, boats with engines or by songs at night in the summer."
    more = "We ask the same of all who come by boat from the town."
    clauses = edited_clauses(beside(old, f"{new} {more}"))
    assert (old, new) in [(clause.old, clause.new) for clause in clauses]
    assert [clause.new for clause in clauses if not clause.old] == [more]


def test_a_sentence_that_was_parted_into_items_is_one_clause() -> None:
    old = "The guest shows a ticket with a name at the gate, the keeper scans it, and the keeper may ask for a signature."
    new = "- The guest shows a ticket with a name.\n- The keeper scans it at the gate.\n- The keeper may ask the guest for a signature."
    assert len(edited_clauses(beside(old, new))) == 1


@pytest.mark.parametrize(
    ("promise", "other"),
    [
        ("We never sell the letters of guests to brokers of the town.", "We sell the letters of guests to brokers of the town."),
        ("We keep the letters of guests in the barn for 30 days.", "We keep the letters of guests in the barn for 90 days."),
    ],
)
def test_what_says_the_opposite_or_names_another_figure_does_not_stand(promise: str, other: str) -> None:
    kept = promise.replace(" of guests", " of all guests")
    clauses = edited_clauses(beside(promise, f"{kept} {other}"))
    shown = [(clause.old, clause.new) for clause in clauses]
    assert any(other in new for _, new in shown)


def test_what_goes_the_way_that_is_said_stands_first() -> None:
    change = observed("", "You may not lend your boats to members. You may ask us to erase your letters.")
    assert "lend" in edited_clauses(change, Direction.WEAKENS)[0].new
    assert "erase" in edited_clauses(change, Direction.STRENGTHENS)[0].new


def test_an_exception_that_became_a_sentence_of_its_own_is_not_gone() -> None:
    ends = "The signs “Boats”, “Bread” and “Letters” outlive the contract."
    old = f"{ends} All duties end with the contract, except that open bills for boats and bread stay due after its end."
    later = (
        "Moreover, what a member owes for letters to the guild, for lamps and for the yearly feast is collected by the keeper of the pond."
    )
    new = f"{ends} Likewise, open bills for boats and bread stay due after the end. {later} All duties end with the contract."
    clauses = edited_clauses(beside(old, new))
    assert later in [clause.new for clause in clauses]
    assert not [clause for clause in clauses if "open bills" in clause.old and "open bills" not in clause.new]


def test_an_exception_that_is_really_gone_is_told() -> None:
    old = "All duties end with the contract, except that open bills for boats and bread stay due after its end. We row."
    clauses = edited_clauses(beside(old, "All duties end with the contract. We row."))
    assert "open bills" in clauses[0].old
    assert "open bills" not in clauses[0].new


def test_what_the_other_text_does_not_say_in_other_words_is_told_first() -> None:
    known = "The club is not liable to members for letters that are lost, delayed or read by others on their way"
    came = f"{known} as described in this part. We sell your letters and what they say of your health to brokers."
    old, new = documents(f"We bake. {known}.", f"We bake. {known}.\n\n{came}")
    change = next(change for change in observations(old, new) if change.candidate.new)
    assert edited_clauses(change)[0].new.startswith("We sell your letters")


def test_a_changed_period_is_told_by_its_own_sentence_where_the_one_beside_it_fell() -> None:
    held = "The club pays at most what the member paid to it for boats and bread within"
    fell = "This limit is a sum and does not grow with more than one claim."
    clauses = edited_clauses(beside(f"{held} 6 months. {fell}", f"{held} one year."))
    assert (f"{held} 6 months.", f"{held} one year.") in [(clause.old, clause.new) for clause in clauses]
