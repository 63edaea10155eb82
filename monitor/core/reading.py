"""Texts read once: the words, concepts and frames of a statement, and a whole text that can be asked what stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from monitor.core.segment import Page, Unit
from monitor.core.statements import Frame, frames
from monitor.core.vocabulary import english
from monitor.core.wording import words


@dataclass(slots=True)
class Reading:
    """One side of a candidate, read once."""

    text: str
    words: list[str]
    concepts: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    frames: list[Frame] = field(default_factory=list)

    @classmethod
    def of(cls, units: Sequence[Unit]) -> Reading:
        """Reads the units of one side."""
        return read(units[0].text.strip()) if len(units) == 1 else cls.of_text(join(units))

    @classmethod
    def of_text(cls, text: str) -> Reading:
        """Reads a stretch of text."""
        side = cls(text, words(text))
        hits = english().find(side.words)
        for start, end, concept in hits:
            side.concepts.setdefault(concept.id, []).append((start, end))
        side.frames = frames(side.words, hits)
        return side


@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """A statement, read once however often it is asked for; not to be altered."""
    return Reading.of_text(text)


@lru_cache(maxsize=8192)
def line_words(line: str) -> str:
    """The words of a line with blanks between; two versions share most of their lines."""
    return " ".join(words(line))


def join(units: Sequence[Unit]) -> str:
    """The text of units that stand together, as one string; lines stay lines."""
    return "\n".join("".join(u.text for u in units if u.line == line).strip() for line in dict.fromkeys(u.line for u in units)).strip()


_LAST_LINE = 20
"""Characters of a last line from which it can be a sentence that breaks off."""
_GRAM = 5
_PATIENCE = 150
"""Questions that a text answers by being searched, before an index of it is worth making."""


class Whole:
    """A whole text, for asking whether words still stand, or stood already, elsewhere."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._speaks: dict[str, bool] = {}
        self._goes_on: dict[str, int] = {}
        self._asked = 0
        self.memory: dict[str, list[Reading]] = {}
        """For signals that read the whole text once."""

    def speaks_of(self, concept: str) -> bool:
        """True when the text names a concept anywhere."""
        known = self._speaks.get(concept)
        if known is None:
            text = self.words
            known = self._speaks[concept] = any(term in text for term in english().terms[concept] if "*" not in term)
        return known

    @cached_property
    def words(self) -> str:
        """All words, a blank between each and at both ends."""
        return f" {' '.join(run for line in self.page.lines if line and (run := line_words(line)))} "

    @cached_property
    def broken_end(self) -> str:
        """The last words of a text that doesn't end as texts do, or an empty string."""
        end = self.page.text.rstrip()
        last = end.rsplit("\n", 1)[-1]
        return "" if len(last) < _LAST_LINE or end.endswith((".", "!", "?", ")", "”", '"')) else last[-60:]

    def goes_on_at(self, words: str) -> int:
        """Where the words stand last in this text, if it goes on in the same line, else -1."""
        known = self._goes_on.get(words)
        if known is None:
            at = self.page.text.rfind(words)
            after = self.page.text[at + len(words) :][:1].strip() if at >= 0 else ""
            known = self._goes_on[words] = at if after else -1
        return known

    @cached_property
    def _grams(self) -> Counter[tuple[str, ...]]:
        """How often each five words stand in a row."""
        run = self.words.split()
        return Counter(zip(run, run[1:], run[2:], run[3:], run[4:], strict=False))

    def _has_gram(self, gram: Sequence[str]) -> bool:
        """True when five words (or fewer) stand in a row; the first questions search the text, an index is made for those who ask on."""
        self._asked += 1
        if len(gram) == _GRAM and self._asked > _PATIENCE:
            return tuple(gram) in self._grams
        return f" {' '.join(gram)} " in self.words

    def holds(self, run: Sequence[str]) -> float:
        """The share of a run's five-word stretches (sampled evenly, at most 12) that stand in this text."""
        size = min(_GRAM, len(run))
        if size == 0:
            return 0.0
        places = range(len(run) - size + 1)
        asked = places[:: max(1, len(places) // 12)]
        return sum(self._has_gram(run[at : at + size]) for at in asked) / len(asked)

    def has(self, run: Sequence[str]) -> bool:
        """True when all the words stand in a row."""
        self._asked += 1
        return self._rarest(run) > 0 and f" {' '.join(run)} " in self.words

    def repeats(self, run: Sequence[str]) -> bool:
        """True when the words stand in a row more than once."""
        self._asked += 1
        return self._rarest(run) > 1 and self.words.count(f" {' '.join(run)} ") > 1

    def _rarest(self, run: Sequence[str]) -> int:
        """At most how often the words can stand in a row: as often as their rarest five; 2 (who knows?) where there is no index."""
        if len(run) < _GRAM or self._asked <= _PATIENCE:
            return 2
        return min(self._grams.get(tuple(run[at : at + _GRAM]), 0) for at in range(len(run) - _GRAM + 1))
