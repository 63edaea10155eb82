"""Which statements are the same, moved, reworded, split or merged, and which were removed or added."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given, settings

from monitor.core.diff.align import Match
from monitor.core.text.segment import Unit
from tests.sampling import examples

from .units import CARRIER, INVOICES, LOGS, NEWSLETTER, aligned, any_text, same_paragraphs, units_of


def texts_of(units: list[Unit] | tuple[Unit, ...]) -> list[str]:
    return [unit.text.strip() for unit in units]


def sides(match: Match) -> tuple[list[str], list[str]]:
    return texts_of(match.old), texts_of(match.new)


# --- equal lines ------------------------------------------------------------------------------------------------------


def test_equal_texts_share_every_line_and_nothing_else() -> None:
    found = aligned(f"{LOGS}\n\n{CARRIER}", f"{LOGS}\n\n{CARRIER}")
    assert found.same == [(0, 0), (1, 1), (2, 2)]
    assert [found.moved, found.matches, found.removed, found.added] == [[]] * 4


@pytest.mark.parametrize("old", ["", "\n", LOGS])
@pytest.mark.parametrize("new", ["", "\n\n", LOGS])
def test_empty_texts_align_with_anything(old: str, new: str) -> None:
    found = aligned(old, new)
    assert texts_of(found.removed) == ([LOGS] if old == LOGS != new else [])
    assert texts_of(found.added) == ([LOGS] if new == LOGS != old else [])


def test_the_common_start_and_end_are_paired_with_their_blank_lines() -> None:
    found = aligned(f"{LOGS}\n\n{CARRIER}\n\n{INVOICES}", f"{LOGS}\n\n{NEWSLETTER}\n\n{INVOICES}")
    assert found.same == [(0, 0), (1, 1), (3, 3), (4, 4)]


def test_blank_lines_in_between_are_not_paired() -> None:
    """Each would pair with some other one, and every gap between two paragraphs would be torn."""
    found = aligned(f"{LOGS}\n\n{CARRIER}\n\nX", f"{CARRIER}\n\n{LOGS}\n\nY")
    assert {found.old.lines[i] for i, _ in [*found.same, *found.moved]} == {LOGS, CARRIER}


def test_the_longest_run_in_order_stays_and_the_rest_moved() -> None:
    found = aligned(f"{LOGS}\n{CARRIER}\n{INVOICES}", f"{INVOICES}\n{LOGS}\n{CARRIER}")
    assert (found.same, found.moved) == ([(0, 1), (1, 2)], [(2, 0)])


def test_repeated_lines_pair_by_occurrence() -> None:
    found = aligned(f"X\n{LOGS}\nA\n{LOGS}\n{LOGS}\nZ", f"Y\n{LOGS}\nB\n{LOGS}\nW")
    assert found.same == [(1, 1), (3, 3)]
    assert [unit.line for unit in found.removed if unit.text == LOGS] == [4]


# --- leftovers --------------------------------------------------------------------------------------------------------


def test_added_and_removed_statements() -> None:
    assert texts_of(aligned(f"{LOGS}\n\n{CARRIER}", LOGS).removed) == [CARRIER]
    assert texts_of(aligned(LOGS, f"{LOGS}\n\n{CARRIER}").added) == [CARRIER]


def test_typography_and_markup_make_an_equal_match() -> None:
    (match,) = aligned("We don’t sell *data*.", "We don't sell **data**.").matches
    assert (match.equal, match.moved) == (True, False)


def test_a_reworded_sentence_beside_an_unchanged_one() -> None:
    found = aligned(f"{CARRIER} {LOGS}", f"{CARRIER} {LOGS.replace('thirty', 'ninety')}")
    assert [match.equal for match in found.matches] == [True, False]
    assert sides(found.matches[1]) == ([LOGS], [LOGS.replace("thirty", "ninety")])


def test_a_sentence_that_moved_to_another_paragraph() -> None:
    found = aligned(f"{LOGS} {CARRIER}\n\n{INVOICES}\n\n{NEWSLETTER}", f"{LOGS}\n\n{INVOICES}\n\n{NEWSLETTER} {CARRIER}")
    (moved,) = [match for match in found.matches if match.moved]
    assert moved.equal
    assert sides(moved) == ([CARRIER], [CARRIER])


def test_a_sentence_that_moved_and_was_reworded() -> None:
    reworded = CARRIER.replace("is brought", "arrives").replace("knows", "gets")
    found = aligned(f"{CARRIER}\n\n{LOGS}\n\n{INVOICES}\n\n{NEWSLETTER}", f"{LOGS}\n\n{INVOICES}\n\n{NEWSLETTER}\n\n{reworded}")
    (match,) = found.matches
    assert (match.moved, match.equal, sides(match)) == (True, False, ([CARRIER], [reworded]))


def test_one_word_items_do_not_move_to_other_lists() -> None:
    found = aligned("## A\n\n- Name\n\n## B\n\n- Mail\n", "## A\n\n- Mail\n\n## B\n\n- Age\n")
    assert not [match for match in found.matches if match.moved]


def test_a_statement_replaced_in_its_place_is_a_match() -> None:
    old, new = "Deleted accounts vanish from backups within weeks.", "Nobody ever restores backups once they were made."
    found = aligned(f"{LOGS}\n\n{old}\n\n{CARRIER}", f"{LOGS}\n\n{new}\n\n{CARRIER}")
    assert [sides(match) for match in found.matches] == [([old], [new])]


# --- splits and merges ------------------------------------------------------------------------------------------------

WHOLE = "We use your address to bring the parcel and to answer letters about the order."
PARTS = ["We use your address to bring the parcel.", "We also use it to answer letters about the order."]


def test_a_sentence_split_in_two_and_two_merged_into_one() -> None:
    (split,) = aligned(WHOLE, " ".join(PARTS)).matches
    assert sides(split) == ([WHOLE], PARTS)
    (merged,) = aligned(" ".join(PARTS), WHOLE).matches
    assert sides(merged) == (PARTS, [WHOLE])


def test_a_full_stop_more_is_a_split_of_equal_words() -> None:
    (split,) = aligned("We keep logs; we erase them soon", "We keep logs. We erase them soon").matches
    assert (len(split.new), split.equal) == (2, True)


def test_an_unrelated_neighbour_is_not_part_of_a_split() -> None:
    (match, *others) = aligned(WHOLE, f"{PARTS[0]} {NEWSLETTER} {PARTS[1]}").matches
    assert sides(match) == ([WHOLE], PARTS[:1])
    assert others == []


def test_a_short_neighbour_must_hold_nothing_else() -> None:
    """Two of the words of "Contact our bank." stand in the sentence, which is no reason to call it a part."""
    old = "We share your address with the carrier and with our bank for each parcel."
    found = aligned(old, "We share your address with the carrier for each parcel. Contact our bank.")
    assert [sides(match)[1] for match in found.matches] == [["We share your address with the carrier for each parcel."]]
    assert texts_of(found.added) == ["Contact our bank."]


# --- laws -------------------------------------------------------------------------------------------------------------


@settings(max_examples=examples(80))
@given(any_text, any_text)
def test_every_unit_is_in_exactly_one_list(old: str, new: str) -> None:
    found = aligned(old, new)
    for text, lines, matched, rest in (
        (found.old, [i for i, _ in found.same + found.moved], [u for m in found.matches for u in m.old], found.removed),
        (found.new, [j for _, j in found.same + found.moved], [u for m in found.matches for u in m.new], found.added),
    ):
        listed = [(u.start, u.end) for line in lines if text.lines[line].strip() for u in text.units(line)]
        listed += [(u.start, u.end) for u in (*matched, *rest)]
        assert sorted(listed) == sorted((u.start, u.end) for u in units_of(text))


@settings(max_examples=examples(120))
@given(same_paragraphs, same_paragraphs)
def test_equal_lines_are_equal_and_in_order(old: str, new: str) -> None:
    found = aligned(old, new)
    assert all(found.old.lines[i] == found.new.lines[j] for i, j in found.same + found.moved)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(found.same))


@settings(max_examples=examples(80))
@given(any_text, any_text)
def test_a_match_that_did_not_move_crosses_no_equal_line(old: str, new: str) -> None:
    found = aligned(old, new)
    for match in found.matches:
        if not match.moved:
            for i, j in found.same:
                assert (match.old[0].line < i) == (match.new[0].line < j)


@settings(max_examples=examples(80))
@given(any_text, any_text)
def test_equal_matches_that_did_not_move_are_in_order(old: str, new: str) -> None:
    in_place = [match for match in aligned(old, new).matches if match.equal and not match.moved and len(match.old) == len(match.new) == 1]
    places = sorted((match.old[0].start, match.new[0].start) for match in in_place)
    assert all(a[1] < b[1] for a, b in pairwise(places))


@settings(max_examples=examples(80))
@given(any_text, any_text)
def test_the_other_way_round_removes_what_was_added(old: str, new: str) -> None:
    """Where nothing moved: of two headings that changed places either one may count as moved, and what is beneath follows."""
    there, back = aligned(old, new), aligned(new, old)
    assume(not any(found.moved or any(match.moved for match in found.matches) for found in (there, back)))
    assert sorted(u.start for u in there.removed) == sorted(u.start for u in back.added)
    assert sorted(u.start for u in there.added) == sorted(u.start for u in back.removed)


@given(any_text)
def test_a_text_aligned_with_itself_is_all_the_same(text: str) -> None:
    found = aligned(text, text)
    assert len(found.same) == len(found.old.lines)
    assert [found.moved, found.matches, found.removed, found.added] == [[]] * 4
