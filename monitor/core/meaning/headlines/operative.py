"""How much a word, or a clause, tells: operative words are those for whose sake a clause is written ("waive", "sell", "ten years")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from math import fsum

from monitor.core.meaning.frames import MODALS
from monitor.core.meaning.negation import DENYING
from monitor.core.meaning.row_answers import answer_of_row
from monitor.core.text.lexicon import load
from monitor.core.text.tokens import FUNCTION

FILE = "headline_words.en.yaml"
WORD = re.compile(r"[$€£¥]?[^\W_]+(?:['’.,][^\W_]+)*%?")
"""A word as a headline counts it: amounts with their signs and points are one."""
_GRAVE, _OPERATIVE, _NUMBER, _DENIAL, _MODAL, _SUBSTANCE, _FUNCTION = 9.0, 4.0, 3.0, 3.0, 1.5, 1.0, 0.1
# "This also holds for photos" leans on the sentence before it, "see https://…" on a page and "To
# cancel:" on what follows; none can be quoted alone. "| Biometric information | NO |" tells less than a row with a yes.
_LEANING_SHARE, _DENIED_SHARE = 0.65, 0.2


@cache
def _prefixes(name: str) -> tuple[str, ...]:
    return tuple(load(FILE)[name].split())


@cache
def _whole() -> frozenset[str]:
    return frozenset(load(FILE)["whole"].split())


@cache
def _leaning() -> tuple[str, ...]:
    return tuple(f"{word} " for word in load(FILE)["leaning"].split())


@lru_cache(maxsize=8192)
def weight(word: str) -> float:
    """What a word, in lower case, counts.

    >>> weight("arbitration") > weight("not") > weight("may") > weight("mill") > weight("of")
    True
    """
    if word in DENYING:
        return _DENIAL
    if word.startswith(_prefixes("grave")):
        return _GRAVE
    if word in _whole() or word.startswith(_prefixes("operative")):
        return _OPERATIVE
    if word in MODALS:
        return _MODAL
    if any(map(str.isdigit, word)):
        return _NUMBER
    return _FUNCTION if word in FUNCTION else _SUBSTANCE


def is_grave(word: str) -> bool:
    """True for a word of a clause that has to be read, whatever else is told."""
    return word.startswith(_prefixes("grave"))


@lru_cache(maxsize=2048)
def words_in(text: str) -> tuple[tuple[int, int, str], ...]:
    """The words of a text with their places, in lower case."""
    return tuple((found.start(), found.end(), found[0].lower().replace("’", "'")) for found in WORD.finditer(text))


@lru_cache(maxsize=4096)
def word_row_of(text: str) -> tuple[str, ...]:
    """The words of `words_in` without their places, which cost most."""
    if text.isascii():
        return tuple(WORD.findall(text.lower()))
    return tuple([word.lower().replace("’", "'") for word in WORD.findall(text)])


def weight_of(words: Iterable[str]) -> float:
    """What several words count together; a word that is said twice counts once, for a list of sales tells no more than one."""
    # Exactly rounded: a plain sum depends on the order of a set, which differs from one run to the next.
    return fsum(map(weight, set(words)))


def telling(text: str) -> float:
    """How much a whole clause tells; long clauses do not win by their length alone."""
    words = word_row_of(text)
    if not words:
        return 0.0
    share = _LEANING_SHARE if text.lower().lstrip("“‘\"' ").startswith(_leaning()) else 1.0
    if "://" in text or text.rstrip().endswith(":"):
        share *= _LEANING_SHARE
    if "|" in text and answer_of_row(text) < 0:
        share *= _DENIED_SHARE
    # Eighteen words are a plain sentence; below that a clause is no poorer for being short.
    return share * weight_of(words) / float(max(1.0, len(words) / 18) ** 0.4)
