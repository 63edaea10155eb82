"""What is said of revised documents, counted."""

from __future__ import annotations

from dataclasses import replace

from evaluation.document_figures import figures, told
from evaluation.labelled_documents import LabelledDocument, Place, Truth
from monitor.model import Direction, Severity

PROMISE, SALE = "We never sell your personal data.", "We may sell your personal data to anyone."
REST = "We use cookies to remember your basket.\n\n"
LOSS = Truth("the promise is gone", Severity.CRITICAL, Direction.WEAKENS)


def _document(*truths: Truth) -> LabelledDocument:
    start = len(REST)
    place = Place("one 2", (start, start + len(PROMISE)), (start, start + len(SALE)), truths)
    return LabelledDocument("one", REST + PROMISE, REST + SALE, (Place("one 1", (0, 39), (0, 39), ()), place))


def test_a_change_is_held_to_the_place_where_it_stands() -> None:
    (made,) = told([_document(LOSS)])
    assert [[place.name for place in places] for _, places in made.changes] == [["one 2"]]


def test_what_is_told_rightly_is_counted() -> None:
    found = figures(told([_document(LOSS)]))
    assert found["material differences told"] == 1
    assert found["changes told"] == found["changes told as critical"] == found["directions said"] == 1
    assert found["critical where something critical is different"] == found["direction right"] == 1
    assert found["told where nothing is different"] == 0


def test_what_is_told_of_a_place_that_says_the_same_is_counted() -> None:
    found = figures(told([_document()]))
    assert found["told where nothing is different"] == found["critical where nothing material is different"] == 1
    assert found["direction said where nothing is different"] == 1


def test_the_opposite_direction_is_counted() -> None:
    found = figures(told([_document(replace(LOSS, direction=Direction.STRENGTHENS))]))
    assert (found["direction right"], found["direction opposite"]) == (0, 1)


def test_what_is_told_as_gone_where_both_versions_have_something_is_counted() -> None:
    (made,) = told([_document(LOSS)])
    ((change, places),) = made.changes
    found = figures([replace(made, changes=((replace(change, new=None), places),))])
    assert found["told as added or removed where both versions have something"] == 1
