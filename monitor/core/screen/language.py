"""The language of a text, by its script and its commonest small words; None when it can't be told."""

from __future__ import annotations

import re
from collections import Counter

from monitor.core.text.shingles import words
from monitor.core.text.word_lists import small_words

_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
)
_SAMPLE_CHARS, _SAMPLE_WORDS = 20_000, 3_000
_LEAST_SHARE = 0.1
"""Of all words that must be small words of the language (running text has 0.25 to 0.45, navigation far less)."""
_MARGIN = 1.35
"""How far the first language must lead over the second."""


def language_of(text: str) -> str | None:
    """ISO 639-1 code of a text's main language, or None when it is short, mixed or unknown.

    >>> language_of("We collect the data that you give to us when you use our service, and we keep it for as long as you are with us.")
    'en'
    """
    sample = text[:_SAMPLE_CHARS]
    letters = sum(map(str.isalpha, sample)) or 1
    for code, script in _SCRIPTS:
        if len(script.findall(sample)) > (0.1 if code == "ja" else 0.3) * letters:
            return code
    return _by_small_words(Counter(words(text)[:_SAMPLE_WORDS]))


def _by_small_words(counts: Counter[str]) -> str | None:
    total = counts.total()
    if total < 20:
        return None
    scores = sorted(((sum(counts[w] for w in listed) / total, code) for code, listed in small_words().items()), reverse=True)
    (best, code), (second, _) = scores[0], scores[1]
    return code if best >= _LEAST_SHARE and best >= _MARGIN * second else None
