"""The same condition said the other way round: "We will not share it unless you agree" and "We will share it only if you agree"."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.meaning.observation import Observation
from monitor.core.text.tokens import stem, word_row

_DENIALS = frozenset({"not", "never", "won't", "don't", "doesn't", "cannot", "can't"})
_EXCEPTING = frozenset({"unless", "without", "except"})
_ONLY = frozenset({"only", "solely", "exclusively"})
_CONDITIONS = frozenset({"if", "with", "when", "where", "under", "after", "once", "upon", "on", "by", "in", "at"})
_BEFORE_VERBS = frozenset({"we", "will", "may", "shall", "can"})
# What a denial brings with it and an affirmation does not: "we do not share" and "we share", "without consent" and "with consent".
_LOOSE = _DENIALS | _EXCEPTING | _ONLY | {"if", "with", "under", "when", "do", "does", "will", "shall", "may", "can", "a", "an", "the"}
_LONGEST = 60
"""Words beyond which a passage says more than one thing."""


def is_same_condition(change: Observation) -> bool:
    """True when what one side denies but for a case, the other side does only in that case, in the same words."""
    if not change.reworded or max(len(change.old.words), len(change.new.words)) > _LONGEST:
        return False
    old, new = (tuple(word_row(side.text)) for side in (change.old, change.new))
    turned = (_denies_but(old) and _does_only(new)) or (_does_only(old) and _denies_but(new))
    return turned and _core(old) == _core(new)


def _denies_but(words: Sequence[str]) -> bool:
    """True for one denial with one exception behind it."""
    denials, excepted = _places(words, _DENIALS), _places(words, _EXCEPTING)
    return len(denials) == len(excepted) == 1 and denials[0] < excepted[0] and not _places(words, _ONLY)


def _does_only(words: Sequence[str]) -> bool:
    """True for one condition with "only" before it, or before the verb, and no denial."""
    only = _places(words, _ONLY)
    if len(only) != 1 or _places(words, _DENIALS | _EXCEPTING):
        return False
    after, before = words[only[0] + 1 : only[0] + 2], words[max(0, only[0] - 1) : only[0]]
    conditions = [at for at in _places(words, _CONDITIONS) if at > only[0]]
    return bool(conditions) and (after[:1] == words[conditions[0] : conditions[0] + 1] or not _BEFORE_VERBS.isdisjoint(before))


def _places(words: Sequence[str], sought: frozenset[str]) -> list[int]:
    return [at for at, word in enumerate(words) if word in sought]


def _core(words: Sequence[str]) -> list[str]:
    # "Without your consent" is "only if you consent".
    return [_WHOSE.get(word) or stem(word) for word in words if word not in _LOOSE and any(map(str.isalnum, word))]


_WHOSE = {"your": "you", "our": "we", "us": "we"}
