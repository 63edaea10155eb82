"""Where a clause stands: the sentence that introduces its list, which may turn its meaning, or the heading above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.core.meaning.headlines.condensed import both_ends
from monitor.core.meaning.headlines.quoting import bare, on_one_line, shown, title
from monitor.core.text.late_pattern import late
from monitor.core.text.segment import SegmentedText, Unit

_LEAD_ROOM = 110
"""Characters of the sentence that introduces a list: its beginning and its end, with what it denies."""
_LABEL_WORDS = 8
"""Words up to which an item without a colon is the label of the items below it."""
_LIST_REACH = 60
"""Lines above, blank ones included, in which the sentence is looked for that introduces a list without marks."""
_CONDITION_REACH = 10
"""Lines above, blank ones included, in which a condition still holds for a paragraph."""
_CONDITIONAL = re.compile(r"(?:if|where|for|when)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"^\s*(?:\(?(?:[a-z]|[ivx]{1,5}|\d{1,2})\)|[a-z])")
# "Members of the [club](https://mill.example) may: (a) row": the colon of an address introduces nothing.
_COLON = re.compile(r":(?!//)")
_PAGE_TITLES = re.compile(r"^(?:privacy|terms|cookie|legal|user agreement|your privacy|general terms)\b", re.IGNORECASE)

# "20. Governing Law [Back to top]", "Return to top": what leads a reader about the page stands above no clause.
_NAVIGATION = re.compile(
    r"[\[(]?\b(?:back|return|go|jump|scroll)\sto\s(?:the\s)?(?:top|beginning|start|contents|menu)\b[\])]?", re.IGNORECASE
)


def place_of(unit: Unit, page: SegmentedText) -> str:
    """The introducing sentence of a list item, or the nearest heading, in quotation marks; empty where there is none to name."""
    return lead_of(unit, page) or section_of(unit, page)


def stands_among(place: str, units: Sequence[Unit]) -> bool:
    """True when the heading or the introducing sentence is one of the statements themselves: it came, or went, with them."""
    name = place.strip("“”:…")
    return bool(name) and any(name in on_one_line(unit.text) for unit in units)


def lead_of(unit: Unit, page: SegmentedText) -> str:
    """The sentence that introduces a list item ("You agree not to:"), in quotation marks; empty for other clauses.

    An item of a list that is printed in one line is introduced there: "You agree not to: (a) sell it; (b) copy it".
    """
    if unit.kind in ("heading", "row"):
        return ""
    first = unit.start <= page.starts[unit.line]
    said = page.lead_in(unit.line) if unit.kind == "item" and first else ""
    if len(said.split()) > _LABEL_WORDS and not said.rstrip(" *_").endswith((":", "：")):
        said = ""  # the item above is a sentence of its own
    if not said and _GOES_ON.match(unit.text):
        said = _opening_of_line(unit, page)
    if not said and first and unit.kind == "text":
        said = _above_list(unit.line, page) or _condition(unit.line, page)
    text = shown(said)
    if not text or len(text) > 400:
        return ""
    return as_lead(text)


def as_lead(text: str) -> str:
    """A sentence that introduces a list, as it is named: its beginning and its end, in quotation marks."""
    return f"“{bare(both_ends(text, _LEAD_ROOM))}:”"


def _opening_of_line(unit: Unit, page: SegmentedText) -> str:
    """What introduces an item of a list that is printed in one line: "You may not: (a) copy it; (b) sell it"."""
    for other in reversed(page.units(unit.line)):
        if other.start < unit.start and not _GOES_ON.match(other.text):
            colon = _COLON.search(other.text)
            return other.text[: colon.end()] if colon else ""
    return page.lead_in(unit.line)


def _above_list(line: int, page: SegmentedText) -> str:
    """What introduces the lines of a list that is printed without marks, each but the last with a semicolon: "You agree not to:"."""
    for above in range(line - 1, max(-1, line - _LIST_REACH), -1):
        text = page.lines[above].strip()
        if text.endswith(":") and above < line - 1:
            return page.units(above)[-1].text if page.kind(above) == "text" else ""
        if text and (page.kind(above) != "text" or not text.endswith((";", "; and", "; or"))):
            return ""
    return ""


def _condition(line: int, page: SegmentedText) -> str:
    """The line that introduces a paragraph ("The following applies:"), or one above that limits it ("If you live in the EU, …:")."""
    near = True
    for above in range(line - 1, max(-1, line - _CONDITION_REACH), -1):
        text = page.lines[above].strip()
        if not text:
            continue
        if page.kind(above) != "text":
            return ""
        if text.endswith(":") and (near or _CONDITIONAL.match(text)):
            return text
        near = False
    return ""


# "# Last updated: 3 March 2022", "## Effective 1 May 2020", "### Springfield, IL 62704": printed large, and no place of a clause.
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*"
_NO_PLACE = late(
    r"^\W*(?:(?:date|last|revision|version|effective|dated|updated|revised|modified|posted|published|issued|"
    r"in force|of|as|from|on|since)\b[\s:]*)+"
    rf"[^a-z]*(?:{_MONTH}[^a-z]*(?:st|nd|rd|th)?[^a-z]*)?(?:19|20)?\d\d\W*$|"
    rf"^\W*(?:\d{{1,2}}(?:st|nd|rd|th)?[\s.]+)?{_MONTH}\W+(?:\d{{1,2}}(?:st|nd|rd|th)?\W+)?(?:19|20)\d\d\W*$|"
    r"\b[a-z]{2}\s\d{5}(?:-\d{4})?\W*$|\b[a-z]\d[a-z]\s?\d[a-z]\d\W*$|\b[a-z]{1,2}\d[\da-z]?\s\d[a-z]{2}\W*$|"
    r"^\d+\w?,?\s(?:[\w.’'-]+\s){1,4}(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane)\b\.?(?!.*:)",
    re.IGNORECASE,
)
_LONGEST = 80
"""Characters beyond which a heading is no date and no address."""


def section_of(unit: Unit, page: SegmentedText) -> str:
    """The nearest heading above a clause, in quotation marks; empty for the title of the whole text and for long ones.

    A date or an address that is printed as a heading names no place.
    """
    named = (_NAVIGATION.sub("", heading).strip() for heading in (*page.section(unit.line), *_numbered_title(unit.line, page)))
    path = [name for name in named if name and not (len(name) < _LONGEST and _NO_PLACE.search(name))]
    if not path or (len(path) == 1 and _PAGE_TITLES.match(path[0])):
        return ""
    return title(path[-1])


# "(b)  Your Rights, including Rights by State" alone in a line, above paragraphs: a heading that is only numbered.
_NUMBERED = late(r"^\s*(\((?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s+[A-Z][^.:;!?|\[\]]{2,70})$")
_TITLE_REACH, _SMALL = 30, 3
"""Lines above a clause, blank ones included, in which such a heading is looked for; and letters of words that titles leave small."""


def _numbered_title(line: int, page: SegmentedText) -> Sequence[str]:
    """The numbered heading between a clause and the last marked one; nothing where there is none."""
    for above in range(line - 1, max(-1, line - _TITLE_REACH), -1):
        kind = page.kind(above)
        if kind == "heading" or page.section(above) != page.section(line):
            return ()
        found = _NUMBERED.match(page.lines[above]) if kind in ("item", "text") else None
        if (
            found
            and _is_titled(found[1])
            and not page.lines[above + 1].strip()
            and page.kind(min(above + 2, len(page.lines) - 1)) == "text"
        ):
            return (" ".join(found[1].split()),)
    return ()


def _is_titled(text: str) -> bool:
    """True where the longer words begin with capitals, as in titles."""
    longer = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > _SMALL]
    return bool(longer) and 2 * sum(word[0].isupper() for word in longer) > len(longer)
