"""The same promise told from the other side: "partners do not get your data" for "we do not pass your data to partners"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.core.meaning.clause_tokens import sentence_row, shown
from monitor.core.meaning.promises.promise import Promise
from monitor.core.meaning.rewording.senses import LIMITS
from monitor.core.text.late_pattern import late
from monitor.core.text.segment import Unit
from monitor.core.text.tokens import FUNCTION, stem

_HANDED_ON = frozenset({"share", "transfer", "disclose", "sell"})
"""Acts by which somebody else gets what the reader gave."""
_NOT = r"(?:(?:do|does|did|will|shall|can|may|would)(?: not| never|n['’]t)|cannot|can['’]t|won['’]t|never)"
# "Advertisers do not receive this information", "Tessel never receives it", "partners cannot get your data".
_NOT_RECEIVED = late(
    rf"^\W*(?P<who>.{{2,80}}?)\s{_NOT}\s(?:ever\s)?"
    r"(?:receive|get|obtain|see|learn|be given|be sent|(?:have|gain|get) access to)s?\b(?P<what>.*)$"
)
# "We do not require you to submit to arbitration", "you are not obliged to go to arbitration".
_NOT_REQUIRED = late(
    r"\b(?:do|does|will|shall|can|may|would)(?: not|n['’]t| never) (?:require|oblige|force|compel|make)s? "
    r"(?:you|users|customers|members|anyone|anybody)(?: to)?\b|"
    r"\b(?:you|users|customers|members) (?:are|will|shall|can) ?(?:not|never) "
    r"(?:be )?(?:required|obliged|bound|forced|compelled|made) to\b|"
    r"\b(?:you|users|customers|members) (?:do not|don['’]t|need not|never) ?(?:have to|need to|be required to)?\b"
)
_MOVING = frozenset(map(stem, ("submit", "accept", "agree", "go", "enter", "use", "take", "part")))
"""Verbs that say no more than that it is done."""


def is_told_from_the_other_side(promise: Promise, there: Sequence[Unit]) -> bool:
    """True where the other side denies the converse act of the same people: that they receive what is not shared with them.

    Args:
        promise: one that is not found on the other side.
        there: the statements of that side.
    """
    return any(_is_not_received(promise, text) for text in _sentences(there))


def frees_alike(here: Sequence[Unit], there: Sequence[Unit]) -> bool:
    """True where both sides free the reader of the same duty, the one as what he need not do, the other as what is not asked of him."""
    freed = {rest for text in _sentences(there) if (rest := _not_required(text))}
    own = [_not_required(text) for text in _sentences(here)]
    return bool(own) and all(rest in freed for rest in own)


def _sentences(units: Sequence[Unit]) -> Iterator[str]:
    return (" ".join(row.words) for unit in units for row in sentence_row(shown(unit.text)) if not row.question)


def _is_not_received(promise: Promise, text: str) -> bool:
    own = promise.statement
    if promise.kind != "denied" or own.act not in _HANDED_ON or own.condition is not None:
        return False
    found = _NOT_RECEIVED.search(text.lower())
    if not found or not LIMITS.isdisjoint(found["what"].split()):
        return False
    at = next((n for n, word in enumerate(own.words) if word in ("with", "to")), len(own.words))
    receivers = _content(own.words[at + 1 :])
    return bool(receivers) and receivers <= _content(found["who"].split())


def _not_required(text: str) -> frozenset[str]:
    """What a sentence says that the reader need not do; empty for one that frees him of nothing."""
    found = _NOT_REQUIRED.search(text.lower())
    return _content(_NOT_REQUIRED.sub(" ", text.lower()).split()) - _MOVING if found else frozenset()


def _content(words: Sequence[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in words if word[0].isalpha() and word not in FUNCTION)
