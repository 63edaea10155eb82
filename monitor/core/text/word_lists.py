"""Word lists of many languages, and the phrases of bot and login walls: read once from `monitor/vocabulary/*.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

KINDS = ("bot-wall", "error-page", "login-wall", "cookie-wall", "empty-shell")
"""The kinds of page that phrases give away, in the order in which they are tried."""


@dataclass(frozen=True, slots=True)
class WallPhrases:
    """What one kind of wall says in its title and in its text."""

    kind: str
    title: re.Pattern[str]
    text: tuple[re.Pattern[str], ...]


@cache
def wall_phrases() -> tuple[WallPhrases, ...]:
    """The phrases of every kind, in the order of KINDS."""
    lists = _read("walls")
    return tuple(WallPhrases(kind, _any(lists[kind]["title"]), tuple(re.compile(p) for p in lists[kind]["text"])) for kind in KINDS)


@cache
def any_phrase() -> re.Pattern[str]:
    """One pattern that finds a phrase of any kind: the quick first look."""
    return _any([p.pattern for kind in wall_phrases() for p in kind.text])


@cache
def targets() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(kind, pattern) for the addresses that a page may send its reader to."""
    return tuple((kind, _any(patterns)) for kind, patterns in _read("walls")["targets"].items())


@cache
def header_walls() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(lower-case header name, pattern on its value) that mean a wall."""
    return tuple((name, re.compile(pattern)) for name, pattern in _read("walls")["headers"].items())


@cache
def policy_words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(language, pattern) of the words by which a policy is known; group 1 is the listed beginning."""
    return tuple((language, _beginnings(listed)) for language, listed in _read("policy_words").items())


@cache
def small_words() -> dict[str, frozenset[str]]:
    """The commonest small words of each language."""
    return {language: frozenset(listed) for language, listed in _read("languages")["small-words"].items()}


@cache
def scripts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(language, pattern of one letter) for the languages that their script gives away, in the order in which they are tried."""
    return tuple((language, re.compile(letter)) for language, letter in _read("languages")["scripts"].items())


@cache
def families() -> tuple[tuple[str, ...], ...]:
    """The languages that share a script, by script; the first is the one that has no letters of its own."""
    return tuple(map(tuple, _read("languages")["families"].values()))


@cache
def own_letters() -> dict[str, frozenset[str]]:
    """The letters that only one language of a family writes."""
    return {language: frozenset(listed) for language, listed in _read("languages")["own-letters"].items()}


@cache
def latin_letters() -> dict[str, frozenset[str]]:
    """The letters beyond a to z of the languages in Latin script."""
    return {language: frozenset(listed) for language, listed in _read("languages")["letters"].items()}


@cache
def languages_of_small_words() -> dict[str, frozenset[str]]:
    """The languages that a small word is one of."""
    found: dict[str, set[str]] = {}
    for language, listed in small_words().items():
        for word in listed:
            found.setdefault(word, set()).add(language)
    return {word: frozenset(languages) for word, languages in found.items()}


@cache
def numbering() -> re.Pattern[str]:
    """The number of an article at the beginning of a statement, for a text with plain digits."""
    lists = _read("languages")["numbering"]
    around = [rf"{first}\s?\d{{1,3}}\s?{last}" for first, last in lists["around"]]
    before = "|".join(map(re.escape, lists["before"]))
    return re.compile(rf"(?:{'|'.join(around)}|(?:{before})\s{{0,2}}\d{{1,3}}(?:\.\d{{1,2}}){{0,3}}(?![\d%]))", re.IGNORECASE)


@cache
def judged_languages() -> frozenset[str]:
    """The languages in which changes are judged."""
    return frozenset(_read("languages")["judged"])


@cache
def foreign_negations() -> frozenset[str]:
    """The words by which languages other than English deny."""
    return frozenset(word for listed in _read("languages")["negations"].values() for word in listed)


@cache
def languages_with_negations() -> frozenset[str]:
    """The languages other than English of which the words of denial are listed."""
    return frozenset(_read("languages")["negations"])


@cache
def negations_of(language: str) -> frozenset[str]:
    """The words by which a language other than English denies; none where they are not listed."""
    return frozenset(_read("languages")["negations"].get(language, ()))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("monitor.vocabulary").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _beginnings(listed: list[str]) -> re.Pattern[str]:
    spelled = sorted({re.escape(word.rstrip()) + (r"\b" if word.endswith(" ") else "") for word in listed}, key=len, reverse=True)
    boundary = "" if any(ord(word[0]) > 0x3000 for word in listed) else r"\b"
    return re.compile(f"{boundary}({'|'.join(spelled)})")
