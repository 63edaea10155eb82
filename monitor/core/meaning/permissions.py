"""What a single sentence that begins with the reader gives or takes: "you may leave", "you will not be liable", "you waive any claim"."""

from __future__ import annotations

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
    if words[:1] == ("if",) and "," in words:
        words = words[words.index(",") + 1 :]
    if words[:1] != ("you",):
        return 0
    if words[1:2] in (("may",), ("can",)):
        return -1 if words[2:3] == ("not",) else 0 if is_denied(words) else 1
    return -1 if words[1:2] == ("cannot",) else _borne(words[1:_REACH])


def _borne(rest: Words) -> int:
    """-1 for what the reader bears, gives up or has no claim to; 1 for what he need not bear."""
    if "no" in rest and not _HAD.isdisjoint(rest):
        return -1
    named = next((at for at, word in enumerate(rest) if word in _BORNE or word in _GIVEN_UP), -1)
    if named < 0 or not (_HELPING | {"not", "never"}).issuperset(rest[:named]):
        return 0
    return 1 if not {"not", "never"}.isdisjoint(rest[:named]) else -1
