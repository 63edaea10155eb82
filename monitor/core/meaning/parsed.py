"""Texts read once: the words, concepts and frames of a statement, and a whole text that can be asked what stands in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from monitor.core.meaning.frames import Frame, frames
from monitor.core.text.lexicon import english
from monitor.core.text.phrases import PhraseMatcher
from monitor.core.text.segment import SegmentedText, Unit
from monitor.core.text.tokens import word_row, words
from monitor.core.text.word_index import Rows, WordIndex
from monitor.core.text.wording import marker_end


@dataclass(slots=True)
class ParsedText:
    """One side of a candidate, read once."""

    text: str
    words: list[str]
    concepts: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    frames: list[Frame] = field(default_factory=list)
    memory: dict[object, Any] = field(default_factory=dict)
    """What was asked of it once, for those who ask."""

    @property
    def lower(self) -> str:
        """The text in lower case; blanks where a row of a table only denies."""
        known: str | None = self.memory.get("lower")
        if known is None:
            known = self.memory["lower"] = self.text.lower()
        return known

    def says(self, sought: PhraseMatcher) -> bool:
        """True when a phrase stands in it."""
        known: bool | None = self.memory.get(sought)
        if known is None:
            known = self.memory[sought] = sought.within(self.lower)
        return known

    @classmethod
    def of(cls, units: Sequence[Unit]) -> ParsedText:
        """Reads the units of one side."""
        return read(join(units)) if len(units) == 1 else cls.of_text(join(units))

    @classmethod
    def of_text(cls, text: str, denied: Collection[int] = ()) -> ParsedText:
        """Reads a stretch of text.

        Args:
            text: one or more lines.
            denied: lines of which nothing is said but that it is not done: what they name is not counted among its concepts.
        """
        side = cls(text, words(text))
        hits = [hit for hit in english().find(side.words) if hit[2].id != "transfer" or not _is_of_residence(side.words, hit[0], hit[1])]
        if denied:
            affirmed = _words_affirmed(text.split("\n"), denied)
            hits = [hit for hit in hits if affirmed[hit[0]]]
            lines = enumerate(text.lower().split("\n"))
            side.memory["lower"] = "\n".join(" " * len(line) if number in denied else line for number, line in lines)
        for start, end, concept in hits:
            side.concepts.setdefault(concept.id, []).append((start, end))
        side.frames = frames(side.words, hits, text)
        return side


def _words_affirmed(lines: Sequence[str], denied: Collection[int]) -> list[bool]:
    """For each word whether its line is none of those that are denied."""
    return [number not in denied for number, line in enumerate(lines) for _ in words(line)]


# "If you reside outside the EU, the following applies", "an EEA-based consumer": where somebody lives, and no data goes anywhere.
_WHERE_ONLY = (["outside", "the"], ["outside", "of", "the"], ["eea"])
_RESIDING = frozenset(
    ("reside", "resides", "residing", "resident", "residents", "live", "lives", "living", "based", "domiciled", "citizen", "citizens")
)
_GOING = ("transfer", "stor", "process", "sen", "mov", "host", "export", "kept", "server", "provider", "recipient", "adequa")
_NEARBY, _AROUND = 6, 12
"""Words around a place within which it is said who lives there, and that something goes there."""


def _is_of_residence(words: Sequence[str], start: int, end: int) -> bool:
    """True for a place outside a region that only tells where readers live."""
    if words[start:end] not in _WHERE_ONLY or _RESIDING.isdisjoint(words[max(0, start - _NEARBY) : end + 2]):
        return False
    return not any(word.startswith(_GOING) for word in words[max(0, start - _AROUND) : end + _AROUND])


@lru_cache(maxsize=4096)
def read(text: str) -> ParsedText:
    """A statement, read once however often it is asked for; not to be altered."""
    return ParsedText.of_text(text)


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


# A capture that breaks off ends in the middle of a sentence ("… contact our customer servi"); a shorter last line is a label or a name.
_LAST_LINE = 20
"""Characters of a last line from which it can be a sentence that breaks off."""
# Five words in a row seldom stand in two places by chance; a run is asked for at most about twelve of them, however long it is.
_GRAM = 5
_SAMPLES = 12
_ENDING = 60
"""Characters of a broken last line that are looked for in the other text."""


class ParsedDocument:
    """A whole text, for asking whether words still stand, or stood already, elsewhere; `rows` is shared with the other version."""

    def __init__(self, page: SegmentedText, rows: Rows | None = None) -> None:
        self.page = page
        self._rows: Rows = {} if rows is None else rows
        self._speaks: dict[str, bool] = {}
        self._goes_on: dict[str, int] = {}
        self.memory: dict[str, Any] = {}
        """For signals that read the whole text once."""

    def speaks_of(self, concept: str) -> bool:
        """True when the text names a concept anywhere."""
        known = self._speaks.get(concept)
        if known is None:
            known = self._speaks[concept] = self.index.names(english().asked(concept))
        return known

    @cached_property
    def index(self) -> WordIndex:
        """Its words."""
        return WordIndex(self.page.lines, self._rows)

    @cached_property
    def words(self) -> str:
        """All words, a blank between each and at both ends."""
        return self.index.text

    @cached_property
    def letters(self) -> str:
        """All words without anything between them."""
        return self.index.text.replace(" ", "")

    @cached_property
    def titles(self) -> frozenset[tuple[str, ...]]:
        """The words of each heading, without its number."""
        return frozenset(tuple(word_row(line[marker_end(line) :])) for line in self.page.lines if line.startswith("#"))

    @cached_property
    def broken_end(self) -> str:
        """The last words of a text that doesn't end as texts do, or an empty string."""
        end = self.page.text.rstrip()
        last = end.rsplit("\n", 1)[-1]
        return "" if len(last) < _LAST_LINE or end.endswith((".", "!", "?", ")", "”", '"')) else last[-_ENDING:]

    def goes_on_at(self, words: str) -> int:
        """Where the words stand last in this text, if it goes on in the same line, else -1."""
        known = self._goes_on.get(words)
        if known is None:
            at = self.page.text.rfind(words)
            after = self.page.text[at + len(words) :][:1].strip() if at >= 0 else ""
            known = self._goes_on[words] = at if after else -1
        return known

    def holds(self, run: Sequence[str]) -> float:
        """The share of a run's five-word stretches (sampled evenly, at most 23) that stand in this text."""
        size = min(_GRAM, len(run))
        if size == 0:
            return 0.0
        places = range(len(run) - size + 1)
        asked = places[:: max(1, len(places) // _SAMPLES)]
        return self.index.standing(run, size, asked) / len(asked)

    @cached_property
    def rows(self) -> list[str]:
        """The words of each line, a blank between each."""
        return [" ".join(line_words(line)) for line in self.page.lines]

    def has(self, run: Sequence[str]) -> bool:
        """True when all the words stand in a row."""
        return self.index.stands(run)

    def repeats(self, run: Sequence[str]) -> bool:
        """True when the words stand in a row more than once."""
        return self.index.stands(run, 2)
