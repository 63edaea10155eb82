"""Cuts a sentence of any judged language into its clauses: main, under a condition, as an exception, about a noun, as an aim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from monitor.core.meaning.clause_tokens import shown
from monitor.core.meaning.tongues.terms import Hit
from monitor.core.meaning.tongues.tongue import Grammar, Tongue

MAIN, ASIDE = "main", "aside"
_SUBORDINATE = frozenset({"case", "exception", "relative", "aim"})
_ANYWHERE = frozenset({"exception", "contrast"})
"""Openers that open a clause wherever they stand; the others do after a comma where commas part clauses."""
LONGEST, _SHORTEST = 1_200, 800
"""Characters of a sentence, and of a stretch of a longer one."""
PAIR_REACH = 9
"""Words between the halves of a denial: "ne … pas"."""
_SHORT = 3
"""Words of an opener: "à moins que", "a menos que"."""
_HARD = frozenset(";:–—|•\n?!()[]")
_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*(?:(?:[·•][^\W\d_]{1,5}){1,2}|[:*](?=innen))?|\d+(?:[.,]\d+)*|[.,;:!?()\[\]|–—•\n%€$£§]")
# "z. B.", "Abs. 1", "Art. 6", "30. Juni": a full stop ends a sentence only before a capital that is no month.
_STOP = re.compile(r"(?<=[^\W\d_]{3}[.!?])\s+(?=[A-ZÀ-ÖØ-Þ„«“\"(])|\n+")


class PlacedWord(NamedTuple):
    """A word in lower case, or a mark of punctuation, with its place in the sentence."""

    word: str
    start: int
    end: int


@dataclass
class Part:
    """A clause, or what stands of it on both sides of another."""

    role: str
    """main | aside | case | exception | relative | aim"""
    places: list[int] = field(default_factory=list)
    contrast: bool = False
    """It opens with "but": nothing of what is denied before is denied in it."""
    within: Part | None = None
    """The whole clause, where this is one of its predicates: who acts is told once."""
    closed: bool = True
    """False for a clause about a noun that no comma opens, and so none need close: "los datos que nos da no se venden"."""


@dataclass(frozen=True)
class PartedSentence:
    """A sentence with the terms that stand in it."""

    text: str
    tokens: tuple[PlacedWord, ...]
    words: tuple[str, ...]
    hits: tuple[Hit, ...]
    parts: tuple[Part, ...]
    question: bool

    def of(self, section: str, part: Part | None = None) -> list[Hit]:
        """The hits of a list, or of all lists of a section ("acts:"), in the sentence or in one of its parts."""
        found = self._listed.get(section, [])
        return found if part is None else [hit for hit in found if hit.start in part.places]

    @cached_property
    def _listed(self) -> dict[str, list[Hit]]:
        """The hits by list, and by section; asked for dozens of times a clause."""
        found: dict[str, list[Hit]] = {}
        for hit in self.hits:
            found.setdefault(hit.name, []).append(hit)
            section, colon, _ = hit.name.partition(":")
            if colon:
                found.setdefault(f"{section}:", []).append(hit)
        return found


def sentences(text: str, tongue: Tongue) -> Iterator[PartedSentence]:
    """The sentences of a text, cut into clauses; what runs on for a page is cut at its commas."""
    flat = shown(text)
    start = 0
    for stop in [*(match.end() for match in _STOP.finditer(flat)), len(flat)]:
        for piece in _pieces(flat[start:stop]):
            if piece.strip():
                yield _sentence(piece, tongue)
        start = stop


def _pieces(sentence: str) -> Iterator[str]:
    """A sentence, or stretches of one that is longer than anybody reads: clauses are compared with each other, which takes its time."""
    while len(sentence) > LONGEST:
        cut = max(sentence.rfind(mark, _SHORTEST, LONGEST) for mark in (";", ",", " "))
        cut = cut + 1 if cut > 0 else LONGEST
        yield sentence[:cut]
        sentence = sentence[cut:]
    yield sentence


def _sentence(text: str, tongue: Tongue) -> PartedSentence:
    # "İ" is two characters in lower case; places in the text must stay.
    lower = text.lower() if len(text.lower()) == len(text) else text
    tokens = tuple(PlacedWord(_without_ending(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(lower))
    words = tuple(_gendered(tokens))
    hits = tuple(tongue.terms.find(words))
    parts = tuple(part for part in resumed(_parts(words, hits, tongue), words, hits, tongue) if part.places)
    return PartedSentence(text, tokens, words, hits, parts, text.rstrip().endswith("?"))


def _without_ending(word: str) -> str:
    """The word before "·e·s" in "client·e·s"."""
    return re.split("[·•]", word.rstrip(":*"), maxsplit=1)[0]


def _gendered(tokens: Sequence[PlacedWord]) -> Iterator[str]:
    """The words; of "Nutzer:innen" and "Kund*innen", which are cut in two, the first part is enough."""
    for token in tokens:
        yield "" if token.word == "innen" else token.word


def _parts(words: Sequence[str], hits: Sequence[Hit], tongue: Tongue) -> list[Part]:
    openers: dict[int, str] = {}
    for hit in hits:
        if hit.name.startswith("openers:"):
            openers.setdefault(hit.start, hit.name.removeprefix("openers:"))
    # "Em caso de erro" opens a condition, "em caso algum" denies.
    for hit in hits:
        if hit.name == "denials" and hit.end - hit.start > 1:
            openers.pop(hit.start, None)
    for _, second in only_pairs(hits):
        openers.pop(second, None)
    acts = frozenset(hit.start for hit in hits if hit.name.startswith("acts:"))
    persons = frozenset(hit.start for hit in hits if hit.name.startswith("actors:"))
    return Cutter(words, openers, acts, persons, tongue.grammar).cut()


def only_pairs(hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
    """Where "ne … que" says "only": the places of both halves."""
    seconds = [hit.start for hit in hits if hit.name == "denials"]
    thats = [hit.start for hit in hits if hit.name == "denial-pairs-only"]
    for hit in (one for one in hits if one.name == "denial-pairs"):
        reach = range(hit.start + 1, hit.start + PAIR_REACH + 1)
        if not any(at in reach for at in seconds) and (found := next((at for at in thats if at in reach), None)) is not None:
            yield hit.start, found


def resumed(parts: Sequence[Part], words: Sequence[str], hits: Sequence[Hit], tongue: Tongue) -> list[Part]:
    """The clauses, where one about a noun ends and the main clause goes on without a comma: at a denial or a modal behind its verb."""
    turning = {hit.start for hit in hits if hit.name in ("denials", "denial-pairs") or hit.name.startswith("modals:")}
    acting = {hit.start for hit in hits if hit.name.startswith("acts:")}
    out: list[Part] = []
    for part in parts:
        at = None if part.closed or part.role != "relative" else _turn(part, words, turning, tongue)
        if at is None:
            out.append(part)
            continue
        rest = [place for place in part.places if place >= at]
        # "los datos que nos da | no se venden": the noun stands before, what is said of it behind.
        out.append(Part(part.role, [place for place in part.places if place < at]))
        before = next((other for other in reversed(out[:-1]) if other.role == MAIN), None)
        if before is not None and (tongue.grammar.commas or acting.isdisjoint(before.places)):
            before.places += rest
        else:
            out.append(Part(MAIN, rest))
    return out


def _turn(part: Part, words: Sequence[str], turning: set[int], tongue: Tongue) -> int | None:
    """Where the main clause goes on: the first denial or modal with a word of substance between it and what opened the clause."""
    opened = part.places[0]
    for at in part.places[1:]:
        if at in turning and any(words[place] not in tongue.stop_words for place in part.places if opened < place < at):
            return at
    return None


class Cutter:
    """Walks along the words; what follows a subordinate clause goes on with the main clause before it."""

    def __init__(
        self, words: Sequence[str], openers: dict[int, str], acts: frozenset[int], persons: frozenset[int], grammar: Grammar
    ) -> None:
        self._words, self._openers, self._acts, self._persons, self._grammar = words, openers, acts, persons, grammar
        self._main = self._current = Part(MAIN)
        self._parts = [self._main]

    def cut(self) -> list[Part]:
        """The clauses, in the order in which they begin."""
        for at, word in enumerate(self._words):
            # A semicolon or a dash ends a clause, a bracket is one of its own.
            if word in _HARD:
                self._hard(word)
            elif word == ",":
                self._comma(at)
            else:
                if self._opens(at):
                    self._open(at)
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
        # "Wenn Sie kündigen, löschen wir …": the comma closes the condition.
        if at + 1 not in self._openers and self._current.role in _SUBORDINATE:
            self._current = self._main
        elif self._current.places:
            self._current.places.append(at)

    def _opens(self, at: int) -> bool:
        role = self._openers.get(at)
        if role is None or self._only_seems(role, at):
            return False
        parted = at == 0 or self._words[at - 1] in (",", "(")
        if role == "case" and self._words[at] in self._grammar.parted:
            return parted
        if parted or role in _ANYWHERE or not self._grammar.commas:
            return True
        # "De gegevens die wij verzamelen": a clause about a noun that opens without a comma opens with its subject.
        if role == "relative":
            return at + 1 in self._persons
        # "U ontvangt ze alleen als u zich aanmeldt", "totdat u zich afmeldt": Dutch leaves the comma out.
        return role == "case" and (not self._current.places or not self._persons.isdisjoint((at, at + 1)))

    def _only_seems(self, role: str, at: int) -> bool:
        """True for "sauf si", which opens one clause, "Die Daten", an article, and "per 12 mesi", behind which no clause follows."""
        # "es sei denn, das Gesetz verpflichtet uns": what follows the comma is the exception.
        opened = sum(self._words[place] != "," for place in self._current.places)
        if self._current.role == "exception" and opened <= _SHORT and role in ("case", "relative"):
            return True
        if role == "relative":
            return at == 0
        return role == "aim" and not self._acts & set(range(at + 1, at + 4))

    def _open(self, at: int) -> None:
        role = self._openers[at]
        # "…, dass wir Ihre Daten nicht verkaufen" says as much as a main clause does.
        if role in ("contrast", "that"):
            self._main = self._begin(Part(MAIN, contrast=role == "contrast"))
        else:
            self._begin(Part(role, closed=at == 0 or self._words[at - 1] == ","))

    def _begin(self, part: Part) -> Part:
        self._parts.append(part)
        self._current = part
        return part
