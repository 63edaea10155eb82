"""How many words changed, and what sort of edit that is."""

from __future__ import annotations

import pytest

from tests.core.meaning.features.changes import names, values


@pytest.mark.parametrize(
    ("old", "new", "expected", "never"),
    [
        ("We keep red boats.", "We keep blue boats.", {"edit:few"}, {"edit:one-word", "edit:function-words"}),
        ("We keep boats.", "We keep blue boats.", {"edit:one-word", "edit:few"}, {"edit:inflection"}),
        ("We keep boats in a shed.", "We keep boats in the shed.", {"edit:function-words"}, {"edit:inflection"}),
        ("We collect letter by hand.", "We collect letters by hand.", {"edit:inflection"}, {"edit:function-words"}),
        ("We keep it for 30 days.", "We keep it for 31 days.", {"edit:number:reworded"}, {"edit:date-only:reworded"}),
        ("Last updated: 3 May 2019", "Last updated: 4 June 2020", {"edit:date-only:reworded", "text:date-line:reworded"}, set()),
        ("We sell your data.", "We do not sell your data.", {"added:negation:reworded"}, {"removed:negation:reworded"}),
        ("We do not sell your data.", "We sell your data.", {"removed:negation:reworded"}, {"added:negation:reworded"}),
        ("We sell your data.", "We not only sell your data.", set(), {"removed:negation:reworded"}),
        ("We will write to you.", "We may write to you.", {"removed:will:reworded", "added:may:reworded"}, {"added:will:reworded"}),
        ("Write to a@x.example.", "Write to b@x.example or call.", {"text:contact:reworded"}, set()),
    ],
)
def test_what_is_seen(old: str, new: str, expected: set[str], never: set[str]) -> None:
    found = names("edit", old, new)
    assert expected <= found, found
    assert not never & found


def test_the_share_of_changed_words() -> None:
    few = values("edit", "We keep the red boats of our guests in a shed.", "We keep the blue boats of our guests in a shed.")
    many = values("edit", "We keep red boats.", "We keep blue hats.")
    assert 0 < few["edit:share"] < many["edit:share"] <= 1


def test_the_same_edit_in_several_places_is_counted() -> None:
    old, new = "We keep red boats.", "We keep blue boats."
    again = ("Our guests row red boats on Mondays.", "Our guests row blue boats on Mondays.")
    once = values("edit", old, new)
    often = values("edit", old, new, rest_old=again[0], rest_new=again[1])
    assert often["edit:repeated"] > once.get("edit:repeated", 0.0)


def test_what_is_added_and_stood_already() -> None:
    statement = "We keep the letters that you send to our shop in a drawer."
    assert values("edit", "", statement, rest_old=statement, rest_new=statement)["elsewhere:added"] == 1.0
    assert values("edit", "", statement).get("elsewhere:added", 0.0) == 0.0
