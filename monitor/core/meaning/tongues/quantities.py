"""Periods, ages and numbers in a judged language: "innerhalb von dreißig Tagen", "16 ans", "4,99"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from monitor.core.meaning.tongues.parts import PartedSentence, sentences
from monitor.core.meaning.tongues.terms import Hit
from monitor.core.meaning.tongues.tongue import Tongue, split_terms, tongue

_SIGNS = frozenset("€$£")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.\s]\d{3})+(?:,\d+)?")
_YOUNGEST, _OLDEST = 5, 25
"""Ages that terms ask for."""
_OF_AGE = range(12, 22)
"""Ages from which law or terms let anybody do what children may not; a period is seldom as many years."""
_CODE = 5
"""Figures in a row, without a point or a comma, from which a number counts nothing."""
_BETWEEN = 3
"""Words that may stand between a number and its unit: "30 (dreißig) Kalendertage", "12 aufeinanderfolgende Monate"."""


@lru_cache(maxsize=2048)
def sentences_of(text: str, code: str) -> tuple[PartedSentence, ...]:
    """The sentences of a text in a judged language."""
    language = tongue(code)
    return tuple(sentences(text, language)) if language else ()


def periods(sentence: PartedSentence, language: Tongue) -> list[float]:
    """Every period that a sentence states, in days."""
    units = _units(sentence, language)
    aged = {hit.start for hit in units if hit.name == "age-years" and (hit.last > hit.start or _is_of_age(sentence, hit, units, language))}
    found: list[float] = []
    used: set[int] = set()
    for unit in (hit for hit in units if hit.name.startswith("days:")):
        at = _number_before(sentence, unit.start, language)
        # "30 Tage oder 6 Monate" has two numbers; in "30 (dreißig) Tage" the second only repeats the first.
        if at is not None and at not in used and unit.start not in aged and not _is_age(sentence, at, unit, units):
            used.add(at)
            found.append(round(number_at(sentence, at, language) * float(unit.name.removeprefix("days:")), 2))
    return found


def _is_of_age(sentence: PartedSentence, years: Hit, units: Sequence[Hit], language: Tongue) -> bool:
    """True for "erst ab 18 Jahren möglich", not for "mindestens 5 Jahre Garantie"."""
    at = _number_before(sentence, years.start, language)
    return at is not None and number_at(sentence, at, language) in _OF_AGE and _is_age(sentence, at, years, units)


def ages(sentence: PartedSentence, language: Tongue) -> set[int]:
    """The ages that a sentence names."""
    units = _units(sentence, language)
    found = set()
    for unit in (hit for hit in units if hit.name in ("age-years", "days:365.25")):
        at = _ordinal_before(sentence, unit) or _number_before(sentence, unit.start, language)
        if at is not None and _is_age(sentence, at, unit, units):
            age = int(number_at(sentence, at, language))
            if _YOUNGEST <= age <= _OLDEST:
                found.add(age)
    return found


def numbers_of(sentences: Sequence[PartedSentence]) -> list[str]:
    """Every number in figures, in order, but for telephone numbers and codes."""
    return [word for sentence in sentences for word in sentence.words if word[:1].isdigit() and not _is_code(word)]


def _is_code(word: str) -> bool:
    """True for what begins with a nought, and for many figures in a row: "0341 54321"."""
    return word.isdigit() and (word[0] == "0" or len(word) >= _CODE)


def value(word: str) -> float:
    """A number as the languages of the continent write it.

    >>> value("4,99"), value("1.000"), value("1.250,50"), value("3.5")
    (4.99, 1000.0, 1250.5, 3.5)
    """
    if _THOUSANDS.fullmatch(word):
        word = word.replace(".", "")
    try:
        return float(word.replace(",", "."))
    except ValueError:  # a date or a broken figure: "12.04.2019"
        return 0.0


def number_at(sentence: PartedSentence, at: int, language: Tongue) -> float:
    """The number at a place, in figures or in letters."""
    word = sentence.words[at]
    return float(language.number_words[word]) if word in language.number_words else value(word)


@lru_cache(maxsize=4096)
def _found(words: tuple[str, ...], code: str) -> tuple[Hit, ...]:
    language = tongue(code)
    return tuple(language.units.find(words)) if language else ()


def _units(sentence: PartedSentence, language: Tongue) -> tuple[Hit, ...]:
    return _found(sentence.words, language.code)


def _number_before(sentence: PartedSentence, unit: int, language: Tongue) -> int | None:
    """The place of the number that a unit counts: figures before number words, for "dreißig (30) Tage" is one period."""
    places = range(unit - 1, max(-1, unit - 1 - _BETWEEN), -1)
    for at in places:
        # "5 € im Monat" is no period of five months.
        if sentence.words[at][:1].isdigit() and currency_beside(sentence, at, language) is None:
            return at
        if sentence.words[at] in (",", ";", "."):
            return None
    # "zum Ende eines Monats" is no period.
    ends = split_terms(language.quantities.get("ends", ""))
    if unit > 1 and sentence.words[unit - 2] in ends:
        return None
    return unit - 1 if unit and sentence.words[unit - 1] in language.number_words else None


def currency_beside(sentence: PartedSentence, at: int, language: Tongue) -> int | None:
    """The place of the sign or the name of a currency behind or before a number."""
    named = {hit.start for hit in _units(sentence, language) if hit.name == "currencies"}
    places = (place for place in (at + 1, at - 1) if 0 <= place < len(sentence.words))
    return next((place for place in places if place in named or sentence.words[place] in _SIGNS), None)


def _ordinal_before(sentence: PartedSentence, unit: Hit) -> int | None:
    """The place of "18" in "das 18. Lebensjahr"; "am 3. Tag" counts no days."""
    at = unit.start - 2
    ordinal = unit.name == "age-years" and at >= 0 and sentence.words[at + 1] == "." and sentence.words[at].isdigit()
    return at if ordinal else None


def _is_age(sentence: PartedSentence, at: int, unit: Hit, units: Sequence[Hit]) -> bool:
    """True for "unter 16 Jahren" and "16 ans", in a sentence that keeps and deletes nothing."""
    if any(hit.name in ("concepts:retain", "concepts:delete", "concepts:notify") for hit in sentence.hits):
        return False
    if any(hit.name == "age-years" and hit.start == unit.start and hit.last > hit.start for hit in units):
        return True
    children = any(hit.name == "concepts:children" for hit in sentence.hits)
    return any(hit.name == "age" and 0 < at - hit.start <= 4 for hit in units) and (children or unit.name == "age-years")
