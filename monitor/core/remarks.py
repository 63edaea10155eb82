"""Remarks: what a company says about itself, and that other sites have policies of their own. They promise and take nothing."""

from __future__ import annotations

import re

from monitor.core.look import Look
from monitor.core.reading import Reading

_ITSELF = re.compile(
    r"\b(?:(?:is|are|was) (?:an?|the|one of the|among the)(?: [\w’']+){0,3} "
    r"(?:lead(?:er|ing)|provider|pioneer|compan(?:y|ies)|maker|specialist)s?|"
    r"leading (?:provider|global|independent|international|european)|"
    r"focus(?:es|ed)? on|speciali[sz]es in|founded (?:in|by)|headquartered in|"
    r"(?:our|its|the) mission|(?:trusted|chosen) by (?:more than|over|millions|thousands)|we are (?:passionate|proud)|award winning)\b"
)
"""For text in lower case without hyphens."""
_ELSE = frozenset(
    ("you", "your", "yours", "yourself", "controller", "controllers", "processor", "registered", "incorporated", "acquired", "merged")
)
"""Words of the reader, and of who answers for data: where one stands, more is said than praise."""
_LINKS = re.compile(r"\blinks?(?: \w+){0,3} to(?: \w+){0,3} (?:web ?sites?|sites?|pages|services)\b")
_THEIR_OWN = re.compile(
    r"\b(?:not responsible|no responsibility|no control|cannot control|not control|not liable|"
    r"(?:privacy|data) (?:practices|polic(?:y|ies)|statements?|notices?))\b"
)
_DOING = frozenset({"sell", "share", "collect", "use", "retain", "train"})


def is_company_talk(seen: Look) -> bool:
    """True when each side describes the company ("X is a leading provider of …"), and nobody may, must or will do anything in it."""
    return all(_talks(side) for side in (seen.old, seen.new) if side.text)


def _talks(side: Reading) -> bool:
    return not side.frames and _ELSE.isdisjoint(side.words) and bool(_ITSELF.search(_flat(side)))


def is_link_disclaimer(seen: Look) -> bool:
    """True for a statement that came or went and says no more than that linked sites have policies of their own.

    Annotators call it minor: the company's own conduct is the same.
    """
    side = seen.new if seen.new.text else seen.old
    if seen.reworded or any(frame.act in _DOING and frame.role in ("intrusion", "denial") for frame in side.frames):
        return False
    text = _flat(side)
    return bool(_LINKS.search(text) and _THEIR_OWN.search(text))


def _flat(side: Reading) -> str:
    return side.lower.replace("-", " ")
