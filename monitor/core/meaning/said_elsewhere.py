"""Passages that came or went while much the same sentences stand elsewhere in the other version: they moved, or were said twice."""

from __future__ import annotations

from monitor.core.meaning.headlines.elsewhere import like, says
from monitor.core.meaning.observation import Observation
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.text.late_pattern import late
from monitor.core.text.tokens import word_row

_MOSTLY = 0.8
"""Share of the words of a passage that must be in sentences that the other text has as well.

Of labelled changes of which that is true and that no rule decides, 20 in 22 (by weight 126 in 128) are not material.
"""
_SHORTEST = 4
"""Words of a sentence that says anything."""
# "We may use Ledgerly content to train models" is not said by "we may use Inkwell content to train models".
_NAME = late(r"(?<=[a-z,;] )[A-Z][\w’'-]+")


def is_said_elsewhere(change: Observation) -> bool:
    """True for a passage whose sentences for the most part stand in the other text, with the same denials, figures and names."""
    if change.reworded:
        return False
    units, there = (change.candidate.old, change.context.new) if change.candidate.old else (change.candidate.new, change.context.old)
    sizes = {unit.text: len(word_row(unit.text)) for unit in units}
    whole = sum(size for size in sizes.values() if size >= _SHORTEST)
    said = sum(size for text, size in sizes.items() if size >= _SHORTEST and _stands(text, there))
    return whole > 0 and said >= _MOSTLY * whole


def _stands(text: str, there: ParsedDocument) -> bool:
    found = like(text, there)
    return found is not None and says(text, found.unit.text) and set(_NAME.findall(text)) <= set(_NAME.findall(found.unit.text))
