"""Both sides of a clause that was edited in several places, with what did not change left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.meaning.headlines.both_sides import sides_by_edits
from monitor.core.meaning.headlines.runs import edit_runs

MIDDLE = "in each of the months in which the mill by the river is open to guests from the town and to members of the club"
OLD = f"We share your letters with brokers {MIDDLE}, and we keep the rest of them for 30 days in the barn at the gate."
NEW = f"We share your calls with brokers {MIDDLE}, and we keep the rest of them for 90 days in the barn at the gate."


def sides(old: str, new: str, room: int = 190) -> tuple[str, str, int]:
    found = sides_by_edits((old, new), edit_runs(old, new), room)
    assert found
    return found[0], found[1], len(found[2])


def test_the_edits_are_quoted_and_what_lies_between_is_left_out() -> None:
    old, new, left = sides(OLD, NEW)
    assert ("letters" in old, "30 days" in old, "calls" in new, "90 days" in new) == (True, True, True, True)
    assert "months in which" not in old + new
    assert "…" in old
    assert left == 0


def test_what_finds_no_room_is_left_for_others() -> None:
    assert sides(OLD, NEW, 60)[2] == 1


def test_where_not_even_one_edit_fits_there_are_no_sides() -> None:
    assert sides_by_edits((OLD, NEW), edit_runs(OLD, NEW), 10) is None


def test_both_sides_begin_with_who_acts() -> None:
    old, new, _ = sides(OLD, NEW)
    assert old.startswith("We share your")
    assert new.startswith("We share your")


@pytest.mark.parametrize("word", ["not", "never", "only", "unless", "except", "without"])
def test_a_word_that_denies_or_limits_between_two_edits_is_never_left_out(word: str) -> None:
    denied = f"{MIDDLE.replace('open', f'{word} open')}"
    old, new, _ = sides(OLD.replace(MIDDLE, denied), NEW.replace(MIDDLE, denied))
    assert f"{word} open" in old
    assert f"{word} open" in new


def test_edits_behind_more_denials_than_there_is_room_for_are_left_out() -> None:
    far = " and does not stop" * 400
    old, new, left = sides(f"{OLD} The mill runs{far} in May.", f"{NEW} The mill runs{far} in June.")
    assert ("letters" in old, "calls" in new, left) == (True, True, 1)


def test_exchanging_the_sides_exchanges_the_quotations() -> None:
    assert sides(OLD, NEW)[:2] == sides(NEW, OLD)[1::-1]


WORDS = st.lists(
    st.sampled_from(["we", "keep", "share", "not", "letters", "calls", "and", "the", "mill,", "for", "30", "90", "days;", "in", "barns"]),
    min_size=1,
    max_size=40,
).map(" ".join)


@given(WORDS, WORDS)
def test_what_is_quoted_stands_in_its_side(old: str, new: str) -> None:
    found = sides_by_edits((old, new), edit_runs(old, new), 80)
    for quoted, side in zip(found[:2], (old, new), strict=True) if found else ():
        assert all(piece.strip() in side for piece in quoted.split("…"))
