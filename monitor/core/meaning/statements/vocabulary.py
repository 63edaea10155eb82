"""The words that statements are made of, ready for lookup: verbs by form, nouns by what they stand for.

The words themselves are in monitor/vocabulary/statements.en.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from monitor.core.text.lexicon import load

_FILE = "statements.en.yaml"


@dataclass(frozen=True, slots=True)
class Verb:
    """A form of a verb that tells an act."""

    act: str
    """sell, share, use … as the vocabulary names it."""
    form: str
    """base | s | ed | ing; a form that is two at once ("read") is the first that fits."""


@cache
def word_list(name: str) -> frozenset[str]:
    """One of the vocabulary's plain lists."""
    return frozenset(str(load(_FILE)[name]).split())


@cache
def phrase_list(name: str) -> tuple[str, ...]:
    """One of the vocabulary's lists of phrases, a line each."""
    return tuple(str(load(_FILE)[name]).splitlines())


@cache
def acts() -> tuple[str, ...]:
    """Every act, in the vocabulary's order."""
    return tuple(load(_FILE)["acts"])


@cache
def verbs() -> Mapping[str, tuple[Verb, ...]]:
    """Word → what it may be as a verb ("read" is a plain form and a participle)."""
    found: dict[str, list[Verb]] = {}
    for act, _, form, word in _every_form():
        found.setdefault(word, []).append(Verb(act, form))
    return {word: tuple(dict.fromkeys(known)) for word, known in found.items()}


def _every_form() -> Iterator[tuple[str, str, str, str]]:
    """Of each verb: act, plain form, form, word."""
    irregular = {verb: str(forms).split() for verb, forms in load(_FILE)["irregular"].items()}
    for act, plain_forms in load(_FILE)["acts"].items():
        for verb in str(plain_forms).split():
            for form, word in _forms(verb, irregular.get(verb, [])):
                yield act, verb, form, word


def _forms(verb: str, irregular: list[str]) -> Iterator[tuple[str, str]]:
    """The forms of a verb: plain, third person, past and participle, gerund."""
    yield "base", verb
    yield "s", verb[:-1] + "ies" if verb.endswith("fy") else verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    past = [form for form in irregular if not form.endswith("ing")]
    yield from (("ed", form) for form in past or [verb[:-1] + "ied" if verb.endswith("fy") else verb.removesuffix("e") + "ed"])
    gerunds = [form for form in irregular if form.endswith("ing")]
    yield "ing", gerunds[0] if gerunds else (verb if verb.endswith(("ee", "ye")) else verb.removesuffix("e")) + "ing"


@cache
def act_nouns() -> Mapping[str, str]:
    """Noun → act: "sale" → sell."""
    return {noun: act for act, nouns in load(_FILE)["act-nouns"].items() for noun in str(nouns).split()}


@cache
def lemmas() -> Mapping[str, str]:
    """Every form of a verb, and every noun that tells an act → the verb's plain form: "sold", "sale" → sell."""
    found = {word: verb for _, verb, _, word in _every_form()}
    return {**found, **dict(line.split(" > ") for line in phrase_list("nouns-of-verbs"))}


@cache
def forms_of(sought: frozenset[str]) -> frozenset[str]:
    """Every word that can tell one of some acts."""
    nouns = {noun for noun, act in act_nouns().items() if act in sought}
    return frozenset(word for word, known in verbs().items() if any(verb.act in sought for verb in known)) | nouns
