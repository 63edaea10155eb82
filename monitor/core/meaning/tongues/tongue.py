"""A language that is judged beside English: its words and the few settings of its grammar, from monitor/vocabulary/statements.*.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from monitor.core.meaning.tongues.terms import TermLists
from monitor.core.text.lexicon import load
from monitor.core.text.word_lists import judged_languages

_GROUPS = ("actors", "acts", "act-nouns", "modals", "openers", "objects", "concepts")
"""Sections that hold several lists; in a hit the section stands before the name: "acts:sell"."""
_LISTS = (
    "support", "receiving", "refusing", "denials", "no-denials", "denial-pairs", "denial-pairs-only", "denial-spent", "hedging",
    "without", "only", "or-words", "and-words", "instead", "consent", "opt-out", "narrowing", "pronouns", "not-data", "to-words",
    "to-ends", "for-words", "generic",
)  # fmt: skip
SECTIONS = frozenset({"language", "grammar", "quantities", "stop-words", *_GROUPS, *_LISTS})


@dataclass(frozen=True, slots=True)
class Grammar:
    """How the clauses of a language are built, as far as reading statements needs it."""

    denial: str
    """anywhere: a denial may follow its verb ("verkaufen sie nicht"); before: it precedes it ("no los vendemos")."""
    commas: bool
    """Relative clauses stand between commas."""
    company_endings: tuple[str, ...] = ()
    """Endings of verbs by which the company speaks without a pronoun: "-mos" in "vendemos"."""
    parted: tuple[str, ...] = ()
    """Words that open a condition behind a comma alone, because they mean something else elsewhere: Portuguese "se"."""
    infinitives: tuple[str, ...] = ()
    """Endings of verbs that tell nobody who acts: an entry "Informer les personnes" in a list of purposes."""

    @property
    def denies_before(self) -> bool:
        """True where a denial stands before what it denies."""
        return self.denial == "before"


@dataclass(frozen=True)
class Tongue:
    """A language with all that is read by it."""

    code: str
    """ISO 639-1."""
    name: str
    grammar: Grammar
    terms: TermLists = field(repr=False)
    stop_words: frozenset[str] = field(repr=False)
    quantities: Mapping[str, Any] = field(repr=False)

    @cached_property
    def number_words(self) -> Mapping[str, int]:
        """Number words → numbers."""
        return {word: int(number) for number, words in self.quantities["numbers"].items() for word in split_terms(words)}

    @cached_property
    def units(self) -> TermLists:
        """Units of time by their days, and the words around ages, amounts and dates."""
        spoken = ("age", "age-years", "currencies", "until", "months", "date-words", "weekdays")
        days = {f"days:{days}": str(words) for days, words in self.quantities["days"].items()}
        return TermLists({**days, **{name: str(self.quantities[name]) for name in spoken}})

    @cached_property
    def sums(self) -> TermLists:
        """What tells what a sum of money is, and how often it is paid: "im Monat", "monatlich"."""
        rates = {f"rate:{days}": f"{words}, {self.quantities['days'][days]}" for days, words in self.quantities["rates"].items()}
        return TermLists({**{name: str(terms) for name, terms in self.quantities["sums"].items()}, **rates})


def split_terms(terms: str) -> list[str]:
    """The terms of a list as the files write it."""
    return [term.strip() for term in str(terms).split(",") if term.strip()]


def is_tongue(code: str | None) -> bool:
    """True for a language that is judged by a vocabulary of its own, and not as English is."""
    return code is not None and code != "en" and code in judged_languages()


@cache
def tongue(code: str) -> Tongue | None:
    """The language of a code; None for English, which has its own reader, and for languages that are not judged."""
    if not is_tongue(code):
        return None
    return tongue_of(code, load(f"statements.{code}.yaml"))


def tongue_of(code: str, file: Mapping[str, Any]) -> Tongue:
    """A language from its file.

    Raises:
        ValueError: when a section is missing or unknown; the message names it.
    """
    if odd := sorted(SECTIONS ^ file.keys()):
        raise ValueError(f"statements.{code}.yaml: section {odd[0]!r} is {'missing' if odd[0] in SECTIONS else 'unknown'}")
    lists = {name: str(file[name]) for name in _LISTS}
    for group in _GROUPS:
        lists |= {f"{group}:{name}": str(terms) for name, terms in file[group].items()}
    rules = file["grammar"]
    grammar = Grammar(
        rules["denial"],
        bool(rules["commas"]),
        *(tuple(split_terms(rules.get(key, ""))) for key in ("company-endings", "parted", "infinitives")),
    )
    return Tongue(code, file["language"], grammar, TermLists(lists), frozenset(split_terms(file["stop-words"])), file["quantities"])
