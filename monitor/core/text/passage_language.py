"""The language of a passage: that of its document, unless the passage itself clearly speaks another.

A sentence is too short for what tells the language of a document. It is asked only whether it speaks against that language, by its script,
or by small words and letters; names ("株式会社東京", "Société Générale") and the menus of a language switch do not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from monitor.core.text.language import in_family, is_nearly_ascii
from monitor.core.text.lexicon import english as english_lexicon
from monitor.core.text.lexicon import stop_words
from monitor.core.text.segment import SegmentedText, Unit
from monitor.core.text.tokens import FUNCTION, plain, word_row
from monitor.core.text.word_lists import families, judged_languages, languages_of_small_words, latin_letters, scripts, small_words

_SCRIPT_SHARE, _KANA_SHARE = 0.4, 0.1
"""Of the letters of a passage; see `language`."""
_PACKED = frozenset(("ja", "zh", "th", "lo", "my", "km"))
_FEWEST_PACKED = 12
"""Letters of a passage in a script without blanks, and below, words of one in another script: less may be a name."""
_FEWEST_WORDS, _FEWEST_IN_SCRIPT = 5, 4
_FEWEST_SMALL = 3
"""Small words of a language from which a passage may be in it."""
_SHARE = 0.2
"""Of the words of a passage: small words of its language."""
_LEAD = 2.0
"""How far the language of a passage must lead over that of its document, in small words."""
_FOREIGN_LETTER = 0.5
"""What a word with letters that a language does not have takes from it."""
_FAST = 0.15
"""Share of English small words from which a passage in an English document needs no second look."""
_REACH = 8
"""Lines above a short one in which its passage is looked for."""


class PassageLanguages:
    """The languages of a text's passages."""

    def __init__(self, text: SegmentedText, main: str | None) -> None:
        """`main` is the language of the document, as `language_of` gives it."""
        self._text, self.main = text, main
        self._by_words: dict[Unit, str | None] = {}
        self._known: dict[int, str | None] = {}
        self._of_units: dict[Unit, str | None] = {}

    def of(self, units: Sequence[Unit]) -> list[str | None]:
        """The language of each unit; None where nothing tells it and the document's is unknown too."""
        return [self._of(unit) for unit in units]

    def section(self, units: Sequence[Unit]) -> tuple[str, ...]:
        """The headings below which units stand."""
        return self._text.section(units[0].line)

    def told(self, units: Sequence[Unit]) -> list[str | None]:
        """The language that each unit tells by its own words, or None."""
        return [self._of_words(unit) for unit in units]

    def _of_words(self, unit: Unit) -> str | None:
        if unit not in self._by_words:
            self._by_words[unit] = language_of_passage(unit.text, self.main)
        return self._by_words[unit]

    def _of(self, unit: Unit) -> str | None:
        if unit not in self._of_units:  # a run of statements is parted by languages before its own is asked for
            self._of_units[unit] = self._of_words(unit) or self._of_line(unit.line)
        return self._of_units[unit]

    def _of_line(self, line: int) -> str | None:
        """The language of the nearest line from here upwards that tells one, up to its heading, else that of the document."""
        for number in range(line, max(-1, line - _REACH), -1):
            if (found := self._told(number)) is not None:
                return found
            if self._text.kind(number) == "heading":
                break
        return self.main

    def _told(self, line: int) -> str | None:
        if line not in self._known:
            self._known[line] = language_of_passage(self._text.lines[line], self.main)
        return self._known[line]


def language_of_passage(text: str, main: str | None) -> str | None:
    """The language that a passage speaks, or None when it is too short or too full of names to tell.

    Args:
        text: a sentence or a paragraph.
        main: the language of its document, which it has unless it speaks clearly against it.

    >>> language_of_passage("Wir verkaufen Ihre Daten nicht an Dritte.", "en"), language_of_passage("Heron Ltd.", "ja")
    ('de', None)
    """
    if not text.isascii() and (found := _by_script(plain(text).lower(), main)):
        return found
    row = word_row(text)
    if len(row) < _FEWEST_WORDS:
        return _of_short_sentence(text, row, main)
    if main in ("en", None) and text.isascii() and sum(map(small_words()["en"].__contains__, row)) >= _FAST * len(row):
        return "en"
    known = languages_of_small_words()
    small = Counter(language for word in row for language in known.get(word, ()))
    found = _by_words(text, row, small, main)
    return (_of_short_sentence(text, row, main) if found in (None, main) else None) or found


