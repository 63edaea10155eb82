"""What a document assures its reader of, beyond what is done with data: rights, complaints, refunds, safeguards, others who are bound.

An assurance is a statement whose actor and object its kind tells: the reader is entitled, may complain, owns, chooses, leaves, corrects;
others are bound; the company refunds, is certified, safeguards, answers for, leaves alone. It is affirmed, and no condition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from monitor.core.meaning.assurances.kinds import BY_CUE, KINDS, OF_PROCEDURE, WRITTEN_CUES
from monitor.core.meaning.clause_tokens import sentence_row, shown
from monitor.core.text.tokens import FUNCTION, stem

_LONGEST = 120
"""Words of a sentence beyond which it is a page that was run together."""


@dataclass(frozen=True)
class Assurance:
    """One thing that a document assures its reader of."""

    kind: str
    words: tuple[str, ...]
    """The sentence in lower case, with the line that introduces it."""
    sign: str
    """The word that tells it: "refund", "entitled", "encrypted"."""

    @cached_property
    def scope(self) -> frozenset[str]:
        """Stems of the words that say what is assured."""
        return frozenset(stem(word) for word in self.words if word[0].isalnum() and word not in FUNCTION)


def assurances_of(text: str, lead_in: str = "", names: frozenset[str] = frozenset()) -> tuple[Assurance, ...]:
    """Everything that a statement-sized text assures the reader of.

    Args:
        text: a sentence, a list item, a row.
        lead_in: the line that introduces the list ("You have the right to:").
        names: what the company calls itself, in lower case.

    >>> [found.kind for found in assurances_of("You are entitled to require us to correct your data.")]
    ['entitled']
    """
    return _read(shown(text), shown(lead_in).rstrip(" *_:."), names)


@lru_cache(maxsize=4096)
def _read(text: str, introduction: str, names: frozenset[str]) -> tuple[Assurance, ...]:
    opening = sentence_row(introduction) if introduction else ()
    found: list[Assurance] = []
    for number, sentence in enumerate(sentence_row(text)):
        words = (*opening[-1].words, *sentence.words) if opening and not number else sentence.words
        if not sentence.question and len(words) <= _LONGEST:
            found += _told(words, names)
    return tuple(found)


def _told(words: tuple[str, ...], names: frozenset[str]) -> Iterator[Assurance]:
    """What a sentence assures of, each kind once."""
    told: dict[str, str] = {}
    # "We repay the fee unless the arbitrator holds the claim to be frivolous" softens an arbitration, and goes with it.
    idle = OF_PROCEDURE if any(word.startswith("arbitra") for word in words) else frozenset()
    for at, word in enumerate(words):
        for name in BY_CUE.get(word, ()):
            if name not in told and name not in idle and KINDS[name].reads(words, at, names):
                told[name] = word
    return (Assurance(name, words, sign) for name, sign in told.items())


def may_assure(words: Iterable[str]) -> bool:
    """A cheap gate: False when no word can tell an assurance."""
    return not WRITTEN_CUES.isdisjoint(words)
