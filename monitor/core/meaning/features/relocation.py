"""What stands elsewhere: words that only seem to have come or gone, and captures that break off."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.protocol import seen_or_not
from monitor.core.meaning.parsed import join, line_words
from monitor.core.text.lexicon import word_set
from monitor.core.text.tokens import words

_MOSTLY = 0.75
"""Share of five-word stretches that must stand elsewhere."""
_SPAM = word_set("spam")
_HANDFUL = 4
_CONTENTS = 3
"""Lines from which a list of headings is a table of contents."""


@seen_or_not
def relocation_features(change: Comparison) -> Iterator[str]:
    """Whether words stand elsewhere in the other text."""
    if _breaks_off(change):
        yield "capture:ends"
    if change.kind == "added" and change.found_elsewhere >= _MOSTLY:
        yield "elsewhere:stood"
    if _stands_whole(change):
        yield "elsewhere:whole"
    if change.kind == "removed" and change.found_elsewhere >= _MOSTLY:
        yield "elsewhere:stands"
    if _is_foreign(change):
        yield "foreign-text"
    if _runs_together(change):
        yield "run-together"
    if _is_contents(change):
        yield "contents"
    if change.old.text and change.new.text and len(change.content) <= 1:
        yield "edit:trivial"


def _is_foreign(change: Comparison) -> bool:
    """True for what intruders put into a page, or its owner took out again: spam words by the handful, in a text that had none."""
    if change.reworded:
        return False
    side, other = (change.new, change.context.old) if change.candidate.new else (change.old, change.context.new)
    return sum(word in _SPAM for word in side.words) >= _HANDFUL and _SPAM.isdisjoint(other.index.run)


def _runs_together(change: Comparison) -> bool:
    """True when words were only run together or parted ("of this" → "ofthis"): each side stands letter for letter in the other text."""
    if not (change.removed and change.added) or not any(_grown(a, b) or _grown(b, a) for a in change.removed[:8] for b in change.added[:8]):
        return False
    return "".join(change.new.words) in change.context.old.letters and "".join(change.old.words) in change.context.new.letters


def _grown(word: str, longer: str) -> bool:
    """True when a word got another one stuck to it."""
    return len(longer) >= len(word) + 2 and (longer.startswith(word) or longer.endswith(word))


def _is_contents(change: Comparison) -> bool:
    """True for a table of contents that came or went: most of its lines stand as headings in the text."""
    if change.reworded:
        return False
    units, whole = change.place
    lines = [tuple(line_words(line)) for line in join(units).split("\n") if line.strip()] if len(units) >= _CONTENTS else []
    return len(lines) >= _CONTENTS and sum(line in whole.headings for line in lines) >= 0.7 * len(lines)


def _breaks_off(change: Comparison) -> bool:
    """True for the end of one text where the other breaks off in the middle of the same sentence."""
    old, new = change.context.old, change.context.new
    for units, here, there in ((change.candidate.old, old, new), (change.candidate.new, new, old)):
        if units and there.broken_end and units[-1].end > here.goes_on_at(there.broken_end) >= 0:
            return True
    return False


def _stands_whole(change: Comparison) -> bool:
    """True when every statement that went stands word for word elsewhere in the new text, or every one that came stood in the old."""
    units, there = (change.candidate.old, change.context.new) if not change.candidate.new else (change.candidate.new, change.context.old)
    if change.candidate.old and change.candidate.new:
        return False
    runs = [words(unit.text) for unit in units]
    long = [run for run in runs if len(run) >= 4]
    return bool(long) and all(map(there.has, long)) and sum(map(len, long)) >= 0.8 * sum(map(len, runs))
