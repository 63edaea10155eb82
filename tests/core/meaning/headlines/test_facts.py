"""Headlines that tell the fact: what came, what went, and both sides of what was reworded."""

from __future__ import annotations

import pytest

from monitor.core.meaning.headlines.edited import edited_clauses
from monitor.core.meaning.headlines.facts import Wording, came_or_went, reworded
from tests.core.meaning.changes import beside, documents, observations, observed

LONG = "If you write to the shop, call the mill or visit the club by the river in one of the months in which it is open to guests, "
MORE = " and the keeper of the mill writes it into the book that lies at the gate, where members of the club can read in it on Sundays"


def wording(old: str, new: str) -> Wording:
    change = beside(old, new)
    return reworded(change, edited_clauses(change)[0])


def one_sided(old: str, new: str, *, ban: bool = False, **document: str) -> str:
    change = observed(old, new, **document)
    clauses = edited_clauses(change)
    return came_or_went(change, clauses[0], len(clauses), ban=ban)


def test_short_sides_are_quoted_whole() -> None:
    assert wording("We log visits.", "We log visits and calls.").text == "“We log visits” is now “We log visits and calls”"


def test_sides_with_little_in_common_replace_each_other() -> None:
    assert wording("Boats are green.", "We sell letters.").text == "“Boats are green” replaced by “We sell letters”"


def test_words_that_came_into_a_long_clause_are_named_and_shown_in_it() -> None:
    told = wording(f"{LONG}we note your name{MORE}.", f"{LONG}we note your name, your age{MORE}.")
    assert told.text.startswith("“your age” added: now “")
    assert "we note your name, your age" in told.text


def test_words_that_went_from_a_long_clause_are_named_and_shown_in_it() -> None:
    told = wording(f"{LONG}we note your name, your age{MORE}.", f"{LONG}we note your name{MORE}.")
    assert told.text.startswith("“your age” dropped: was “")


def test_many_words_are_quoted_with_what_stands_before_them() -> None:
    words = "and the names of all of those who come with you to the mill or a boat"
    told = wording(f"{LONG}we note your name.", f"{LONG}we note your name {words}.")
    assert told.text.startswith(f"Words added: “{words}”, after “…")
    assert told.text.endswith("we note your name”")


def test_words_at_the_head_of_a_sentence_are_quoted_with_what_follows() -> None:
    head = "In all the months of a long year in which the river is not frozen over, and on the days of the race, "
    told = wording(f"Guests pay at the gate. {LONG}we wave.", f"Guests pay at the gate. {head}{LONG}we wave.")
    assert told.text.startswith("Words added: “In all the months")
    assert ", before “If you write to the shop" in told.text


@pytest.mark.parametrize(("old", "new"), [("will not", "may"), ("may", "will"), ("do", "do not"), ("never", "always")])
def test_a_turn_in_a_long_clause_shows_both_sides_from_the_same_word_on(old: str, new: str) -> None:
    told = wording(f"{LONG}we {old} note your name{MORE}.", f"{LONG}we {new} note your name{MORE}.")
    assert told.form == "turn"
    before, after = told.text.split(" is now ")
    assert f"we {old} note" in before
    assert f"we {new} note" in after
    assert before.split(old)[0] == after.split(new)[0]


def test_quotations_of_an_exchange_begin_with_a_word() -> None:
    told = wording(
        f"{LONG}when you use our forum{MORE}.", f"{LONG}when you use one of our new forums in the town or a hall such as the barn{MORE}."
    )
    for quoted in told.text.split(" is now "):
        first = quoted.strip("“…”").split()[0]
        assert first in [*LONG.split(), "when", "you", "use", "our", "one"]


def test_edits_that_a_headline_leaves_out_are_counted() -> None:
    old = f"{LONG}we sell boats{MORE}, and the fee is due at noon on the day of the race."
    new = f"{LONG}we share boats{MORE}, and the fee is paid back at noon on the day of the race."
    assert wording(old, new).others == 1


def test_where_only_signs_differ_both_sides_are_shown() -> None:
    assert wording("We bake it; we log it.", "We bake it, we log it.").text == "“We bake it, we log it” is printed differently"


def test_the_place_is_named() -> None:
    text = "## Sharing\n\nWe bake.\n\n{}"
    old, new = documents(text.format("We fish."), text.format("We fish. We sell your letters."))
    change = observations(old, new)[0]
    assert came_or_went(change, edited_clauses(change)[0], 1) == "Added to “Sharing”: “We sell your letters”"


def test_a_heading_that_came_along_is_told_as_such() -> None:
    old, new = documents("We bake.", "We bake.\n\n## Sharing\n\nWe sell your letters.")
    change = observations(old, new)[0]
    assert came_or_went(change, edited_clauses(change)[0], 1) == "Added, under “Sharing”: “We sell your letters”"


def test_an_item_of_a_denied_list_is_told_with_its_denial() -> None:
    text = "We do not collect:\n\n- names\n- songs of the members of the club\n{}"
    old, new = documents(text.format(""), text.format("- faces\n"))
    change = observations(old, new)[0]
    assert came_or_went(change, edited_clauses(change)[0], 1) == "Added to “We do not collect:”: “faces”"


def test_a_condition_above_a_paragraph_is_told_with_it() -> None:
    text = "If you live in the town, the following applies:\n\n{}"
    old, new = documents(text.format("We bake."), text.format("You can cancel the membership of the club at any time."))
    change = observations(old, new)[0]
    told = came_or_went(change, edited_clauses(change)[-1], 1)
    assert "“If you live in the town, the following applies:”" in told


def test_two_short_clauses_of_a_long_addition_are_both_quoted() -> None:
    change = observed("", "We sell your letters to brokers. We share your address with advertisers. The shop opens at nine.")
    clauses = edited_clauses(change)
    told = came_or_went(change, clauses[0], 3, beside=clauses[1])
    assert told.startswith("Added (3 statements): “")
    assert "We sell your letters to brokers" in told
    assert "We share your address with advertisers" in told


def test_a_new_rule_is_told_to_whom_it_binds() -> None:
    assert one_sided("", "You may not rent it.", ban=True) == "New rule for you: “You may not rent it”"
    assert one_sided("", "You may not rent it.") == "Added: “You may not rent it”"
