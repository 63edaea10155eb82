"""How much a text reads like a policy, in any listed language: the number and the density of words that are typical of policies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from monitor.core.text.tokens import words_or_characters
from monitor.core.text.word_lists import policy_words

_SAMPLE_WORDS = 6_000


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the word list of the best-fitting language found."""

    distinct: int
    """Different listed words met."""
    density: float
    """Listed words per word of text (0 to 1): about 0.12 to 0.3 in policies and terms, below 0.06 on home pages."""


@lru_cache(maxsize=32)
def likeness(text: str) -> Likeness:
    """The likeness in the language that fits best.

    >>> likeness("We process your personal data with your consent.").distinct
    3
    """
    found = words_or_characters(text)[:_SAMPLE_WORDS]
    line = " ".join(found)
    packed = "".join(found) if any(ord(w[0]) > 0x3000 for w in found[:200]) else line
    best = Likeness(0, 0.0)
    for language, pattern in policy_words():
        hits = pattern.findall(packed if language in ("ja", "zh", "ko") else line)
        best = max(best, Likeness(len(set(hits)), len(hits) / max(len(found), 1)), key=lambda one: (one.distinct, one.density))
    return best
