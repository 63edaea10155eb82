from __future__ import annotations

from dataclasses import replace

from monitor.model import ChangeKind, Direction, Reason, Side
from monitor.render.cards import cards, when
from monitor.render.rows import Row, row

from . import sample


def rows() -> list[Row]:
    made: list[Row] = []
    for entry in sample.larkspur().entries:
        made.append(row(entry, made[-1] if made else None))
    return made


def test_what_is_gone_stood_between_captures_and_was_gone_by_the_next() -> None:
    its, entry = rows(), sample.larkspur().entries[3]
    assert entry.changelog is not None
    gone = next(c for c in entry.changelog.changes if c.kind is ChangeKind.REMOVED)
    assert when(gone, its[2], its[3]) == (
        "Stood in “6. Changes to this policy” at least from 11 June 2014 to 3 February 2015; gone by 29 December 2016."
    )
    once = replace(its[2], last_seen=its[2].captured_at)
    assert when(gone, once, its[3]).startswith("Stood in “6. Changes to this policy” on 11 June 2014; gone by")
    came = replace(gone, old=None, new=Side("New.", (), (0, 4)))
    assert when(came, its[2], its[3]) == "Not there on 3 February 2015; stands since 29 December 2016 at the latest."
    both = replace(gone, new=gone.old)
    assert when(both, its[2], its[3]) == "Old words last seen on 3 February 2015; new words first seen on 29 December 2016."
    withdrawn = replace(both, reasons=(Reason("promise-withdrawn", "It is gone.", "We never sell"),))
    assert when(withdrawn, its[2], its[3]).endswith("gone by 29 December 2016.")
    assert when(replace(both, kind=ChangeKind.MOVED), its[2], its[3]).startswith("Old place last seen")


def test_each_side_shows_its_own_marks_and_long_unchanged_stretches_are_cut() -> None:
    its = rows()
    long = "same words " * 60
    old, new = f"We will not {long}ever share.", f"We may {long}always share."
    edits = (("=", "We "), ("-", "will not"), ("+", "may"), ("=", f" {long}"), ("-", "ever"), ("+", "always"), ("=", " share."))
    made = sample.change(ChangeKind.REWORDED, Side(old, (), (0, len(old))), Side(new, (), (0, len(new))), edits, ())
    (card,) = cards(sample.Changelog((made,)), its[0], its[1])
    assert [m for m, _ in card.old] == ["=", "-", "=", "-", "="]
    assert ("-", "will not") in card.old
    assert ("+", "may") in card.new
    assert "[…]" in card.old[2][1]
    assert len(card.old[2][1]) < 350
    for place in (0, 2):
        edits = (("=", long), ("-", "x"), ("+", "y")) if place == 0 else (("-", "x"), ("+", "y"), ("=", f" {long}"))
        texts = ["".join(t for m, t in edits if m != without) for without in "+-"]
        made = sample.change(ChangeKind.REWORDED, Side(texts[0], (), (0, 1)), Side(texts[1], (), (0, 1)), edits, ())
        (card,) = cards(sample.Changelog((made,)), its[0], its[1])
        assert "[…]" in "".join(t for _, t in card.old)


def test_a_wording_that_is_nearly_all_new_is_one_mark() -> None:
    its = rows()
    edits = (("-", "All of this was here before"), ("+", "Nothing of it is left"), ("=", "."))
    sides = [Side("".join(t for m, t in edits if m != without), (), (0, 1)) for without in "+-"]
    (card,) = cards(sample.Changelog((sample.change(ChangeKind.REWORDED, sides[0], sides[1], edits, ()),)), its[0], its[1])
    assert card.old == (("-", "All of this was here before."),)
    assert card.new == (("+", "Nothing of it is left."),)


def test_edits_that_do_not_tell_the_statement_leave_it_whole() -> None:
    its = rows()
    made = sample.change(ChangeKind.REWORDED, Side("- One.", (), (0, 4)), Side("Two.", (), (0, 4)), (("-", "x"), ("+", "y")), ())
    (card,) = cards(sample.Changelog((replace(made, direction=Direction.WEAKENS),)), its[0], its[1])
    assert card.old == (("=", "One."),)
    assert card.new == (("=", "Two."),)


def test_captures_of_one_day_are_told_apart_by_their_hours() -> None:
    its, entry = rows(), sample.larkspur().entries[3]
    assert entry.changelog is not None
    gone = next(c for c in entry.changelog.changes if c.kind is ChangeKind.REMOVED)
    both = replace(gone, new=gone.old)
    before = replace(its[2], last_seen=sample.at("2020-05-01", 6))
    after = replace(its[3], captured_at=sample.at("2020-05-01", 12))
    assert when(both, before, after) == "Old words last seen on 1 May 2020, 06:23 UTC; new words first seen on 1 May 2020, 12:23 UTC."
    assert when(gone, before, after).endswith("gone by 1 May 2020, 12:23 UTC.")
