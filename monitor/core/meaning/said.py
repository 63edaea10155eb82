"""Whether a sentence affirms what it speaks of or denies it: "We sell your data" has the words of "We never sell your data"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from monitor.core.meaning.statement_model import Statement
from monitor.core.meaning.statements import statements_of
from monitor.core.meaning.tongues.reading import read
from monitor.core.meaning.tongues.tongue import is_tongue
from monitor.core.text.search_terms import Question, terms


class Polarity(StrEnum):
    """What a sentence says of something."""

    AFFIRMED = "affirmed"
    """It is done, may be done, or is so."""
    DENIED = "denied"
    """It is not done."""
    BOTH = "both"
    """One part of the sentence affirms, another denies."""
    UNCLEAR = "unclear"
    """Nothing that was recognised says either, or the language is not read."""


@dataclass(frozen=True, slots=True)
class Said:
    """How something is said."""

    polarity: Polarity
    conditional: bool = False
    """True when a condition belongs to it: "unless you agree", "only with your consent"."""


NOT_READ = Said(Polarity.UNCLEAR)


def statements_said(
    text: str, lead_in: str = "", heading: str = "", language: str | None = None, names: frozenset[str] = frozenset()
) -> list[Statement]:
    """What a sentence states about what is done; nothing for a language that is not read.

    Conditions, questions, aims ("to sell …") and what others are bound to are left out: they say neither that it is done nor that it
    is not.

    Args:
        text: a sentence, a list item, a row.
        lead_in: the line that introduces its list.
        heading: the nearest heading.
        language: ISO 639-1; None is taken for English.
        names: what the company calls itself, in lower case.
    """
    code = (language or "en").partition("-")[0].lower()
    if code == "en":
        found: Iterable[Statement] = statements_of(text, lead_in, heading, names)
    else:
        found = (reading.statement for reading in read(text, code, lead_in)) if is_tongue(code) else ()
    return [one for one in found if one.stated and not one.aim and not one.bound]


def said_of(statements: Iterable[Statement]) -> Said:
    """What statements say together.

    >>> said_of(statements_said("We never sell your data.")).polarity, said_of(statements_said("Our address: 1 Mill Lane")).polarity
    (<Polarity.DENIED: 'denied'>, <Polarity.UNCLEAR: 'unclear'>)
    """
    found = list(statements)
    sides = {one.denied for one in found}
    if not sides:
        return NOT_READ
    polarity = Polarity.BOTH if len(sides) > 1 else Polarity.DENIED if True in sides else Polarity.AFFIRMED
    return Said(polarity, any(one.condition is not None for one in found))


def said_about(question: Question, statements: Iterable[Statement]) -> Said:
    """What those statements say in whose clause the words that were searched for stand.

    >>> from monitor.core.text.search_terms import question
    >>> sentence = "We do not sell your data, but we share your location with advertisers."
    >>> said_about(question(["share your location"]), statements_said(sentence)).polarity
    <Polarity.AFFIRMED: 'affirmed'>
    """
    # "You agree not to sell …" promises nothing.
    rows = [(one, terms(one.clause)) for one in statements if one.actor != "reader"]
    sought = {term for phrase in question.phrases for term in phrase.terms}
    # Best the statement whose verb is asked for; "sell your data" stands in the clause of "We may use or sell your data" twice.
    for chosen in (
        [one for one, row in rows if one.verb in sought and _touches(question, row)],
        [one for one, row in rows if _touches(question, row)],
    ):
        if chosen:
            return said_of(chosen)
    return NOT_READ


def _touches(question: Question, row: list[str]) -> bool:
    return any(phrase.place(row) >= 0 for phrase in question.phrases)
