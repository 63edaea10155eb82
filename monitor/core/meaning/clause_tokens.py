"""Cuts a text into sentences of tokens that keep their place, their punctuation and their negations ("don't" is "do", "not")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from monitor.core.text.markdown_links import as_shown
from monitor.core.text.tokens import APOSTROPHES

_TOKEN = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w.-]++|[^\W_]+(?:'[^\W_]+)?|[.,;:!?()\[\]|–—•\n]")
_SHORT_FORMS = {
    "cannot": ("can", "not"), "can't": ("can", "not"), "won't": ("will", "not"), "ain't": ("is", "not"), "let's": ("let", "us"),
    # "We are unable to read it" denies what "we cannot read it" denies.
    "unable": ("not", "able"), "incapable": ("not", "capable"), "impossible": ("not", "possible"),
}  # fmt: skip
_ENDINGS = {"n't": "not", "'ll": "will", "'re": "are", "'ve": "have", "'d": "would", "'m": "am"}
_STOPS = frozenset(".!?\n")
# "e.g. Inc. No. 5": a full stop before a small letter or a digit ends no sentence.
_ABBREVIATED = frozenset({"e", "g", "i", "inc", "ltd", "co", "corp", "no", "etc", "llc", "u", "s", "vs", "mr", "ms"})

_OF_STATES = ("Privacy", "Department", "Federal", "Government", "Data", "Dept", "Law", "Copyright", "Treasury")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or what stands as one: a list item, a cell, a heading."""

    places: tuple[tuple[int, int], ...]
    """Where each word stands in the text as shown: from, up to."""
    words: tuple[str, ...]
    """Words in lower case, and marks of punctuation."""
    question: bool = False


LONGEST_SENTENCE = 500
"""Words, after which what goes on counts as another sentence. Each verb is read to the end of its sentence; lawyers write 250 words."""
_NEAR = 80
"""Characters after an abbreviation that are looked at."""


@lru_cache(maxsize=4096)
def shown(text: str) -> str:
    """The text that places in tokens count in: links by their words, one kind of apostrophe, on one line."""
    text = as_shown(text)
    for sign in APOSTROPHES:
        text = text.replace(sign, "'")
    return text


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text that `shown` gave.

    >>> [found.words for found in sentences("We don't sell it. Ask us!")]
    [('we', 'do', 'not', 'sell', 'it'), ('ask', 'us')]
    """
    found: list[Sentence] = []
    words: list[str] = []
    places: list[tuple[int, int]] = []
    lower = text.lower() if len(text.lower()) == len(text) else text
    for match in _TOKEN.finditer(lower):
        word = match[0]
        if word.isalpha() and word not in _SHORT_FORMS:  # most of them
            words.append(word)
            places.append(match.span())
        elif word in _STOPS:
            if _ends(text, match, words):
                if words:
                    found.append(Sentence(tuple(places), tuple(words), word == "?"))
                words, places = [], []
        elif "'" in word or word in _SHORT_FORMS:
            parts = _parts(word)
            words += parts
            places += [match.span()] * len(parts)
        else:
            words.append(word)
            places.append(match.span())
        if len(words) >= LONGEST_SENTENCE:
            found.append(Sentence(tuple(places), tuple(words)))
            words, places = [], []
    if words:
        found.append(Sentence(tuple(places), tuple(words)))
    return found


@lru_cache(maxsize=4096)
def sentence_row(text: str) -> tuple[Sentence, ...]:
    """Like `sentences`, but cut once however often it is asked for."""
    return tuple(sentences(text))


def _ends(text: str, stop: re.Match[str], before: Sequence[str]) -> bool:
    after = text[stop.end() : stop.end() + 2]
    if stop[0] != ".":
        return True
    if not after.strip():
        return True
    if not after[0].isspace() and after[0] not in "\"')”’]*":
        return False
    if before and before[-1] in ("g", "e", "i"):
        return False  # "e.g. Acme"
    if list(before[-2:]) == ["u", "s"] and text[stop.end() : stop.end() + _NEAR].lstrip().startswith(_OF_STATES):
        return False  # "the U.S. Department of Trade", "the EU-U.S. Privacy Framework"
    return not (before and before[-1] in _ABBREVIATED and not after.strip()[:1].isupper())


def _parts(word: str) -> Sequence[str]:
    if parts := _SHORT_FORMS.get(word):
        return parts
    for ending, meant in _ENDINGS.items():
        if word.endswith(ending):
            return tuple(part for part in (word.removesuffix(ending), meant) if part)  # "do n't" is two words already
    return (word.removesuffix("'s"),)
