"""Headlines that tell the fact: what came, what went, and both sides of what was reworded."""

from __future__ import annotations

import pytest

from monitor.core.meaning.headlines.edited import edited_clauses
from monitor.core.meaning.headlines.facts import Wording, reworded
from tests.core.meaning.changes import beside

LONG = "If you write to the shop, call the mill or visit the club by the river in one of the months in which it is open to guests, "
MORE = " and the keeper of the mill writes it into the book that lies at the gate, where members of the club can read in it on Sundays"


def wording(old: str, new: str) -> Wording:
    change = beside(old, new)
    return reworded(change, edited_clauses(change)[0])


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
    month = "in month {} of the year the keeper of the mill by the river may {} the boats of all guests of the club at the gate"
    old, new = (f"So {', and '.join(month.format(at, verb) for at in range(9))}." for verb in ("sell", "share"))
    told = wording(old, new)
    assert 0 < told.others < 9
    assert told.text.count("share the boats") >= 2


def test_edits_of_a_long_clause_are_quoted_beside_each_other() -> None:
    old = f"{LONG}we sell boats{MORE}, and the fee is due at noon on the day of the race."
    new = f"{LONG}we share boats{MORE}, and the fee is paid back at noon on the day of the race."
    told = wording(old, new)
    assert told.others == 0
    assert ("sell boats" in told.text, "share boats" in told.text, "is paid back" in told.text) == (True, True, True)


def test_a_few_words_of_a_long_sentence_are_named() -> None:
    old = "The keeper of the mill notes the names of all guests of the club who come to the gate on the day of the race in summer."
    told = wording(old, old.replace("names", "names and faces"))
    assert told.text == f"“and faces” added: now “{old.replace('names', 'names and faces').removesuffix('.')}”"


def test_a_sentence_that_was_parted_is_not_told_as_added() -> None:
    old = (
        "We keep what you tell us at the gate of the mill, on the boats and in the barn of the club, and what you write to the keeper "
        "of the mill in the letters that you send to him in summer and in winter."
    )
    new = (
        "Letters. We keep what you write to the keeper of the mill in the letters that you send to him in summer and in winter. "
        "We keep what you tell us at the gate of the mill, on the boats, in the barn of the club, and in the tents of the guests."
    )
    told = " ".join(reworded(beside(old, new), clause).text for clause in edited_clauses(beside(old, new)) if clause.both)
    assert "added" not in told.split("“")[0]


def test_words_at_the_end_that_say_nothing_are_not_quoted() -> None:
    words = "close the shop of the mill to you or to all of the guests, and end your membership of the club, or to"
    told = wording(f"{LONG}we may sell boats.", f"{LONG}we may {words} sell boats.")
    assert "membership of the club”" in told.text


def test_where_only_signs_differ_both_sides_are_shown() -> None:
    assert wording("We bake it; we log it.", "We bake it, we log it.").text == "“We bake it, we log it” is printed differently"


@pytest.mark.parametrize("times", [1, 2, 4])
def test_both_quotations_show_what_differs_however_late_it_stands(times: int) -> None:
    shared = LONG * times
    old = f"{shared}we ask the keeper of the mill to read the letters of the guests aloud to all in the barn."
    new = f"{shared}the members of the club may buy songs, oars and sails from brokers who come by on Sundays."
    left, _, right = wording(old, new).text.partition(" is now ")
    assert "keeper of the mill" in left
    assert "members of the club" in right


def test_a_sentence_that_came_is_added_after_the_one_before_it() -> None:
    old = "| Letters | We send you letters about boats that you rent from us. We can choose them by the tours that you booked last year. |"
    came = "We may also write to you about goods of other firms that may interest you."
    new = old.replace("us. We can", f"us. {came} We can")
    text = wording(old, new).text
    assert text == f"Added: “{came[:-1]}”, after “Letters | We send you letters about boats that you rent from us”"
    back = wording(new, old).text
    assert back == f"Removed: “{came[:-1]}”, after “Letters | We send you letters about boats that you rent from us”"
