"""Words as they were before they were printed: ligatures apart, words that a line break divided whole."""

from __future__ import annotations

import re
from collections import Counter

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\x02": "\ufffe"})
_BROKEN = re.compile(r"[\u00ad\u2010\u2011\ufffe-]\r?\n(?=\w)")
_DIVIDED = re.compile(r"[^\W\d_]{1,40}[\u00ad\u2010\u2011\ufffe-]\r?\n[^\W\d_]{1,40}")
_LEFT = re.compile(r"[\w’'-]{1,40}\Z")
_RIGHT = re.compile(r"[\w’'-]{1,40}")
_WORD = re.compile(r"[^\W\d_]{2,40}")
_COMPOUND = re.compile(r"[^\W\d_]{1,20}(?:-[^\W\d_]{1,20}){1,3}")
_CHINESE = re.compile(r"(?<=[\u3001-\u30ff\u4e00-\u9fff\uff01-\uff60])\n(?=[\u3001-\u30ff\u4e00-\u9fff\uff01-\uff60])")
_AND = re.compile(r"(?:and|or|und|oder|bzw|sowie|et|ou|y|o|e|en|of)\b")
# First parts that keep their hyphen ("third-party", "opt-out"); none of them is the first syllable of a longer word.
_KEPT = frozenset({
    "third", "first", "second", "self", "non", "opt", "cross", "well", "long", "short", "real", "day", "year", "month", "multi",
    "anti", "high", "low", "large", "full", "open", "e", "so", "up", "two", "three", "four", "peer", "device", "privacy",
})  # fmt: skip


def joined_words(text: str) -> str:
    """The text with its ligatures taken apart and divided words joined.

    A hyphen at a line's end may belong to the word. It is kept where the text has the word with a hyphen elsewhere, where its first part
    is one that other words are joined to, before a capital or a digit, and where both parts are words of the text and the whole is not.

    >>> joined_words("of a third-\\nparty in this coun-\\ntry")
    'of a third-party in this country'
    """
    text = text.translate(_LIGATURES)
    # The halves of divided words are no words of the text: "adver" and "tising" say nothing for "adver-tising".
    plain = _DIVIDED.sub(" ", text).casefold()
    words, compounds = Counter(_WORD.findall(plain)), Counter(_COMPOUND.findall(plain))
    out: list[str] = []
    done = 0
    for found in _BROKEN.finditer(text):
        left = _LEFT.search(text, max(done, found.start() - 40), found.start())
        right = _RIGHT.match(text, found.end())
        out.append(text[done : found.start()])
        done = found.end()
        if left and right:
            out.append(_between(left[0], found[0][0], right[0], words, compounds))
        else:
            out.append("- ")
    whole = "".join(out) + text[done:]
    return _CHINESE.sub("", whole.replace("\ufffe", "-").replace("\u00ad", ""))


def _between(left: str, mark: str, right: str, words: Counter[str], compounds: Counter[str]) -> str:
    """What is between the two parts of a word: a hyphen or nothing; a hyphen and a blank in "Kunden- und Geschäftsdaten"."""
    if mark == "\u00ad":
        return ""
    if _AND.match(right):
        return "- "
    head, tail = left.casefold(), re.split(r"['’]", right.casefold())[0]
    last = re.split(r"[-'’]", head)[-1]
    if mark == "\u2011" or not right[0].islower() or not left[-1].isalpha() or "-" in left or "-" in tail or last in _KEPT:
        return "-" if not right[0].isalpha() or right[0].isupper() or mark == "\u2011" or not words[last + tail] or last in _KEPT else ""
    kept, joined = compounds[f"{last}-{tail}"], words[last + tail]
    if kept or joined:
        return "-" if kept > joined else ""
    parts_are_words = len(last) > 3 and len(tail) > 3 and words[last] > 0 and words[tail] > 0
    return "-" if parts_are_words else ""
