"""Finds the concepts of the vocabulary (monitor/vocabulary/concepts.en.yaml) in a list of words, in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

import yaml

from monitor.core.text.word_lists import judged_languages


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of the vocabulary; see the head of monitor/vocabulary/concepts.en.yaml."""

    id: str
    group: str
    tier: int = 0
    topics: Mapping[str, float] = field(default_factory=dict)


Hit = tuple[int, int, Concept]
"""(first word, one past the last, concept)"""

_Tail = tuple[tuple[str, ...], Concept]
_Ending = tuple[tuple[str, ...], int, Concept]
"""(what must follow after a term's first two words, how many words the term has, concept)"""


class Lexicon:
    """Concepts with their terms, compiled for lookup word by word."""

    def __init__(self, entries: Mapping[str, Mapping[str, Any]]) -> None:
        self.concepts: dict[str, Concept] = {}
        self.terms: dict[str, tuple[str, ...]] = {}
        """Per concept its terms as they are looked for in a text of words: " sell " or " resell"."""
        exact: dict[str, list[_Tail]] = {}
        prefix: dict[str, list[_Tail]] = {}
        for name, entry in entries.items():
            concept = Concept(name, entry["group"], int(entry.get("tier", 0)), dict(entry.get("topics") or {}))
            self.concepts[name] = concept
            self.terms[name] = tuple(_needle(str(term)) for term in entry["terms"])
            for head, *tail in (_cut(str(term)) for term in entry["terms"]):
                home, start = (prefix, head[:-1]) if head.endswith("*") else (exact, head)
                home.setdefault(start, []).append((tuple(tail), concept))
        self._starts = _Starts(exact, prefix)
        self._asked: dict[str, Terms] = {}

    def asked(self, concept: str) -> Terms:
        """A concept's terms, for asking a whole text."""
        known = self._asked.get(concept)
        if known is None:
            known = self._asked[concept] = Terms.of(self.terms[concept])
        return known

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Every concept in the words, each with its longest term at a place; concepts may overlap one another."""
        hits: list[Hit] = []
        at = -1
        for starts, after in zip(map(self._starts.__getitem__, words), chain(words[1:], _NOTHING), strict=False):
            at += 1
            if starts is None:
                continue
            endings = starts[after]
            if not endings:
                continue
            if not endings[0][0]:  # the longest first: none asks for a third word
                for _, width, concept in endings:
                    hits.append((at, at + width, concept))
                continue
            done: set[str] = set()
            for rest, width, concept in endings:
                if concept.id not in done and (not rest or _follows(words, at + 2, rest)):
                    done.add(concept.id)
                    hits.append((at, at + width, concept))
        return hits


_NOTHING = ("",)
"""What follows the last word."""
_MANY = 50_000
"""Words, and words after one word, that are remembered at most."""


class _Starts(dict[str, "_Next | None"]):
    """By word, the terms that may start there, or None; made when a word is first met, because texts repeat their words."""

    def __init__(self, exact: Mapping[str, Sequence[_Tail]], prefix: Mapping[str, Sequence[_Tail]]) -> None:
        super().__init__()
        self._exact, self._prefix = exact, prefix
        self._lengths = sorted({len(start) for start in prefix if len(start) > 1})

    def __missing__(self, word: str) -> _Next | None:
        found = list(self._exact.get(word, ()))
        for length in self._lengths:
            if length > len(word):
                break
            found += self._prefix.get(word[:length], ())
        found.sort(key=lambda tail: (-len(tail[0]), tail[1].id))
        if len(self) >= _MANY:
            self.clear()
        made = self[word] = _Next(found) if found else None
        return made


class _Next(dict[str, tuple[_Ending, ...]]):
    """By the word that follows, those of a word's terms that may continue with it, longest first; pairs of words repeat as well."""

    def __init__(self, tails: Sequence[_Tail]) -> None:
        super().__init__()
        self._tails = tails
        self._exact = {tail[0] for tail, _ in tails if tail and not tail[0].endswith("*")}
        self._open = tuple({tail[0][:-1] for tail, _ in tails if tail and tail[0].endswith("*")})
        self._alone = _endings(tail for tail in tails if not tail[0])
        """Terms of one word, which need no other: all that there is for most words that follow."""

    def __missing__(self, word: str) -> tuple[_Ending, ...]:
        if len(self) >= _MANY:
            self.clear()
        found = self._alone
        if word in self._exact or word.startswith(self._open):
            found = _endings(tail for tail in self._tails if not tail[0] or _matches(word, tail[0][0]))
        self[word] = found
        return found


