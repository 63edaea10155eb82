"""Headlines of lists: "Added to the list: X and Y" – only for what is really a list, whose other items stand on both sides."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.headlines.edited import EditedClause
from monitor.core.meaning.headlines.operative import is_grave, words_in
from monitor.core.meaning.headlines.place import place_of, stands_among
from monitor.core.meaning.headlines.quoting import Span, bare, quoted, shown
from monitor.core.meaning.headlines.runs import edit_runs
from monitor.core.text.segment import SegmentedText, Unit

_SEPARATOR = re.compile(r"\s?[,;]\s?(?:(?:and/or|and|or)\s)?|\s(?:and/or|and|or)\s")
"""What parts the items of an enumeration: ", ", " and ", ", or "."""
# A sentence that goes on after a comma is no item: "our bank, and we may sell it", "names, unless you object".
_NO_ITEM = re.compile(
    r"\b(?:is|are|was|were|will|may|shall|must|can|cannot|we|you|it|they|not|no|never|only|unless|except|without|if|when|where|that|which|who|"
    r"including|such|provided|subject|whether|because|so|but|however|as|to|with|by|has|have|do|does|for|from|under|other\sthan)\b",
    re.IGNORECASE,
)
_ITEM_WORDS = 6
_STANDING = 3
"""Items that a list has in common on both sides, at least."""
_NAME_ROOM = 60
"""Characters up to which an item of a list or a row of a table can be named by itself."""
_LABEL_ROOM = 40
"""Characters up to which what stands before a colon is the label of an item."""
_NAMED = 5
_RULE = frozenset("|-: ")
"""What the line below a table's header is made of."""


def enumeration(clause: EditedClause) -> str | None:
    """The headline of items that came into, or went from, an enumeration inside a clause; None where it is anything else."""
    old, new = _items(clause.old), _items(clause.new)
    added, removed = _beyond(new, old), _beyond(old, new)
    if len(old) - len(removed) < _STANDING or not (added or removed) or not all(map(_is_item, [*added, *removed])):
        return None
    stay_old, stay_new = ([item.lower() for item in side if item not in gone] for side, gone in ((old, removed), (new, added)))
    if stay_old != stay_new or old[0] in removed or new[0] in added:
        return None  # the first piece holds what the list is of: "We collect your name"
    # Two pieces that changed into two others are a rewording rather than a list that grew and shrank.
    if added and removed and len(added) + len(removed) > len(stay_new):
        return None
    said = " and ".join(part for part in (_said("added to the list", added), _said("dropped from it", removed)) if part)
    if not added:
        said = _said("dropped from the list", removed)
    text, span = _changed(clause, on_new=bool(added))
    return f"{said[0].upper()}{said[1:]} – {'' if added else 'was '}{quoted(text, must=span)}"


def _items(text: str) -> list[str]:
    return [item for piece in _SEPARATOR.split(text) if (item := bare(piece).strip("()"))]


def _beyond(here: Sequence[str], there: Sequence[str]) -> list[str]:
    stands = {item.lower() for item in there}
    return [item for item in here if item.lower() not in stands]


def _is_item(text: str) -> bool:
    return len(text.split()) <= _ITEM_WORDS and not _NO_ITEM.search(text) and not re.search(r"[.:()‘’]", text)


def _said(verb: str, items: Sequence[str]) -> str:
    return f"{verb}: {enumerated(items)}" if items else ""


def enumerated(items: Sequence[str]) -> str:
    """Items as a sentence lists them; beyond five, how many more.

    >>> enumerated(["calls", "photos", "faces"])
    '“calls”, “photos” and “faces”'
    """
    named = [f"“{item}”" for item in items[:_NAMED]]
    if len(items) > _NAMED:
        return f"{', '.join(named)} and {len(items) - _NAMED} more"
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"


def _changed(clause: EditedClause, *, on_new: bool) -> tuple[str, Span]:
    text = clause.new if on_new else clause.old
    spans = [run.new if on_new else run.old for run in edit_runs(clause.old, clause.new)]
    held = [span for span in spans if span[0] < span[1]]
    return text, ((held[0][0], held[-1][1]) if held else (0, len(text)))


def rows(change: Comparison) -> str | None:
    """The headline of items or rows that came into, or went from, a list or a table, or of a list that came or went; None for others."""
    if change.reworded:
        return None
    every = change.candidate.new or change.candidate.old
    units = [unit for unit in every if unit.kind in ("item", "row")]
    introduced = [unit for unit in every if unit not in units]
    if len(units) < 2 or len({unit.kind for unit in units}) > 1 or len({unit.line for unit in units}) < len(units):
        return None  # sentences of one item are no items of a list
    page = change.place[1].page
    where, names = place_of(units[0], page), [_name(unit) for unit in units]
    if not where or not all(names):
        return None
    came = bool(change.candidate.new)
    if not introduced and _others_stand(units, page):
        return f"{len(units)} {'added to' if came else 'removed from'} {where}: {enumerated(names)}"
    # A list that came as a whole did not grow; it is told with the sentence that introduces it, and with nothing else beside it.
    beside = [unit for unit in introduced if unit.kind != "heading" and not unit.text.rstrip().endswith(":")]
    if beside or not stands_among(where, introduced):
        return None
    return f"{'Added' if came else 'Removed'}, under {where}: {enumerated(names)}"


def _name(unit: Unit) -> str:
    """What an item or a row is called, or nothing where it is a sentence that has to be read."""
    text = bare(shown(unit.text))
    if unit.kind == "row":
        cells = [cell for part in text.split("|") if (cell := bare(part))]
        return cells[0] if cells and len(cells[0]) <= _NAME_ROOM and not set(cells[0]) <= _RULE else ""
    if len(text) <= _NAME_ROOM:
        return text
    # "Targeting cookies: these show you advertisements": the label names the item, unless what follows must be read.
    label, _, rest = text.partition(": ")
    grave = any(is_grave(word) for _, _, word in words_in(rest))
    return label if rest and len(label) <= _LABEL_ROOM and not grave else ""


def _others_stand(units: Sequence[Unit], page: SegmentedText) -> bool:
    """True when the line before or after is one more of the kind: a list that came as a whole did not grow."""
    above = next((line for line in range(units[0].line - 1, -1, -1) if page.lines[line].strip()), -1)
    below = next((line for line in range(units[-1].line + 1, len(page.lines)) if page.lines[line].strip()), -1)
    return any(line >= 0 and page.kind(line) == units[0].kind and not set(page.lines[line]) <= _RULE for line in (above, below))
