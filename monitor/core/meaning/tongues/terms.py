"""TermLists of a vocabulary in any language, looked for in a row of words: inflected, compound and in two parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

GAP = "…"
"""Between the parts of a term that other words may part: "geben … weiter"."""
_REACH = 14
"""Words that may stand in a gap."""
_MANY = 50_000
"""Words of which it is remembered what they may begin."""
_WALLS = frozenset(".;:?!\n|")
"""Marks that no term reaches across."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A term that stands in the words."""

    name: str
    start: int
    end: int
    """One past its last word; of a term in two parts, one past its first part."""
    last: int
    """Its last word."""


@dataclass(frozen=True, slots=True)
class _Term:
    name: str
    words: tuple[str, ...]


class TermLists:
    """Named lists of terms, as a vocabulary file writes them.

    >>> [hit.name for hit in TermLists({"share": "geb* … weiter, !gebühr*"}).find("wir geben keine gebühren weiter".split())]
    ['share']
    """

    def __init__(self, lists: Mapping[str, str]) -> None:
        self._exact: dict[str, list[_Term]] = {}
        self._open: list[_Term] = []
        self._never: dict[str, tuple[str, ...]] = {}
        self._known: dict[str, tuple[_Term, ...]] = {}
        for name, terms in lists.items():
            told = [term.strip() for term in terms.lower().split(",") if term.strip()]
            self._never[name] = tuple(term[1:].strip() for term in told if term.startswith("!"))
            for term in told:
                if not term.startswith("!"):
                    self._add(_Term(name, tuple(term.split())))

    def _add(self, term: _Term) -> None:
        first = term.words[0]
        if "*" in first:
            self._open.append(term)
        else:
            self._exact.setdefault(first, []).append(term)

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Every term in the words, of each name the longest at a place."""
        hits: list[Hit] = []
        for at, word in enumerate(words):
            done: set[str] = set()
            for term in self._starting(word):
                if term.name not in done and (found := _stands(term.words, words, at)):
                    done.add(term.name)
                    hits.append(Hit(term.name, at, *found))
        return hits

    def _starting(self, word: str) -> tuple[_Term, ...]:
        """The terms that a word may begin, longest first; remembered, because texts repeat their words."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _MANY:  # a daemon reads texts for months
                self._known.clear()
            found = [*self._exact.get(word, ()), *(term for term in self._open if matches(word, term.words[0]))]
            # "Verkäufer" begins like "verkaufen" with an umlaut, and sells nothing of the reader's.
            found = [term for term in found if not any(matches(word, never) for never in self._never[term.name])]
            found.sort(key=lambda term: -len(term.words))
            known = self._known[word] = tuple(found)
        return known


def matches(word: str, pattern: str) -> bool:
    """True when a word fits a pattern with `*` at its end, at its beginning, or both.

    >>> matches("adressdaten", "*daten"), matches("verkauft", "verkauf*"), matches("daten", "*daten")
    (True, True, True)
    """
    if pattern.endswith("*"):
        return pattern[1:-1] in word if pattern.startswith("*") else word.startswith(pattern[:-1])
    return word.endswith(pattern[1:]) if pattern.startswith("*") else word == pattern


def _stands(term: Sequence[str], words: Sequence[str], at: int) -> tuple[int, int] | None:
    """(one past the unbroken beginning, the last word) of a term that begins at a place; None when it does not stand there."""
    place, end = at + 1, 0
    for number, pattern in enumerate(term[1:], 1):
        # Of "geben … weiter" the first part is where the act stands, the last where the term ends.
        if pattern == GAP:
            end = end or place
            continue
        reach = _REACH if term[number - 1] == GAP else 1
        found = _next(words, place, reach, pattern)
        if found is None:
            return None
        place = found + 1
    return end or place, place - 1


def _next(words: Sequence[str], start: int, reach: int, pattern: str) -> int | None:
    for at in range(start, min(len(words), start + reach)):
        if words[at] in _WALLS:
            return None
        if matches(words[at], pattern):
            return at
    return None
