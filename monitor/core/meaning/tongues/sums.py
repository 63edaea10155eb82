"""Sums of money in a judged language, and what each is: a price, what the reader is paid, a threshold, a fine, a limit of liability."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from monitor.core.meaning.tongues.parts import PartedSentence
from monitor.core.meaning.tongues.quantities import currency_beside, value
from monitor.core.meaning.tongues.terms import Hit
from monitor.core.meaning.tongues.tongue import Tongue

PRICE, FINE, CAP, OWN_CAP, LIABILITY, OTHER = "price", "fine", "cap", "own-cap", "liability", "other"
"""What a sum is.

`cap` limits what the company is liable for and `own-cap` what the reader is; `liability` limits nothing ("Schäden unter 50 €").
"""
_CURRENCIES = {"eur": "€", "dol": "$", "dól": "$", "usd": "$"}
"""Beginnings of the names of currencies that have a sign."""
_STOPS = frozenset(",;:()[]–—|•?!\n")
_BEHIND = 3
"""Words from "ab" to the sum: "ab 50 €", "ab einem Bestellwert von 50 €" by its "von"."""
_AROUND = 4
"""Words between a sum and what names it as a threshold, or tells how often it is paid: "50 € Bestellwert", "5 € pro Monat"."""


class Sum(NamedTuple):
    """A sum of money as a sentence states it."""

    size: float
    kind: str
    currency: str
    """Its sign, or the first letters of its name where it has none."""
    rate: str
    """Days from one payment to the next, as the vocabulary writes them; empty where the sentence tells no rate."""


def sums(sentence: PartedSentence, language: Tongue) -> Iterator[Sum]:
    """The sums of money that a sentence names, in order."""
    numbers = (at for at, word in enumerate(sentence.words) if word[:1].isdigit())
    places = [(at, beside) for at in numbers if (beside := currency_beside(sentence, at, language)) is not None]
    if places:
        hits = language.sums.find(sentence.words)
        for at, beside in places:
            name = sentence.words[beside][:3]
            currency = _CURRENCIES.get(name, name)
            yield Sum(value(sentence.words[at]), _kind(sentence, at, hits), currency, _rate(sentence, at, hits, language))


def _rate(sentence: PartedSentence, at: int, hits: Sequence[Hit], language: Tongue) -> str:
    """How often a sum is paid: "5 € pro Monat", "ein monatlicher Beitrag von 5 €"; "5 € nach 30 Tagen" tells no rate."""
    rates = [hit for hit in hits if hit.name.startswith("rate:") and not _is_counted(sentence, hit.start, language)]
    near = [hit for hit in rates if 0 < hit.start - at <= _AROUND] or [hit for hit in rates if 0 < at - hit.start <= 2 * _AROUND]
    return near[0].name.removeprefix("rate:") if near else ""


def _is_counted(sentence: PartedSentence, unit: int, language: Tongue) -> bool:
    word = sentence.words[unit - 1] if unit else ""
    return word.isdigit() or language.number_words.get(word, 1) > 1


def _kind(sentence: PartedSentence, at: int, hits: Sequence[Hit]) -> str:
    """What a sum is, by the words between the commas around it; where they do not tell, by those of the sentence."""
    stretch = _stretch(sentence, at)
    named = _names(sentence, hits, stretch)
    if named.isdisjoint(_TELLING):
        stretch = range(len(sentence.words))
        named = _names(sentence, hits, stretch)
    beyond = any(hit.name == "beyond" and 0 < at - hit.last <= _BEHIND and hit.start in stretch for hit in hits)
    if "deductible" in named:
        return OTHER
    if "liable" in named:
        return _liability(sentence, named, beyond=beyond)
    if beyond or "paid-out" in named or any(hit.name == "threshold" and -_AROUND <= hit.last - at <= _AROUND for hit in hits):
        return OTHER
    if "fine" in named:
        return FINE
    return PRICE if "price" in named else OTHER


_TELLING = frozenset({"deductible", "liable", "paid-out", "fine", "price"})


def _stretch(sentence: PartedSentence, at: int) -> range:
    """The places between the commas around a sum."""
    start = max((place + 1 for place in range(at) if sentence.words[place] in _STOPS), default=0)
    end = next((place for place in range(at, len(sentence.words)) if sentence.words[place] in _STOPS), len(sentence.words))
    return range(start, end)


def _names(sentence: PartedSentence, hits: Sequence[Hit], stretch: range) -> frozenset[str]:
    found = {hit.name for hit in hits if hit.start in stretch}
    charged = (*sentence.of("acts:charge"), *sentence.of("concepts:fee-word"))
    return frozenset(found | {"price" for hit in charged if hit.start in stretch})


def _liability(sentence: PartedSentence, named: frozenset[str], *, beyond: bool) -> str:
    """Whose liability a sum limits; "nie mehr als 500 €" limits it as "bis 500 €" does, "nicht für Schäden unter 500 €" does not."""
    denied = bool(sentence.of("denials"))
    if denied != ("exceeds" in named) or (beyond and not denied):
        return LIABILITY
    return OWN_CAP if "readers-liability" in named else CAP
