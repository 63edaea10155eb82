"""A candidate change as parsed: both sides, the words and concepts that were removed and added, and the texts around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.document_context import DocumentContext
from monitor.core.meaning.parsed import ParsedDocument, ParsedText, join
from monitor.core.meaning.row_answers import denied_rows
from monitor.core.meaning.word_difference import difference
from monitor.core.text.lexicon import Concept, english
from monitor.core.text.segment import Unit
from monitor.core.text.tokens import FUNCTION, words
from monitor.core.text.wording import exchanged, same_wording


@dataclass(frozen=True, eq=False)
class Comparison:
    """What every group of features looks at."""

    candidate: Candidate
    context: DocumentContext
    old: ParsedText
    new: ParsedText
    removed: list[str]
    """Words that were removed, in order; as all lists here not to be altered."""
    added: list[str]
    removed_concepts: dict[str, float]
    """Concepts that the new side lacks (1), or names less often than the old one (0.4)."""
    added_concepts: dict[str, float]
    """Concepts that the old side lacks (1), or names less often than the new one (0.4)."""
    section: tuple[str, ...]
    """The headings above it."""

    @classmethod
    def of(cls, candidate: Candidate, context: DocumentContext) -> Comparison:
        """Parses both sides and compares their words and concepts."""
        if any(candidate.under):
            old, new = (_governed(*side) for side in zip(candidate.under, (candidate.old, candidate.new), strict=True))
        else:
            old, new = _parsed(candidate.old, candidate.new, context.old), _parsed(candidate.new, candidate.old, context.new)
        removed, added = _differing(old, new)
        beyond = _concepts_beyond(old, new), _concepts_beyond(new, old)
        return cls(candidate, context, old, new, removed, added, *beyond, _section(candidate, context))

    def exchanged(self, candidate: Candidate, context: DocumentContext) -> Comparison:
        """The comparison of the mirrored candidate in the mirrored context, with nothing compared anew."""
        beyond = self.added_concepts, self.removed_concepts
        return Comparison(candidate, context, self.new, self.old, self.added, self.removed, *beyond, _section(candidate, context))

    @cached_property
    def reworded(self) -> bool:
        """True when statements stand on both sides."""
        return bool(self.candidate.old and self.candidate.new)

    @cached_property
    def kind(self) -> str:
        """reworded | added | removed"""
        return "reworded" if self.reworded else "added" if self.candidate.new else "removed"

    @cached_property
    def same_words(self) -> bool:
        """True when nothing but typography differs: the same words and signs in the same order."""
        if any(self.candidate.under):
            return False
        return self.candidate.equal or (self.reworded and not (self.removed or self.added))

    @cached_property
    def content(self) -> list[str]:
        """The words of substance that were removed or added."""
        return [word for word in self.removed + self.added if word not in FUNCTION]

    @property
    def place(self) -> tuple[tuple[Unit, ...], ParsedDocument]:
        """The statements that are there now, else those that were, with their whole text."""
        return (self.candidate.new, self.context.new) if self.candidate.new else (self.candidate.old, self.context.old)

    @cached_property
    def found_elsewhere(self) -> float:
        """How much of what was only added, or only removed, stands in the other text as well: 0 to 1."""
        if self.reworded:
            return 0.0
        return self.context.old.holds(self.new.words) if self.candidate.new else self.context.new.holds(self.old.words)


def _section(candidate: Candidate, context: DocumentContext) -> tuple[str, ...]:
    units, document = (candidate.new, context.new) if candidate.new else (candidate.old, context.old)
    return document.page.section(units[0].line)


def _parsed(units: tuple[Unit, ...], others: tuple[Unit, ...], page: ParsedDocument) -> ParsedText:
    """A side; what rows of a table that came or went only deny ("| Biometric information | NO |") is not among its concepts."""
    denied = tuple(denied_rows(units, page)) if len(units) != len(others) else ()
    return ParsedText.of_text(join(units), denied) if denied else ParsedText.of(units)


def _governed(lead: str, units: tuple[Unit, ...]) -> ParsedText:
    """A side with the lead-in or heading above it, without which it says the same as the other."""
    return ParsedText.of_text(f"{lead}\n{join(units)}" if lead else join(units))


def _differing(old: ParsedText, new: ParsedText) -> tuple[list[str], list[str]]:
    """The words that were removed and added; where each came back elsewhere in the statement, those that changed places.

    "It is not sold, it is kept" and "It is sold, it is not kept" have the same words, and "a fee of £5" has those of "a fee of $5".
    """
    removed, added = difference(old.words, new.words)
    if removed or added or same_wording(old.text, new.text):
        return removed, added
    return exchanged(old.text, new.text)


# "We share your health data", "We share it, and partners share it": the second says sharing once more, which is less than to bring it in.
_LESS_OFTEN = 0.4


def _concepts_beyond(here: ParsedText, there: ParsedText) -> dict[str, float]:
    """1 for a concept that the other side lacks, 0.4 for one that the other side mentions less often."""
    beyond = {}
    for name, places in here.concepts.items():
        if name not in there.concepts:
            beyond[name] = 1.0
        elif len(there.concepts[name]) < len(places):
            beyond[name] = _LESS_OFTEN
    return beyond


def section_concepts(comparison: Comparison) -> list[Concept]:
    """The concepts that the nearest two headings name."""
    return concepts_of_headings(comparison.section)


def concepts_of_headings(section: Sequence[str]) -> list[Concept]:
    """The same of headings, from the outermost to the nearest."""
    return [concept for title in section[-2:] for concept in _title_concepts(title)]


@lru_cache(maxsize=512)
def _title_concepts(title: str) -> tuple[Concept, ...]:
    """The concepts of a heading, under which many changes may stand."""
    return tuple(hit[2] for hit in english().find(words(title)))
