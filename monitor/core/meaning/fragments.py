"""What a line is read with that does not say all by itself.

An item has its introduction, a row the heads of its columns, an answer its question, and a name in a list its heading.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitor.core.diff.answered import question_above
from monitor.core.meaning.assertion import asserts
from monitor.core.meaning.row_answers import answer_of_row, cells_of
from monitor.core.text.introductions import introduction
from monitor.core.text.late_pattern import late
from monitor.core.text.segment import SegmentedText, Unit
from monitor.core.text.tokens import word_row

_LONGEST_ANSWER = 160
"""Characters of an answer, or of an entry below a heading, beyond which it says for itself what it is about."""
_NEAR = 40
"""Characters before an answer among which its question ends."""
_BARE = " #*_-|"
# "[Back to top](#top)", "[Cookies](/cookies)": a way to another place.
_WAY = late(r"[^\w\[]*\[[^\[\]]*\]\((?!https?:)[^()]*\)\W*")
_ORDERING = frozenset(
    ("click", "see", "read", "visit", "learn", "view", "please", "find", "discover", "get", "subscribe", "contact", "download", "sign",
     "back", "share", "print", "email", "e-mail", "log", "go", "send", "follow", "search", "show", "open", "close", "next", "previous"),
)  # fmt: skip
"""What buttons and pointers begin with, which are no entries of a list."""


@dataclass(frozen=True, slots=True)
class Above:
    """What stands above a line and belongs to what it says."""

    lead_in: str = ""
    """The line that introduces its list or table, or the question that it answers."""
    head: str = ""
    """The heads of the columns above a row."""
    heading: str = ""
    """The nearest heading, of an entry that asserts nothing by itself: "- Acme Inc., hosting" below "Sub-processors"."""

    @property
    def is_question(self) -> bool:
        """True when the line answers a question."""
        return self.lead_in.endswith("?")

    @property
    def words(self) -> str:
        """All of it."""
        return "\n".join(filter(None, (self.heading, self.lead_in, self.head)))


NOTHING_ABOVE = Above()


def above(unit: Unit, page: SegmentedText) -> Above:
    """What a unit is read with.

    >>> page = SegmentedText("| Data | Sold |\\n| --- | --- |\\n| Names | No |\\n\\nDo you share it?\\n\\nNo.")
    >>> above(page.units(2)[0], page).head, above(page.units(6)[0], page).lead_in
    ('| Data | Sold |', 'Do you share it?')
    """
    if unit.kind == "row":
        return Above(introduction(page, unit.line), _head(unit, page))
    if unit.kind == "heading":
        return NOTHING_ABOVE
    if lead_in := introduction(page, unit.line) or _question(unit, page):
        return Above(lead_in)
    section = page.section(unit.line)
    return Above(heading=section[-1]) if section and _is_entry(unit) else NOTHING_ABOVE


def is_head(unit: Unit, page: SegmentedText) -> bool:
    """True for the heads of a table and the line below them; a first row that answers a question is none."""
    if unit.kind != "row":
        return False
    if not word_row(unit.text):
        return True
    return page.table_head(unit.line) == unit.line and _has_rule_below(unit.line, page) and not _answers(unit.text)


def _has_rule_below(line: int, page: SegmentedText) -> bool:
    return line + 1 < len(page.lines) and page.kind(line + 1) == "row" and not word_row(page.lines[line + 1])


def _answers(row: str) -> bool:
    return cells_of(row)[0].rstrip(" *_").endswith("?") and answer_of_row(row) != 0


def _head(unit: Unit, page: SegmentedText) -> str:
    top = page.table_head(unit.line)
    if top == unit.line or not _has_rule_below(top, page) or _answers(page.lines[top]):
        return ""
    return page.lines[top].strip()


def _question(unit: Unit, page: SegmentedText) -> str:
    """The question right before a short unit."""
    before = page.text[max(0, unit.start - _NEAR) : unit.start].rstrip(f"{_BARE}\n")
    if len(unit.text) > _LONGEST_ANSWER or "?" in unit.text or not before.endswith("?"):
        return ""
    return question_above(unit, page)


def _is_entry(unit: Unit) -> bool:
    """True for what may be an entry below a heading: "Acme Inc., hosting, United States", "Orders: ten years"."""
    if len(unit.text) > _LONGEST_ANSWER or unit.text.rstrip(_BARE).endswith(("?", ":")) or asserts(unit.text) or _WAY.fullmatch(unit.text):
        return False
    row = word_row(unit.text)
    if not row or row[0] in _ORDERING:
        return False
    return unit.kind == "item" or any(mark in unit.text for mark in (",", ": ", " – ", " — ", " - "))
