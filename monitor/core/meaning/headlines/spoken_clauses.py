"""The clauses of a side as a reader reads them: a label with its sentence, and a sentence that was broken over several lines as one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.core.meaning.frames import MODALS
from monitor.core.meaning.headlines.operative import word_row_of
from monitor.core.meaning.headlines.quoting import on_one_line, shown
from monitor.core.text.segment import Unit

Clause = tuple[str, Unit]
"""Its text as it is shown, and where it begins."""
_LABEL_WORDS, _RIGHT_WORDS = 5, 7
"""Words up to which what begins a line can be the label of its first sentence: "4. Assignment."; and "Right to erase your letters.\""""
_TITLE_WORDS = 7
"""Words up to which a short line can be a heading."""
_RULE = frozenset("|-: ")
"""What the line below the head of a table is made of."""
_SPEAKING = MODALS.keys() | {"we", "you", "i", "it", "is", "are", "do", "does", "not", "never", "have", "has"}
"""Words of a sentence that is no label, however short."""
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}$")
_LINE = 40
"""Characters of a line from which it can have been broken where its room ended."""
_ENDS = (".", "!", "?", ":", ";", "”", "’")


def spoken(units: Sequence[Unit]) -> list[Clause]:
    """The clauses of one side; its headings only where there is nothing else."""
    clauses: list[Clause] = []
    last: Unit | None = None
    first: Unit | None = None
    for unit in [unit for unit in units if unit.kind != "heading" and not _is_title(unit, units) and not _is_head(unit, units)] or units:
        text = shown(unit.text)
        if not text:
            continue
        labelled = last is first and last and _is_label(clauses[-1][0], last, unit)
        first = first if last and last.line == unit.line else unit
        begun = last and _only_begins(clauses[-1][0], last, unit)
        if begun:
            text = on_one_line(unit.text).strip("| ")  # with its number, as it stands there
        if last and (begun or labelled or _is_cut(clauses[-1][0], last, unit) or _goes_on(clauses[-1][0], last, unit)):
            clauses[-1] = (f"{clauses[-1][0]} {text}", clauses[-1][1])
        else:
            clauses.append((text, unit))
        last = unit
    return clauses


def _is_title(unit: Unit, units: Sequence[Unit]) -> bool:
    """True for a short line that is a heading without being marked as one: "Restrictions on use"."""
    text = unit.text.strip(" *_")
    if (
        unit.kind != "text"
        or not text[:1].isupper()
        or not text[-1:].isalpha()
        or any(unit.line == other.line for other in units if other is not unit)
    ):
        return False
    words = word_row_of(text)
    return len(words) <= _TITLE_WORDS and _SPEAKING.isdisjoint(words)


def _is_head(unit: Unit, units: Sequence[Unit]) -> bool:
    """True for the head of a table, which came with its rows, and for the line below it."""
    return unit.kind == "row" and any(
        set(row.text.strip()) <= _RULE for row in units if row.kind == "row" and row.line in (unit.line, unit.line + 1)
    )


def _is_label(text: str, last: Unit, unit: Unit) -> bool:
    """True for a run-in title before a sentence of the same line."""
    if unit.line != last.line or last.kind == "row":
        return False
    words = word_row_of(text)
    most = _RIGHT_WORDS if words[:1] == ("right",) else _LABEL_WORDS
    return len(words) <= most and text.endswith((".", ":", "–", "-")) and _SPEAKING.isdisjoint(words)


def _is_cut(text: str, last: Unit, unit: Unit) -> bool:
    """True where an abbreviation or initials were held for the end of a sentence: "CODE, ETC. OF OUR PRODUCTS", "J.W. Miller"."""
    return unit.line == last.line and (text.lower().endswith("etc.") or _INITIALS.search(text) is not None)


def _only_begins(text: str, last: Unit, unit: Unit) -> bool:
    """True for what stands before the first number of a list inside a sentence: "If you are late, the mill (i) may close"."""
    return unit.line == last.line and text[-1:].isalnum() and unit.text.lstrip().startswith("(")


def _goes_on(text: str, last: Unit, unit: Unit) -> bool:
    """True where a sentence goes on in the next line, as in texts that were printed in lines of one length."""
    wrapped = unit.line > last.line and len(last.text.strip()) >= _LINE and last.kind == unit.kind == "text"
    return wrapped and not text.endswith(_ENDS) and unit.text.strip()[:1].islower()
