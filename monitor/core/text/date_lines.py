"""Lines that print a date in any language: "最終更新日：2024年3月1日", "Дата вступления в силу: 1 марта 2024 г."."""

from __future__ import annotations

import re
from functools import cache
from unicodedata import normalize

from monitor.core.text.characters import blanks
from monitor.core.text.locales import months
from monitor.core.text.numerals import with_plain_numbers
from monitor.core.text.spelled import spelled

_LONGEST = 90
"""Characters of a line that does no more than print a date."""
_MOST_BLANKS = 6
"""And blanks, about: "Дата вступления в силу" has three."""
_EDGE = 4
"""Letters that may be behind the date at a line's end: "г.", "r.", "日施行"."""
_YEAR = r"(?:1[39]|2[05])\d\d"
"""Also of the Buddhist (2567) and the Solar Hijri calendar (1403)."""
_NUMERIC = (
    rf"{_YEAR}\s?[-/.年년]\s?\d{{1,2}}\s?[-/.月월]\s?\d{{1,2}}(?:\s?[日일])?(?!\d)"
    rf"|(?<!\d)\d{{1,2}}\s?[-/.]\s?\d{{1,2}}\s?[-/.]\s?{_YEAR}(?!\d)|(?:令和|平成)\s?\d{{1,2}}年\s?\d{{1,2}}月\s?\d{{1,2}}日"
)
_MARK = "\ue002"
_LINE = re.compile(rf"(?P<before>[^{_MARK}]*){_MARK}(?P<after>[^{_MARK}]*)")


def differ_in_dates(old: str, new: str, language: str) -> bool:
    """True when two short lines print a whole date (day, month and year) at an edge or behind a colon, and are the same but for it.

    A sentence in which a date stands ("From 1 March 2025 we sell …") is none: what begins on that day changed.

    >>> differ_in_dates("最終更新日：2024年3月1日", "最終更新日：2025年10月7日", "ja"), differ_in_dates("30日間", "90日間", "ja")
    (True, False)
    >>> differ_in_dates("当社は2025年3月1日から販売します。", "当社は2026年3月1日から販売します。", "ja")
    False
    """
    if max(len(old), len(new)) > _LONGEST:
        return False
    left, right = _dateless(old, language), _dateless(new, language)
    return left is not None and left == right


def _dateless(text: str, language: str) -> str | None:
    """What a line says besides its only date, or None where it is no such line."""
    plain = with_plain_numbers(normalize("NFKC", text)).lower().strip(" *_#-()[]\n")
    found = _LINE.fullmatch(_dates(language).sub(_MARK, plain).replace("\n", " "))
    if found is None:
        return None
    before, after = found["before"], found["after"]
    stands_alone = before.rstrip().endswith((":", "-", "–")) or not spelled(before)
    if not (stands_alone or blanks(before) <= _MOST_BLANKS) or len(spelled(after)) > (_MOST_BLANKS * 3 if not spelled(before) else _EDGE):
        return None
    return f"{spelled(before)} {spelled(after)}" if blanks(before + after) <= _MOST_BLANKS else None


@cache
def _dates(language: str) -> re.Pattern[str]:
    names = sorted({*months(language), *months("en")}, key=lambda name: (-len(name), name))
    month = "|".join(re.escape(name) for name in names if not name[:1].isdigit())
    of = r"(?:\.|de|del|tháng|ngày|ที่|พ\.ศ\.|ค\.ศ\.|,)?"
    spelled_out = (
        rf"(?<!\d)\d{{1,2}}\.?\s{{0,2}}{of}\s{{0,2}}(?:{month})\.?\s{{0,2}}{of}\s{{0,2}}{_YEAR}(?!\d)"
        rf"|(?:{month})\.?\s{{0,2}}\d{{1,2}}\s{{0,2}},?\s{{0,2}}{_YEAR}(?!\d)"
    )
    return re.compile(f"{_NUMERIC}|{spelled_out}")
