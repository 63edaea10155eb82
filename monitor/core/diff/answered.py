"""Pairs the short answer that went with the one that came below the same question: "Do you sell it? No." became "Yes, sometimes."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.core.diff.align import Alignment
from monitor.core.diff.candidates import Candidate
from monitor.core.text.characters import blanks
from monitor.core.text.segment import SegmentedText, Unit
from monitor.core.text.tokens import word_row
from monitor.model import ChangeKind

_LONGEST = 20
"""Words of an answer beyond which it says for itself what it is about."""
ABOVE = 3
"""Lines above an answer in which its question may stand, blank ones among them."""


def with_answers(candidates: Sequence[Candidate], found: Alignment) -> list[Candidate]:
    """Candidates in which a short answer that went and one that came are one change where both stand right below the same question."""
    gone = {id(one): question for one in candidates if (question := _asked(one, one.old, found.old))}
    come = {id(one): question for one in candidates if (question := _asked(one, one.new, found.new))}
    pairs = list(_pairs([one for one in candidates if id(one) in gone], [one for one in candidates if id(one) in come], {**gone, **come}))
    if not pairs:
        return list(candidates)
    taken = {id(one) for pair in pairs for one in pair}
    joined = [Candidate(ChangeKind.REWORDED, old.old, new.new) for old, new in pairs]
    return [one for one in candidates if id(one) not in taken] + joined


def _pairs(gone: Sequence[Candidate], come: Sequence[Candidate], asked: dict[int, str]) -> Iterator[tuple[Candidate, Candidate]]:
    """Those with the same question; none where a question is asked several times."""
    for old in gone:
        question = asked[id(old)]
        others = [new for new in come if asked[id(new)] == question]
        if len(others) == 1 and sum(asked[id(one)] == question for one in gone) == 1:
            yield old, others[0]


def _asked(candidate: Candidate, units: Sequence[Unit], page: SegmentedText) -> str:
    """The question right before what came or went, in plain words; an empty string where there is none."""
    if bool(candidate.old) == bool(candidate.new) or not units or units[0].kind in ("heading", "row"):
        return ""
    if any(candidate.under) or sum(blanks(unit.text) + 1 for unit in units) > _LONGEST:
        return ""
    return question_before(units[0], page)


def question_before(unit: Unit, page: SegmentedText) -> str:
    """The words of the question that stands right before a unit; an empty string where none does.

    >>> page = SegmentedText("Do you sell it?\\n\\nNo.")
    >>> question_before(page.units(2)[0], page)
    'do you sell it'
    """
    return " ".join(word_row(question_above(unit, page)))


def question_above(unit: Unit, page: SegmentedText) -> str:
    """The question right before a unit, in its line, above it or in the heading above it; an empty string where none is."""
    before = [piece.text for piece in page.units(unit.line) if piece.start < unit.start]
    above = [line for line in page.lines[max(0, unit.line - ABOVE) : unit.line] if word_row(line)]
    nearest = (before or above or [""])[-1].strip(" #*_-|")
    return nearest.rsplit(". ", 1)[-1] if nearest.endswith("?") else ""