def _endings(tails: Iterable[_Tail]) -> tuple[_Ending, ...]:
    """The endings of tails, longest first; where none asks for a third word, each concept with its longest term alone."""
    found = tuple((tail[1:], 1 + len(tail), concept) for tail, concept in tails)
    if any(rest for rest, _, _ in found):
        return found
    longest: dict[str, _Ending] = {}
    for ending in found:
        longest.setdefault(ending[2].id, ending)
    return tuple(longest.values())


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one concept, for asking whether a whole text names it; terms with an open word in the middle are not asked for."""

    words: frozenset[str]
    """Terms of one word."""
    prefixes: tuple[str, ...]
    """Beginnings of a word."""
    phrases: tuple[tuple[frozenset[str], str], ...]
    """Terms of several words: those that must be in a text, and the phrase as it stands there."""

    @classmethod
    def of(cls, needles: Sequence[str]) -> Terms:
        """Sorts terms, as they are looked for, by what they need of a text."""
        closed = [needle for needle in needles if "*" not in needle]
        return cls(
            frozenset(needle[1:-1] for needle in closed if needle.count(" ") == 2 and needle.endswith(" ")),
            tuple(needle[1:] for needle in closed if needle.count(" ") == 1),
            tuple((_whole_words(n), n) for n in closed if n.count(" ") > 2 or (n.count(" ") == 2 and not n.endswith(" "))),
        )


def _whole_words(needle: str) -> frozenset[str]:
    words = needle.split()
    return frozenset(words if needle.endswith(" ") else words[:-1])


def _cut(term: str) -> list[str]:
    return term.lower().replace(",", "").replace("-", " ").split()


def _needle(term: str) -> str:
    words = " ".join(_cut(term))
    return f" {words[:-1]}" if words.endswith("*") else f" {words} "


def _follows(words: Sequence[str], at: int, tail: tuple[str, ...]) -> bool:
    end = at + len(tail)
    if end > len(words):
        return False
    # A loop: nine in ten fail at the first word.
    for word, pattern in zip(words[at:end], tail, strict=True):
        if word != pattern and not (pattern.endswith("*") and word.startswith(pattern[:-1])):
            return False
    return True


def _matches(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


@cache
def load(name: str) -> Mapping[str, Any]:
    """A data file of monitor/vocabulary, read once.

    Raises:
        ValueError: when it is not YAML; the message gives the file and the line.
    """
    text = files("monitor.vocabulary").joinpath(name).read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        data: Mapping[str, Any] = loader.get_single_data()
    except yaml.YAMLError as error:
        raise ValueError(f"{name}: {' '.join(str(error).split())}") from error
    finally:
        loader.dispose()
    return data


@cache
def all_words() -> frozenset[str]:
    """Every word of the vocabulary of English, which is what policies consist of."""
    names = ("words.en.yaml", "concepts.en.yaml", "statements.en.yaml", "headline_roles.en.yaml", "headline_words.en.yaml")
    texts = (files("monitor.vocabulary").joinpath(name).read_text(encoding="utf-8").lower() for name in names)
    return frozenset(word for text in texts for word in re.findall(r"(?<![\w*\\-])[a-z]+(?![\w*-])", text))


@cache
def word_set(name: str) -> frozenset[str]:
    """A closed list of words from words.en.yaml ("function", "user", …)."""
    return frozenset(load("words.en.yaml")[name].split())


@cache
def stop_words(code: str) -> frozenset[str]:
    """The small words of a language that is judged by a vocabulary of its own; of others none."""
    if code == "en" or code not in judged_languages():
        return frozenset()
    return frozenset(word.strip() for word in load(f"statements.{code}.yaml")["stop-words"].split(","))


@cache
def phrases(name: str) -> tuple[tuple[str, ...], ...]:
    """A list of phrases from words.en.yaml, each as its words."""
    return tuple(tuple(line.split()) for line in load("words.en.yaml")[name].splitlines())


@cache
def irregular_verbs() -> Mapping[str, str]:
    """Irregular form → the verb it belongs to: "sold" → "sell"."""
    return dict(load("words.en.yaml")["irregular-verbs"])


@cache
def promised_verbs() -> Mapping[str, str]:
    """Each form of a verb that promises deny → the verb as a headline names it: "sold" → "sell", "training" → "train on"."""
    regular: dict[str, str] = load("words.en.yaml")["promised-verbs"]
    irregular = {form: regular[verb] for form, verb in irregular_verbs().items() if verb in regular}
    return {**regular, **irregular}


@cache
def english() -> Lexicon:
    """The English vocabulary."""
    return Lexicon(load("concepts.en.yaml"))
