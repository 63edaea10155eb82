"""One purpose or recipient more, or less, of what is done with the reader's data: "we use it to serve you (and for marketing)"."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.served import OWN_DATA
from monitor.core.meaning.statements.vocabulary import word_list
from monitor.core.meaning.turns.exceptions import exception_at
from monitor.core.meaning.turns.sentence import DENIALS, EITHER, WAYS, Turn, Words, is_denied, plain, stands
from monitor.core.text.tokens import FUNCTION

_DONE = word_list("done-with-data")
_UP_TO = 5
_LONGEST = 14
_JOINING = frozenset(("and", "or", ",", ";"))
_AIMS = frozenset(("to", "for", "with", "about"))
# "For example to …", "such as …": an example widens nothing.
_EXAMPLES = frozenset(("example", "instance", "such", "including", "e.g", "like", "i.e", "(", ")"))
_SPARING = word_list("sparing-purposes")
"""Words of purposes that few readers mind, and of limits."""


def by_purpose(longer: Words, place: tuple[int, int], sign: int, names: frozenset[str]) -> Iterator[Turn]:
    """What a purpose or a recipient more does to a statement about the reader's data.

    Args:
        longer: the sentence that has it.
        place: from where to where its words go.
        sign: -1 where it came, 1 where it went.
        names: what the company calls itself, in lower case.
    """
    added = longer[slice(*place)]
    words = plain(added)
    if not 1 < len(words) <= _LONGEST or not _is_aim(longer, place) or not _EXAMPLES.isdisjoint(added) or not DENIALS.isdisjoint(words):
        return
    # "With the exception of your address" takes something out.
    if 0 <= exception_at(longer) < place[1] or is_denied(longer) or not _is_about_data(longer[: place[0]], names):
        return
    if set(words) - FUNCTION:
        yield Turn("items", WAYS[sign] if _SPARING.isdisjoint(words) else EITHER)


def _is_aim(longer: Words, place: tuple[int, int]) -> bool:
    """True for words that open with "and to", "and for", ", with", or with the aim alone behind a joining word."""
    words = [word for word in longer[slice(*place)] if word not in _JOINING]
    ends = (*longer[max(0, place[0] - 1) : place[0] + 1], *longer[place[1] - 1 : place[1] + 1])
    return not _JOINING.isdisjoint(ends) and bool(words) and words[0] in _AIMS


def _is_about_data(head: Words, names: frozenset[str]) -> bool:
    """True where the company is who does it, and the reader's data are what it does it with."""
    if not _CONDITIONAL.isdisjoint(head):
        return False
    if "scanned" in head or "monitored" in head:
        return "you" not in head
    if not head or (head[0] != "we" and head[0] not in names):
        return False
    if stands(("contact", "you"), head):
        return True
    at = next((n for n, word in enumerate(head[: _UP_TO + 1]) if word in _DONE), -1)
    return at > 0 and not (OWN_DATA | word_list("data-heads")).isdisjoint(head[at:]) and not _OWN.isdisjoint(head[at:])


_CONDITIONAL = frozenset(("if", "unless", "not"))
_OWN = frozenset(("your", "personal", "you", "user", "usage"))
