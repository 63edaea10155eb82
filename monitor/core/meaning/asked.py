"""Whom a yes serves: to a question of the reader or the company, or below the head of a column."""

from __future__ import annotations

from monitor.core.meaning.served import serves
from monitor.core.text.tokens import word_row

_AUXILIARIES = frozenset(("do", "does", "did", "will", "would"))
_ASKED = {"i": "you", "my": "your", "me": "you", "mine": "yours", "our": "your"}
"""Who is meant in what a reader asks: "Do you sell my data?" asks whether "we sell your data"."""
_LONGEST_STATE = 2
"""Words of a head that are read together: "Passed on". Of a longer one the first says what is done."""
_NO_STATES = frozenset(("for", "by", "with", "free", "public", "final"))
"""Words at the end of heads that do not ask whether something is done: "Kept for", and "Free" beside "Paid"."""


def yes_serves(question: str, names: frozenset[str] = frozenset()) -> int:
    """Whom a yes serves: 1 the reader ("Can I export my data?"), -1 the company ("Do you sell it?"), 0 where none can tell.

    Args:
        question: with or without its mark.
        names: what the company calls itself, in lower case.

    >>> yes_serves("Do you sell my letters?"), yes_serves("Can you limit this?"), yes_serves("Who reads them?")
    (-1, 1, 0)
    """
    subject = question.split()[1:2]
    names |= {name.lower() for name in subject if name[:1].isupper()}  # "Does Heron share?" asks whoever has a name
    row = list(word_row(question))
    mine = not {"i", "my", "me"}.isdisjoint(row)
    words = [_ASKED.get(word, "we" if word == "you" and mine else word) for word in row]
    if words[:1] and words[0] in _AUXILIARIES:
        if words[2:3] in (["have"], ["need"], ["want"]):
            return 0  # "Do you have to pay?" asks the reader as well as the company
        asks_company = words[1:2] == ["you"]  # "Do you share for marketing?" in a policy asks the company
        return serves(["we", *words[2:]] if asks_company else words[1:], names)
    if len(words) > 1 and words[0] in ("can", "may", "is", "are"):
        ahead = 3 if words[1] in ("your", "the", "my") else 2
        return serves([*words[1:ahead], words[0], *words[ahead:]], names)
    return 0


def head_serves(head: str, names: frozenset[str] = frozenset()) -> int:
    """Whom a yes serves below the head of a column: a question, or what is done ("Sold", "Encrypted").

    >>> head_serves("Sold"), head_serves("Collected in the last 12 months?"), head_serves("Encrypted"), head_serves("Kept for")
    (-1, -1, 1, 0)
    """
    words = word_row(head)
    if head.rstrip(" *_").endswith("?") and (found := yes_serves(head, names)):
        return found
    if not words or words[-1] in _NO_STATES:
        return 0
    if words[0] == "we":
        return serves(words, names)
    # "Collected within the last 12 months", "Sold or shared": the first word says what is done.
    return serves(["it", "is", *(words if len(words) <= _LONGEST_STATE else words[:1])])
