"""Headlines of lists: enumerations inside a sentence, items and rows; and what only looks like a list."""

from __future__ import annotations

import pytest

from monitor.core.meaning.headlines.edited import edited_clauses
from monitor.core.meaning.headlines.lists import enumerated, enumeration, rows
from tests.core.meaning.changes import beside, documents, observations

TABLE = "| Name | Task |\n| --- | --- |\n| Alder | hosting |\n| Birch | mail |\n{}| Cedar | payments |"


@pytest.mark.parametrize(
    ("old", "new", "opening"),
    [
        ("We note name, age, town and street.", "We note name, age, face, town and street.", "Added to the list: “face”"),
        ("We note name, age, face, town and street.", "We note name, age, town and street.", "Dropped from the list: “face”"),
        ("Sent to A, B, C and D.", "Sent to A, B, E and D.", "Added to the list: “E” and dropped from it: “C”"),
        ("Residents of (Ohio, Utah, Maine) may ask.", "Residents of (Ohio, Iowa, Utah, Maine) may ask.", "Added to the list: “Iowa”"),
    ],
)
def test_items_of_an_enumeration(old: str, new: str, opening: str) -> None:
    assert (enumeration(edited_clauses(beside(old, new))[0]) or "").startswith(f"{opening} – ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We note name and age.", "We note name, face and age."),
        ("We note name, age, town and street.", "We note name, age, town and street, unless you object."),
        ("We note name, age, town and street.", "We note name, age, town and street, and we sell them."),
        ("We note name, age, town and street.", "We sell name, age, town and street."),
        ("We note name, age, town and street.", "We note age, name, town and street."),
        ("We note name, age, town and street.", "We note face, voice, gait and street."),
        ("We note name, age, town and street.", "We note name, age, town and street (of friends)."),
    ],
)
def test_what_is_no_list_that_grew(old: str, new: str) -> None:
    clauses = edited_clauses(beside(old, new))
    assert not clauses or enumeration(clauses[0]) is None


def test_rows_of_a_table_are_counted_and_named() -> None:
    old, new = documents(TABLE.format(""), TABLE.format("| Elm | ads |\n| Fir | logs |\n"), title="Our processors of data")
    assert rows(observations(old, new)[0]) == "2 added to “Our processors of data”: “Elm” and “Fir”"
    assert rows(observations(new, old)[0]) == "2 removed from “Our processors of data”: “Elm” and “Fir”"


def test_items_are_named_under_the_sentence_that_introduces_them() -> None:
    old, new = "We do not collect:\n\n- names\n- songs", "We do not collect:\n\n- names\n- faces\n- voices\n- songs"
    change = observations(*documents(old, new))[0]
    assert rows(change) == "2 added to “We do not collect:”: “faces” and “voices”"


def test_a_list_that_came_as_a_whole_is_told_with_its_introduction() -> None:
    old, new = documents("We run a mill.", "We run a mill.\n\nWe do not collect:\n\n- names\n- faces")
    assert [rows(change) for change in observations(old, new)] == ["Added, under “We do not collect:”: “names” and “faces”"]


@pytest.mark.parametrize(
    ("rest", "told"),
    [("these let us see which songs you like at the mill", True), ("these let us sell what you like to all the brokers", False)],
)
def test_an_item_with_a_label_is_named_by_it_unless_the_rest_must_be_read(rest: str, told: bool) -> None:
    old = "We use:\n\n- logs\n"
    new = f"{old}- Song lists: {rest}\n- Boat books: these let us know how long a boat is out on the river\n"
    found = rows(observations(*documents(old, new))[0])
    assert found == ("2 added to “We use:”: “Song lists” and “Boat books”" if told else None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We collect:\n\n- names\n- songs", "We collect:\n\n- names\n- faces\n- songs"),  # one item is quoted
        ("We run a mill.", "We run a mill.\n\nWe collect:\n\n- names\n- faces\n\nWe sell it."),  # a list with a sentence beside it
        ("We run a mill.", "We run a mill. We bake. We sell boats."),  # sentences
    ],
)
def test_what_is_no_list_whose_others_stand(old: str, new: str) -> None:
    assert all(rows(change) is None for change in observations(*documents(old, new)))


def test_beyond_five_items_the_rest_is_counted() -> None:
    assert enumerated(list("abcdefg")) == "“a”, “b”, “c”, “d”, “e” and 2 more"
    assert enumerated(["a"]) == "“a”"
