"""What Unicode's CLDR knows about languages, read through Babel: their names in English, their direction, their months."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError

_WIDTHS, _CONTEXTS = ("wide", "abbreviated"), ("format", "stand-alone")


@cache
def _locale(code: str) -> Locale | None:
    try:
        return Locale(code)
    except (UnknownLocaleError, ValueError):
        return None


def language_name(code: str | None) -> str:
    """The English name of a language.

    >>> language_name("ja"), language_name("und"), language_name("xx")
    ('Japanese', 'unknown language', 'xx')
    """
    if code is None or code == "und":
        return "unknown language"
    english = _locale("en")
    return str(english.languages.get(code, code)) if english else code


def is_right_to_left(code: str | None) -> bool:
    """True for languages that are written from right to left.

    >>> is_right_to_left("ar"), is_right_to_left("ja"), is_right_to_left(None)
    (True, False, False)
    """
    found = _locale(code) if code else None
    return found is not None and found.text_direction == "rtl"


@cache
def months(code: str) -> dict[str, int]:
    """The names of the months in a language, in lower case and without a final point, with their numbers (1 to 12).

    >>> months("pl")["maja"], months("ru")["дек"], months("xx")
    (5, 12, {})
    """
    found = _locale(code)
    if found is None:
        return {}
    names = ((found.months[context][width][number], number) for context in _CONTEXTS for width in _WIDTHS for number in range(1, 13))
    return {name.lower().rstrip("."): number for name, number in names}
