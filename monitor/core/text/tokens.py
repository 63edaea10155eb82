"""Words: how two stretches of text are told equal in all but typography, and which words differ when they are not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from monitor.core.text.edits import Myers
from monitor.core.text.lexicon import load, phrases, word_set
from monitor.model import Edit

FUNCTION = word_set("function")
"""Words without substance of their own ("the", "of", "please")."""

# The bounds keep thousands of unclosed brackets from being searched to the end of the text, each.
# What a loop may take has one reading alone, so it never needs to give back (possessive: no step back is remembered).
_LINK = re.compile(r"!?\[((?:[^\[\]]++|\[[^\]]{0,500}\])*+)\]\((?:[^()\s]++|\([^()]*\))*+(?:\s+\"[^\"]*\")?\)")
_URL = re.compile(r"(?:https?://|www\.)[^\s)>\]]+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*(?:\.(?=\d))?")
_TOKEN = re.compile(r"\s+|[^\W_]+(?:['’][^\W_]+)*|[^\w\s]|_")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\\?\[?email[\s\xa0]protected\\?\]?", re.IGNORECASE)
APOSTROPHES = "`’‘ʼ´"


def plain(text: str) -> str:
    """The text as a reader sees it: link targets and bare addresses dropped, apostrophes of one kind, mail addresses as one word.

    Some hosts mask mail addresses in some answers ("[email protected]"), which is no edit of the policy.

    >>> plain("See our [list](https://x.example/a?b) of partners’ names")
    "See our list of partners' names"
    """
    if "<br>" in text:
        text = text.replace("<br>", " ")
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "://" in text or "www." in text:
        text = _URL.sub(" ", text)
    if "@" in text or "protected" in text:
        text = _masked(text)
    for sign in APOSTROPHES if not text.isascii() else "`":
        if sign in text:
            text = text.replace(sign, "'")
    return text


def as_shown(text: str) -> str:
    """The text as a page shows it: links by their words, on one line; addresses that are part of a sentence stay.

    >>> as_shown("This policy applies to www.x.example and to [our shop](https://shop.x.example/a).")
    'This policy applies to www.x.example and to our shop.'
    """
    return " ".join((_LINK.sub(r"\1", text) if "](" in text else text).split())


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
    """As `words`, for those who only read them: nothing is copied."""
    return _words(text) if len(text) < LONG else _long_words(text)


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_split(plain(text).lower()))


@lru_cache(maxsize=64)
def _long_words(text: str) -> list[str]:
    return _split(plain(text).lower())


def forget() -> None:
    """Lets go of long texts, at the end of a comparison in which several asked for their words."""
    _long_words.cache_clear()


_SIGNS = str.maketrans({code: " " for code in range(128) if not chr(code).isalnum() and chr(code) != "'"})
_TYPOGRAPHY = "“”–—•…·\xa0\u200b©®™"
"""Signs beyond ASCII that are common in policies and part no differently than a blank does."""
_DECIMAL = re.compile(r"\.\d")


def _split(text: str) -> list[str]:
    """The words of a plain text in lower case.

    Most lines are ASCII but for a few signs, and cutting those at blanks costs a third of what the pattern costs; the pattern, which says
    what a word is, remains for the others: letters beyond ASCII, decimal points, apostrophes at a word's edge.
    """
    if not text.isascii():
        for sign in _TYPOGRAPHY:
            text = text.replace(sign, " ")
    if not text.isascii() or ("." in text and _DECIMAL.search(text)):
        return _WORD.findall(text)
    text = text.translate(_SIGNS)
    if "'" in text and (" '" in text or "' " in text or "''" in text or text[0] == "'" or text[-1] == "'"):
        return _WORD.findall(text)
    return text.split()


_PHRASES = tuple((phrase[: phrase.index("=")], phrase[phrase.index("=") + 1 :]) for phrase in phrases("set-phrases"))
_NUMBERS = {word: str(number) for word, number in load("words.yaml")["numbers"].items()}
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
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations|able)$)"), "iz"),  # organise, organisation
    (re.compile(r"(?<=[a-z]{2})our(?=(?:s|ed|ing|able|ful|ite|ites)?$)"), "or"),  # favour, honoured
    (re.compile(r"(?<=[a-z]{3})yse(?=[drs]?$)"), "yze"),  # analyse
    (re.compile(r"(?<=[a-z]{2})enc(?=es?$)"), "ens"),  # defence, licence
    (re.compile(r"(?<=[a-z]{2})ll(?=(?:ed|ing|er|ers|ation|ations)$)"), "l"),  # cancelled, travelling
    (re.compile(r"(?<=[a-z]{3})tre(?=s?$)"), "ter"),  # centre
    (re.compile(r"(?<=[a-z]{3})ogue(?=s?$)"), "og"),  # catalogue
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


_MATCHER = Myers()
_FIRST_CODE = 0x100


def edits(old: str, new: str) -> tuple[Edit, ...]:
    """Word-level edits; joining "=" and "-" gives `old`, joining "=" and "+" gives `new`, to the character.

    >>> edits("We will not share it.", "We may share it.")
    (('=', 'We '), ('-', 'will not'), ('+', 'may'), ('=', ' share it.'))
    """
    left, right = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(left) + len(right) > 200 and len(set(left) & set(right)) < 0.3 * min(len(set(left)), len(set(right))):
        return ("-", old), ("+", new)  # little in common: word by word would be slow to find and hard to read
    codes: dict[str, str] = {}
    found = _MATCHER.diff_main(_encoded(left, codes), _encoded(right, codes), False)
    _MATCHER.diff_cleanupSemantic(found)
    back = {code: token for token, code in codes.items()}
    return tuple(_join(_spell(found, back)))


def _encoded(tokens: list[str], codes: dict[str, str]) -> str:
    return "".join(codes.setdefault(token, chr(_code(len(codes)))) for token in tokens)


def _code(n: int) -> int:
    """A code point for the n-th token, stepping over the surrogates."""
    return n + _FIRST_CODE if n + _FIRST_CODE < 0xD800 else n + _FIRST_CODE + 0x800


def _spell(found: list[tuple[int, str]], back: dict[str, str]) -> list[Edit]:
    signs = {0: "=", -1: "-", 1: "+"}
    return [(signs[op], "".join(back[c] for c in codes)) for op, codes in found]


def _join(spelled: list[Edit]) -> list[Edit]:
    """Runs "- + = - +" whose "=" is only white space are one edit: "may now" → "will", not three."""
    out: list[Edit] = []
    removed = added = ""
    for position, (sign, text) in enumerate(spelled):
        if sign == "-":
            removed += text
        elif sign == "+":
            added += text
        elif text.isspace() and removed and added and position + 1 < len(spelled):
            removed += text
            added += text
        else:
            out += [(s, t) for s, t in (("-", removed), ("+", added)) if t]
            removed = added = ""
            out.append(("=", text))
    return out + [(s, t) for s, t in (("-", removed), ("+", added)) if t]


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