def _of_short_sentence(text: str, row: Sequence[str], main: str | None) -> str | None:
    """The judged language of a sentence of a few words in an English text: "Nous vendons vos données."."""
    if main not in ("en", None) or not _FEWEST_SHORT <= len(row) <= _MOST_SHORT or not text.rstrip().endswith((".", "!", "?", ";")):
        return None
    english = sum(word in FUNCTION or "'" in word for word in row)
    row = [word for word in row if word.isalpha()]
    votes = {code: len({word for word in row if word in known}) for code, known in _words_of_tongues().items()}
    best, second = sorted(votes, key=lambda code: votes[code], reverse=True)[:2]
    leads = votes[best] > votes[second] and _is_written_small(text, _words_of_tongues()[best])
    if leads and votes[best] >= max(_LEAD, 3 * english) and votes[best] >= _SHORT_SHARE * len(row):
        return best
    if english or english_lexicon().find(row) or not any(_is_no_name(word.strip(_STOPS)) for word in text.split()):
        return None
    # "Nie sprzedajemy Twoich danych.": hardly an English sentence has neither a small word nor one that policies use.
    if votes[best] > votes[second]:
        return best
    known = languages_of_small_words()
    others = Counter(language for word in row for language in known.get(word, ()))
    return next((code for code, _ in others.most_common(1)), None)


def _is_no_name(word: str) -> bool:
    """True for a word in small letters; "de" and "van" are parts of names."""
    return word.islower() and len(word) > len("van")


@cache
def _words_of_tongues() -> dict[str, frozenset[str]]:
    """The small words of each judged language beside English, without those that are English words as well."""
    tongues = (code for code in judged_languages() if code != "en")
    return {code: (small_words()[code] | stop_words(code)) - FUNCTION - _ENGLISH_TOO for code in sorted(tongues)}


_ENGLISH_TOO = frozenset(("no", "per", "son", "note", "die", "den", "man", "data", "plus", "via", "name", "come"))
_FEWEST_SHORT, _MOST_SHORT = 3, 16
_SHORT_SHARE = 0.3


def _is_written_small(text: str, known: frozenset[str]) -> bool:
    """True when one of the words stands in the text in small letters, as it does not in a name."""
    return any(word.strip(_STOPS) in known for word in text.split())


_STOPS = ".,;:!?()[]\"'“”‘’«»"


def _by_words(text: str, row: Sequence[str], small: Counter[str], main: str | None) -> str | None:
    strange = [word for word in row if not word.isascii()]
    votes = {language: count - _FOREIGN_LETTER * _misspelt(strange, language) for language, count in small.items()}
    if not votes:
        return None
    best = max(sorted(votes), key=lambda language: (votes[language], language == main))
    own = votes.get(main or "en", 0.0)
    if main and best != main:
        # "Conserviamo per 30 giorni i registri del server" has three small words of Catalan; all of them are Italian as well.
        own += sum(word in stop_words(main) and main not in languages_of_small_words().get(word, ()) for word in row)
    if best == main or (own > 0 and votes[best] < _LEAD * own):
        return main if own >= 1 else None
    clear = votes[best] >= _FEWEST_SMALL and small[best] >= _SHARE * len(row)
    return best if clear and _in_sentence(text, row, best) else None


def _in_sentence(text: str, row: Sequence[str], language: str) -> bool:
    """True when several small words occur, and not all as parts of names: "Los Angeles, Las Vegas, El Paso" is no Spanish."""
    held = {word for word in row if language in languages_of_small_words().get(word, ())}
    return len(held) >= _FEWEST_SMALL and _is_written_small(text, frozenset(held))


def _misspelt(strange: Sequence[str], language: str) -> int:
    """Words with letters that a language in Latin script does not have."""
    letters = latin_letters().get(language)
    if letters is None:
        return 0
    return sum(not all(letter.isascii() or letter in letters for letter in word) for word in strange)


def _by_script(text: str, main: str | None) -> str | None:
    """The language of a passage that is mainly in another script than Latin."""
    if is_nearly_ascii(text):
        return None
    letters = sum(map(str.isalpha, text)) or 1
    for code, script in scripts():
        size = len(script.findall(text))
        if size <= (_KANA_SHARE if code == "ja" else _SCRIPT_SHARE) * letters:
            continue
        if code == main or (code == "zh" and main == "ja") or _are_family(code, main):
            return main
        enough = letters >= _FEWEST_PACKED if code in _PACKED else len(word_row(text)) >= _FEWEST_IN_SCRIPT
        return in_family(code, text) if enough else None
    return _cyrillic(text, letters, main)


def _cyrillic(text: str, letters: int, main: str | None) -> str | None:
    if sum("\u0400" <= letter <= "\u052f" for letter in text) <= _SCRIPT_SHARE * letters:
        return None
    if _are_family("ru", main):
        return main
    return in_family("ru", text) if len(word_row(text)) >= _FEWEST_IN_SCRIPT else None


def _are_family(code: str, other: str | None) -> bool:
    return any(code in family and other in family for family in families())
