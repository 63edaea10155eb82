"""Statements that say in two sentences what was said in one, or the reverse: one change, of which one half alone would look like a loss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.core.diff.align import Alignment
from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.parsed import join
from monitor.core.meaning.rewording.restatement import states_as_much
from monitor.core.text.characters import blanks
from monitor.core.text.segment import Unit
from monitor.core.text.tokens import FUNCTION, stem, word_row
from monitor.model import ChangeKind

_LONGEST = 120
"""Words of either side beyond which statements are not looked at: `states_as_much` would say nothing of them."""
_SAID = 0.5
"""Share of the words of what came or went that its neighbour must say on the other side."""


def with_recut(candidates: Sequence[Candidate], found: Alignment) -> list[Candidate]:
    """Candidates in which a sentence that came or went is one change with another change below the same headings that says it.

    >>> # "We may raise the price. We tell you 30 days before." became "We may raise the price and tell you 30 days before."
    """
    out = list(candidates)
    for alone in [one for one in candidates if not (one.old and one.new) and _is_looked_at(one)]:
        rivals = (other for other in out if other is not alone and _is_looked_at(other))
        partner = next((other for other in rivals if _is_near(alone, other, found) and _is_recut(alone, other)), None)
        if partner is not None and any(one is alone for one in out):
            out = [one for one in out if one is not alone and one is not partner] + [_joined(alone, partner)]
    return out


def _is_looked_at(candidate: Candidate) -> bool:
    units = (*candidate.old, *candidate.new)
    plain = not candidate.equal and candidate.kind is not ChangeKind.MOVED and not any(candidate.under)
    return plain and all(unit.kind != "heading" for unit in units) and sum(blanks(unit.text) for unit in units) <= 2 * _LONGEST


def _is_near(one: Candidate, other: Candidate, found: Alignment) -> bool:
    """True where both stand below the same headings, in each text in which they stand."""
    sections = {found.old.section(side[0].line) for side in (one.old, other.old) if side}
    return len(sections | {found.new.section(side[0].line) for side in (one.new, other.new) if side}) == 1


def _is_recut(alone: Candidate, other: Candidate) -> bool:
    own, said = (alone.old, other.new) if alone.old else (alone.new, other.old)
    words = _stems(own)
    if not said or len(words & _stems(said)) < _SAID * len(words):
        return False
    both = _joined(alone, other)
    return states_as_much(join(both.old), join(both.new))


def _stems(units: Sequence[Unit]) -> frozenset[str]:
    return frozenset(stem(word) for unit in units for word in word_row(unit.text) if word not in FUNCTION)


def _joined(one: Candidate, other: Candidate) -> Candidate:
    return Candidate(ChangeKind.REWORDED, tuple(_in_order(one.old, other.old)), tuple(_in_order(one.new, other.new)))


def _in_order(one: Sequence[Unit], other: Sequence[Unit]) -> Iterator[Unit]:
    yield from sorted((*one, *other), key=lambda unit: unit.start)
