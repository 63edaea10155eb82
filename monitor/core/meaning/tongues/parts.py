"""Cuts a sentence of any judged language into its clauses: main, under a condition, as an exception, about a noun, as an aim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from monitor.core.meaning.clause_tokens import Token, shown
from monitor.core.meaning.tongues.terms import Hit
from monitor.core.meaning.tongues.tongue import Tongue

MAIN, ASIDE = "main", "aside"
_SUBORDINATE = frozenset({"case", "exception", "relative", "aim"})
_ANYWHERE = frozenset({"exception", "contrast"})
"""Openers that open a clause wherever they stand; the others do after a comma where commas part clauses."""
_HARD = frozenset(";:–—|•\n?!()[]")
_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*(?:[:*](?=innen))?|\d+(?:[.,]\d+)*|[.,;:!?()\[\]|–—•\n%€$£§]")
# "z. B.", "Abs. 1", "Art. 6", "30. Juni": a full stop ends a sentence only before a capital that is no month.
_STOP = re.compile(r"(?<=[^\W\d_]{3}[.!?])\s+(?=[^\Wa-z])|\n+")


@dataclass
class Part:
    """A clause, or what stands of it on both sides of another."""

    role: str
    """main | aside | case | exception | relative | aim"""
    places: list[int] = field(default_factory=list)
    contrast: bool = False
    """It opens with "but": nothing of what is denied before is denied in it."""


@dataclass(frozen=True)
class Sentence:
    """A sentence with the terms that stand in it."""

    text: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    hits: tuple[Hit, ...]
    parts: tuple[Part, ...]
    question: bool

    def of(self, section: str, part: Part | None = None) -> list[Hit]:
        """The hits of a list, or of all lists of a section ("acts:"), in the sentence or in one of its parts."""
        found = [hit for hit in self.hits if hit.name == section or (section.endswith(":") and hit.name.startswith(section))]
        return found if part is None else [hit for hit in found if hit.start in part.places]


def sentences(text: str, tongue: Tongue) -> Iterator[Sentence]:
    """The sentences of a text, cut into clauses."""
    flat = shown(text)
    start = 0
    for stop in [*(match.end() for match in _STOP.finditer(flat)), len(flat)]:
        if flat[start:stop].strip():
            yield _sentence(flat[start:stop], tongue)
        start = stop


def _sentence(text: str, tongue: Tongue) -> Sentence:
    lower = text.lower() if len(text.lower()) == len(text) else text
    tokens = tuple(Token(match[0].rstrip(":*"), match.start(), match.end()) for match in _TOKEN.finditer(lower))
    words = tuple(_gendered(tokens))
    hits = tuple(tongue.terms.find(words))
    parts = tuple(part for part in _parts(words, hits, tongue) if part.places)
    return Sentence(text, tokens, words, hits, parts, text.rstrip().endswith("?"))


def _gendered(tokens: Sequence[Token]) -> Iterator[str]:
    """The words; of "Nutzer:innen" and "Kund*innen", which are cut in two, the first part is enough."""
    for token in tokens:
        yield "" if token.word == "innen" else token.word


def _parts(words: Sequence[str], hits: Sequence[Hit], tongue: Tongue) -> list[Part]:
    openers: dict[int, str] = {}
    for hit in hits:
        if hit.name.startswith("openers:"):
            openers.setdefault(hit.start, hit.name.removeprefix("openers:"))
    return _Cutter(words, openers, tongue.grammar.commas).cut()


class _Cutter:
    """Walks along the words; what follows a subordinate clause goes on with the main clause before it."""

    def __init__(self, words: Sequence[str], openers: dict[int, str], commas: bool) -> None:
        self._words, self._openers, self._commas = words, openers, commas
        self._main = self._current = Part(MAIN)
        self._parts = [self._main]

    def cut(self) -> list[Part]:
        """The clauses, in the order in which they begin."""
        for at, word in enumerate(self._words):
            if word in _HARD:
                self._hard(word)
            elif word == ",":
                self._comma(at)
            else:
                if at and self._opens(at) or (not at and at in self._openers):
                    self._open(self._openers[at])
                self._current.places.append(at)
        return self._parts

    def _hard(self, word: str) -> None:
        if word in ("(", "["):
            self._begin(Part(ASIDE))
        elif word in (")", "]"):
            self._current = self._main
        else:
            self._main = self._begin(Part(MAIN))

    def _comma(self, at: int) -> None:
        if at + 1 not in self._openers and self._current.role in _SUBORDINATE:
            self._current = self._main
        elif self._current.places:
            self._current.places.append(at)

    def _opens(self, at: int) -> bool:
        role = self._openers.get(at)
        if role is None:
            return False
        before = self._words[at - 1]
        if role in _ANYWHERE or not self._commas or before in (",", "("):
            return True
        # "an die, von denen": a relative clause may open with a preposition, "und wenn" a condition.
        return role == "case" and not self._current.places

    def _open(self, role: str) -> None:
        if role in ("contrast", "that"):
            self._main = self._begin(Part(MAIN, contrast=role == "contrast"))
        else:
            self._begin(Part(role))

    def _begin(self, part: Part) -> Part:
        self._parts.append(part)
        self._current = part
        return part
