"""What the tests of small edits ask alike: an edit turns a sentence one way, and its reverse the other way."""

from __future__ import annotations

from monitor.core.meaning.turns.turn import turn_of


def turns_both_ways(kind: str, better: str, worse: str) -> bool:
    """True when the first sentence is better for the reader than the second, whichever of them is the old one."""
    found = [turn_of(*pair) for pair in ((better, worse), (worse, better))]
    return [(turn.kind, turn.way) for turn in found if turn] == [(kind, "worse"), (kind, "better")]
