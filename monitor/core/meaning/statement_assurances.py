"""What a document assures its reader of, beyond what is done with data: rights, complaints, refunds, safeguards, others who are bound.

An assurance is a statement whose actor and object its kind tells: the reader is entitled, may complain, owns, chooses, leaves, corrects;
others are bound; the company refunds, is certified, safeguards, answers for, leaves alone. It is affirmed, and no condition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from monitor.core.meaning.assurance_duties import (
    BINDING,
    BOUND,
    is_assured,
    is_bound,
    is_certified,
    is_located,
    is_noticed,
    is_period,
    is_pledged,
    is_remedy,
    is_responsible,
    is_safeguarded,
    is_spared,
    is_unknown,
    is_unlinked,
)
from monitor.core.meaning.assurance_rights import (
    is_choice,
    is_entitled,
    is_owned,
    is_redress,
    is_unharmed,
    may_choose,
    may_correct,
    may_leave,
)
from monitor.core.meaning.clause_tokens import sentences, shown
from monitor.core.meaning.statement_vocabulary import word_list
from monitor.core.text.tokens import FUNCTION, stem

_Reader = Callable[[Sequence[str], int, frozenset[str]], bool]
_READERS: Mapping[str, tuple[frozenset[str], _Reader]] = {
    "entitled": (frozenset({"entitled", "right", "rights"}), is_entitled),
    "redress": (frozenset({"complaint", "complaints", "appeal", "appealed", "resolution", "complain"}), is_redress),
    "owned": (frozenset({"retain", "own", "keep", "remains"}), is_owned),
    "choice": (frozenset({"preferences", "settings", "choices"}), is_choice),
    "chosen": (frozenset({"choose"}), may_choose),
    "leave": (frozenset({"cancel", "terminate", "close", "unsubscribe", "stop", "discontinue"}), may_leave),
    "correct": (word_list("correcting"), may_correct),
    "unharmed": (word_list("unharming"), is_unharmed),
    "bound": (BINDING | BOUND | {"must", "shall"}, is_bound),
    "remedy": (word_list("money-back"), is_remedy),
    "certified": (word_list("certified"), is_certified),
    "safeguarded": (word_list("safeguards"), is_safeguarded),
    "assured": (word_list("firmly-assuring"), is_assured),
    "responsible": (frozenset({"responsible", "liable", "accountable"}), is_responsible),
    "spared": (frozenset({"not", "excluding"}), is_spared),
    "unknown": (frozenset({"knowledge"}), is_unknown),
    "period": (frozenset({"days", "months", "years", "year", "month", "weeks", "hours"}), is_period),
    "noticed": (frozenset({"days", "weeks", "hours", "month", "months"}), is_noticed),
    "pledged": (word_list("pledging"), is_pledged),
    "unlinked": (word_list("linking"), is_unlinked),
    "located": (frozenset({"union", "eu", "eea", "switzerland", "germany", "area"}), is_located),
}
"""Kind → the words that can tell it, and what reads it at the place of one."""
KINDS = tuple(_READERS)
FIRM = frozenset(KINDS) - {"chosen", "leave", "correct", "responsible"}
"""Kinds whose end is a loss by itself; what the others tell goes, and comes, with much else."""
_CUES = frozenset(word for cues, _ in _READERS.values() for word in cues)
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
    opening = sentences(introduction) if introduction else []
    found: list[Assurance] = []
    for number, sentence in enumerate(sentences(text)):
        words = (*opening[-1].words, *sentence.words) if opening and not number else sentence.words
        if not sentence.question and len(words) <= _LONGEST:
            found += _told(words, names)
    return tuple(found)


def _told(words: tuple[str, ...], names: frozenset[str]) -> Iterator[Assurance]:
    """What a sentence assures of, each kind once."""
    here = _CUES.intersection(words)
    if not here:
        return
    places = [(at, word) for at, word in enumerate(words) if word in here]
    for kind, (cues, reads) in _READERS.items():
        if sign := next((word for at, word in places if word in cues and reads(words, at, names)), ""):
            yield Assurance(kind, words, sign)


def may_assure(words: frozenset[str]) -> bool:
    """A cheap gate: False when no word of a text can belong to an assurance."""
    return not _CUES.isdisjoint(words)
