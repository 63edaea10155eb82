"""Pairs a promise that went with the statement that now stands in its place, though few words are the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.core.diff.align import Alignment
from monitor.core.diff.candidates import Candidate, without
from monitor.core.meaning.negation import DENYING
from monitor.core.meaning.parsed import ParsedText
from monitor.core.text.segment import SegmentedText, Unit
from monitor.core.text.tokens import FUNCTION, stem, word_row, words
from monitor.model import ChangeKind

# Acts that a promise and the statement in its place have in common: "We do not sell or trade your personal data" became "Data about
# customers may be sold to selected partners".
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
            out += without(candidate, taken, found)
    return out + [Candidate(ChangeKind.REWORDED, (old,), (new,)) for old, new in pairs]


@dataclass(frozen=True, slots=True)
class _Side:
    """A statement with what it is compared by: what it does, its words, and the words of the headings above it."""

    unit: Unit
    acts: frozenset[str]
    stems: frozenset[str]
    heads: frozenset[str]


def _pairs(found: Alignment) -> Iterable[tuple[Unit, Unit]]:
    # A withdrawn promise comes first; only where there is none, a new one is paired with what it replaced, so that a change turned round
    # pairs alike.
    removed = [u for u in found.removed if u.kind != "heading" and _is_promise(u)]
    if removed:
        yield from _matched(removed, found.added, found.old, found.new)
        return
    added = [u for u in found.added if u.kind != "heading" and _is_promise(u)]
    for new, old in _matched(added, found.removed, found.new, found.old):
        yield old, new


def _is_promise(unit: Unit) -> bool:
    """True for "we don't sell …"; statements without a word that denies need not be read."""
    if DENYING.isdisjoint(word_row(unit.text)):
        return False
    return any(f.role == "denial" and f.act in ("sell", "share") for f in ParsedText.of([unit]).frames)


def _matched(promises: Sequence[Unit], others: Sequence[Unit], here: SegmentedText, there: SegmentedText) -> Iterable[tuple[Unit, Unit]]:
    sides = [_side(promise, here, _stems(promise)) for promise in promises]
    rivals = [side for other in others if other.kind != "heading" and (side := _rival(other, there, sides)) and side.acts]
    used: set[int] = set()
    for own in sides:
        best, score = None, 0.0
        for rival in rivals:
            if own.acts & rival.acts and id(rival) not in used and (rank := _likeness(own, rival)) > score:
                best, score = rival, rank
        if best is not None and score >= _COUNTERPART:
            used.add(id(best))
            yield own.unit, best.unit


def _rival(unit: Unit, page: SegmentedText, promises: Sequence[_Side]) -> _Side | None:
    """A statement that may stand for one of the promises; those that share too few words with any need not be read."""
    stems = _stems(unit)
    return _side(unit, page, stems) if any(_shared(own.stems, stems) >= _LEAST for own in promises) else None


def _stems(unit: Unit) -> frozenset[str]:
    return frozenset(stem(w) for w in word_row(unit.text.strip()) if w not in FUNCTION)


def _side(unit: Unit, page: SegmentedText, stems: frozenset[str]) -> _Side:
    acts = frozenset(f.act for f in ParsedText.of([unit]).frames) & _PROMISE
    heads = frozenset(stem(w) for title in page.section(unit.line)[-2:] for w in words(title) if w not in FUNCTION) if acts else acts
    return _Side(unit, acts, stems, heads)


# Below this share no heading can make a counterpart: 1.2 × 0.3 + 0.6 < 1.
_LEAST = 0.3
"""Share of the stems of the shorter statement that both must have."""
# With these weights a third of the words is enough under a like heading ("We have never sold, rented or traded your personal information
# to anybody", "We do not sell your personal information for money"), and five words in six under any other (case
# promise-moved-and-reworded).
_LIKE_HEADING, _LIKE_WORDS, _COUNTERPART = 0.6, 1.2, 1.0


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def _likeness(own: _Side, other: _Side) -> float:
    """At least 1 for a counterpart of the same act: the same object, under a heading that shares a word."""
    shared = _shared(own.stems, other.stems)
    return (_LIKE_HEADING if own.heads & other.heads else 0.0) + _LIKE_WORDS * shared if shared >= _LEAST else 0.0
