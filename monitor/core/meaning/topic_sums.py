"""The scores of a sentence's topics added up quickly, for pages and searches that ask every sentence of a text.

What a sentence says of topics is a sum over its words, its concepts and its headings. `scores_of` adds the same numbers so that the order
does not matter, which takes three times as long; `topics_in` asks it only where the last digits decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from monitor.core.meaning.parsed import ParsedText
from monitor.core.meaning.topics import share_of_words, shipped, traits_of_statement, word_traits
from monitor.core.text.lexicon import english
from monitor.core.text.tokens import words

EXACT = 1e-6
"""How far a sum may be off; it is off by a millionth of that."""


def read_lean(text: str) -> ParsedText:
    """A statement with its words and concepts alone: what speaks for topics, at half the cost of reading all of it."""
    seen = ParsedText(text, words(text))
    for start, end, concept in english().find(seen.words):
        seen.concepts.setdefault(concept.id, []).append((start, end))
    return seen


def sums_of(seen: ParsedText, section: tuple[str, ...], kind: str) -> list[float]:
    """The scores of a statement by the place of the topic in TOPICS, to `EXACT`; the arguments are those of `traits_of_statement`."""
    sums = list(_above(section, kind))
    for name, places in seen.concepts.items():
        for at, weight in _named(name, min(len(places), 3)):
            sums[at] += weight
    table, stated = shipped(), word_traits(seen.words)
    share = share_of_words(len(stated))
    for trait in stated:
        for at, weight in table[trait]:
            sums[at] += weight * share
    return sums


@lru_cache(maxsize=512)
def _above(section: tuple[str, ...], kind: str) -> Sequence[float]:
    """What the headings and the kind of the document add, which all sentences of a section share."""
    table = shipped()
    sums = list(table.intercept)
    for name, value in traits_of_statement(ParsedText("", []), section, kind).items():
        for at, weight in table[name]:
            sums[at] += weight * value
    return sums


@lru_cache(maxsize=4096)
def _named(concept: str, places: int) -> tuple[tuple[int, float], ...]:
    """What a concept adds that is named in so many places (three count as many)."""
    sums: dict[int, float] = {}
    for name, value in ((f"changed:{concept}", 1.0), (f"named:{concept}", places**0.5 / 2)):
        for at, weight in shipped()[name]:
            sums[at] = sums.get(at, 0.0) + weight * value
    return tuple(sums.items())
