"""Which letters look like which: Unicode's table of confusable characters (`confusable-homoglyphs`), and letters drawn as symbols."""

from __future__ import annotations

import unicodedata
from functools import cache

_LATIN_LOOKALIKES = ((0x250, 0x2B0), (0x1D00, 0x1D80), (0xA720, 0xA800))
"""Blocks of Latin letters that no policy is written in: phonetic signs and small capitals. Others ("ı", "ł") belong to languages."""
_LIVING = 0x460
"""Cyrillic letters from here on are those of old books and small languages; nothing is read as one of them."""
_SYMBOL_NAMES = ("SQUARED LATIN CAPITAL LETTER", "CIRCLED LATIN CAPITAL LETTER", "REGIONAL INDICATOR SYMBOL LETTER", "LETTER SMALL CAPITAL")


@cache
def latin_lookalikes() -> dict[str, str]:
    """Letters and symbols that look like a letter of ASCII, with that letter; loaded when a text first needs it.

    >>> latin_lookalikes()["ѕ"], latin_lookalikes().get("ж")
    ('s', None)
    """
    from confusable_homoglyphs.confusables import confusables_data  # noqa: PLC0415 - reads a large file, which few texts need

    table: dict[str, str] = {}
    for char, others in confusables_data.items():
        if len(char) != 1 or char.isascii() or not _may_pose(char):
            continue
        plain = [other["c"] for other in others if len(other["c"]) == 1 and other["c"].isascii() and other["c"].isalpha()]
        if plain:
            table[char] = "l" if "l" in plain else plain[0]
    for point in (*range(0x250, 0x2B0), *range(0x1D00, 0x1D80), *range(0xA720, 0xA800), *range(0x24B6, 0x24EA), *range(0x1F110, 0x1F200)):
        name = unicodedata.name(chr(point), "")
        if any(kind in name for kind in _SYMBOL_NAMES) and len(letter := name.rpartition(" ")[2]) == 1:
            table[chr(point)] = letter.lower() if "SMALL" in name else letter
    return table | {"\u04cf": "l"}  # the palochka, which Unicode's table gives as "i", is drawn as an "l"


@cache
def lookalikes_of(script: str) -> dict[str, str]:
    """Letters of ASCII by the letter of another script ("CYRILLIC", "GREEK") that looks like them.

    >>> lookalikes_of("CYRILLIC")["p"]
    'р'
    """
    found: dict[str, str] = {}
    for char, plain in latin_lookalikes().items():
        if script_of(char) == script and ord(char) < _LIVING and (char.islower() == plain.islower()):
            found[plain] = min(char, found.get(plain, char))
    return found


@cache
def script_of(char: str) -> str:
    """LATIN, CYRILLIC, GREEK, …: the first word of a letter's name; "" for a character that is no letter."""
    return unicodedata.name(char, "").partition(" ")[0] if char.isalpha() else ""


def _may_pose(char: str) -> bool:
    """True for letters that only pose as one of ASCII: of other scripts, or of Latin blocks without a language."""
    if not char.isalpha():
        return False
    return script_of(char) != "LATIN" or any(first <= ord(char) < end for first, end in _LATIN_LOOKALIKES)
