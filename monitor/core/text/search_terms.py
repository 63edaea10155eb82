"""What full-text search compares: the terms of a sentence, and questions of phrases, words and beginnings of words.

Scripts that are written without blanks (Chinese, Japanese, Thai …), and Korean with its endings, are cut into overlapping pairs of
characters, so that any stretch of them can be found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.core.text.markdown_links import as_shown

LONGEST, MOST_TERMS = 1_000, 100
"""Characters and terms of a question: a sentence has fewer, and more would only be slow."""
_PAIRED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f"
)
_RUN = re.compile(rf"[{_PAIRED}]+|(?:(?![{_PAIRED}])[^\W_])(?:(?![{_PAIRED}])[^\W_]|[\u0900-\u0dff])*+")
_ASCII_RUN = re.compile(r"[0-9a-z]+")
_IS_PAIRED = re.compile(rf"[{_PAIRED}]")
_PIECE = 20_000
"""Characters that are folded at a time: some become eighteen, and a million of them took 700 MB."""
# Soft hyphens and joiners stand inside words and are not seen.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
# Of Latin, Greek and Cyrillic letters; points of Hebrew and vowel signs of Arabic are as often left out.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]")
_QUOTES = re.compile('["“”„«»]')


def terms(text: str) -> list[str]:
    """The terms of a sentence, in order: without markup, link targets, case and accents.

    >>> terms("We **don’t** sell [données](https://x.example). 個人情報")
    ['we', 'don', 't', 'sell', 'donnees', '個人', '人情', '情報', '報']
    """
    return list(_shared(text))


def distinct_terms(text: str) -> tuple[str, ...]:
    """The terms of a sentence, each once, in the order in which they come first; what is held meanwhile does not grow with a sentence."""
    return tuple(dict.fromkeys(_terms(text)))


def _shared(text: str) -> Iterator[str]:
    """The terms; equal ones are one object. A million honorifics have four million words, which took 250 MB."""
    known: dict[str, str] = {}
    for term in _terms(text):
        yield known.setdefault(term, term)


def _terms(text: str) -> Iterator[str]:
    text = as_shown(text)
    if text.isascii():
        yield from (found[0] for found in _ASCII_RUN.finditer(text.lower()))
        return
    at, held = 0, ""
    while at < len(text):
        # A run that continues from piece to piece doubles the next one, or it would be read again and again.
        end = _end_of_piece(text, at + max(_PIECE, len(held)))
        held += _folded(text[at:end])
        at, done = end, len(held)
        for run in _RUN.finditer(held):
            # What touches the end of a piece may continue in the next one; of pairs, only the last character does.
            if goes_on := run.end() == len(held) and at < len(text):
                done = run.end() - 1 if _IS_PAIRED.match(run[0]) else run.start()
            if _IS_PAIRED.match(run[0]):
                yield from _pairs(run[0], goes_on=goes_on)
            elif not goes_on:
                yield run[0]
        held = held[done:]


def _end_of_piece(text: str, end: int) -> int:
    """The first place from there on at which a text can be cut so that its parts fold to the parts of what it folds to."""
    while end < len(text) and not _stands_alone(text[end]):
        end += 1
    return min(end, len(text))


def _stands_alone(character: str) -> bool:
    """False for what may be one with the character before it: marks, the second and third part of a Korean syllable, what is not seen."""
    first = unicodedata.normalize("NFKD", character.casefold())[:1]
    return unicodedata.category(first)[0] != "M" and unicodedata.category(first) != "Cf" and not "\u1160" <= first <= "\u11ff"


def _folded(text: str) -> str:
    """One form of all that looks the same: compatibility forms, case, accents."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_UNSEEN).casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed)).casefold()


def _pairs(run: str, *, goes_on: bool) -> Iterator[str]:
    """The pairs of a run; the last character of all once more alone, so that every character begins a term."""
    yield from (run[at : at + 2] for at in range(len(run) - 1))
    if not goes_on:
        yield run[-1]


@dataclass(frozen=True, slots=True)
class SoughtPhrase:
    """Terms that are in a row; of the last one perhaps only the beginning."""

    terms: tuple[str, ...]
    begun: bool = False

    def place(self, row: Sequence[str]) -> int:
        """Where it is first among the terms of a sentence, or -1."""
        whole, last = (self.terms[:-1], self.terms[-1]) if self.begun else (self.terms, "")
        first, size = self.terms[0], len(whole)
        for at in range(len(row) - len(self.terms) + 1):
            if (size == 0 or row[at] == first) and tuple(row[at : at + size]) == whole and (not last or row[at + size].startswith(last)):
                return at
        return -1


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: all these phrases in one sentence, in any order."""

    phrases: tuple[SoughtPhrase, ...]

    def is_in(self, text: str) -> bool:
        """True when a sentence has them all."""
        row = terms(text)
        return all(phrase.place(row) >= 0 for phrase in self.phrases)

    @property
    def is_of_words(self) -> bool:
        """True when a sentence that has all terms, wherever, is an answer."""
        return all(len(phrase.terms) == 1 for phrase in self.phrases)


def question(texts: Sequence[str]) -> Question:
    """What a person looks for.

    Args:
        texts: each is one phrase; one with quotation marks is the phrases in them and the single words outside. A star at the end of a word
            stands for any ending.

    Raises:
        ValueError: there is nothing to look for, or too much; says which.

    >>> question(["sell your data"]).phrases
    (SoughtPhrase(terms=('sell', 'your', 'data'), begun=False),)
    >>> question(['"your data" sell*']).phrases
    (SoughtPhrase(terms=('your', 'data'), begun=False), SoughtPhrase(terms=('sell',), begun=True))
    """
    if sum(map(len, texts)) > LONGEST:
        raise ValueError(f"the text to search for is longer than {LONGEST:,} characters; give one sentence of it, or a few words")
    phrases = [phrase for text in texts for part in _parts(text) if (phrase := _phrase(part)) is not None]
    if not phrases:
        raise ValueError("there is no word to search for; give at least one letter or digit")
    if sum(len(phrase.terms) for phrase in phrases) > MOST_TERMS:
        raise ValueError(f"the text to search for has more than {MOST_TERMS} words; give one sentence of it, or a few words")
    return Question(tuple(dict.fromkeys(phrases)))


def _parts(text: str) -> list[str]:
    pieces = _QUOTES.split(text)
    if len(pieces) == 1:
        return [text]
    # Every second piece stood between two marks; a mark that is never closed closes at the end.
    return [part for number, piece in enumerate(pieces) for part in ([piece] if number % 2 else piece.split())]


def _phrase(text: str) -> SoughtPhrase | None:
    found = terms(text)
    if not found:
        return None
    last, begun = found[-1], text.rstrip().endswith("*")
    if _IS_PAIRED.match(last):
        # "情報" ends within a longer run as well: its last character alone would ask for the end of one.
        ends_a_run = len(found) > 1 and len(found[-2]) == 2 and found[-2].endswith(last)
        return SoughtPhrase(tuple(found[:-1])) if ends_a_run else SoughtPhrase(tuple(found), begun=True)
    return SoughtPhrase(tuple(found), begun)
