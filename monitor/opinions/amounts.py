"""Whether the figures in a summary - numbers, units, dates - are those of its quotes, and on the right side of the change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from monitor.core.text.numerals import with_plain_numbers
from monitor.errors import AnswerDropped
from monitor.model import OpinionQuote
from monitor.opinions.bearing import tells_the_past

_NUMBER = re.compile(r"\d+(?:[.,']\d+)*")
_GROUPS = re.compile(r"[.,'](?=\d{3}(?!\d))")
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SPELLED = {word: n for n, word in enumerate(_ONES.split())} | {word: 10 * n for n, word in enumerate(_TENS.split(), start=2)}
# "One" is a pronoun as often as a number ("no one", "one of our partners"), "second" an order: neither is a figure that anybody relies on.
del _SPELLED["one"]
_LARGE = {"hundred": 100, "thousand": 1000}
_FIGURE = rf"(?<![\d.,'])(\d[\d.,']*+|\b(?:{'|'.join([*_SPELLED, *_LARGE])})(?:[- ](?:{'|'.join([*_SPELLED, *_LARGE])}))?\b)"
_FROM_TO = re.compile(rf"\bfrom (?:[\w-]+ ){{0,3}}?{_FIGURE}(?: [\w-]+){{0,3}}? to (?:[\w-]+ ){{0,3}}?{_FIGURE}", re.IGNORECASE)
_A_FEW_WORDS = r"(?:[\w-]+ ){0,3}?"
# "90 days instead of 30", "90 days, up from 30", "90 days (previously 30)".
_NOT_THE_OLD = re.compile(
    rf"{_FIGURE}(?: [\w-]+){{0,3}}?,? "
    rf"(?:\(?(?:instead of|rather than|up from|down from|no longer)|\((?:it )?(?:was|previously|formerly)) {_A_FEW_WORDS}{_FIGURE}",
    re.IGNORECASE,
)
_RAISED_TO = re.compile(
    rf"\b(?:increas|extend|rais|reduc|shorten|lower|lengthen|prolong|doubl|chang)\w* (?:[\w-]+ ){{0,6}}?to {_A_FEW_WORDS}{_FIGURE}",
    re.IGNORECASE,
)
_UNITS = "second minute hour day week month year percent"
_WITH_UNIT = re.compile(
    rf"{_FIGURE}(?: ?\(\d+\))?[ -]*(?:(?:business|calendar|consecutive|full|working) )?({_UNITS.replace(' ', '|')}|%)", re.IGNORECASE
)
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
# With a capital: "may 30 days pass" is no date.
_MONTH = rf"(?P<month>{'|'.join(f'{name}|{name[:3]}' for name in _MONTHS)})\.?"
_DAY, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>(?:19|20)\d{2})"
_DATES = tuple(
    re.compile(form)
    for form in (rf"\b{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?\b", rf"\b{_MONTH} {_DAY}(?:,? {_YEAR})?\b", rf"\b{_MONTH},? {_YEAR}\b")
)
CalendarDate = tuple[int | None, int, int | None]
"""(day, month, year), as far as they are said."""


def check_amounts(summary: str, quotes: Sequence[OpinionQuote]) -> None:
    """Refuses a summary with a number, a unit or a date that its quotes do not have, or with an old number for the new one.

    Raises:
        AnswerDropped: reason "wrong-number".
    """
    for fault in (*_number_faults(summary, quotes), *_unit_faults(summary, quotes), *_date_faults(summary, quotes)):
        raise AnswerDropped(fault, reason="wrong-number")


def _number_faults(summary: str, quotes: Sequence[OpinionQuote]) -> Iterator[str]:
    was, becomes = (numbers(quote.text for quote in quotes if quote.after is after) for after in (False, True))
    said = numbers([summary])
    for number in sorted(said - was - becomes):
        yield f"its summary says {number}, which none of its quotes does"
    # Both numbers stand, and the sentence is the wrong way round: "from 90 to 30 days" where it was 30 and is 90.
    for form, old, new in ((_FROM_TO, 1, 2), (_NOT_THE_OLD, 2, 1)):
        for found in form.finditer(summary):
            olds, news = numbers([found[old]]), numbers([found[new]])
            if olds and news and not (olds <= was and news <= becomes):
                yield f"its summary says “{found[0]}”, and its quotes do not"
    for found in _RAISED_TO.finditer(summary):
        if becomes and not numbers([found[1]]) <= becomes:
            yield f"its summary says “{found[0]}”, and its quotes do not"
    gone, come = was - becomes, becomes - was
    if come and said & gone and not said & come and not tells_the_past(summary):
        yield f"its summary says {min(said & gone)}, which only the old text does"


def _unit_faults(summary: str, quotes: Sequence[OpinionQuote]) -> Iterator[str]:
    """ "90 months" for "90 days". Quotes without an English unit, as of a German text, say nothing against one."""
    quoted = [pair for quote in quotes for pair in _with_units(quote.text)]
    for number, unit in _with_units(summary):
        units = {its for one, its in quoted if one == number}
        if units and unit not in units:
            yield f"its summary says {number} {unit}s, and its quotes {number} {min(units)}s"


def _with_units(text: str) -> Iterator[tuple[str, str]]:
    for found in _WITH_UNIT.finditer(with_plain_numbers(text)):
        for number in numbers([found[1]]):
            yield number, found[2].lower().replace("%", "percent")


def _date_faults(summary: str, quotes: Sequence[OpinionQuote]) -> Iterator[str]:
    quoted = [date for quote in quotes for date in dates_in(quote.text)]
    for said in dates_in(summary):
        # Month names of other languages, and dates in figures, are not known here: their numbers are compared all the same.
        if quoted and not any(all(part is None or part == its for part, its in zip(said, one, strict=True)) for one in quoted):
            yield "its summary has a date that none of its quotes has"


def dates_in(text: str) -> list[CalendarDate]:
    """The dates with English names of months.

    >>> dates_in("From 1 March 2024, or April 2nd; in May 2025 we may change it.")
    [(1, 3, 2024), (2, 4, None), (None, 5, 2025)]
    """
    found: dict[tuple[int, int], CalendarDate] = {}
    for form in _DATES:
        for one in form.finditer(text):
            # "1 April 2025" is one date, and not also "April 2025".
            if not any(start < one.end() and one.start() < end for start, end in found):
                parts = one.groupdict()
                month = next(n for n, name in enumerate(_MONTHS, start=1) if name.startswith(parts["month"][:3]))
                day, year = parts.get("day"), parts.get("year")
                found[one.span()] = (int(day) if day else None, month, int(year) if year else None)
    return [found[span] for span in sorted(found)]


def numbers(texts: Iterable[str]) -> set[str]:
    """The numbers of texts in one form, spelled ones and those of other scripts included.

    >>> sorted(numbers(["Thirty days, 1,000 users, twenty-four hours, no one, 2.5 %"]))
    ['1000', '2.5', '24', '30']
    """
    found = set[str]()
    for text in texts:
        plain = with_plain_numbers(text)
        found |= {_GROUPS.sub("", number).replace(",", ".").rstrip(".") for number in _NUMBER.findall(plain)}
        found |= {str(number) for number in _spelled(re.findall(r"[a-z]+", plain.casefold()))}
    return found


def _spelled(words: Sequence[str]) -> Iterable[int]:
    """ "Ninety", "twenty-four", "one hundred" and "three hundred": what a policy's periods are made of."""
    at = 0
    while at < len(words):
        value, at = _SPELLED.get(words[at]), at + 1
        if value is None:
            if words[at - 1] in _LARGE:  # "a hundred", "one hundred"
                yield _LARGE[words[at - 1]]
            continue
        if value >= 20 and at < len(words) and 0 < _SPELLED.get(words[at], 1 if words[at] == "one" else 0) < 10:
            value, at = value + _SPELLED.get(words[at], 1), at + 1
        if at < len(words) and words[at] in _LARGE:
            value, at = value * _LARGE[words[at]], at + 1
        yield value
