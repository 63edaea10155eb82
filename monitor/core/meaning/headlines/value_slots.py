"""The values that a clause states, with their kinds: periods, ages, amounts, shares, counts, dates."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.core.meaning.headlines.operative import FILE
from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import load

_NUMBERS = "|".join(sorted(load("words.en.yaml")["numbers"], key=len, reverse=True))
_SEVERAL = "|".join(word for word in sorted(load("words.en.yaml")["numbers"], key=len, reverse=True) if word != "one")
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
# "thirty (30) calendar days", "24-month", "7 years": a number that is spelled out may be given once more in brackets.
_AMOUNT = rf"(?:(?<![\d.,/])\d[\d,]{{0,11}}|\b(?:{_NUMBERS})\b)(?:\s?\(\d{{1,4}}\))?"
_UNITS = "|".join((*load("words.en.yaml")["days"], *load("words.en.yaml")["short-units"]))
_MONIES = "|".join(sorted(load("words.en.yaml")["currencies"], key=len, reverse=True))
_CODES = "USD|EUR|GBP|CHF|CAD|AUD|NZD|JPY|INR|SEK|NOK|DKK|SGD|HKD|Rs\\.?"
# "Kept for a year"; not "$10 a month".
_ONE = (
    r"(?:(?<=\bfor\s)|(?<=\bafter\s)|(?<=\bwithin\s)|(?<=\bperiod\sof\s)|(?<=\bup\sto\s)|(?<=\bthan\s)|(?<=\bleast\s)|(?<=\bmost\s))an?\s"
)
VALUE = late(
    rf"(?P<date>\b(?:(?:{_MONTHS})\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s(?:{_MONTHS}),?\s\d{{4}})\b)"
    rf"|(?P<money>(?:(?:(?:US|CA|A|C)?[$€£¥₹]|\b(?:{_CODES})(?=[\s\d]))\s?\d[\d.,]{{0,14}}(?:\s(?:million|billion))?|"
    rf"(?<![\d.,])\d[\d.,]{{0,14}}\s?(?:(?:{_MONIES})s?|€|£|₹)(?!\w)|\b(?:{_NUMBERS})\s(?:{_MONIES})s?\b))"
    rf"|(?P<percent>(?:(?<![\d.,])\d[\d.]{{0,5}}\s?(?:%|percent\b|per\scent\b)|\b(?:{_NUMBERS})\s(?:percent|per\scent)\b))"
    rf"|(?P<period>(?:{_AMOUNT}[\s-]|{_ONE})(?:calendar\s|business\s|working\s|consecutive\s)?(?:{_UNITS})s?\b[’']?)"
    r"|(?P<count>(?<![\w.,/:@#-])\d(?:[\d,]{0,11}\d)?\+?(?![\w/:@-]|[.,]\d))"
    # "On up to five devices"; "one of them" and "two-factor" count nothing.
    rf"|(?P<worded>(?<![\w-])(?:{_SEVERAL})(?=\s(?:[a-z]+\s)?[a-z]{{2,}}s\b))",
    re.IGNORECASE,
)
"""One value; what is printed around a point or a slash ("2.3", "24/7") is no count."""
# Each value has a digit, or is a period or a share in words ("thirty days", "ten percent"); to look for one takes a twentieth of the time.
_MAY_STATE = late(rf"\d|day|week|month|year|hour|minute|fortnight|decade|cent|\b(?:{_SEVERAL})\b", re.IGNORECASE)
_NUMBERING = frozenset(load(FILE)["numbering"].split())
_YEARS = range(1900, 2100)
_AGED = late(r"^\s(?:old|of\sage)\b", re.IGNORECASE)
_AGE_BEFORE = late(r"\b(?:aged?|age\sof|ages\sof|under|over|older\sthan|younger\sthan|at\sleast|below)\s$", re.IGNORECASE)
_AGE_NEAR = late(r"\b(?:child|children|minors?|ages?|aged|old|older|young|younger|adults?)\b", re.IGNORECASE)
# "You must be at least 16 to order"; "must be at least 16 characters" is about a password.
MINIMUM = late(r"\b(?:must|have\sto|need\sto|required\sto)\sbe\s(?:at\sleast\s|over\s)?$|\bminimum\sage\s(?:is|of)\s$", re.IGNORECASE)
_AGE_ENDS = late(r"^\s?(?:$|[.,;)]|(?:to|in|or|and|years?)\b)", re.IGNORECASE)
_COUNTED = late(r"\s?(?:[KMGT]B|GiB)\b|\s(?:[a-z]+\s)?[a-z]{2,}s\b")
_AGES = range(6, 26)


@dataclass(frozen=True, slots=True)
class Slot:
    """One value in its place."""

    kind: str
    """date | money | percent | period | age | count"""
    text: str
    start: int
    end: int


def slots_of(text: str) -> list[Slot]:
    """The values of a clause, in order.

    >>> [(slot.kind, slot.text) for slot in slots_of("Children under 16 pay $5 for thirty (30) days, see section 4.")]
    [('age', '16'), ('money', '$5'), ('period', 'thirty (30) days')]
    """
    if not _MAY_STATE.search(text):
        return []
    found = []
    for match in VALUE.finditer(text):
        value = match[0].rstrip(".,’'")
        if kind := _kind(match.lastgroup or "", value, text, match.start()):
            found.append(Slot(kind, value, match.start(), match.start() + len(value)))
    return found


def _kind(kind: str, value: str, text: str, start: int) -> str:
    """The kind of a value by what stands around it, or nothing where the number names a thing ("section 4", "2024")."""
    end = start + len(value)
    if kind == "period":
        return "age" if _AGED.match(text[end:]) else "period"
    if kind != "count":
        return "count" if kind == "worded" else kind
    before = re.findall(r"[\w#]+", text[max(0, start - 24) : start].lower())
    if before and before[-1] in _NUMBERING:
        return ""
    number = int(re.sub(r"\D", "", value))
    near = text[max(0, start - 60) : end + 40]
    if number in _AGES and MINIMUM.search(text[:start][-40:]) and _AGE_ENDS.match(text[end:]):
        return "age"
    if number in _AGES and (_AGE_BEFORE.search(text[:start][-16:]) or value.endswith("+")) and _AGE_NEAR.search(near):
        return "age"
    # "You may use 5 devices" counts; "12 Mill Lane", "call 555 1200" and "Users 18 may order" do not.
    counted = _COUNTED.match(text[end:]) and not (before and before[-1].isdigit()) and number not in _YEARS
    return "count" if counted else ""


def frame_of(text: str, slots: list[Slot]) -> list[str]:
    """The words and signs of a clause with the kind of each value in its place: equal for clauses that differ in values alone.

    >>> frame_of("kept for 30 days.", slots_of("kept for 30 days."))
    ['kept', 'for', '<period>', '.']
    """
    parts, at = [], 0
    for slot in slots:
        parts += [text[at : slot.start], f"<{slot.kind}>"]
        at = slot.end
    pieces: list[str] = []
    for number, part in enumerate([*parts, text[at:]]):
        pieces += [part] if number % 2 else _PIECE.findall(part.lower())
    return pieces


_PIECE = late(r"\w+|[^\w\s]")
