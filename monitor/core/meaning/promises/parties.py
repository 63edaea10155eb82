"""Who does an act and to whom, in two statements of the same words: "We sell nothing to banks", "Banks sell nothing to us"."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from monitor.core.text.lexicon import word_set
from monitor.core.text.tokens import FUNCTION, stem

_WE = frozenset(("we", "us", "our"))
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being"))
_REACH = 3
"""Words from a form of "be" to its verb: "are not ever sold"."""
_AGENT = "by"
_TO_WHOM = frozenset(("to", "with", "from", "for", "through", "via", _AGENT))
_ENDS = _TO_WHOM | {"in", "on", "at", "of", "without", "unless", "if", "when", "where", "and", "but"}
_VOICE = word_set("voice") - _WE


def same_parties(old: Sequence[str], new: Sequence[str], verbs: Collection[str]) -> bool:
    """True when two rows of the same words have the same agent and the same others: those that stand after "to", "with", "by" and the like.

    Args:
        old, new: the words.
        verbs: the words that name the acts, in every form that either row has.
    """
    rows = _order(old, verbs), _order(new, verbs)
    if rows[0] == rows[1]:
        return True
    if _is_passive(old, verbs) == _is_passive(new, verbs):
        return False
    return _parties(old, verbs) == _parties(new, verbs)


def _order(words: Sequence[str], verbs: Collection[str]) -> list[str]:
    """The words that tell who and whom, in their order; a form of a verb is a verb."""
    return ["#" if word in verbs else _party(word) for word in words if word in _WE or not (word in _VOICE or word in FUNCTION)]


def _party(word: str) -> str:
    return "we" if word in _WE else stem(word)


def _is_passive(words: Sequence[str], verbs: Collection[str]) -> bool:
    at = next((at for at, word in enumerate(words) if word in verbs), 0)
    return not _BE.isdisjoint(words[max(0, at - _REACH) : at])


def _parties(words: Sequence[str], verbs: Collection[str]) -> dict[str, list[str]]:
    """By preposition the words that follow it; by "by" the agent, who stands first in the active voice and may be "we" unsaid."""
    found: dict[str, list[str]] = {}
    for at, word in enumerate(words):
        if word in _TO_WHOM:
            end = next((n for n in range(at + 1, len(words)) if words[n] in _ENDS or words[n] in verbs), len(words))
            found.setdefault(word, []).extend(_order(words[at + 1 : end], verbs))
    if not _is_passive(words, verbs):
        first = next((at for at, word in enumerate(words) if word in verbs), 0)
        found[_AGENT] = _order(words[:first], verbs)
    found.setdefault(_AGENT, ["we"])
    return found
