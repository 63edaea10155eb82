"""How often something is done: "daily backups", "weekly backups"; "once a year", "at any time"."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.statements.vocabulary import word_list
from monitor.core.meaning.turns.sentence import BETTER, WORSE, Turn, Words, effect, is_denied, plain, stands
from monitor.core.text.tokens import FUNCTION

_PER_YEAR = {"hour": 8760, "day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}
_ADVERBS = {"hourly": 8760, "daily": 365, "weekly": 52, "monthly": 12, "quarterly": 4, "yearly": 1, "annual": 1, "annually": 1}
_TIMES = {"once": 1, "twice": 2, "every": 1, "each": 1, "per": 1}
_ALWAYS = 100_000
_LONGEST = 24
_ASIDE, _SHARED = 4, 2
"""Words that one sentence may have besides, and words of substance that both must have."""
_KEPT_SAFE = word_list("checks") | {
    "backup",
    "backups",
    "back",
    "copies",
    "scan",
    "scans",
    "update",
    "updates",
    "penetration",
    "training",
    "tests",
    "test",
}
"""What serves the reader the more often it is done."""
_READERS = frozenset(("you", "your", "personal", "price", "prices", "fee", "fees"))


def by_frequency(one: Words, two: Words, names: frozenset[str]) -> Iterator[Turn]:
    """The same thing more or less often."""
    if max(len(one), len(two)) > _LONGEST or is_denied(one) or is_denied(two):
        return
    often, rest = zip(*(_frequency(words) for words in (one, two)), strict=True)
    less, more = sorted(map(set, rest), key=len)
    # "… every quarter by an external firm", "… once a year": what else went, is no other thing.
    if not all(often) or often[0] == often[1] or not less <= more or len(more - less) > _ASIDE or len(less - FUNCTION) < _SHARED:
        return
    served = effect(one, names) or int(not _KEPT_SAFE.isdisjoint(one))
    if served < 0 and _READERS.isdisjoint(one):
        return  # "We publish a calendar every month" hands on nothing of the reader's
    if served:
        yield Turn("bound", BETTER if (often[1] > often[0]) == (served > 0) else WORSE)


_ROUND_THE_CLOCK = (("day", "and", "night"), ("around", "clock"), ("round", "clock"), ("24", "hours", "day"), ("at", "all", "times"))
_IN_HOURS = (
    ("on", "working", "days"), ("on", "business", "days"), ("on", "weekdays"), ("during", "office", "hours"),
    ("during", "business", "hours"), ("during", "working", "hours"),
)  # fmt: skip
_HELPING = frozenset(("support", "help", "answer", "answers", "watch", "watches", "reach", "reachable", "available", "reply", "monitor"))


def by_hours(one: Words, two: Words) -> Iterator[Turn]:
    """ "We watch for thieves day and night", "we watch for thieves during office hours"."""
    if max(len(one), len(two)) > _LONGEST or is_denied(one) or is_denied(two) or _HELPING.isdisjoint(one) or _HELPING.isdisjoint(two):
        return
    always = [any(stands(phrase, words) for phrase in _ROUND_THE_CLOCK) for words in (one, two)]
    limited = [any(stands(phrase, words) for phrase in _IN_HOURS) for words in (one, two)]
    if always[0] != always[1] and limited[always.index(False)]:
        yield Turn("bound", WORSE if always[0] else BETTER)


def _frequency(words: Words) -> tuple[float, list[str]]:
    """How often in a year a sentence says that something is done, and its other words; 0 where it does not say."""
    run = plain(words)
    for at, word in enumerate(run):
        if word in _ADVERBS:
            return _ADVERBS[word], [*run[:at], *run[at + 1 :]]
        if run[at : at + 3] == ["at", "any", "time"]:
            return _ALWAYS, [*run[:at], *run[at + 3 :]]
        unit = run[at + 1 : at + 2]
        if word in _TIMES and unit and unit[0] in _PER_YEAR:
            return _TIMES[word] * _PER_YEAR[unit[0]], [*run[:at], *run[at + 2 :]]
    return 0, run
