"""The language of a text: by its script, else by its commonest small words, else as the page declares."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache

from monitor.core.text.tokens import words
from monitor.core.text.word_lists import families, judged_languages, latin_letters, own_letters, scripts, small_words

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
"""How far the first language must lead over the second, in the words that only one of the two has."""
UNKNOWN = "und"
"""ISO 639-2 for a language that cannot be told: what running text is in that has next to no small words of any list."""
_FOREIGN_WORDS, _FOREIGN_SHARE = 40, 0.06
"""Words of sentences, and the share of small words below which they are in none of the listed languages."""
_STOP = re.compile(r"([\n|.!?])")
_SENTENCE = 40
"""Characters from which what ends with a stop is a sentence."""
_OWN_SHARE = 0.008
"""Of the letters of a script: those that only one of its languages writes."""
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_FEW = 9
"""Words below which one small word tells nothing: "is" is Hungarian as well ("Data is deleted"), "in" is
Slovenian ("We charge fees in euros")."""
_FEWEST_WORDS = 20
"""Below this a text is too short for certainty ("Datenschutz | Privacy | Imprint")."""


def language_of(text: str, declared: str | None = None) -> str | None:
    """ISO 639-1 code of a text's main language; what the text shows outranks what the page declares.

    Args:
        text: in any language.
        declared: what the page says, such as "en-GB", or None.

    Returns:
        The code; UNKNOWN for running text in none of the listed languages; None when neither the text nor the page tells.

    >>> language_of("Wir geben Ihre Daten nicht an Dritte weiter, und wir löschen sie, wenn Sie es verlangen oder uns kündigen.", "en")
    'de'
    """
    by_script, vote = _vote(text)
    if by_script:
        return by_script
    if vote.words < _FEW and vote.own < 2:
        return _declared(declared)
    if vote.share >= LIKELY and vote.leads(_LEAD):
        return (vote.language in _CYRILLIC_FAMILY and _cyrillic(text, vote.language)) or vote.language
    # As many small words of one language as of another tell neither: "in" is Slovenian as well as English.
    told = _declared(declared) or (vote.language if vote.share >= LIKELY and vote.own > vote.rival else None)
    if (told is None or told in small_words()) and _is_foreign(text):
        told = UNKNOWN
    return told if told in _CYRILLIC_FAMILY else _cyrillic(text) or told


def _declared(said: str | None) -> str | None:
    code = (said or "").strip().lower().replace("_", "-").partition("-")[0]
    return code if len(code) == 2 and code.isalpha() else None


def certain_language(text: str) -> str | None:
    """ISO 639-1 code where the text itself leaves no doubt; None when it is short, mixed or in an unknown language.

    >>> certain_language("Home Products About Contact"), certain_language("We keep the data that you give to us. " * 5)
    (None, 'en')
    """
    by_script, vote = _vote(text)
    if by_script:
        return by_script
    return vote.language if vote.words >= _FEWEST_WORDS and vote.share >= CERTAIN and vote.leads(_CLEAR_LEAD) else None


def judged(code: str | None) -> bool:
    """True for a language in which changes are judged, not only shown.

    Args:
        code: ISO 639-1, or None where nothing tells the language: such a text is too short to be anything but names and
            numbers, or too plain to be told from English, and is read as English is.

    >>> judged("en"), judged("ja"), judged(None)
    (True, False, True)
    """
    return code is None or code in judged_languages()


@dataclass(frozen=True, slots=True)
class _Vote:
    """What the small words of a text say."""

    language: str
    """The one with the most of its small words in the text."""
    share: float
    """Those small words per word of the text, 0 to 1."""
    own: int
    """Small words of this language that are none of the second's: "og", "det" and "ikke" are Danish and Norwegian alike."""
    rival: int
    """Small words of the second language that are none of this one's."""
    words: int

    def leads(self, by: float) -> bool:
        return self.own > 0 and self.own >= by * self.rival


