"""What a single sentence that begins with the reader gives or takes: "you may leave", "you will not be liable", "you waive any claim"."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.meaning.turns.sentence import Words, is_denied

_GIVEN_UP = frozenset(("waive", "release", "forgo", "relinquish", "surrender", "indemnify"))
_BORNE = frozenset(("liable", "responsible", "charged", "billed", "required", "obliged", "penalised", "penalized", "bound"))
# "You will have no claim against us": what the reader has not.
_HAD = frozenset(("claim", "claims", "right", "rights", "recourse", "remedy", "remedies", "refund", "say"))
_HELPING = frozenset(("will", "shall", "would", "are", "be", "being", "held", "also", "hereby", "irrevocably", "expressly", "each", "have"))
_REACH = 7
"""Words behind "you" within which what is given or taken is named."""


def permits(words: Words) -> int:
    """1 for "you may leave at any time", -1 for "if you refuse, you may not be able to", 0 for what says neither.

    Args:
        words: one sentence in lower case, as `clause_tokens` cuts it.

    >>> permits(("you", "will", "not", "be", "liable")), permits(("you", "waive", "all", "claims")), permits(("you", "walk"))
    (1, -1, 0)
    """
    if words[:1] and words[0] in _SUPPOSING and "," in words:
        words = words[words.index(",") + 1 :]
    if any((one, *rest) in _RESERVING for one, *rest in zip(words[:_SUBJECT], words[1:], words[2:], strict=False)):
        return -1  # "Odalys also reserves the right to delete your profile"
    words = words[_label(words) :]
    if words[:1] != ("you",):
        return 0
    if words[1:2] in (("may",), ("can",)):
        return -1 if words[2:3] == ("not",) else 0 if is_denied(words) else 1
    return -1 if words[1:2] == ("cannot",) else _borne(words[1:_REACH])


# "For more information, please see …": says nothing by itself.
_POINTING = (("for", "more"), ("for", "further"), ("for", "details"), ("to", "learn"), ("learn", "more"), ("please", "see"), ("see", "our"))


def _points(words: Words) -> bool:
    return words[:2] in _POINTING


_FEW, _FEW_BESIDE = 2, 3
"""Sentences that came or went up to which what they say by themselves counts more than their words; and where one was edited beside."""


def way_of_permits(old: Sequence[Words], new: Sequence[Words]) -> int:
    """1 where all that came gives the reader something and all that went took it, -1 for the reverse, 0 where nobody can tell.

    Args:
        old, new: the sentences of the two versions.
    """
    gone, come = ([words for words in here if words not in there and not _points(words)] for here, there in ((old, new), (new, old)))
    ways = {permits(words) for words in come} | {-permits(words) for words in gone}
    if len(come) + len(gone) > (_FEW_BESIDE if come and gone else _FEW):
        return 0
    # A sentence that was edited may say neither, beside one that came.
    ways -= {0} if come and gone else set()
    return ways.pop() if len(ways) == 1 else 0


_SUPPOSING = frozenset(("if", "when", "where", "once", "unless", "depending"))
_RESERVING = frozenset((verb, "the", "right") for verb in ("reserve", "reserves", "retain", "retains")) | frozenset(
    (verb, "right", "to") for verb in ("reserve", "reserves", "retain", "retains")
)
_SUBJECT, _LABEL = 6, 12
"""Words within which a company is named that reserves a right; and up to which a sentence can begin with a label."""
_AFTER_LABEL = frozenset((":", "–", "—"))


def _label(words: Words) -> int:
    """Where a sentence begins behind its label: "Rights in Utah – you may have more rights"."""
    return next((at + 1 for at, word in enumerate(words[:_LABEL]) if word in _AFTER_LABEL and words[at + 1 : at + 2] == ("you",)), 0)


def _borne(rest: Words) -> int:
    """-1 for what the reader bears, gives up or has no claim to; 1 for what he need not bear."""
    if "no" in rest and not _HAD.isdisjoint(rest):
        return -1
    named = next((at for at, word in enumerate(rest) if word in _BORNE or word in _GIVEN_UP), -1)
    if named < 0 or not (_HELPING | {"not", "never"}).issuperset(rest[:named]):
        return 0
    return 1 if not {"not", "never"}.isdisjoint(rest[:named]) else -1
