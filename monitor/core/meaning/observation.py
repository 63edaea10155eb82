"""A candidate change as it is looked at: what came, what went, and what is known of the texts around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.parsed import ParsedDocument, ParsedText
from monitor.core.text.lexicon import Concept, english
from monitor.core.text.tokens import FUNCTION, words

_MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
DATE = re.compile(
    rf"\b(?:{_MONTHS})\b\.?\s+\d{{1,2}}|"
    r"\b\d{1,2}(?:st|nd|rd|th)?\.?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|"
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b",
    re.IGNORECASE,
)
DATED_LINE = re.compile(
    r"(?:last (?:updated|revised|modified|reviewed)|effective|updated(?: on)?|revised|version|date of last|published|posted|copyright|©)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class DocumentContext:
    """What is known of the two texts around a candidate."""

    old: ParsedDocument
    new: ParsedDocument
    kind: str = "privacy"
    """privacy | terms | cookies | rules"""
    candidates: int = 1
    share: float = 0.0
    """Changed words by all words of both texts."""
    repeats: Counter[str] = field(default_factory=Counter)
    """How often the same words were put for the same others."""
    reworded: int = 0
    added: int = 0
    removed: int = 0
    headings: bool = False
    """Both texts have marked headings."""
    date_moved: bool = False
    """A printed "last updated" line is another one."""
    date_stands: bool = False
    """A printed "last updated" line stands unchanged in both texts."""
    edition: tuple[str, ...] = ()
    """What speaks for another edition of the document rather than an edit; see monitor/core/meaning/document_context.py."""


@dataclass(slots=True)
class Observation:
    """A candidate with everything that is seen of it."""

    candidate: Candidate
    old: ParsedText
    new: ParsedText
    removed: list[str]
    """Words that left, in order."""
    added: list[str]
    removed_concepts: dict[str, float]
    """Concepts that the old side held and the new doesn't, or that lost a mention among the changed words."""
    added_concepts: dict[str, float]
    section: tuple[str, ...]
    features: dict[str, float] = field(default_factory=dict)
    signals: dict[str, float] | None = None
    """Once they were asked for."""
    _content: list[str] | None = None

    @property
    def reworded(self) -> bool:
        """True when statements stand on both sides."""
        return bool(self.candidate.old and self.candidate.new)

    @property
    def content(self) -> list[str]:
        """The words of substance that left or came; not to be altered."""
        if self._content is None:
            self._content = [word for word in self.removed + self.added if word not in FUNCTION]
        return self._content


def difference(old: Sequence[str], new: Sequence[str]) -> tuple[list[str], list[str]]:
    """Words that left and that came, as multisets, in order of their text."""
    if not old or not new:
        return list(old), list(new)
    left, right = Counter(old), Counter(new)
    return _surplus(old, left, right), _surplus(new, right, left)


def _surplus(text: Sequence[str], here: Counter[str], there: Counter[str]) -> list[str]:
    """The words that stand more often here than there, in order, as often as they do."""
    other = there.get
    rest = {word: n - m for word, n in here.items() if n > (m := other(word, 0))}
    if not rest:
        return []
    out = []
    for word in text:
        if rest.get(word):
            rest[word] -= 1
            out.append(word)
    return out


def edit_name(removed: Sequence[str], added: Sequence[str]) -> str:
    """A name for an edit, equal where the same words were put for the same others."""
    return " ".join(removed[:12]) + " → " + " ".join(added[:12])


def section_concepts(section: Sequence[str]) -> list[Concept]:
    """The concepts that the nearest two headings name."""
    return [concept for title in section[-2:] for concept in _title_concepts(title)]


@lru_cache(maxsize=512)
def _title_concepts(title: str) -> tuple[Concept, ...]:
    """The concepts of a heading, under which many changes may stand."""
    return tuple(hit[2] for hit in english().find(words(title)))
