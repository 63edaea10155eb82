"""What stands elsewhere: words that only seem to have come or gone, and captures that break off."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.observation import DocumentContext, Observation
from monitor.core.meaning.parsed import join, line_words
from monitor.core.text.lexicon import word_set
from monitor.core.text.tokens import words

_MOSTLY = 0.75
"""Share of five-word stretches that must stand elsewhere."""
_SPAM = word_set("spam")
_HANDFUL = 4
_CONTENTS = 3
"""Lines from which a list of headings is a table of contents."""


def standing_signals(seen: Observation, context: DocumentContext) -> Iterator[str]:
    """Whether words stand elsewhere in the other text."""
    if _breaks_off(seen, context):
        yield "capture:ends"
    if seen.features.get("elsewhere:added", 0.0) >= _MOSTLY:
        yield "elsewhere:stood"
    if _stands_whole(seen, context):
        yield "elsewhere:whole"
    if seen.features.get("elsewhere:removed", 0.0) >= _MOSTLY:
        yield "elsewhere:stands"
    if _is_foreign(seen, context):
        yield "foreign-text"
    if _runs_together(seen, context):
        yield "run-together"
    if _is_contents(seen, context):
        yield "contents"
    if seen.old.text and seen.new.text and len(seen.content) <= 1:
        yield "edit:trivial"


def _is_foreign(seen: Observation, context: DocumentContext) -> bool:
    """True for what intruders put into a page, or its owner took out again: spam words by the handful, in a text that had none."""
    if seen.reworded:
        return False
    side, other = (seen.new, context.old) if seen.candidate.new else (seen.old, context.new)
    return sum(word in _SPAM for word in side.words) >= _HANDFUL and _SPAM.isdisjoint(other.index.run)


def _runs_together(seen: Observation, context: DocumentContext) -> bool:
    """True when words were only run together or parted ("of this" → "ofthis"): each side stands letter for letter in the other text."""
    if not (seen.removed and seen.added) or not any(_grown(a, b) or _grown(b, a) for a in seen.removed[:8] for b in seen.added[:8]):
        return False
    return "".join(seen.new.words) in context.old.letters and "".join(seen.old.words) in context.new.letters


def _grown(word: str, longer: str) -> bool:
    """True when a word got another one stuck to it."""
    return len(longer) >= len(word) + 2 and (longer.startswith(word) or longer.endswith(word))


def _is_contents(seen: Observation, context: DocumentContext) -> bool:
    """True for a table of contents that came or went: most of its lines stand as headings in the text."""
    if seen.reworded:
        return False
    units, whole = (seen.candidate.new, context.new) if seen.candidate.new else (seen.candidate.old, context.old)
    lines = [tuple(line_words(line)) for line in join(units).split("\n") if line.strip()] if len(units) >= _CONTENTS else []
    return len(lines) >= _CONTENTS and sum(line in whole.headings for line in lines) >= 0.7 * len(lines)


def _breaks_off(seen: Observation, context: DocumentContext) -> bool:
    """True for the end of one text where the other breaks off in the middle of the same sentence."""
    for units, here, there in ((seen.candidate.old, context.old, context.new), (seen.candidate.new, context.new, context.old)):
        if units and there.broken_end and units[-1].end > here.goes_on_at(there.broken_end) >= 0:
            return True
    return False


def _stands_whole(seen: Observation, context: DocumentContext) -> bool:
    """True when every statement that went stands word for word elsewhere in the new text, or every one that came stood in the old."""
    units, there = (seen.candidate.old, context.new) if not seen.candidate.new else (seen.candidate.new, context.old)
    if seen.candidate.old and seen.candidate.new:
        return False
    runs = [words(unit.text) for unit in units]
    long = [run for run in runs if len(run) >= 4]
    return bool(long) and all(map(there.has, long)) and sum(map(len, long)) >= 0.8 * sum(map(len, runs))
