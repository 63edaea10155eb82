"""What stands elsewhere: words that only seem to have come or gone, and captures that break off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.core.diff.placement import denies
from monitor.core.meaning.assertion import asserts
from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.protocol import seen_or_not
from monitor.core.meaning.parsed import ParsedDocument, join
from monitor.core.text.lexicon import word_set
from monitor.core.text.segment import Unit
from monitor.core.text.tokens import word_row
from monitor.core.text.wording import marker_end

_MOSTLY = 0.75
"""Share of five-word stretches that must stand elsewhere."""
_SPAM = word_set("spam")
_HANDFUL = 4
_CONTENTS, _MOST = 3, 0.7
"""Lines from which a list is a table of contents when that share of them are headings; of fewer, all must be."""
_SHORTEST, _LONG, _NEARLY_ALL = 4, 8, 0.8
"""Words of a statement that is looked for; of one that may go on elsewhere; and the share of all words that must be in such statements."""
_LIMITING = word_set("narrowing") | word_set("negations") | {"if", "but", "where", "when", "provided"}


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
    if not change.reworded:
        side, here, there = (
            (change.new, change.context.new, change.context.old)
            if change.new.words
            else (change.old, change.context.old, change.context.new)
        )
        return _is_joined("".join(side.words), here.letters, there.letters)
    if not (change.removed and change.added) or not any(_grown(a, b) or _grown(b, a) for a in change.removed[:8] for b in change.added[:8]):
        return False
    return "".join(change.new.words) in change.context.old.letters and "".join(change.old.words) in change.context.new.letters


def _is_joined(piece: str, here: str, there: str) -> bool:
    """True when a line follows in the other text on the same letters as here: a paragraph was cut in two, or two became one."""
    # "… come into our\n\npossession)." became "… come into ourpossession)." (case words-run-together).
    places: list[int] = []
    place = here.find(piece) if piece else -1
    while place >= 0 and len(places) <= _PLACES:
        places.append(place)
        place = here.find(piece, place + len(piece))
    return 0 < len(places) <= _PLACES and all(at >= _BEFORE and here[at - _BEFORE : at + len(piece)] in there for at in places)


_PLACES, _BEFORE = 3, 24
"""Places at which a line is looked for, and the letters before it that have to be the same."""


def _grown(word: str, longer: str) -> bool:
    """True when a word got another one stuck to it."""
    return len(longer) >= len(word) + 2 and (longer.startswith(word) or longer.endswith(word))


def _is_contents(change: Comparison) -> bool:
    """True for a table of contents that came or went: most of its lines stand as headings in the text."""
    if change.reworded:
        return False
    units, whole = change.place
    if all(unit.kind == "heading" for unit in units):
        return False
    if _is_entitled_contents(join(units)):
        return True
    lines = [_title(line) for line in join(units).split("\n") if line.strip()]
    share = _MOST if len(lines) >= _CONTENTS else 1.0
    return sum(line in whole.titles for line in lines) >= share * len(lines)


def _is_entitled_contents(text: str) -> bool:
    """True for a list that calls itself a table of contents, of whose entries none asserts anything."""
    first, _, rest = text.partition("\n")
    entries = [entry.strip() for entry in _ENTRY.split(rest) if entry.strip()]
    if tuple(word_row(first)) not in _CONTENTS_TITLES or len(entries) < _CONTENTS:
        return False
    return all(len(word_row(entry)) <= _ENTRY_WORDS and not asserts(entry) for entry in entries)


_CONTENTS_TITLES = frozenset({("table", "of", "contents"), ("contents",), ("on", "this", "page"), ("in", "this", "article")})
_ENTRY = re.compile(r"[\n*|•·]")
_ENTRY_WORDS = 12


def _title(line: str) -> tuple[str, ...]:
    """The words of a line without its number: "3. Your choices" in a table of contents is the heading "## Your choices"."""
    return tuple(word_row(line[marker_end(line) :]))


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
    here = change.context.old if change.candidate.old else change.context.new
    long = [unit for unit in units if len(word_row(unit.text)) >= _SHORTEST]
    size = sum(len(word_row(unit.text)) for unit in units)
    if not long or sum(len(word_row(unit.text)) for unit in long) < _NEARLY_ALL * size:
        return False
    return all(_is_said(unit, here, there) for unit in long)


def _is_said(unit: Unit, here: ParsedDocument, there: ParsedDocument) -> bool:
    """True when a statement is one of the other text's as well, not a part of one: "sell your data" stands in "we never sell your data".

    Below a lead-in that denies, an item says the opposite of the same item below another.
    """
    run = word_row(unit.text[marker_end(unit.text) :])
    if not there.has(run):
        return False
    denied = denies(here.page.lead_in(unit.line))
    joined = " ".join(run)
    places = (number for number, row in enumerate(there.rows) if joined in row)
    alike = (number for number in places if denies(there.page.lead_in(number)) == denied)
    return any(_says(other.text, run) for number in alike for other in there.page.units(number))


def _says(text: str, run: Sequence[str]) -> bool:
    """True when a statement is these words, or begins with them and adds nothing that takes back."""
    other = word_row(text[marker_end(text) :])
    if list(other[: len(run)]) != list(run):
        return False
    more = other[len(run) :]
    return not more or (len(run) >= _LONG and _LIMITING.isdisjoint(more))
