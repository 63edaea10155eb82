"""The two parties exchanged: the reader does now what the company did, or the reverse."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.meaning.assurances.grammar import BE
from monitor.core.meaning.served import COMPANY, READER
from monitor.core.meaning.turns.sentence import BETTER, EITHER, WORSE, Words, is_denied
from monitor.core.text.tokens import FUNCTION, stem

_GIVING = frozenset(map(stem, ("pays", "refunds", "reimburses", "compensates", "indemnifies", "defends", "credits", "owes", "gives")))
_POWERS = frozenset(("may", "can", "could", "right", "entitled"))
_EXCHANGED = {"C": "R", "R": "C"}
Row = list[str | tuple[str, ...]]


def exchanged(one: Words, two: Words, names: frozenset[str]) -> str:
    """Which way it goes that two sentences have the same words, and the company and the reader have changed places.

    >>> exchanged(("you", "may", "sue", "us"), ("we", "may", "sue", "you"), frozenset())
    'worse'
    """
    rows = _row(one, names), _row(two, names)
    if rows[0] == rows[1] or _turned(rows[0]) != rows[1] or is_denied(one) != is_denied(two) or _is_passive(one) != _is_passive(two):
        return ""
    agent = next((run for run in rows[0] if isinstance(run, tuple)), ())
    if len(agent) != 1 or is_denied(one) or _is_passive(one):
        return EITHER
    company = agent == ("C",)
    if not _GIVING.isdisjoint(run for run in rows[0] if isinstance(run, str)):
        return WORSE if company else BETTER
    return EITHER if _POWERS.isdisjoint(one) else BETTER if company else WORSE


def _row(words: Words, names: frozenset[str]) -> Row:
    """Stems of the words of substance, and between them who is named: C the company, R the reader, or both."""
    row: Row = []
    for word in words:
        party = "C" if word in COMPANY or word in names else "R" if word in READER or word == "your" else ""
        if party and row and isinstance(row[-1], tuple):
            row[-1] = tuple(sorted({*row[-1], party}))
        elif party:
            row.append((party,))
        elif word[0].isalnum() and word not in FUNCTION:
            row.append(stem(word))
    return row


def _turned(row: Sequence[str | tuple[str, ...]]) -> Row:
    return [tuple(sorted(_EXCHANGED[party] for party in run)) if isinstance(run, tuple) else run for run in row]


def _is_passive(words: Words) -> bool:
    return "by" in words and not BE.isdisjoint(words)
