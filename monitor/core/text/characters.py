"""Characters of scripts that set no blanks between words, and the marks that belong to the letter before them."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import category

from monitor.core.text.late_pattern import late

HAN = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters and kana, as a character class: each is a word of its own. Korean sets blanks between its words."""
SOUTH_EAST = (
    "\u0e01-\u0e30\u0e32-\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2-\u0eb3\u0ebd-\u0ec6\u0edc-\u0edf"
    "\u1000-\u102a\u103f\u1050-\u1055\u1780-\u17b3\u17d7"
)
"""Letters of Thai, Lao, Burmese and Khmer: each is a word, with its vowel signs and tones."""


def _ranges(signs: Iterable[str]) -> str:
    """Characters in order as the inside of a class; of thousand single ones, a pattern takes ten times as long to compile."""
    found: list[list[str]] = []
    for sign in signs:
        if found and ord(sign) == ord(found[-1][-1]) + 1:
            found[-1][1:] = [sign]
        else:
            found.append([sign])
    return "".join("-".join(ends) for ends in found)


MARKS = _ranges(
    mark
    for mark in map(chr, (*range(0x300, 0x20F0), *range(0x3099, 0x309B), *range(0xA600, 0xAC00)))
    if category(mark) in ("Mn", "Mc") and mark != "\u0307"
)
"""Vowel signs, tones and accents (Unicode's categories Mn and Mc): without them "देंगे" would be "दग".

Not the dot above: "İ" in lower case is "i" and that dot.
"""
_LETTER = rf"[^\W_{HAN}{SOUTH_EAST}]"
_RUN = rf"{_LETTER}+(?:[{MARKS}]+{_LETTER}*)*"
WORD = rf"[{HAN}]|[{SOUTH_EAST}][{MARKS}]*|{_RUN}(?:['’]{_RUN})*"
"""A word of any script, as part of a pattern: a run of letters and digits with the apostrophes inside, or what stands for one."""

_SPACELESS = late(f"[{HAN}{SOUTH_EAST}]")
_PECULIAR = late(f"[{HAN}{SOUTH_EAST}{MARKS}]")
_PER_WORD = 2
"""Characters that a word of these scripts has on average, where a text is only measured."""


_ASCII = bytes(range(128))


def beyond_ascii(text: str) -> str:
    """The characters of a text that are not ASCII, in order; by bytes, which takes a hundredth of the time of a pattern.

    >>> beyond_ascii("We don’t “sell” it.")
    '’“”'
    """
    return "" if text.isascii() else text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


def is_peculiar(text: str) -> bool:
    """True when blanks and letters are not enough to find the words of a text."""
    return _PECULIAR.search(beyond_ascii(text)) is not None


def blanks(text: str) -> int:
    """About how many blanks part the words of a text, with those that its script leaves out.

    >>> blanks("We sell it."), blanks("当社は販売しません")
    (2, 4)
    """
    found = text.count(" ")
    return found if text.isascii() else found + len(_SPACELESS.findall(text)) // _PER_WORD
