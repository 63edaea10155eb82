"""One sentence that became two, or two that became one: one change, and no loss."""

from __future__ import annotations

import pytest

from monitor.core.compare import candidates_of, compare
from monitor.core.diff.align import align
from monitor.core.diff.candidates import group
from monitor.core.extract import read_snapshot
from monitor.core.meaning.rewording.recut import with_recut
from monitor.core.meaning.rewording.restatement import states_as_much
from monitor.core.text.segment import SegmentedText
from monitor.model import Document, Severity
from tests.cpu import cpu

STANDS = "Guests meet in the hall. The hall opens at nine.\n\n"

RECUT = [
    ("Letters you erase stay in the bin for 30 days. They are then erased for good.",
     "Letters which you erase stay in the bin for 30 days and are then erased for good."),
    ("You have the following rights:\n\n- access to your letters\n- correction of wrong letters\n- erasure of your letters",
     "You have the right to access your letters, to have wrong letters corrected, and to have your letters erased."),
]  # fmt: skip
OTHERS = [
    ("We keep letters for 30 days. After that we erase them.", "We keep letters for 30 days."),
    ("We keep letters for 30 days. After that we erase them.", "We keep letters for 30 days and then sell them."),
    ("You may read letters. You may copy them.", "You may read letters and we may copy them."),
    ("We share names with banks. We do not share letters.", "We share names and letters with banks."),
    ("Guests pay a fee of 5 euros. Members pay nothing.", "Guests and members pay a fee of 5 euros."),
]


def page(statement: str) -> str:
    return f"# Our club\n\n{STANDS}## What holds\n\n{statement}\n\n## Contact\n\nWrite to the club.\n"


def document(text: str) -> Document:
    return read_snapshot(text.encode(), media_type="text/markdown").document or Document("")


@pytest.mark.parametrize(("old", "new"), RECUT)
def test_it_is_one_change_and_no_alert(old: str, new: str) -> None:
    for pair in ((old, new), (new, old)):
        (change,) = compare(*map(page, pair)).changes
        assert change.severity is Severity.MINOR
        assert change.old
        assert change.new


@pytest.mark.parametrize(("old", "new"), OTHERS)
def test_what_says_less_or_more_is_not_made_one_change(old: str, new: str) -> None:
    for pair in ((old, new), (new, old)):
        assert not states_as_much(*pair)
        found, candidates = candidates_of(*(document(page(text)) for text in pair))
        assert with_recut(candidates, found) == candidates


@pytest.mark.parametrize(("old", "new"), [*RECUT, *OTHERS])
def test_no_statement_is_lost_or_made(old: str, new: str) -> None:
    found, candidates = candidates_of(document(page(old)), document(page(new)))
    again = with_recut(candidates, found)
    for side in ("old", "new"):
        units = [[unit for one in group for unit in getattr(one, side)] for group in (candidates, again)]
        assert sorted(units[0]) == sorted(units[1])


def test_changes_below_different_headings_stay_apart() -> None:
    kept, gone = "Letters you erase stay in the bin for 30 days", "They are then erased for good."
    old = f"# Club\n\n## One\n\n{kept}.\n\n## Two\n\n{gone}\n\nThe hall is open.\n"
    new = f"# Club\n\n## One\n\n{kept} and are then erased for good.\n\n## Two\n\nThe hall is open.\n"
    assert len(compare(old, new).changes) > 1


def test_a_page_without_changes_has_none() -> None:
    found, candidates = candidates_of(document(page("We meet.")), document(page("We meet.")))
    assert with_recut(candidates, found) == []


def test_many_sentences_that_came_are_not_each_held_to_each() -> None:
    def cost(size: int) -> float:
        stayed = [f"We keep box number {n} for the readers of it." for n in range(size)]
        came = [f"You may see lamp{n} near tree{n * 7} and boat{n * 11}." for n in range(size)]
        both = (text for pair in zip(stayed, came, strict=True) for text in pair)
        found = align(SegmentedText("\n\n".join(stayed)), SegmentedText("\n\n".join(both)))
        candidates = group(found)
        assert len(candidates) == size
        return min(cpu(lambda: with_recut(candidates, found)) for _ in range(3))

    assert cost(800) < 9 * cost(200)
