"""Pairs a promise that went with the statement that now stands in its place, though few words are the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.core.align import Alignment
from monitor.core.grouping import Candidate, runs
from monitor.core.reading import Reading
from monitor.core.segment import Page, Unit
from monitor.core.wording import FUNCTION, stem, words
from monitor.model import ChangeKind

_PROMISE = frozenset({"sell", "share", "collect", "use", "track", "train"})


def with_counterparts(candidates: Sequence[Candidate], found: Alignment) -> list[Candidate]:
    """Candidates in which a removed promise and an added statement about the same act, under a like heading, are one change.

    Both sides are taken out of the runs that they stood in, so that the reader sees the old and the new words beside each other.
    """
    pairs = list(_pairs(found))
    if not pairs:
        return list(candidates)
    taken = {id(unit) for pair in pairs for unit in pair}
    out = [c for c in candidates if not (taken & {id(u) for u in (*c.old, *c.new)})]
    for candidate in candidates:
        if taken & {id(u) for u in (*candidate.old, *candidate.new)}:
            out += _without(candidate, taken, found)
    return out + [Candidate(ChangeKind.REWORDED, (old,), (new,)) for old, new in pairs]


def _without(candidate: Candidate, taken: set[int], found: Alignment) -> Iterable[Candidate]:
    if candidate.old:
        rest = [u for u in candidate.old if id(u) not in taken]
        return [Candidate(ChangeKind.REMOVED, run, ()) for run in runs(found.old, rest)]
    rest = [u for u in candidate.new if id(u) not in taken]
    return [Candidate(ChangeKind.ADDED, (), run) for run in runs(found.new, rest)]


def _pairs(found: Alignment) -> Iterable[tuple[Unit, Unit]]:
    removed = [(u, r) for u in found.removed if u.kind != "heading" and _is_promise(r := Reading.of([u]))]
    added = [(u, r) for u in found.added if u.kind != "heading" and _is_promise(r := Reading.of([u]))]
    yield from _matched(removed, found.added, found.old, found.new, turned=False)
    used = {id(u) for u, _ in removed}
    if not used:
        for new, old in _matched(added, found.removed, found.new, found.old, turned=True):
            yield old, new


def _is_promise(reading: Reading) -> bool:
    return any(f.role == "denial" and f.act in ("sell", "share") for f in reading.frames)


def _matched(
    promises: Sequence[tuple[Unit, Reading]], others: Sequence[Unit], here: Page, there: Page, *, turned: bool
) -> Iterable[tuple[Unit, Unit]]:
    used: set[int] = set()
    for unit, reading in promises:
        best, score = None, 0.0
        for other in others:
            if id(other) not in used and other.kind != "heading":
                rank = _likeness(unit, reading, other, here, there)
                if rank > score:
                    best, score = other, rank
        if best is not None and score >= 1.0:
            used.add(id(best))
            yield unit, best


def _likeness(unit: Unit, reading: Reading, other: Unit, here: Page, there: Page) -> float:
    """At least 1 for a counterpart: the same act, the same object, under a heading that shares a word."""
    text = Reading.of([other])
    acts = {f.act for f in reading.frames} & _PROMISE
    if not acts & {f.act for f in text.frames}:
        return 0.0
    own = {stem(w) for w in reading.words if w not in FUNCTION}
    theirs = {stem(w) for w in text.words if w not in FUNCTION}
    shared = len(own & theirs) / max(1, min(len(own), len(theirs)))
    heads = _heads(here.section(unit.line)) & _heads(there.section(other.line))
    return (0.6 if heads else 0.0) + 1.2 * shared if shared >= 0.3 else 0.0


def _heads(section: Sequence[str]) -> set[str]:
    return {stem(w) for title in section[-2:] for w in words(title) if w not in FUNCTION}
