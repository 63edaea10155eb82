"""Whether a sentence affirms what it speaks of or denies it: "We sell your data" has the words of "We never sell your data"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from monitor.core.meaning.clause_tokens import shown
from monitor.core.meaning.statements.model import Statement
from monitor.core.meaning.statements.reading import statements_of
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
    is not. So is what another negation may turn round ("we can't promise that we will not").

    Args:
        text: a sentence, a list item, a row.
        lead_in: the line that introduces its list.
        heading: the nearest heading.
        language: ISO 639-1; None is taken for English.
        names: what the company calls itself, in lower case.
    """
    if text.lstrip().startswith("|"):
        return []  # "| Do we sell it? | No |": what a row says is said by its columns together
    code = (language or "en").partition("-")[0].lower()
    if code == "en":
        seen = shown(text)
        found: Iterable[Statement] = [one for one in statements_of(text, lead_in, heading, names) if not _may_be_turned(one, seen)]
    else:
        found = (reading.statement for reading in read(text, code, lead_in)) if is_tongue(code) else ()
    return [one for one in found if one.stated and not one.aim and not one.bound]


# Where another clause begins, which turns nothing round: "We do not sell it, but share it", "has never sold and will not sell".
_BORDER = re.compile(r"[.!?;:,()–—]|\b(?:and|or|but|nor|while|yet|so)\b")
# "Do Not Sell My Data" is the name of a link, and its reader's wish.
_WISH = frozenset({"my", "me"})
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_NEGATIVE = frozenset({"not", "never", "no", "cannot", "nobody", "none", "nothing", "hardly", "rarely", "seldom"})
_NO_ONE = frozenset({"no", "nobody", "none", "nothing"})


def _may_be_turned(one: Statement, text: str) -> bool:
    """True for a reader's wish, and when negations stand around a statement that its reading does not account for.

    "We don't think we sell it", "We sell it to no one".
    """
    lower = text.lower()
    if not _WISH.isdisjoint(one.words):
        return True
    at = lower.find(one.verb, *one.span)
    if at < 0:
        at = one.span[0]
    border = max((match.end() for match in _BORDER.finditer(lower, 0, at)), default=0)
    following = _BORDER.search(lower, at)
    behind = lower[at : following.start() if following else len(lower)]
    condition = sum(map(_is_negative, one.condition.words)) if one.condition is not None else 0
    before = sum(map(_is_negative, _WORD.findall(lower[border:at])))
    after = sum(word in _NO_ONE for word in _WORD.findall(behind))
    # A condition has negations of its own: "if you do not object". A denial has one, here or in the line that introduces its list.
    return before + after - condition > (1 if one.denied else 0)


def _is_negative(word: str) -> bool:
    return word in _NEGATIVE or word.endswith("n't")


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
    rows = [(one, terms(one.clause)) for one in statements if not binds_the_reader(one)]
    sought = {term for phrase in question.phrases for term in phrase.terms}
    # Best the statement whose verb is asked for; "sell your data" stands in the clause of "We may use or sell your data" twice.
    for chosen in (
        [one for one, row in rows if one.verb in sought and _touches(question, row)],
        [one for one, row in rows if _touches(question, row)],
    ):
        if chosen:
            return said_of(chosen)
    return NOT_READ


def binds_the_reader(one: Statement) -> bool:
    """True for what the reader does, may or must not do: "You agree not to sell …" is no promise of the company."""
    # Somebody with a name that is not known to be the company's may count as the reader too.
    return one.actor == "reader" and "you" in one.words[: one.words.index(one.verb) if one.verb in one.words else None]


def _touches(question: Question, row: list[str]) -> bool:
    return any(phrase.place(row) >= 0 for phrase in question.phrases)
