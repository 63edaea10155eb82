"""An index of the words of a whole text, built in a few passes and extended only as far as queries need it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

from monitor.core.text.lexicon import Terms
from monitor.core.text.tokens import words_by_line

Rows = dict[str, str]
"""The words of each line with a blank between each; two versions of a text share most of their lines."""

_GRAM = 5
_OFTEN = 100
"""Up to this many occurrences of a word are checked one by one."""
_QUERIES_BEFORE_INDEX = 40
"""Queries answered by searching the text before building an index pays off."""


class WordIndex:
    """The words of a text in order. Every query gives the result of a substring search for the words between blanks."""

    def __init__(self, lines: Sequence[str], rows: Rows) -> None:
        fresh = [line for line in dict.fromkeys(lines) if line not in rows]
        if fresh:
            rows.update(zip(fresh, map(" ".join, words_by_line(fresh)), strict=True))
        self.text = f" {' '.join(filter(None, map(rows.__getitem__, lines)))} "
        self._asked = self._searched = 0
        """Queries so far, and those for words all of which the text has: the former pay for counting words, the latter for their places."""

    @cached_property
    def run(self) -> list[str]:
        """All words in order, which few texts are asked for."""
        return self.text.split()

    @cached_property
    def _often(self) -> Counter[str]:
        return Counter(self.run)

    def count(self, word: str) -> int:
        """How often a word occurs in the text."""
        return self._often[word]

    def names(self, terms: Terms) -> bool:
        """True when a concept's terms stand anywhere; the text is searched only for phrases all of whose words it holds."""
        held = self._often.keys()
        if not held.isdisjoint(terms.words) or any(map(self._starts_a_word, terms.prefixes)):
            return True
        return any(held >= needed and phrase in self.text for needed, phrase in terms.phrases)

    def _starts_a_word(self, prefix: str) -> bool:
        at = bisect_left(self._sorted, prefix)
        return at < len(self._sorted) and self._sorted[at].startswith(prefix)

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._often)

    def stands(self, run: Sequence[str], times: int = 1) -> bool:
        """True when the words follow each other so often; most have a word that doesn't, others are looked for at their rarest word."""
        self._asked += 1
        if self._asked <= _QUERIES_BEFORE_INDEX:
            return bool(run) and self._found(run, times)
        often = self._often.get
        return self._stands(run, [often(word, 0) for word in run], times)

    def standing(self, run: Sequence[str], size: int, starts: Sequence[int]) -> int:
        """How many stretches of a run, each of `size` words and given by where it starts, are in the text."""
        self._asked += len(starts)
        if self._asked <= _QUERIES_BEFORE_INDEX:
            return sum(self._found(run[at : at + size], 1) for at in starts)
        often = self._often.get
        counts = [often(word, 0) for word in run]  # the stretches of a run overlap, and each word is counted once
        found = 0
        for at in starts:
            part = counts[at : at + size]
            found += 0 not in part and self._stands(run[at : at + size], part, 1)
        return found

    def _stands(self, run: Sequence[str], counts: Sequence[int], times: int) -> bool:
        """Whether words follow each other that each occur so often anywhere."""
        least = min(counts, default=0)
        if least < times:
            return False
        self._searched += 1
        if self._searched <= _QUERIES_BEFORE_INDEX:
            return self._found(run, times)
        return self._found_at(run, times, counts.index(least)) if least <= _OFTEN else self._found_by_grams(run, times)

    def _found(self, run: Sequence[str], times: int) -> bool:
        needle = f" {' '.join(run)} "
        at = -len(needle)
        for _ in range(times):
            at = self.text.find(needle, at + len(needle))
            if at < 0:
                return False
        return True

    def _found_at(self, run: Sequence[str], times: int, rarest: int) -> bool:
        row = list(run)
        found = free = 0
        for at in self._places[run[rarest]]:
            start = at - rarest
            if start >= free and self.run[start : start + len(row)] == row:
                found += 1
                if found == times:
                    return True
                free = start + len(row) + 1  # a search counts runs that adjoin, and share a blank, once
        return False

    def _found_by_grams(self, run: Sequence[str], times: int) -> bool:
        """For runs of frequent words: each five in a row must occur so often before the text is searched."""
        count = self._grams.get
        return all(count(gram, 0) >= times for gram in _grams(run)) and self._found(run, times)

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {word: [] for word in self._often}
        for at, word in enumerate(self.run):
            places[word].append(at)
        return places

    @cached_property
    def _grams(self) -> Counter[tuple[str, ...]]:
        return Counter(_grams(self.run))


def _grams(run: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Each five words in a row."""
    return zip(*(islice(run, start, None) for start in range(_GRAM)), strict=False)
