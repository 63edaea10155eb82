"""Headlines of rewordings that no rule names: the words that changed, in their place."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import compare
from monitor.core.meaning.headline import ROOM, clipped, told_by_edits
from monitor.core.text.edits import edits
from monitor.model import Edit


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


def quoted(told: str | None) -> list[str]:
    return re.findall("“([^”]*)”", told or "")


@pytest.mark.parametrize("length", range(ROOM - 4, ROOM + 5))
def test_a_text_is_cut_at_the_end_of_a_word(length: int) -> None:
    text = ("word " * 40)[:length].strip()
    found = clipped(text)
    assert len(found) <= ROOM + 1
    assert set(found.removesuffix("…").split()) <= {"word", text.split()[-1]}
    assert found.endswith("…") is (len(text) > ROOM)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("We keep it.", "We keep it"),
        ("  We keep it; ", "We keep it"),
        ("- We keep it", "We keep it"),
        ("", ""),
        ("a" * ROOM, "a" * ROOM),
        ("ab, " * 30, "ab, " * 23 + "ab…"),
    ],
)
def test_the_edges_of_a_cut_text(text: str, cut: str) -> None:
    assert clipped(text) == cut


def test_a_cut_text_has_one_ellipsis() -> None:
    text = "x" * (ROOM - 6) + " yy… and so on and on"
    assert clipped(text).count("…") == 1


@given(st.text("abc ,.;:-", max_size=300))
def test_a_cut_text_is_short_and_begins_as_the_text_does(text: str) -> None:
    found = clipped(text)
    assert len(found) <= ROOM + 1
    assert found.removesuffix("…") in text


def test_two_changes_near_each_other_are_one_run() -> None:
    told = told_by_edits(edits("We keep red boots in sheds here.", "We keep blue boots in barns here."))
    assert quoted(told) == ["We keep red boots in sheds here", "We keep blue boots in barns here"]


def test_two_changes_far_from_each_other_are_two_runs_and_the_heavier_is_quoted() -> None:
    old = "We keep red boots. The mill by the river opens at nine every day of the week. We sell tents."
    new = "We keep blue boots. The mill by the river opens at nine every day of the week. We sell tents, packs, ropes and lamps."
    told = told_by_edits(edits(old, new)) or ""
    assert "ropes and lamps" in told
    assert "boots" not in told


def test_words_of_substance_weigh_more_than_function_words() -> None:
    old = "The mill is of the town. Every day of the year we bake good bread."
    new = "The mill is in and for and by the town. Every day of the year we bake rye bread."
    assert "rye" in (told_by_edits(edits(old, new)) or "")


def test_an_exchange_too_long_for_both_sides_quotes_the_new_one() -> None:
    old = "We keep it. Reports go to our bank and to our carrier and to the tax office of our town."
    new = "We keep it. Reports go to advertisers, to brokers of personal data and to makers of machine models."
    told = told_by_edits(edits(old, new)) or ""
    assert len(quoted(told)) == 1
    assert "brokers" in told
    assert "tax office" not in told


def test_what_went_is_quoted_when_nothing_came() -> None:
    told = told_by_edits(edits("We keep it for a year and erase it on request.", "We keep it for a year.")) or ""
    assert "erase it on request" in told


def test_a_sentence_before_or_after_is_not_quoted() -> None:
    old = "The mill is old. We keep orders for two years. The river is wide."
    told = told_by_edits(edits(old, old.replace("two", "nine"))) or ""
    assert quoted(told) == ["We keep orders for two years", "We keep orders for nine years"]


def test_a_long_sentence_is_quoted_around_its_change() -> None:
    words = " ".join(f"word{n}" for n in range(40))
    old = f"{words} red {words}."
    told = quoted(told_by_edits(edits(old, old.replace(" red ", " blue "))))
    assert len(told) == 2
    for text in told:
        assert text.startswith("…")
        assert text.endswith("…")
        assert all(word in old.replace("red", "blue") + old for word in text.strip("…").split())


def test_a_changed_address_is_no_change_of_words() -> None:
    assert told_by_edits((("=", "See "), ("-", "https://a.example"), ("+", "https://b.example"), ("=", " for more."))) is None


@pytest.mark.parametrize("mark", ["\u202e", "\u200f", "\u2066"])
def test_marks_of_direction_do_not_break_a_headline(mark: str) -> None:
    told = told_by_edits(edits("We keep your letters safe.", f"We keep your {mark}names and letters safe.")) or ""
    assert "names" in told
    assert "letters safe" in told


def test_text_from_right_to_left_is_quoted_as_it_stands() -> None:
    told = told_by_edits(edits("אנחנו שומרים את השם שלך.", "אנחנו מוכרים את השם שלך.")) or ""
    assert "מוכרים" in told
    assert "שומרים" in told


@pytest.mark.parametrize("words", [(), (("=", "We keep it."),), (("=", "We keep it"), ("-", "."), ("+", "!"))])
def test_where_no_word_changed_nothing_is_quoted(words: tuple[Edit, ...]) -> None:
    assert told_by_edits(words) is None
