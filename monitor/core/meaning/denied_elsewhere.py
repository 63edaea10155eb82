"""A promise that came or went in one place, while another place of the other text denies the same in a line or a row."""

from __future__ import annotations

from monitor.core.meaning.denied_anywhere import may_be_denied
from monitor.core.meaning.observation import Observation

_LONGEST = 20
"""Words beyond which a sentence says more than one denial."""


def is_denied_elsewhere(change: Observation) -> bool:
    """True for a short denial on one side only, whose act the whole other text denies as well, with nothing that narrows it."""
    if change.reworded:
        return False
    units, side = (change.candidate.new, change.new) if change.candidate.new else (change.candidate.old, change.old)
    other = change.context.old if change.candidate.new else change.context.new
    if len(units) != 1 or len(side.words) > _LONGEST or {frame.role for frame in side.frames} != {"denial"}:
        return False
    return may_be_denied({frame.act for frame in side.frames}, side.words, other)
