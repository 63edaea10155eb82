"""From when a time runs in which something is kept: "for two years", "for two years after you close your account"."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.served import READER
from monitor.core.meaning.turns.sentence import BETTER, WORSE, Turn, Words, is_denied
from monitor.core.text.lexicon import load

_NUMBERS = frozenset(load("words.en.yaml")["numbers"])
_KEPT = frozenset(("keep", "kept", "retain", "retained", "store", "stored", "hold", "held"))
_UNITS = frozenset(("day", "days", "week", "weeks", "month", "months", "year", "years"))
_FROM = frozenset(("after", "following", "from", "beyond"))


def by_start(one: Words, two: Words) -> Iterator[Turn]:
    """A time for which data are kept that begins with a later event than before, all other words being the same."""
    longer, shorter = sorted((one, two), key=len, reverse=True)
    size = len(shorter) - (shorter[-1:] == (".",))
    tail = longer[size:]
    same = longer[:size] == shorter[:size] and len(tail) > 1 and tail[0] in _FROM
    timed = (
        shorter[max(0, size - 1) : size] and shorter[size - 1] in _UNITS and any(word[0].isdigit() or word in _NUMBERS for word in shorter)
    )
    if same and timed and not _KEPT.isdisjoint(shorter) and READER.isdisjoint(shorter[:1]) and not is_denied(longer):
        yield Turn("bound", WORSE if longer is two else BETTER)
