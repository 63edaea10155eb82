"""How often something is done: "daily backups", "weekly backups"; "once a year", "at any time"."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.statements.vocabulary import word_list
from monitor.core.meaning.turns.sentence import BETTER, WORSE, Turn, Words, effect, is_denied, plain

_PER_YEAR = {"hour": 8760, "day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}
_ADVERBS = {"hourly": 8760, "daily": 365, "weekly": 52, "monthly": 12, "quarterly": 4, "yearly": 1, "annual": 1, "annually": 1}
_TIMES = {"once": 1, "twice": 2, "every": 1, "each": 1, "per": 1}
_ALWAYS = 100_000
_LONGEST = 24
_KEPT_SAFE = word_list("checks") | {"backup", "backups", "back", "copies", "scan", "scans", "update", "updates", "penetration", "training"}
"""What serves the reader the more often it is done."""
_READERS = frozenset(("you", "your", "personal", "price", "prices", "fee", "fees"))


def by_frequency(one: Words, two: Words, names: frozenset[str]) -> Iterator[Turn]:
    """The same thing more or less often."""
    if max(len(one), len(two)) > _LONGEST or is_denied(one) or is_denied(two):
        return
    often, rest = zip(*(_frequency(words) for words in (one, two)), strict=True)
    if not all(often) or often[0] == often[1] or rest[0] != rest[1]:
        return
    served = effect(one, names) or int(not _KEPT_SAFE.isdisjoint(one))
    if served < 0 and _READERS.isdisjoint(one):
        return  # "We publish a calendar every month" hands on nothing of the reader's
    if served:
        yield Turn("bound", BETTER if (often[1] > often[0]) == (served > 0) else WORSE)


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