def _vote(text: str) -> tuple[str | None, _Vote]:
    """(language by script or None, what the small words say)."""
    start = max(0, (len(text) - _SAMPLE) // 2)
    return _vote_of(text[start : start + _SAMPLE].lower())


@lru_cache(maxsize=64)
def _vote_of(sample: str) -> tuple[str | None, _Vote]:
    """The vote of a sample in lower case; every comparison asks three times for each of its two texts."""
    by_script = None if sample.isascii() else _by_script(sample)
    counts = Counter(() if by_script else words(sample))
    size = counts.total()
    strange = Counter({word: number for word, number in counts.items() if not word.isascii()})
    against = {code: _misspelt(strange, letters) for code, letters in latin_letters().items()} if strange else {}
    held = sorted(((number - against.get(code, 0), code) for code, number in _all_held(counts).items()), reverse=True)
    (most, code), (_, second) = held[:2]
    mine, other = small_words()[code], small_words()[second]
    rival = _held(counts, other - mine) - against.get(second, 0)
    return by_script, _Vote(code, most / max(size, 1), _held(counts, mine - other), max(rival, 0), size)


def _misspelt(strange: Counter[str], letters: frozenset[str]) -> int:
    """Words with letters that a language in Latin script does not write."""
    return sum(number for word, number in strange.items() if not all(letter.isascii() or letter in letters for letter in word))


def _by_script(sample: str) -> str | None:
    if is_nearly_ascii(sample):
        return None
    letters = sum(map(str.isalpha, sample)) or 1
    for code, script in scripts():
        if len(script.findall(sample)) > (_KANA_SHARE if code == "ja" else _SCRIPT_SHARE) * letters:
            return in_family(code, sample)
    return None


_ASCII_SIGNS = bytes(code for code in range(128) if not chr(code).isalpha())


def is_nearly_ascii(sample: str) -> bool:
    """True where too few characters are beyond ASCII for any script to have its share: in English they are quotes and dashes.

    All letters of `scripts` are beyond ASCII, so no pattern need be tried, and the letters of the sample need not be counted one by one.
    """
    plain = sample.encode("ascii", "ignore")
    return len(sample) - len(plain) <= min(_KANA_SHARE, _SCRIPT_SHARE) * len(plain.translate(None, _ASCII_SIGNS))


def in_family(code: str, sample: str) -> str:
    """The language of a text in the script of `code`, by the letters that only one of those that share it writes."""
    family = next((one for one in families() if code in one), (code,))
    if len(family) == 1:
        return code
    letters = sum(map(str.isalpha, sample)) or 1
    return next(
        (other for other in family[1:] if other in own_letters() and _count(sample, own_letters()[other]) > _OWN_SHARE * letters), code
    )


def _count(sample: str, letters: frozenset[str]) -> int:
    return sum(map(letters.__contains__, sample))


_CYRILLIC_FAMILY = next(family for family in families() if "ru" in family)


def _cyrillic(text: str, usual: str = "ru") -> str | None:
    """The language of a text in Cyrillic script by its letters, else `usual`: small words decide little of "Срок хранения: 30 дней"."""
    sample = text[:_SAMPLE].lower()
    if sample.isascii() or len(_CYRILLIC.findall(sample)) <= _SCRIPT_SHARE * sum(map(str.isalpha, sample)):
        return None
    found = in_family("ru", sample)
    return usual if found == "ru" else found


def _is_foreign(text: str) -> bool:
    """True for sentences in which next to no word is a small word of any listed language: a template may still declare "en"."""
    parts = _STOP.split(text[:_SAMPLE])
    sentences = (part for part, stop in zip(parts[::2], parts[1::2], strict=False) if stop not in "\n|" and len(part) >= _SENTENCE)
    found = Counter(words(" ".join(sentences)))
    size = found.total()
    return size >= _FOREIGN_WORDS and all(number < _FOREIGN_SHARE * size for number in _all_held(found).values())


def _all_held(counts: Counter[str]) -> dict[str, int]:
    """How many words are small words of each language; in one pass, for a statement has fewer words than the lists."""
    held, languages = dict.fromkeys(small_words(), 0), _languages_by_word()
    for word, number in counts.items():
        for code in languages.get(word, ()):
            held[code] += number
    return held


@cache
def _languages_by_word() -> dict[str, tuple[str, ...]]:
    lists = small_words()
    return {word: tuple(code for code, listed in lists.items() if word in listed) for word in frozenset().union(*lists.values())}


def _held(counts: Counter[str], listed: frozenset[str]) -> int:
    return sum(map(counts.__getitem__, listed))
