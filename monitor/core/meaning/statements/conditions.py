"""Under which condition a statement holds: unless, only, except, without consent, until the reader opts out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.core.meaning.statements.vocabulary import word_list

KINDS = ("opt-out", "only", "consent", "exception", "case")


@dataclass(frozen=True, slots=True)
class Condition:
    """What limits a statement."""

    kind: str
    """opt-out (until the reader objects) | consent | exception (unless, except) | only | case (if, when, where)"""
    words: tuple[str, ...]
    """As they stand, in lower case."""


_EXCEPTION = frozenset({"unless", "except", "excluding", "excepting", "besides", "until"})
_CASE = frozenset({"if", "when", "where", "whenever", "provided", "subject"})
_CONSENT = word_list("consent")
_OPT_OUT = tuple(
    tuple(sign.split())
    for sign in (
        "opt out", "opted out", "opting out", "you object", "tell us not", "ask us not", "tell us to stop", "ask us to stop", "you say no",
        "turn this off", "turn it off", "switch it off", "you disable", "you decline", "you refuse",
    )
)  # fmt: skip
_OPENERS = (
    _EXCEPTION
    | _CASE
    | {"exception", "other", "rather", "only", "solely", "exclusively", "without", "with", "after", "against", "but", "and"}
)
_TELLING = _OPENERS | {".", "(", ")"}
"""Words that open a condition or a bracket, or close one; nearly all others say nothing here."""
_OPT_OUT_HEADS = frozenset(word for sign in _OPT_OUT for word in sign if word not in ("out", "you", "us", "it", "to", "not"))
_LONGEST = 30


def condition_of(words: Sequence[str], start: int, verb: int, end: int) -> Condition | None:
    """The condition of the verb at a place in a clause from `start` to `end`, or None."""
    if _OPENERS.isdisjoint(words):
        return None
    found: list[Condition] = []
    depth = 0
    for at in range(start, end):
        if words[at] not in _TELLING:
            continue
        depth += (words[at] == "(") - (words[at] == ")")
        # What stands in brackets limits what stands in them, unless it is the exception itself: "(unless you opt out)".
        if depth > 0 and not (words[at] in _EXCEPTION and words[at - 1] == "("):
            continue
        if kind := _opens(words, at, verb):
            stretch = tuple(words[at : _close(words, at, verb, end)])
            found.append(Condition(_refined(kind, stretch), stretch))
    # An exception tells more than a case: "If you are in Utah, we sell it unless you opt out".
    found.sort(key=lambda condition: KINDS.index(condition.kind))
    return found[0] if found else None


def _opens(words: Sequence[str], at: int, verb: int) -> str:
    word = words[at]
    after = words[at + 1 : at + 8]
    named = word == "exception" and tuple(words[max(0, at - 2) : at]) == ("with", "the")
    if word in _EXCEPTION or named or (word in ("other", "rather") and after[:1] == ("than",)):
        # "Other than", "with the exception of": an exception after the verb or before it.
        return "exception"
    if word == "only" or (word in ("solely", "exclusively")):
        return "" if words[at - 1 : at] == ("not",) else "only"
    if word in ("without", "with", "after", "against") and not _CONSENT.isdisjoint(after[:5]):
        return "consent"
    if word in ("but", "and", ".") and after[:3] == ("you", "can", "opt"):
        return "case"
    if word in _CASE and not (word == "where" and at > verb and words[at - 1 : at] == ("countries",)):
        return "case"
    return ""


def _close(words: Sequence[str], at: int, verb: int, end: int) -> int:
    """Where a condition ends: with its clause, or at the comma before the main clause when it stands in front."""
    limit = min(end, at + _LONGEST)
    if at < verb:
        limit = min(limit, next((n for n in range(at, verb) if words[n] in (",", "we")), verb))
    return limit


def _refined(kind: str, stretch: Sequence[str]) -> str:
    if kind == "exception" and opts_out(stretch):
        return "opt-out"
    if kind == "case" and opts_out(stretch) and "not" in stretch:
        return "opt-out"  # "if you do not opt out"
    if kind in ("exception", "only", "case") and stretch[0] != "until" and not _CONSENT.isdisjoint(stretch):
        return "consent"
    return kind


def opts_out(words: Sequence[str]) -> bool:
    """True when the reader is told to say no: "unless you opt out", "until you tell us not to"."""
    if _OPT_OUT_HEADS.isdisjoint(words):
        return False
    return any(tuple(words[at : at + len(sign)]) == sign for sign in _OPT_OUT for at in range(len(words)))


def narrows(words: Sequence[str]) -> frozenset[str]:
    """Adverbs that leave a promise open: "we do not knowingly collect", "generally"."""
    return frozenset(words) & word_list("narrowing-adverbs")
