"""What is known of pages from the last time."""

from __future__ import annotations

from typing import Any

from monitor.present.reviews import shown_review
from monitor.render.kept import KeptPages, row_line, row_of
from tests.core.history.test_reviews import review

from . import sample
from .reading import rows_of

ROWS = rows_of(sample.larkspur())
INPUTS = [f"input {n}" for n in range(len(ROWS))]


def kept(memory: dict[str, Any], inputs: list[str] = INPUTS, *, complete: bool = True) -> KeptPages[dict[str, Any]]:
    return KeptPages(memory, inputs, complete=complete)


def test_a_row_comes_back_from_its_line() -> None:
    assert [row_line(row_of(row_line(row))) for row in ROWS] == [row_line(row) for row in ROWS]


def test_rows_are_kept_by_what_they_and_the_ones_before_are_made_of() -> None:
    memory: dict[str, Any] = {}
    first = kept(memory)
    assert first.line(0) is None
    lines = [first.keep(place, row) for place, row in enumerate(ROWS)]
    again = kept(memory, [*INPUTS[:2], "between", *INPUTS[2:]])
    assert [again.line(place) for place in (0, 1, 2, 3, 4)] == [lines[0], lines[1], None, None, lines[3]]


def test_a_page_is_settled_while_its_neighbours_are_the_same() -> None:
    memory: dict[str, Any] = {}
    kept(memory)
    assert all(kept(memory).is_settled(place) for place in range(len(INPUTS)))
    kept(memory)
    longer = kept(memory, [*INPUTS, "new"])
    assert [longer.is_settled(place) for place in range(len(INPUTS) + 1)] == [True] * (len(INPUTS) - 1) + [False, False]


def test_nothing_is_settled_where_the_pages_are_not_complete() -> None:
    memory: dict[str, Any] = {}
    kept(memory)
    assert not any(kept(memory, complete=False).is_settled(place) for place in range(len(INPUTS)))


def test_a_page_is_the_same_if_it_was_made_of_the_same() -> None:
    memory: dict[str, Any] = {}
    assert not kept(memory).is_same("versions-2024-1.html", "a")
    assert kept(memory).is_same("versions-2024-1.html", "a")
    assert not kept(memory, complete=False).is_same("versions-2024-1.html", "a")
    assert not kept(memory).is_same("versions-2024-1.html", "b")


def test_a_page_whose_review_changed_is_made_again() -> None:
    memory: dict[str, Any] = {}
    one, other = (shown_review([review(0, "a", by=name)], None) for name in ("Kim", "Lee"))
    assert kept(memory).shows_beside(1, "")
    assert memory.keys() == {"order"}, "nothing is remembered of what was never reviewed"
    assert not kept(memory).shows_beside(1, one.digest)
    assert kept(memory).shows_beside(1, one.digest)
    assert not kept(memory).shows_beside(1, other.digest)
    # The review found another version, so that this page shows none any more.
    assert not kept(memory).shows_beside(1, "")
    assert kept(memory).shows_beside(1, "")
