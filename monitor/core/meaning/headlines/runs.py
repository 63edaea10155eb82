"""The words that were put in place of others between two clauses, each run where a reader would see it begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from monitor.core.meaning.headlines.operative import word_row_of
from monitor.core.meaning.headlines.quoting import Span
from monitor.core.text.edits import edits

_GAP = 3
"""Unchanged words that part two runs of changed ones; fewer are part of one run."""


@dataclass(frozen=True, slots=True)
class EditRun:
    """Words that were put in place of others: where they stand in the old and in the new clause; empty spans where none do."""

    old: Span
    new: Span


@lru_cache(maxsize=64)
def edit_runs(old: str, new: str) -> tuple[EditRun, ...]:
    """The runs of changed words between two clauses, in order; the same ones, mirrored, when the clauses are exchanged."""
    if new < old:
        return tuple(EditRun(run.new, run.old) for run in edit_runs(new, old))
    runs: list[EditRun] = []
    a = b = 0
    near = False
    for sign, text in edits(old, new):
        to_a, to_b = a + len(text) * (sign != "+"), b + len(text) * (sign != "-")
        if sign == "=":
            near = len(word_row_of(text)) < _GAP and "." not in text and ";" not in text
        elif runs and near:
            last = runs.pop()
            runs.append(EditRun((last.old[0], to_a), (last.new[0], to_b)))
        else:
            runs.append(EditRun((a, to_a), (b, to_b)))
            near = True
        a, b = to_a, to_b
    placed = [_to_the_sentence(old, new, run, before, after) for run, before, after in _with_neighbours([*runs, EditRun((a, a), (b, b))])]
    return tuple(EditRun(_trimmed(old, run.old), _trimmed(new, run.new)) for run in placed)


def _with_neighbours(runs: Sequence[EditRun]) -> Iterator[tuple[EditRun, EditRun, EditRun]]:
    """Each run but the last with the one before it, or the beginning of both texts, and the one after it."""
    before = EditRun((0, 0), (0, 0))
    for run, after in pairwise(runs):
        yield run, before, after
        before = run


def _to_the_sentence(old: str, new: str, run: EditRun, before: EditRun, after: EditRun) -> EditRun:
    """Words that came or went, so that they begin where a sentence does.

    "We bake. We [sail. We ]row." and "We bake. [We sail. ]We row." are one edit, and only in the second somebody says something.
    """
    if filled(run.old) == filled(run.new):
        return run
    text, span, other = (new, run.new, run.old) if filled(run.new) else (old, run.old, run.new)
    lowest = (before.new[1], before.old[1]) if filled(run.new) else (before.old[1], before.new[1])
    highest = (after.new[0], after.old[0]) if filled(run.new) else (after.old[0], after.new[0])
    back, on = min(span[0] - lowest[0], other[0] - lowest[1]), min(highest[0] - span[1], highest[1] - other[1])
    shift = next((at for at in _shifts(text, span, back, on) if _begins_a_sentence(text, span[0] + at)), 0)
    moved, stays = (span[0] + shift, span[1] + shift), (other[0] + shift, other[1] + shift)
    return EditRun(stays, moved) if filled(run.new) else EditRun(moved, stays)


def _shifts(text: str, span: Span, back: int, on: int) -> Iterator[int]:
    """How far a span can be moved so that what is outside of it stays the same: 0 first, then to the left, then to the right."""
    start, end = span
    yield 0
    for at in range(1, back + 1):
        if text[start - at] != text[end - at]:
            break
        yield -at
    for at in range(on):
        if text[start + at] != text[end + at]:
            break
        yield at + 1


def _begins_a_sentence(text: str, at: int) -> bool:
    """True for the first letter of a sentence."""
    before = text[:at].rstrip()
    return text[at : at + 1].isalnum() and at > len(before) - (not before) and (not before or before[-1] in ".!?;:•|")


def filled(span: Span) -> bool:
    """True for a span that holds anything."""
    return span[0] < span[1]


def _trimmed(text: str, span: Span) -> Span:
    """A span without blanks and signs at its edges; an empty one stays where it is."""
    start, end = span
    while start < end and text[start] in " ,;":
        start += 1
    while end > start and text[end - 1] in " ,;":
        end -= 1
    return start, end
