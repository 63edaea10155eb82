"""Sentences whose denials no rule reads: double ones ("we never fail to ask"), and what others are said to promise."""

from __future__ import annotations

from monitor.core.text.late_pattern import late

_NEVER = r"(?:not|never|cannot|no|nobody|nothing|none|n['’]t)"
_INDIRECT = late(
    # "There is no case in which your files are kept for longer than ninety days"
    r"\bno\s+(?:\w+\s+)?(?:cases?|situations?|circumstances?|instances?|scenarios?|way|day|moment|reason)\s+(?:in|under|on|at|by|for)\s+(?:which|what)\b|"
    r"\bno\s+(?:\w+\s+)?(?:cases?|situations?|circumstances?|instances?|scenarios?)\s+(?:where|when)\b|"
    # "It is not true that we sell your data", "It is a myth that …"
    r"\b(?:is|was)\s+(?:not|never)\s+(?:true|correct|the\s+case|right\s+to\s+say)\s+that\b|\b(?:untrue|false|wrong|a\s+mistake|a\s+myth|nonsense)\s+(?:to\s+(?:say|think|believe|assume|claim|suppose)\s+)?that\b|"
    # "We never fail to ask", "We do not hesitate to share it"
    rf"\b{_NEVER}\s+(?:fail|hesitate|refuse|omit|forget|neglect|decline|shrink)s?\s+(?:to|from)\b|\bfar\s+from\s+\w+ing\b|"
    # "Nothing stops us from selling it", "We are not prevented from …"
    rf"\b{_NEVER}\s+(?:\w+\s+){{0,3}}?(?:stop|prevent|keep|hinder|bar)s?\s+(?:us|our\s+\w+|them|partners)\s+from\b|"
    rf"\b{_NEVER}\s+(?:stopped|prevented|barred|hindered)\s+from\b|"
    # "Tick here if you do not want it to be used": a choice is offered, and nothing promised.
    r"\b(?:tick|untick|check|uncheck|click|press)\b[^.;]{0,40}\bif\s+you\s+(?:do\s+not\s+|don['’]t\s+)?(?:want|wish)\b|"
    # "Nothing leaves our servers without your say-so"
    r"(?:^|[.;:!?]\s)\W*(?:nothing|nobody|no\s+one|none\s+of\s+\w+)\b[^.;]{1,60}\b(?:without|unless|until)\b|"
    # 'Other sites say "we never sell your data"'
    r"\b(?:other|some|many|most|rival|certain)\s+\w+s\s+(?:say|claim|promise|advertise|boast|pretend)\b|"
    r"\bothers\s+(?:may\s+)?(?:say|claim|promise|state|advertise|tell|write|boast|pretend)\b"
)
_LONGEST = 60
"""Words of a passage beyond which one such sentence says little of the others."""


def is_indirect(text: str, words: int) -> bool:
    """True for a passage of so many words in which something is denied twice, or told of what others promise.

    >>> is_indirect("There is no case in which we keep it.", 8), is_indirect("In no case will we keep it.", 7)
    (True, False)
    """
    return words <= _LONGEST and _INDIRECT.search(text.lower()) is not None
