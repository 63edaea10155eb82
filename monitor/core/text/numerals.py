"""Numbers of every script in one form: Arabic-Indic, Devanagari, Thai and full-width digits, and Chinese numerals where they are plain."""

from __future__ import annotations

import re
from unicodedata import decimal

_DIGITS = "〇零一二三四五六七八九"
_VALUES = {digit: max(0, place - 1) for place, digit in enumerate(_DIGITS)}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8}
_NUMERAL = re.compile(f"[{_DIGITS}{''.join(_SMALL)}{''.join(_LARGE)}]+")
_LONGEST = 14
"""Characters of a numeral; longer runs are no numbers that a policy states."""
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
_YEAR_DIGITS = 4


def with_plain_numbers(text: str) -> str:
    """A text with its numbers in the digits 0 to 9; "two or three" in Chinese (二三), which is no number, stays.

    >>> with_plain_numbers("٣٠ يومًا"), with_plain_numbers("７年間"), with_plain_numbers("三十日、二〇二四年、二三日")
    ('30 يومًا', '7年間', '30日、2024年、二三日')
    """
    if text.isascii():
        return text
    return _NUMERAL.sub(_arabic, _FOREIGN_DIGIT.sub(lambda found: str(decimal(found.group())), text))


def _arabic(found: re.Match[str]) -> str:
    numeral = found.group()
    if len(numeral) > _LONGEST:
        return numeral
    if all(sign in _VALUES for sign in numeral):
        spelled = len(numeral) in (1, _YEAR_DIGITS) or "〇" in numeral
        return "".join(str(_VALUES[sign]) for sign in numeral) if spelled else numeral
    return str(_sum(numeral) or numeral)


def _sum(numeral: str) -> int:
    """三百六十五 as 365; 0 for what is no numeral by the rules (二三十, 十百)."""
    total = section = digit = 0
    last, last_large = 10**4, 10**12
    is_digit = False
    for sign in numeral:
        if sign in _VALUES:
            if is_digit:
                return 0
            digit, is_digit = _VALUES[sign], digit != 0 or sign not in "〇零"
            continue
        unit = _SMALL.get(sign)
        if unit is not None:
            if unit >= last:
                return 0
            section, last = section + (digit or 1) * unit, unit
        else:
            unit = _LARGE[sign]
            if unit >= last_large or not section + digit:
                return 0
            total, section, last, last_large = total + (section + digit) * unit, 0, 10**4, unit
        digit, is_digit = 0, False
    return total + section + digit
