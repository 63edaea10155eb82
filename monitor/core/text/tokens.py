"""The tokeniser, and the normal forms under which two statements count as equal: keys, set phrases, spelling, stems."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from sys import intern

from monitor.core.text import characters
from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import load, phrases, word_set
from monitor.core.text.markdown_links import strip

FUNCTION = word_set("function")
"""Words without substance of their own ("the", "of", "please")."""

_URL = late(r"(?:https?://|www\.)[^\s)>\]]+")
_MAIL = late(
    r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++|(?<![\w.+-])[\w.+-]*+\\?\[email[\s\xa0]protected\\?\][\w×-]*+(?:\.[\w-]++)*+|email[\s\xa0]protected",
    re.IGNORECASE,
)
"""A mail address, and what is left of one: hosts mask all of it or a part ("de[email protected]", "[email protected].example")."""
APOSTROPHES = "`’‘ʼ´"
"""Signs that policies print for an apostrophe; all are read as "'"."""


_CONTRACTION = late(r"\b(do|does|did|wo|ca|is|are)nt\b")


def plain(text: str) -> str:
    """The text as a reader sees it: link targets and bare addresses dropped, apostrophes of one kind, mail addresses as one word.

    Some hosts mask mail addresses in some responses ("[email protected]"), which is no edit of the policy.

    >>> plain("See our [list](https://x.example/a?b) of partners’ names")
    "See our list of partners' names"
    """
    if "<br>" in text:
        text = text.replace("<br>", " ")
    text = strip(text)
    if "://" in text or "www." in text:
        text = _URL.sub(" ", text)
    if "@" in text or "protected" in text:
        text = _masked(text)
    for sign in APOSTROPHES if not text.isascii() else "`":
        if sign in text:
            text = text.replace(sign, "'")
    # "We dont sell your data" says what "We don't sell your data" says.
    if "nt" in text and (
        "dont" in text or "doesnt" in text or "didnt" in text or "wont" in text or "cant" in text or "isnt" in text or "arent" in text
    ):
        text = _CONTRACTION.sub(r"\1n't", text)
    return text


def _masked(text: str) -> str:
    """Mail addresses, masked or not, as one word; only lines that may hold one are searched, for the search is slow."""
    return "\n".join(_MAIL.sub("mailaddress", line) if "@" in line or "protected" in line else line for line in text.split("\n"))


def words(text: str) -> list[str]:
    """The words of a text in lower case, without markup, link targets and punctuation.

    >>> words("**We** do NOT share, sell, rent - or trade e-mail.")
    ['we', 'do', 'not', 'share', 'sell', 'rent', 'or', 'trade', 'e', 'mail']
    """
    return list(word_row(text))


LONG = 4_000
"""Characters from which the words of a text are remembered for one comparison alone, see `forget`."""


def word_row(text: str) -> Sequence[str]:
    """Like `words`, but shared with other callers: do not change it."""
    return _words(text) if len(text) < LONG else _long_words(text)


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_split(plain(text).lower()))


@lru_cache(maxsize=64)
def _long_words(text: str) -> list[str]:
    return _split(plain(text).lower())


def forget() -> None:
    """Drop the cached words of long texts; called at the end of each comparison."""
    _long_words.cache_clear()


def words_by_line(lines: Sequence[str]) -> list[list[str]]:
    """The words of each line, as `words` gives them; a few passes over all lines together cost half of cutting each alone.

    >>> words_by_line(["We keep logs.", "", "- 30 days"])
    [['we', 'keep', 'logs'], [], ['30', 'days']]
    """
    text = "\n".join(lines)
    if characters.is_peculiar(text):
        return [_split(plain(line).lower()) for line in lines]
    if marked := _lines_with(_MARKUP, text, lines):
        text = "\n".join(plain(line) if number in marked else line for number, line in enumerate(lines))
    for sign in APOSTROPHES if not text.isascii() else "`":
        text = text.replace(sign, "'")
    spaced = _spaced(text.lower()).replace(_POINT, ".")
    return [line.split() for line in spaced.split("\n")] if lines else []


def _lines_with(marks: Sequence[str], text: str, lines: Sequence[str]) -> set[int]:
    """The numbers of the lines that hold any of some marks; `text` is all of them, which is searched faster than each."""
    found: set[int] = set()
    starts: list[int] = []
    for mark in marks:
        at = text.find(mark)
        while at >= 0:
            starts = starts or [0, *accumulate(len(line) + 1 for line in lines)]
            number = bisect_right(starts, at) - 1
            found.add(number)
            at = text.find(mark, starts[number + 1])
    return found


WORD = late(rf"(?:{characters.WORD})(?:(?<=[^\W_])\.(?=\d))?")
"""What a word is, in a plain text in lower case: the reference for `_spaced`, which finds the same words without a pattern where letters
and blanks are enough to tell them.

