"""Where a clause stands: the sentence that introduces its list, which may turn its meaning, or the heading above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.core.meaning.headlines.quoting import bare, excerpt, shown, title
from monitor.core.text.segment import SegmentedText, Unit

_LEAD_ROOM = 90
"""Characters of the sentence that introduces a list: its end, with what it denies."""
_GOES_ON = re.compile(r"^\s*(?:\(?(?:[a-z]|[ivx]{1,5}|\d{1,2})\)|[a-z])")
_PAGE_TITLES = re.compile(r"^(?:privacy|terms|cookie|legal|user agreement|your privacy|general terms)\b", re.IGNORECASE)


def place_of(unit: Unit, page: SegmentedText) -> str:
    """The introducing sentence of a list item, or the nearest heading, in quotation marks; empty where there is none to name."""
    return lead_of(unit, page) or section_of(unit, page)


def stands_among(place: str, units: Sequence[Unit]) -> bool:
    """True when the heading or the introducing sentence is one of the statements themselves: it came, or went, with them."""
    name = place.strip("“”:…")
    return any(bare(shown(unit.text)).endswith(name) for unit in units)


def lead_of(unit: Unit, page: SegmentedText) -> str:
    """The sentence that introduces a list item ("You agree not to:"), in quotation marks; empty for other clauses.

    An item of a list that is printed in one line is introduced there: "You agree not to: (a) sell it; (b) copy it".
    """
    if unit.kind in ("heading", "row"):
        return ""
    first = unit.start <= page.starts[unit.line]
    said = page.lead_in(unit.line) if unit.kind == "item" and first else ""
    if not said and _GOES_ON.match(unit.text):
        said = next((other.text for other in page.units(unit.line) if other.start < unit.start and other.text.rstrip().endswith(":")), "")
    if not said and first and unit.kind == "text":
        # "If you live in the EU, the following applies:" on the line above is a condition of what follows.
        above = next((page.lines[line] for line in range(unit.line - 1, -1, -1) if page.lines[line].strip()), "")
        said = above if above.rstrip().endswith(":") and not above.startswith(("#", "|")) else ""
    text = shown(said)
    if not text or len(text) > 400:
        return ""
    if len(text) <= _LEAD_ROOM:
        return f"“{bare(text)}:”"
    return f"“{excerpt(text, _LEAD_ROOM, (max(0, len(text) - _LEAD_ROOM), len(text)))}:”"


def section_of(unit: Unit, page: SegmentedText) -> str:
    """The nearest heading above a clause, in quotation marks; empty for the title of the whole text and for long ones."""
    path = page.section(unit.line)
    if not path or (len(path) == 1 and _PAGE_TITLES.match(path[0])):
        return ""
    return title(path[-1])
