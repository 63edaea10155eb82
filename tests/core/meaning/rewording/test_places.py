"""Which paragraphs of two texts stand for each other."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.meaning.rewording.places import ParagraphPlaces, components, longest, paragraphs
from monitor.core.text.segment import SegmentedText

PAGE = "# Rules\n\nYou may not:\n- shout;\n- smoke.\n\nDogs are welcome.\nCats are not."


def test_a_list_and_its_lead_in_are_one_paragraph() -> None:
    found = paragraphs(SegmentedText(PAGE))
    assert found[2] == found[3] == found[4]
    assert len({found[0], found[2], found[6], found[7]}) == 4


def test_blank_lines_belong_to_no_paragraph() -> None:
    assert not {1, 5} & paragraphs(SegmentedText(PAGE)).keys()


def test_the_same_place_speaks_most_for_a_pair() -> None:
    places = ParagraphPlaces([(0, 0), (4, 5)], (9, 10))
    assert places.bonus(2, 2) > places.bonus(2, 4) > places.bonus(2, 9) >= 0


def test_a_place_between_known_ones_says_more_than_one_far_from_them() -> None:
    places = ParagraphPlaces([(0, 0), (2, 2)], (40, 40))
    assert places.bonus(1, 1) > places.bonus(20, 20)


def test_without_known_paragraphs_places_are_told_by_the_length_of_the_texts() -> None:
    places = ParagraphPlaces([], (10, 20))
    assert places.bonus(5, 10) > places.bonus(5, 5)


def test_linked_paragraphs_are_one_group() -> None:
    assert sorted(components([(0, 0), (1, 0), (3, 4)])) == [([0, 1], [0]), ([3], [4])]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=25))
def test_the_longest_run_follows_on_both_sides(pairs: list[tuple[int, int]]) -> None:
    found = longest(pairs)
    assert set(found) <= set(pairs)
    assert all(one[0] <= two[0] and one[1] < two[1] for one, two in pairwise(found))
    assert bool(found) == bool(pairs)
