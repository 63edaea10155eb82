"""What matters comes first: the one order in which changes are reported; docs/reports.md shows its table.

By severity; among critical and material changes by certainty times reach (how sensitive the data, how many people); then by position.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.core.text.lexicon import english
from monitor.core.text.tokens import words
from monitor.model import Change, Severity

SENSITIVE, PERSONAL, FORMAL = 1.0, 0.8, 0.6
"""How much is at stake: health, location or children's data named; the reader's data, rights or money; anything else."""
EVERYONE, GROUP, BUSINESS = 1.0, 0.7, 0.4
"""How many are concerned: all readers, a group of them (children, residents of one place), developers and partners."""

_SENSITIVE_TIER = 4
_FORMAL_TOPICS = {"scope-definitions", "contact-identity", "acceptable-use", "other"}
# "## Developers and partners", "If you sell through our marketplace": whom a section or a statement speaks to is at its beginning.
_BUSINESS = re.compile(r"\b(?:developers?|partners|merchants?|resellers?|affiliates|business customers|publishers|api terms)\b", re.I)
# "## Notice to California residents", "## Children under 13", "Job applicants".
_GROUP = re.compile(
    r"\b(?:residents?|children|minors|teens|students?|parents|applicants|candidates|employees|california|european|eea|uk users)\b", re.I
)
_OPENING = 80
"""Characters of a statement that may say whom it concerns."""


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes in the order in which they are reported.

    Args:
        changes: in the order of the document, which decides where nothing else does.
    """
    return tuple(sorted(changes, key=lambda change: (-change.severity.rank, -_weight(change))))


def reach(change: Change) -> float:
    """How sensitive the data is that a change names, times how many people it concerns; who cannot be told counts as everyone."""
    return _stake(change) * _people(change)


def _weight(change: Change) -> float:
    # Minor changes are read in the order of the document, if at all.
    if change.severity.rank < Severity.MATERIAL.rank:
        return 0.0
    return round(change.certainty.severity * reach(change), 2)


def _stake(change: Change) -> float:
    found = (concept for side in (change.old, change.new) if side for _, _, concept in english().find(words(side.text)))
    if any(concept.group == "data" and concept.tier >= _SENSITIVE_TIER for concept in found):
        return SENSITIVE
    return FORMAL if not change.topics or change.topics[0] in _FORMAL_TOPICS else PERSONAL


def _people(change: Change) -> float:
    # Of two sides the one that concerns more people counts: a clause for developers that now binds everyone concerns everyone.
    return max((_concerned((*side.section[-1:], side.text[:_OPENING])) for side in (change.old, change.new) if side), default=EVERYONE)


def _concerned(says: tuple[str, ...]) -> float:
    if any(_BUSINESS.search(text) for text in says):
        return BUSINESS
    return GROUP if any(_GROUP.search(text) for text in says) else EVERYONE
