"""Which words of a statement deny, and which verb each denial binds; pseudo-negations ("not only", "without limitation") deny nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from monitor.core.meaning.clauses import Clauses
from monitor.core.text.lexicon import phrases, word_set

NEGATIONS = word_set("negations")
DENYING = NEGATIONS | word_set("denying-besides")
"""Words that deny when a whole statement is read: the negations, "refrain", "prohibited" …"""
LIMITING = DENYING | {"unless", "except", "excluding", "only", "without", "solely"}
"""Words without which a statement would say more, or less: "(but not your name)"."""
COMPANY = word_set("company")
"""Words for who speaks in a policy."""
_RELATIVE = word_set("relative")
_PSEUDO = {first: tuple(p for p in phrases("pseudo-negations") if p[0] == first) for first in {p[0] for p in phrases("pseudo-negations")}}
"""Phrases whose negation denies nothing, by their first word."""

# Words from a negation to its verb: "Neither stores the requests beyond the session or uses them for training" needs all eight; with a
# ninth, "nothing has changed by this table, which puts in order what used to be …" would deny the using.
_REACH = 8
# "If an instalment is not received on the due date": no promise. The clause may begin up to six words before: "Where a child has bought
# gems without a parent's knowledge".
_CONDITIONS = frozenset({"if", "where", "whether", "when", "because"})
_CONDITION_REACH = 7
# "No personal information will be shared with third parties": these stand before, or right after, the noun that they deny.
_NO = frozenset({"no", "none", "nobody", "nothing", "neither"})
# "Under no circumstances do we sell data": the negation belongs to the occasion, and a subject may stand between it and the verb.
_OCCASIONS = frozenset({"circumstances", "circumstance", "event", "case", "time", "means", "point", "occasion", "way"})
# What a negation is spent on: "We cannot guarantee the security of data that is transmitted" denies no transmitting, "We aren't obliged
# to monitor information that others have sent" no monitoring, "no longer needed for the purpose for which we collected them" no
# collecting.
_SPENT_ON = frozenset(
    ("guarantee", "warrant", "ensure", "promise", "responsible", "responsibility", "liable", "liability", "control", "endorse", "obliged",
     "obligation", "required", "need", "needed", "necessary", "affect", "affects", "affected", "apply", "applies", "completely", "doubt",
     "respond", "responds")
)  # fmt: skip
_REQUIRING = frozenset(("require", "requires"))
# "If you do not agree, we will share it": a second subject, or a turn, ends the reach of a negation.
_PARTING_NOUN = _SPENT_ON | {"we", "you", "but", "however", "unless", "if"}
# After "not" a second auxiliary begins another predicate as well; after "no data" it is the noun's own ("no data will be shared").
_PARTING = _PARTING_NOUN | {"will", "may"}


def negations(words: Sequence[str]) -> int:
    """How many words deny, pseudo-negations ("without limitation", "not only") left out."""
    return len(denying_places(words))


def denying_places(words: Sequence[str]) -> list[int]:
    """The places of words that deny; most statements have none, which is seen without a walk."""
    if DENYING.isdisjoint(words):
        return []
    blind = _pseudo_negations(words)
    return [at for at, word in enumerate(words) if word in DENYING and at not in blind]


def _pseudo_negations(words: Sequence[str]) -> set[int]:
    blind: set[int] = set()
    for at, word in enumerate(words):
        # "We do not track where our boats are" denies (case we-do-not-track-turned); "We honour Do Not Track" names a signal.
        if word == "do" and at and words[at - 1] in COMPANY:
            continue
        for phrase in _PSEUDO.get(word, ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                blind.update(range(at, at + len(phrase)))
    return blind


def binding_negation(words: Sequence[str], start: int, end: int, negations: Sequence[int], clauses: Clauses) -> int | None:
    """The negation that binds a verb: the nearest before it, within reach, unless a relative clause or another subject parts them.

    Or the one right after it: "we collect no special categories of data"; or before what it is done to or for: "we sell it to no one".

    Args:
        words: the statement.
        start, end: where the verb begins, and one past its last word.
        negations: the places of words that deny, ascending.
        clauses: where the statement's sentences and clauses begin.
    """
    before = bisect_left(negations, start)
    if end < len(words) and words[end] in _NO and end in negations:
        return end
    behind = denied_behind(words, end, len(words)) if negations and negations[-1] > end else None
    if behind is not None and behind in negations and not clauses.divide(end - 1, behind):
        return behind
    if not before or start > (at := negations[before - 1]) + _REACH or clauses.divide(at, start) or _in_condition(words, at, clauses):
        return None
    between = words[at + 1 : start]
    # "Where we no longer require it for the purpose of …"; in "we do not, as the law requires, sell it" the law does.
    if not _REQUIRING.isdisjoint(between[:2]):
        return None
    if words[at] in _NO:
        parting = _SPENT_ON if words[at + 1] in _OCCASIONS else _PARTING_NOUN
        return at if parting.isdisjoint(between) else None
    return at if _PARTING.isdisjoint(between) and not _in_relative_clause(words, at) else None


# "We use it for no other purpose", "your data is passed to no advertiser"; not "for no longer than a year", "for no reason", "for nothing".
_TOWARDS = frozenset(("to", "with", "for", "by"))
_ENDING = _PARTING | {"and", "or", "not", "that", "which", ",", ";", "nor"}
_AFTERWARDS = 6
"""Words from a verb to the one that denies what it is done to or for."""
_NO_DENIAL = frozenset(
    ("longer", "more", "less", "later", "fewer", "charge", "fee", "cost", "costs", "reason", "cause", "good", "particular", "apparent",
     "additional", "extra", "payment", "consideration", "compensation", "fault", "avail", "small", "little",
     "means", "extent", "doubt", "matter", "end")
)  # fmt: skip


def denied_behind(words: Sequence[str], start: int, end: int) -> int | None:
    """The place of a word behind a verb that denies to whom, for what or by whom it is done; None where there is none.

    Args:
        words: the statement.
        start, end: from where behind the verb, and up to where, it may stand.

    >>> denied_behind("we sell it to no one".split(), 2, 6), denied_behind("we keep it for no longer than a year".split(), 2, 9)
    (4, None)
    """
    for at in range(start + 1, min(end, start + _AFTERWARDS + 1)):
        if words[at - 1] in _ENDING:
            return None
        rest = words[at + 1 : at + 2]
        denies = words[at] in ("no", "nobody", "none") or (words[at] == "nothing" and list(rest) == ["else"])
        if denies and words[at - 1] in _TOWARDS and _NO_DENIAL.isdisjoint(rest):
            return at
    return None


def _in_condition(words: Sequence[str], at: int, clauses: Clauses) -> bool:
    """True for "where we have not collected it from you": nothing is promised in the clause of a condition."""
    for back in range(at - 1, max(-1, at - _CONDITION_REACH), -1):
        if back in clauses.heads:
            return words[back] in _CONDITIONS
    return False


def _in_relative_clause(words: Sequence[str], at: int) -> bool:
    """True for "information that does not identify you" (case lure-relative-clause): the negation belongs to the thing."""
    return any(word in _RELATIVE for word in words[max(0, at - 2) : at])


def deny_alike(old: Sequence[str], new: Sequence[str]) -> bool:
    """True where two texts deny as often, and both or neither limit something, by their words.

    "We do not sell it. We share it" is not said by "We do not sell it. We do not share it", nor "we don't train on conversations" by "we
    train on them unless you moved the slider".
    """
    denials = [sum(word in DENYING for word in words) for words in (old, new)]
    limits = [not (LIMITING - DENYING).isdisjoint(words) for words in (old, new)]
    return denials[0] == denials[1] and limits[0] == limits[1]
