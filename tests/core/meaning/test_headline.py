"""Headlines of rewordings that no rule names: the words that changed, in their place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import compare
from monitor.core.meaning.headline import ROOM, told_by_edits
from monitor.core.text.edits import edits


def test_an_exchange_quotes_both_sides():
    told = told_by_edits(edits("Chats are encrypted if you choose so.", "Chats are encrypted by default."))
    assert told == "“Chats are encrypted if you choose so” is now “Chats are encrypted by default”"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("We collect names to log you in.", "We collect names and faces to log you in.", "now “We collect names and faces to log you in”"),
        ("We keep it for a year. You may ask us to erase it.", "We keep it for a year.", "no longer “You may ask us to erase it”"),
        ("We keep it for a year.", "We keep it for a year. You may ask us to erase it.", "now “You may ask us to erase it”"),
        ("See [our list](https://a.example/x) of partners.", "See [our list](https://a.example/y) of partners.", None),
    ],
)  # fmt: skip
def test_what_came_and_went_is_quoted_in_its_place(old, new, told):
    assert told_by_edits(edits(old, new)) == told


def test_the_heaviest_edit_is_quoted():
    old = "We and our staff may read messages. Nothing else is done with what you write to others."
    new = "We and our team may read messages. Nothing else is done with what you write to members, advertisers and brokers here."
    assert "advertisers and brokers" in (told_by_edits(edits(old, new)) or "")


def test_sides_without_a_common_word_are_not_quoted_so():
    assert told_by_edits((("-", "We keep logs."), ("+", "Cookies differ."))) is None


def test_a_link_stands_by_its_words():
    told = told_by_edits(
        edits("We share data, see [partners](https://a.example).", "We share all your data, see [partners](https://a.example).")
    )
    assert told == "now “We share all your data, see partners”"


def test_the_headline_of_a_comparison_quotes_the_change_and_names_the_topic():
    old = "## Sharing\n\nWe share your order with the courier who brings it, with our bank, and with the tax office of our town."
    new = old.replace("our bank,", "our bank, with advertising partners,")
    headlines = [change.headline for change in compare(old, new).changes]
    assert any("advertising partners" in headline for headline in headlines)


@given(st.text("ab .;“\n|", max_size=60), st.text("ab .;“\n|", max_size=60))
def test_a_headline_is_short_and_on_one_line(old, new):
    told = told_by_edits(edits(old, new)) or ""
    assert "\n" not in told
    assert len(told) <= 2 * (ROOM + 4) + len(" is now ")
