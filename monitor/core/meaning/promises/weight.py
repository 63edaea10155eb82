"""How much a lost promise weighs: what was hedged, what the law demands anyway, and what only said by which means is no grave loss."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.meaning.promises.promise import Promise
from monitor.core.meaning.statements.vocabulary import word_list

_HEDGES = (
    ("in", "most", "cases"), ("in", "many", "cases"), ("in", "some", "cases"), ("in", "certain", "cases"), ("where", "possible"),
    ("where", "feasible"), ("where", "practicable"), ("where", "appropriate"), ("to", "the", "extent", "possible"), ("as", "a", "rule"),
    ("commercially", "reasonable"), ("normally",), ("usually",), ("generally",), ("typically",),
    ("for", "clarity"), ("avoidance", "of", "doubt"),
)  # fmt: skip
_ONLY = frozenset({"only", "solely", "exclusively"})
_MEANS = frozenset({"through", "via", "by", "using"})
_LIMITS = _MEANS | {"for", "to", "if", "when", "with", "where", "as", "in", "unless", "after", "until", "during", "within", "on", "under"}
_LAWFUL = frozenset({"permitted", "allowed", "lawful", "lawfully", "legitimate"})
_NEEDED = frozenset({"necessary", "needed", "required"})
_HOUSE_RULES = frozenset({"policy", "policies", "practices", "procedures", "law", "laws", "schedule", "schedules"})


def is_hedged(words: Sequence[str]) -> bool:
    """True for what is said to hold mostly, as far as somebody finds it possible, or only to make clear what holds anyway.

    >>> is_hedged("in most cases we have restricted what they do".split())
    True
    """
    return any(tuple(words[at : at + len(hedge)]) == hedge for hedge in _HEDGES for at in range(len(words) - len(hedge) + 1))


def weighs(promise: Promise) -> bool:
    """False for a promise whose end takes nothing from the reader by which a policy is judged.

    That is one that is hedged ("in most cases"), that only names a means ("only through our host"), repeats what the law demands ("only if
    the law permits it"), holds for as long as the company finds it necessary, or deletes by the company's own rules.
    """
    words = promise.statement.words
    if is_hedged(words):
        return False
    if promise.kind == "limited":
        return not (_by_means(words) or _as_lawful(words) or _as_needed(words))
    return not (promise.kind == "protective" and promise.statement.act == "delete" and _by_own_rules(words))


def _after_only(words: Sequence[str]) -> Sequence[str]:
    at = next((n for n, word in enumerate(words) if word in _ONLY), len(words))
    return words[at + 1 :]


def _by_means(words: Sequence[str]) -> bool:
    """True for "we only send it through Posten"; not for "we only use it through our app to run the service"."""
    limits = [word for word in _after_only(words) if word in _LIMITS]
    return bool(limits) and limits[0] in _MEANS and {"for", "to", "if", "when", "with"}.isdisjoint(limits)


def _as_lawful(words: Sequence[str]) -> bool:
    """True for "only if we have a reason that the law permits"; "only when required by law" is a limit."""
    return not _LAWFUL.isdisjoint(_after_only(words)) and not (word_list("consent") - {"permission"}) & set(_after_only(words))


def _as_needed(words: Sequence[str]) -> bool:
    """True for "only for as long as necessary"."""
    after = _after_only(words)
    return any(tuple(after[at : at + 2]) == ("long", "as") and not _NEEDED.isdisjoint(after[at + 2 : at + 6]) for at in range(len(after)))


def _by_own_rules(words: Sequence[str]) -> bool:
    """True for "deleted in accordance with our policies", "deleted using a technical method"; not where a time or an occasion is named."""
    if any(word.isdecimal() for word in words) or not {"request", "ask", "immediately"}.isdisjoint(words):
        return False
    accords = any(word == "accordance" and not _HOUSE_RULES.isdisjoint(words[at + 1 : at + 8]) for at, word in enumerate(words))
    return accords or "using" in words or ("provided" in words and "however" in words)
