"""A denial that came or went while other words changed as well: "you may not use it elsewhere", "you may use it wherever you like"."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.negation import denying_places
from monitor.core.meaning.served import serves
from monitor.core.meaning.turns.sentence import DENIALS, EITHER, WAYS, Turn, Words, is_denied, plain
from monitor.core.text.tokens import FUNCTION, stem

_LONGEST = 20
_SHARED = 2
_MOSTLY = 0.6
"""Share of the words of substance of the shorter sentence that the other must have."""
_DENYING = frozenset(
    (
        "refuse", "refuses", "decline", "fail", "fails", "cease", "exclude", "excludes", "excluded", "excluding", "without", "free",
        "unable", "stop", "stops", "prevent", "avoid", "forbid", "forbidden", "prohibited", "opt", "except", "unless", "only", "if",
        "until", "before", "older", "over", "under", "least", "than", "other", "disabled", "off", "need", "needs", "impossible", "cannot",
        "but",
    )
)  # fmt: skip
"""With one of these a sentence may deny in other words, or say of others what the denial leaves."""


_PARTIES = frozenset(("we", "you", "your"))


def by_denial_beside(one: Words, two: Words, names: frozenset[str]) -> Iterator[Turn]:
    """What one sentence denies and the other affirms of the same things."""
    if max(len(one), len(two)) > _LONGEST or is_denied(one) == is_denied(two) or not _DENYING.isdisjoint((*one, *two)):
        return
    sides = [{stem(word) for word in plain(words) if word not in FUNCTION and word not in DENIALS} for words in (one, two)]
    shared = sides[0] & sides[1]
    if len(shared) < max(_SHARED, _MOSTLY * min(map(len, sides))) or one[:1] != two[:1]:
        return
    denied, affirmed = (one, two) if is_denied(one) else (two, one)
    at = denying_places(plain(denied))[0]
    # The act that is denied is the one that is affirmed; "we mend it and are not liable" only says more than "we mend it".
    if stem("".join(plain(denied)[at + 1 : at + 2])) not in shared or set(plain(affirmed)) <= set(plain(denied)):
        return
    # "What you search for may be used for ads": not the reader is who may.
    served = serves(affirmed, names) if affirmed[0] in _PARTIES or affirmed[0] in names else 0
    yield Turn("denial", WAYS[served if is_denied(one) else -served] if served else EITHER)
