"""For what degree of fault somebody answers: for negligence, or for gross negligence alone."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.served import READER
from monitor.core.meaning.turns.sentence import BETTER, WORSE, Turn, Words, is_denied

_FAULT = frozenset(("negligence", "negligent", "negligently"))
_GROSS = frozenset(("gross", "grossly"))
_ANSWERING = frozenset(("liable", "liability", "responsible", "bear", "bears", "pay", "pays", "compensate", "losses", "damage", "damages"))
_UNLESS = frozenset(("unless", "except", "save", "other"))
_FORM = dict.fromkeys(_FAULT, "negligence") | {"with": "", "through": "", "by": "", "of": "", "for": ""}


def by_fault(one: Words, two: Words) -> Iterator[Turn]:
    """Who answered for any negligence answers for gross negligence alone, or the reverse: "liable for gross negligence".

    "You bear the loss if you acted with gross negligence" serves the reader: for less than that he bears none.
    """
    gross = [_is_gross(words) for words in (one, two)]
    if None in gross or gross[0] == gross[1] or _rest(one) != _rest(two) or _ANSWERING.isdisjoint(one):
        return
    ours = READER.isdisjoint(one[:2])
    # "Not liable for gross negligence" spares the company less than "for negligence"; "unless it was gross negligence" spares it more.
    spared = is_denied(one) and _UNLESS.isdisjoint(one)
    yield Turn("words", WORSE if (gross[1] is True) == (ours != spared) else BETTER)


def _is_gross(words: Words) -> bool | None:
    """Whether the one negligence that a sentence names is gross; None where it names none, or two."""
    places = [at for at, word in enumerate(words) if word in _FAULT]
    return words[places[0] - 1] in _GROSS if len(places) == 1 and places[0] else None


def _rest(words: Words) -> list[str]:
    return [form for word in words if word not in _GROSS and (form := _FORM.get(word, word))]
