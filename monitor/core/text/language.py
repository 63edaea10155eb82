"""The language of a text: by its script, else by its commonest small words, else as the page declares."""

from __future__ import annotations

from collections import Counter

from monitor.core.text.tokens import words
from monitor.core.text.word_lists import scripts, small_words

_SAMPLE = 4_000
"""Characters looked at, from the middle of the text: pages in one language open and end with menus and notices in another."""
_SCRIPT_SHARE = 0.3
_KANA_SHARE = 0.1
"""Of the letters. Japanese writes most nouns in Chinese characters, so kana make up little of a legal text."""
CERTAIN = 0.1
"""Share of small words of a language from which a text is in it, whatever the page says: running text has 0.25 to 0.45."""
LIKELY = 0.035
"""Share that outranks what the page declares: templates declare "en" for whatever they hold, but a list of companies has no small words."""
_LEAD, _CLEAR_LEAD = 1.3, 1.35
"""How far the first language must lead over the second; Danish and Norwegian share most small words."""
_FEWEST_WORDS = 20
"""Below this a text is too short for certainty ("Datenschutz | Privacy | Imprint")."""


def language_of(text: str, declared: str | None = None) -> str | None:
    """ISO 639-1 code of a text's main language; what the text shows outranks what the page declares.

    Args:
        text: in any language.
        declared: what the page says, such as "en-GB", or None.

    Returns:
        The code, or None when neither the text nor the page tells.

    >>> language_of("Wir geben Ihre Daten nicht an Dritte weiter, und wir löschen sie, wenn Sie es verlangen oder uns kündigen.", "en")
    'de'
    """
    by_script, scores, _ = _scores(text)
    if by_script:
        return by_script
    (best, code), (second, _) = scores[:2]
    if best >= LIKELY and best >= _LEAD * second:
        return code
    said = (declared or "").strip().lower().replace("_", "-").partition("-")[0]
    if len(said) == 2 and said.isalpha():
        return said
    return code if best >= LIKELY else None


def certain_language(text: str) -> str | None:
    """ISO 639-1 code where the text itself leaves no doubt; None when it is short, mixed or in an unknown language.

    >>> certain_language("Home Products About Contact"), certain_language("We keep the data that you give to us. " * 5)
    (None, 'en')
    """
    by_script, scores, size = _scores(text)
    if by_script:
        return by_script
    (best, code), (second, _) = scores[:2]
    return code if size >= _FEWEST_WORDS and best >= CERTAIN and best >= _CLEAR_LEAD * second else None


def _scores(text: str) -> tuple[str | None, list[tuple[float, str]], int]:
    """(language by script, each language with the share of its small words, best first, words counted)."""
    start = max(0, (len(text) - _SAMPLE) // 2)
    sample = text[start : start + _SAMPLE].lower()
    if not sample.isascii():
        letters = sum(map(str.isalpha, sample)) or 1
        for code, script in scripts():
            if len(script.findall(sample)) > (_KANA_SHARE if code == "ja" else _SCRIPT_SHARE) * letters:
                return code, [], letters
    counts = Counter(words(sample))
    size = counts.total() or 1
    shares = ((sum(map(counts.__getitem__, listed)) / size, code) for code, listed in small_words().items())
    return None, sorted(shares, reverse=True), size
