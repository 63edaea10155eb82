"""Texts read once: the words, concepts and frames of a statement, and a whole text that can be asked what stands in it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

from monitor.core.segment import Page, Unit
from monitor.core.sought import Sought
from monitor.core.statements import Frame, frames
from monitor.core.vocabulary import Terms, english
from monitor.core.wording import word_row, words


@dataclass(slots=True)
class Reading:
    """One side of a candidate, read once."""

    text: str
    words: list[str]
    concepts: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    frames: list[Frame] = field(default_factory=list)
    memory: dict[object, Any] = field(default_factory=dict)
    """What was asked of it once, for those who ask."""

    @property
    def lower(self) -> str:
        """The text in lower case."""
        known: str | None = self.memory.get("lower")
        if known is None:
            known = self.memory["lower"] = self.text.lower()
        return known

    def says(self, sought: Sought) -> bool:
        """True when a phrase stands in it."""
        known: bool | None = self.memory.get(sought)
        if known is None:
            known = self.memory[sought] = sought.within(self.lower)
        return known

    @classmethod
    def of(cls, units: Sequence[Unit]) -> Reading:
        """Reads the units of one side."""
        return read(join(units)) if len(units) == 1 else cls.of_text(join(units))

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
def line_words(line: str) -> Sequence[str]:
    """The words of a line; two versions share most of their lines."""
    return word_row(line)


def join(units: Sequence[Unit]) -> str:
    """The text of units that stand together, as one string; lines stay lines."""
    if len(units) == 1:
        return units[0].text.strip()
    lines: dict[int, list[str]] = {}
    for unit in units:
        lines.setdefault(unit.line, []).append(unit.text)
    return "\n".join("".join(pieces).strip() for pieces in lines.values()).strip()


_LAST_LINE = 20
"""Characters of a last line from which it can be a sentence that breaks off."""
_GRAM = 5
_OFTEN = 100
"""Places of a word that are looked at one by one."""
_PATIENCE = 40
"""Questions about frequent words that a text answers by being searched, before an index of it is worth making."""


class Whole:
    """A whole text, for asking whether words still stand, or stood already, elsewhere."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._speaks: dict[str, bool] = {}
        self._goes_on: dict[str, int] = {}
        self._asked = 0
        self.memory: dict[str, Any] = {}
        """For signals that read the whole text once."""

    def speaks_of(self, concept: str) -> bool:
        """True when the text names a concept anywhere."""
        known = self._speaks.get(concept)
        if known is None:
            known = self._speaks[concept] = self._names(english().asked(concept))
        return known

    def _names(self, terms: Terms) -> bool:
        """Words are looked up; the text is only searched for phrases all of whose words it holds, for that costs most."""
        held = self._places.keys()
        if not held.isdisjoint(terms.words) or any(self._starts_a_word(prefix) for prefix in terms.prefixes):
            return True
        return any(held >= needed and phrase in self.words for needed, phrase in terms.phrases)

    def _starts_a_word(self, prefix: str) -> bool:
        at = bisect_left(self._sorted, prefix)
        return at < len(self._sorted) and self._sorted[at].startswith(prefix)

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """Where each word stands."""
        places: dict[str, list[int]] = {}
        for at, word in enumerate(self.run):
            if word in places:
                places[word].append(at)
            else:
                places[word] = [at]
        return places

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._places)

    @cached_property
    def run(self) -> list[str]:
        """All words in order."""
        return [word for line in self.page.lines if line for word in line_words(line)]

    @cached_property
    def words(self) -> str:
        """All words, a blank between each and at both ends."""
        return f" {' '.join(self.run)} "

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

    def holds(self, run: Sequence[str]) -> float:
        """The share of a run's five-word stretches (sampled evenly, at most 12) that stand in this text."""
        size = min(_GRAM, len(run))
        if size == 0:
            return 0.0
        places = range(len(run) - size + 1)
        asked = places[:: max(1, len(places) // 12)]
        return sum(self._stands(run[at : at + size], 1) for at in asked) / len(asked)

    def has(self, run: Sequence[str]) -> bool:
        """True when all the words stand in a row."""
        return self._stands(run, 1)

    def repeats(self, run: Sequence[str]) -> bool:
        """True when the words stand in a row more than once."""
        return self._stands(run, 2)

    def _stands(self, run: Sequence[str], times: int) -> bool:
        """True when the words stand in a row so often: tried where the rarest of them stands, which for most is a place or two."""
        known = self._places.get
        lists = [known(word, ()) for word in run]
        rarest = min(lists, key=len, default=())
        if len(rarest) < times:
            return False
        if len(rarest) > _OFTEN:
            return self._stands_often(run, times)
        before, row = lists.index(rarest), list(run)
        found = free = 0
        for at in rarest:
            start = at - before
            if start >= free and self.run[start : start + len(row)] == row:
                found += 1
                if found == times:
                    return True
                free = start + len(row) + 1  # as a search for the words between blanks counts: runs that adjoin share one
        return False

    def _stands_often(self, run: Sequence[str], times: int) -> bool:
        """The same for runs of frequent words: the first such questions search the text, an index is made for those who ask on."""
        self._asked += 1
        if self._asked > _PATIENCE and len(run) >= _GRAM:
            count = self._grams.get
            if any(count(gram, 0) < times for gram in _grams(run)):
                return False
            if len(run) == _GRAM and times == 1:
                return True
        needle = f" {' '.join(run)} "
        at = -len(needle)
        for _ in range(times):
            at = self.words.find(needle, at + len(needle))
            if at < 0:
                return False
        return True

    @cached_property
    def _grams(self) -> Counter[tuple[str, ...]]:
        """How often each five words stand in a row."""
        return Counter(_grams(self.run))


def _grams(run: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Each five words in a row."""
    return zip(*(islice(run, start, None) for start in range(_GRAM)), strict=False)