Letters and digits of any script with the apostrophes inside ("don't", "partners'" without its last one); a decimal point stays with the
number before it ("v2.0" is "v2." and "0"), so that 1.5 % never equals 15 %.
"""
_MARKUP = ("<br>", "](", "://", "www.", "@", "protected")
"""What lines hold that `plain` has something to take out of."""
_SIGNS = [sign for sign in map(chr, range(128)) if not sign.isalnum() and sign not in "'\n"]
_BLANKS = bytes.maketrans("".join(_SIGNS).encode(), b" " * len(_SIGNS))
_TYPOGRAPHY = "“”–—•…·\xa0\u200b©®™"
"""Signs beyond ASCII that are common in policies: a line that has no others is cut like one in ASCII once they are gone."""
_DECIMAL = late(r"\.(?=\d)(?<=[^\W_]\.)")
_POINT = "\x00"
"""Stands for a decimal point, which belongs to the word before it, once other marks are blanks."""
_EDGES = (("''", "  "), (" '", "  "), ("\n'", "\n "), ("' ", "  "), ("'\n", " \n"))
"""Apostrophes that do not join two letters, as in 'quoted' words; they are no part of a word."""


def _split(text: str) -> list[str]:
    """The words of a plain text in lower case, cut at blanks where that is faster than the pattern."""
    if not text.isascii():
        for sign in _TYPOGRAPHY:
            text = text.replace(sign, " ")
        if not text.isascii():
            return WORD.findall(text)
    spaced = _spaced(text)
    return spaced.replace(_POINT, ".").split() if _POINT in spaced else spaced.split()


def _spaced(text: str) -> str:
    """A plain text in lower case with blanks for all that belongs to no word, and its line ends."""
    if not text.isascii():
        for sign in set(characters.beyond_ascii(text)):
            if not sign.isalnum():
                text = text.replace(sign, " ")
    parts = _DECIMAL.split(text) if "." in text else [text]
    text = f"{_POINT} ".join(map(_blanked, parts))
    if "'" not in text:
        return text
    text = f"\n{text}\n"
    for edge, put in _EDGES:
        text = text.replace(edge, put)
    return text[1:-1]


def _blanked(text: str) -> str:
    # By bytes, of which those of other signs and letters are none of these: a table for characters costs ten times as much.
    return text.encode("utf-8", "surrogatepass").translate(_BLANKS).decode("utf-8", "surrogatepass")


_CJK = late(r"([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])")
_CJK_PARTS = late(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\s\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


@lru_cache(maxsize=16)
def words_or_characters(text: str) -> tuple[str, ...]:
    """The words of a text, where a Chinese, Japanese or Korean character is a word of its own; these scripts set no blanks between words.

    Counts and shingles of a text need it: `words` gives a whole clause of Japanese as one word.

    >>> words_or_characters("We *never* sell [個人情報](https://a.example/x).")
    ('we', 'never', 'sell', '個', '人', '情', '報')
    """
    found = _split(plain(text).lower())  # not remembered by `word_row`, whose long texts stay until a comparison ends
    if text.isascii() or not _CJK.search(text):
        return tuple(found)
    # A text of a million characters has a few thousand different ones: one object for each of them, not for each place.
    return tuple(intern(part[0]) for word in found for part in _CJK_PARTS.finditer(word))


_CHARACTERS_PER_WORD = 16
"""More than words have on average in any language, blanks and markup included."""


def has_words(text: str, least: int) -> bool:
    """Whether a text has at least so many words, as `words_or_characters` counts them.

    The words of a text are those of its lines. Where its first lines have enough of them, the others are not cut into words.

    >>> has_words("We never sell it.", 4), has_words("We never sell it.", 5)
    (True, False)
    """
    first_lines = text[: max(0, text.rfind("\n", 0, least * _CHARACTERS_PER_WORD))]
    return len(words_or_characters(first_lines)) >= least or len(words_or_characters(text)) >= least


_PHRASES = tuple((phrase[: phrase.index("=")], phrase[phrase.index("=") + 1 :]) for phrase in phrases("set-phrases"))
_NUMBERS = {word: str(number) for word, number in load("words.en.yaml")["numbers"].items()}
_PHRASES_FROM = {
    start: tuple((whole, put) for whole, put in _PHRASES if whole[0] == start) for start in {whole[0] for whole, _ in _PHRASES}
}
"""The set phrases by their first word."""


def normal(found: list[str]) -> list[str]:
    """Words with set phrases, spelling and inflection brought to one form; equal for two statements that say the same.

    >>> normal("we utilize it in order to ship".split()) == normal("we use it to ship".split())
    True
    """
    out: list[str] = []
    at = 0
    while at < len(found):
        if (number := _NUMBERS.get(found[at])) and found[at + 1 : at + 2] == [number]:
            at += 1  # "thirty (30) days"
        for phrase, put in _PHRASES_FROM.get(found[at], ()):
            if tuple(found[at : at + len(phrase)]) == phrase:
                out += put
                at += len(phrase)
                break
        else:
            out.append(_NUMBERS.get(found[at]) or _spelled(found[at]))
            at += 1
    return out


_SPELLINGS = (
    (late(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations|ational|able)$)"), "iz"),  # organise, organisation, organisational
    (late(r"(?<=[a-z]{2})our(?=(?:s|ed|ing|able|ful|ite|ites|al|ally|less|hood|hoods)?$)"), "or"),  # favour, honoured
    (late(r"(?<=[a-z]{3})yse(?=[drs]?$)"), "yze"),  # analyse
    (late(r"(?<=[a-z]{2})enc(?=es?$)"), "ens"),  # defence, licence
    (late(r"(?<=[a-z]{2})ll(?=(?:ed|ing|er|ers|ation|ations)$)"), "l"),  # cancelled, travelling
    (late(r"(?<=[a-z]{3})tre(?=s?$)"), "ter"),  # centre
    (late(r"(?<=[a-z]{3})ogue(?=s?$)"), "og"),  # catalogue
)


@lru_cache(maxsize=20_000)
def _spelled(word: str) -> str:
    """A word in one of its two usual spellings, British and American; for telling words equal, never for showing.

    >>> _spelled("organisations") == _spelled("organizations"), _spelled("defences") == _spelled("defenses")
    (True, True)
    """
    if len(word) >= 6:
        for pattern, put in _SPELLINGS:
            word = pattern.sub(put, word)
    return word


def key(text: str) -> str:
    """Equal for two texts that differ in markup, links, typography, case, numbering and hyphens alone."""
    return row_key(word_row(text))


def row_key(found: Sequence[str]) -> str:
    """The key of a text by its words."""
    last = len(found) - 1
    at = 0
    while at < last and (len(found[at]) == 1 or found[at].isdigit()):
        at += 1
    return "".join(found[at:] if at else found)


_SUFFIXES = (
    "ations", "ation", "ingly", "ments", "ment", "ities", "ity", "ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "ly", "s", "e", "y",
)  # fmt: skip


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A crude stem that brings "share, shares, sharing, shared" together; for matching, never for showing.

    >>> [stem(w) for w in ("shares", "sharing", "shared", "policies", "erased", "selling")]
    ['shar', 'shar', 'shar', 'polic', 'eras', 'sell']
    """
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word
