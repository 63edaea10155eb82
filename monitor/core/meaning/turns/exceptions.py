"""What is spared from a promise: an exception that holds for more, or for less, and a word that admits that something is not done yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.core.meaning.served import is_own_data
from monitor.core.meaning.turns.sentence import WAYS, Turn, Words, effect, plain

OPENINGS = (
    ("except",), ("unless",), ("other", "than"), ("excluding",), ("with", "exception"), ("save", "for"), ("save", "where"),
    ("apart", "from"), ("only", "exception"), ("only", "exceptions"), ("sole", "exception"),
)  # fmt: skip
"""How an exception begins, articles left out."""
_CHOSEN = frozenset(("you", "your"))
"""In an exception these make the reader its master: "unless you ask us or your guardian asks us to"."""
# "While it is not our practice, we may charge for copies".
_CONCEDING = frozenset(("although", "though", "while"))
_UNDONE = frozenset(("not", "never"))


def exception_at(words: Sequence[str]) -> int:
    """Where the first exception of a sentence begins; -1 where it has none.

    >>> exception_at("we keep it unless law says so".split())
    3
    """
    return next((at for at in range(len(words)) if any(tuple(words[at : at + len(begins)]) == begins for begins in OPENINGS)), -1)


def by_exception(longer: Words, item: tuple[int, int], sign: int, names: frozenset[str]) -> Iterator[Turn]:
    """One case more or less in an exception: "unless a court (or an agency) orders it".

    Args:
        longer: the sentence that has the case.
        item: from where to where.
        sign: -1 where the case came, 1 where it went.
        names: what the company calls itself, in lower case.
    """
    # "Unless you or your agent ask us": the reader opens that door.
    rest = _but_for_exception(longer, item[0])
    if rest and _CHOSEN.isdisjoint(longer[exception_at(longer) :][:_NEAR]) and (served := promised(rest, names)):
        yield Turn("condition", WAYS[sign * served])


_NEAR = 4
"""Words behind "unless" in which the reader would be named as who decides."""


def _but_for_exception(words: Words, at: int) -> Words:
    """The sentence without the exception in which a place stands; empty where it stands in none."""
    opened = exception_at(words)
    if not 0 <= opened <= at:
        return ()
    # "Except for emergencies, you can cancel": the exception ends at the comma.
    if opened > 0:
        return words[:opened]
    end = words.index(",") if "," in words else -1
    return words[end + 1 :] if end > at else ()


def promised(words: Words, names: frozenset[str]) -> int:
    """Whom a sentence serves, as a sign; "we only share it to deliver" limits what would be at the reader's cost, and so does "nobody"."""
    served = effect(words, names)
    if served < 0 and "only" in words:
        return -effect(tuple(word for word in words if word != "only"), names)
    return served or int(_nobody_has(words))


def _nobody_has(words: Words) -> bool:
    """True for "no third party gets your data", "your details go to nobody"."""
    nobody = any(words[at : at + len(who)] == who for at in range(len(words)) for who in _NOBODY)
    return nobody and any(is_own_data(words[at:]) for at in range(len(words)))


# "Your details go to no one", "no third party gets your data".
_NOBODY = (("nobody",), ("no", "one"), ("no", "third", "party"), ("no", "third", "parties"), ("no", "other", "company"))


def by_concession(longer: Words, start: int, end: int, sign: int, names: frozenset[str]) -> Iterator[Turn]:
    """ "Although we do not do so today, we may": gone, nothing says any more that it is not done.

    Args:
        longer: the sentence that has the concession.
        start, end: from where to where it goes beyond the other sentence.
        sign: -1 where it came, 1 where it went.
        names: what the company calls itself, in lower case.
    """
    words = plain(longer[start:end])
    if start or not words or words[0] not in _CONCEDING or _UNDONE.isdisjoint(words):
        return
    rest = longer[end:]
    if {"you", "your"}.isdisjoint(words) and ({"we", "our"} | names) & {*words, *rest[:2]}:
        yield Turn("condition", WAYS[-sign])
