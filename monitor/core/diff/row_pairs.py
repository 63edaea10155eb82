"""Pairs rows of tables by what they are rows of: "Marketing | No" and "Marketing | Yes" are one row, whose answer changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from monitor.core.diff.similarity import Leftover
from monitor.core.text.tokens import word_row

_Spot = tuple[int, tuple[str, ...]]


def pair_rows(old: Sequence[Leftover], new: Sequence[Leftover]) -> list[tuple[int, int]]:
    """One-to-one pairs of rows as indexes into both lists, ascending: those in one gap that alone begin with the same cell.

    Cells of a word or two share too little to be alike, and all that tells a row is its first cell.
    """
    before, after = _by_first_cell(old), _by_first_cell(new)
    return sorted((before[spot][0], after[spot][0]) for spot in before.keys() & after.keys() if len(before[spot]) == len(after[spot]) == 1)


def _by_first_cell(side: Sequence[Leftover]) -> dict[_Spot, list[int]]:
    found: dict[_Spot, list[int]] = defaultdict(list)
    for at, one in enumerate(side):
        if one.unit.kind == "row" and (first := _first_cell(one.unit.text)):
            found[one.gap, first].append(at)
    return found


def _first_cell(row: str) -> tuple[str, ...]:
    """The words of a row's first cell; none where it has no other cell, or that one is empty: such a row is a piece, or continues."""
    first, bar, others = row.strip().strip("|").partition("|")
    return tuple(word_row(first)) if bar and others.strip() else ()
