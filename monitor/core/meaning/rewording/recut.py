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
_MOST = 40
"""Changes below one heading that share a word from which the word tells nothing of what belongs together."""
_SAID = 0.5
"""Share of the words of what came or went that its neighbour must say on the other side."""


def with_recut(candidates: Sequence[Candidate], found: Alignment) -> list[Candidate]:
    """Candidates in which a sentence that came or went is one change with another change below the same headings that says it.

    >>> # "We may raise the price. We tell you 30 days before." became "We may raise the price and tell you 30 days before."
    """
    alone = [one for one in candidates if not (one.old and one.new) and _is_looked_at(one)]
    if not alone or len(candidates) < 2:
        return list(candidates)
    neighbours = _Neighbours(candidates, found)
    joined: list[Candidate] = []
    for one in alone:
        partner = next((other for other in neighbours.of(one) if _is_recut(one, other)), None)
        if partner is not None:
            joined.append(_joined(one, partner))
            neighbours.replace((one, partner), joined[-1])
    return [one for one in (*candidates, *joined) if neighbours.stands(one)]


class _Neighbours:
    """The changes below each heading, by the words of each side; whole texts may have come, and each sentence would be held to each."""

    def __init__(self, candidates: Sequence[Candidate], found: Alignment) -> None:
        self._found = found
        self._gone: set[int] = set()
        self._known: list[Candidate] = []
        self._places: dict[tuple[object, bool, str], list[int]] = {}
        for candidate in candidates:
            self._add(candidate)

    def stands(self, candidate: Candidate) -> bool:
        """False for a change that has become part of another."""
        return id(candidate) not in self._gone

    def of(self, one: Candidate) -> Iterator[Candidate]:
        """The changes below the same headings that share a word with what came or went, on its other side, in their order."""
        if not self.stands(one) or (section := self._section(one)) is None:
            return
        lists = (self._places.get((section, bool(one.old), word), ()) for word in _stems(one.old or one.new))
        for number in sorted({number for found in lists if len(found) <= _MOST for number in found}):
            if self.stands(other := self._known[number]) and other is not one:
                yield other

    def replace(self, parts: Sequence[Candidate], whole: Candidate) -> None:
        """Puts one change in the place of others."""
        self._gone.update(map(id, parts))
        self._add(whole)

    def _add(self, candidate: Candidate) -> None:
        if not _is_looked_at(candidate) or (section := self._section(candidate)) is None:
            return
        for is_new, side in ((True, candidate.new), (False, candidate.old)):
            for word in _stems(side):
                self._places.setdefault((section, is_new, word), []).append(len(self._known))
        self._known.append(candidate)

    def _section(self, candidate: Candidate) -> tuple[str, ...] | None:
        """The headings below which a change stands; None where they differ between the texts."""
        sides = ((candidate.old, self._found.old), (candidate.new, self._found.new))
        sections = {page.section(side[0].line) for side, page in sides if side}
        return sections.pop() if len(sections) == 1 else None


def _is_looked_at(candidate: Candidate) -> bool:
    units = (*candidate.old, *candidate.new)
    plain = not candidate.equal and candidate.kind is not ChangeKind.MOVED and not any(candidate.under)
    return plain and all(unit.kind != "heading" for unit in units) and sum(blanks(unit.text) for unit in units) <= 2 * _LONGEST


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
