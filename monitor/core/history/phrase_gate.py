"""Tells cheaply whether aligning two texts could show that a statement of one is a phrase of the other, reworded.

Aligning a text with one that holds the phrase takes tens of milliseconds, and thousands of versions have nearly all sentences in common.
A counterpart is a statement, or a few neighbours that one statement was split into, which holds half of the phrase. What a single statement
holds is remembered, sentence by sentence. Several together are possible only where one holds words that another lacks, as
`monitor.core.diff.align` asks of the parts of a split; that is asked of sentences here too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from monitor.core.diff.align import is_part
from monitor.core.history.phrase_likeness import MIN_SIMILARITY_IN_PLACE, Phrase
from monitor.core.text.tokens import word_row
from monitor.core.text.wording import wording_key

# Statements around one that may be parts of it: more than any statement was ever split into.
_AROUND = 4
_SENTENCES_KEPT = 20_000
# Words from which equal sentences are paired wherever they stand.
_SEVERAL = 2


class Searchable(Protocol):
    """What is asked of a text."""

    @property
    def statements(self) -> list[str]:
        """Its statements in order."""

    @property
    def lines(self) -> list[str]:
        """Its lines, without blank ones."""

    @property
    def line_counts(self) -> Counter[str]:
        """How often each line occurs; not to be modified."""

    def statements_of(self, line: str) -> Sequence[str]:
        """The statements of one line."""

    def keys_of(self, line: str) -> tuple[str, ...]:
        """What is equal for statements of the same wording, for each statement of a line."""

    def find_exact(self, phrase: Sequence[str]) -> tuple[int, int] | None:
        """The first statements, as (first, last), that hold these words in a row."""


def may_have_counterpart(phrase: Phrase, exact_text: Searchable, text: Searchable, above: float) -> bool:
    """Whether the alignment could show a counterpart of the phrase that is more similar than `above`; True if in doubt.

    Args:
        phrase: the phrase.
        exact_text: a text that holds it word for word.
        text: where to look for its counterpart.
        above: the similarity of what is known already.
    """
    if above >= 1:
        return False
    place = exact_text.find_exact(phrase.words)
    if place is None:
        return False
    statements = text.statements
    fresh = _unpaired(exact_text, text, exact_text.statements[place[0] : place[1] + 1])
    found = (phrase.likeness(statements[at]).similarity for at in fresh)
    if any(similarity > above and similarity >= MIN_SIMILARITY_IN_PLACE for similarity in found):
        return True
    nearby = slice(max(0, place[0] - _AROUND), place[1] + 1 + _AROUND)
    parts = _parts_of(tuple(exact_text.statements[nearby]), place[0] - nearby.start, place[1] - place[0])
    for number, at in enumerate(fresh):
        statement = statements[at]
        if parts.is_dull(statement):
            continue
        # The places are in order, so those near this one stand beside it in the list.
        beside = [
            statements[other]
            for other in fresh[max(0, number - _AROUND) : number + _AROUND + 1]
            if other != at and abs(other - at) <= _AROUND
        ]
        if not parts.joins(statement) and not any(parts.splits_into(other, statement) for other in beside):
            continue
        wide = range(max(0, at - 2 * _AROUND), min(len(statements), at + 2 * _AROUND + 1))
        possible = phrase.at_most(sum((phrase.likeness(statements[other]).shared for other in wide), Counter()))
        if possible > above and possible >= MIN_SIMILARITY_IN_PLACE:
            return True
    return False


def _unpaired(old: Searchable, new: Searchable, exact: Sequence[str]) -> list[int]:
    """The places, in order, of the statements of the new text that an alignment may leave without an equal one in the old text.

    Equal lines are paired as often as both texts have them, and so are the equal sentences of the others, single words aside. What is
    paired with the phrase's own statements, `exact`, counts as unpaired: "e-mail" may have become "email".
    """
    fresh = new.line_counts - old.line_counts
    if not fresh:
        return []
    keys = Counter([key for line, n in fresh.items() for key in new.keys_of(line) * n])
    own = {wording_key(one, word_row(one)) for one in exact}
    keys.subtract([key for line, n in (old.line_counts - new.line_counts).items() for key in old.keys_of(line) * n if key not in own])
    unpaired = +keys
    places: list[int] = []
    begins = 0
    for line in new.lines:
        statements = new.statements_of(line)
        if line in fresh:
            found = zip(new.keys_of(line), statements, strict=True)
            places += [begins + at for at, (key, one) in enumerate(found) if key in unpaired or len(word_row(one)) < _SEVERAL]
        begins += len(statements)
    return places


class _Parts:
    """Which sentences may be parts of the statements that hold the phrase, or hold them as parts."""

    def __init__(self, nearby: tuple[str, ...], first: int, further: int) -> None:
        self._exact = nearby[first : first + further + 1]
        self._nearby = nearby
        self.is_dull = lru_cache(maxsize=_SENTENCES_KEPT)(self._is_dull)
        self.joins = lru_cache(maxsize=_SENTENCES_KEPT)(self._joins)
        self.splits_into = lru_cache(maxsize=_SENTENCES_KEPT)(self._splits_into)

    def _is_dull(self, sentence: str) -> bool:
        """Whether it is neither, whatever is beside it."""
        row = word_row(sentence)
        bag = Counter(row)
        return not any(is_part(row, bag, _bag(one)) or is_part(word_row(one), _bag(one), bag) for one in self._exact)

    def _joins(self, sentence: str) -> bool:
        """Whether a neighbour of the phrase's statement may have become this sentence, and the statement have been merged into it."""
        bag = _bag(sentence)
        return any(
            is_part(word_row(one), _bag(one), bag - _bag(other)) for one in self._exact for other in self._nearby if other is not one
        )

    def _splits_into(self, first: str, second: str) -> bool:
        """Whether the phrase's statement may have become the first sentence, with the second as a part that was split off."""
        return any(is_part(word_row(second), _bag(second), _bag(one) - _bag(first)) for one in self._exact)


@lru_cache(maxsize=4)
def _parts_of(nearby: tuple[str, ...], first: int, further: int) -> _Parts:
    return _Parts(nearby, first, further)


@lru_cache(maxsize=4096)
def _bag(sentence: str) -> Counter[str]:
    """How often each word occurs; not to be modified."""
    return Counter(word_row(sentence))
