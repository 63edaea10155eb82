"""Whether a statement that was put for another may say the same in other words.

"Customers who disagree can challenge it by completing our request" in the place of "you may appeal using the form on our website" shares no
word with it. Nobody can tell from words alone that it says the same; but nothing tells that it takes the appeal away, either.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from monitor.core.text.lexicon import word_set
from monitor.core.text.tokens import FUNCTION, stem

_EDITED = 0.5
"""Share of the content words of the shorter side from which a sentence was edited rather than put in other words."""
_LEAST, _LONGER = 5, 3
"""Words that either side has at least, and how many times longer one may be."""
_READER = frozenset(
    (
        "you",
        "your",
        "yours",
        "user",
        "users",
        "customer",
        "customers",
        "member",
        "members",
        "individuals",
        "anyone",
        "everyone",
        "subscribers",
    )
)
_COMPANY = frozenset({"we", "us", "our", "ours"})
_FREE = frozenset({"may", "can", "could", "free", "able", "entitled", "right", "rights", "choose"})
_BOUND = frozenset({"will", "shall", "must"})
_OWNING = frozenset({"own", "owns", "owner", "ownership", "retain", "remain", "remains", "yours", "belongs"})
_WORSE = frozenset(
    ("only", "solely", "unless", "except", "final", "discretion", "fee", "fees", "charge", "charges", "cost", "pay", "waive", "waives",
     "automatically", "reasonable", "reasonably", "possible", "practicable", "endeavour", "try", "might", "generally", "usually", "until",
     "provided", "limited", "after", "transferred", "assign", "assigns", "default", "posted", "immediately")
)  # fmt: skip
"""Words that hedge, limit or price what a sentence grants."""


@cache
def _denying() -> frozenset[str]:
    return word_set("negations") | word_set("denying-besides")


def may_say_the_same(old: Sequence[str], new: Sequence[str]) -> bool:
    """True where one statement, put for another in wholly other words, grants as much as it by all that can be seen.

    It has the same party in the same role (who may, who must, whose it is), denies, limits and prices nothing that the other does not, and
    keeps its numbers. Sentences that have much in common were edited, and are judged by what was edited.

    Args:
        old, new: the words of both statements in lower case.

    >>> may_say_the_same("you may appeal using our form".split(), "customers can challenge it by completing a request".split())
    True
    >>> may_say_the_same("you may appeal using our form".split(), "customers can challenge it for a fee of ten euros".split())
    False
    """
    shorter, longer = sorted((len(old), len(new)))
    if shorter < _LEAST or longer > _LONGER * shorter or not stances(old) & stances(new):
        return False
    before, after = frozenset(old), frozenset(new)
    if not (after & _WORSE) <= before or _is_only_posted(new) or bool(after & _denying()) != bool(before & _denying()):
        return False
    if any(word[0].isdigit() and word not in after for word in before):
        return False
    one, two = _content(old), _content(new)
    return len(one & two) <= _EDITED * min(len(one), len(two))


def _is_only_posted(words: Sequence[str]) -> bool:
    """True for "we will post it on this page", which nobody is sent; not for "what you post"."""
    return any(word in ("post", "publish") and words[at - 1] in ("we", "will") for at, word in enumerate(words) if at)


def _content(words: Sequence[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in words if word[0].isalnum() and word not in FUNCTION)


def stances(words: Sequence[str]) -> frozenset[str]:
    """Who is free, who is bound and whose something is, by a statement's words.

    >>> sorted(stances("we will tell you by email".split()))
    ['company bound']
    """
    found = set()
    for at, word in enumerate(words):
        party = next((w for w in reversed(words[max(0, at - 8) : at]) if w in _READER | _COMPANY), "")
        if word in _FREE:
            found.add("company free" if party in _COMPANY else "reader free")
        elif word in _BOUND:
            found.add("reader bound" if party in ("you", "users", "customers", "members") else "company bound")
        elif word in _OWNING:
            found.add("company owns" if party in _COMPANY else "reader owns")
    return frozenset(found)
