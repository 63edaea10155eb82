"""Finds the concepts of the vocabulary in a list of words, in one pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of the vocabulary; see the head of monitor/vocabulary/en.yaml."""

    id: str
    group: str
    tier: int = 0
    topics: Mapping[str, float] = field(default_factory=dict)


Hit = tuple[int, int, Concept]
"""(first word, one past the last, concept)"""

_Tail = tuple[tuple[str, ...], Concept]


class Vocabulary:
    """Concepts with the terms that name them, compiled for looking up word by word."""

    def __init__(self, entries: Mapping[str, Mapping[str, Any]]) -> None:
        self.concepts: dict[str, Concept] = {}
        self.terms: dict[str, tuple[str, ...]] = {}
        """Per concept its terms as they are looked for in a text of words: " sell " or " resell"."""
        self._exact: dict[str, list[_Tail]] = {}
        self._prefix: dict[str, list[_Tail]] = {}
        self._seen: dict[str, tuple[_Tail, ...]] = {}
        self._after: dict[tuple[str, str], tuple[_Tail, ...]] = {}
        for name, entry in entries.items():
            concept = Concept(name, entry["group"], int(entry.get("tier", 0)), dict(entry.get("topics") or {}))
            self.concepts[name] = concept
            self.terms[name] = tuple(_needle(str(term)) for term in entry["terms"])
            for term in entry["terms"]:
                self._add(str(term).lower().replace(",", "").replace("-", " ").split(), concept)

    def _add(self, term: list[str], concept: Concept) -> None:
        head, tail = term[0], tuple(term[1:])
        home, name = (self._prefix, head[:-1]) if head.endswith("*") else (self._exact, head)
        home.setdefault(name, []).append((tail, concept))

    def _starts(self, word: str) -> tuple[_Tail, ...]:
        """The terms that may start at a word, longest first; remembered, because texts repeat their words."""
        known = self._seen.get(word)
        if known is None:
            found = list(self._exact.get(word, ()))
            for length in range(2, len(word) + 1):
                found += self._prefix.get(word[:length], ())
            known = self._seen[word] = tuple(sorted(found, key=lambda tail: (-len(tail[0]), tail[1].id)))
            if len(self._seen) > 50_000:
                self._seen.clear()
        return known

    def _pair_starts(self, pair: tuple[str, str], starts: tuple[_Tail, ...]) -> tuple[_Tail, ...]:
        """Those of a word's terms that may go on with the next word, in their order; remembered, for pairs repeat as well."""
        if len(self._after) > 50_000:
            self._after.clear()
        found = self._after[pair] = tuple(start for start in starts if not start[0] or _matches(pair[1], start[0][0]))
        return found

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Every concept in the words, each with its longest term at a place; concepts may overlap one another."""
        hits: list[Hit] = []
        last = len(words) - 1
        for at, word in enumerate(words):
            known = self._seen.get(word)
            starts = self._starts(word) if known is None else known
            if not starts:
                continue
            pair = (word, words[at + 1] if at < last else "")
            following = self._after.get(pair)
            starts = self._pair_starts(pair, starts) if following is None else following
            done: set[str] = set()
            for tail, concept in starts:
                if concept.id not in done and (not tail or _follows(words, at + 1, tail)):
                    done.add(concept.id)
                    hits.append((at, at + 1 + len(tail), concept))
        return hits


def _needle(term: str) -> str:
    words = " ".join(term.lower().replace(",", "").replace("-", " ").split())
    return f" {words[:-1]}" if words.endswith("*") else f" {words} "


def _follows(words: Sequence[str], at: int, tail: tuple[str, ...]) -> bool:
    if at + len(tail) > len(words):
        return False
    return all(_matches(words[at + offset], pattern) for offset, pattern in enumerate(tail))


def _matches(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


@cache
def load(name: str) -> Mapping[str, Any]:
    """A data file of monitor/vocabulary, read once."""
    text = files("monitor.vocabulary").joinpath(name).read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        data: Mapping[str, Any] = loader.get_single_data()
    finally:
        loader.dispose()
    return data


@cache
def word_set(name: str) -> frozenset[str]:
    """A closed list of words from words.yaml ("function", "user", …)."""
    return frozenset(load("words.yaml")[name].split())


@cache
def phrases(name: str) -> tuple[tuple[str, ...], ...]:
    """A list of phrases from words.yaml, each as its words."""
    return tuple(tuple(line.split()) for line in load("words.yaml")[name].splitlines())


@cache
def english() -> Vocabulary:
    """The English vocabulary."""
    return Vocabulary(load("en.yaml"))
