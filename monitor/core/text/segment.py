"""Cuts a text in canonical Markdown into blocks (lines) and units (sentences, list items, table rows), with spans and sections.

A unit is what a change is reported of: one sentence, one list item, one table row, one heading. The units of a block tile it: every
character of the block belongs to exactly one unit, so that a redline made of units loses nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import word_set

LONG_UNIT = 70
"""Words beyond which a sentence is also cut at its semicolons and enumerators; a change must be a statement, not a page."""

LONG_ROW = 400
"""Characters beyond which a table row is cut at its cells."""

_CELL = late(r"\s\|\s|(?:<br>)+(?:•\s)?")
_HEADING = late(r"(#{1,6})\s+")
_ITEM = late(r"\s*(?:[-*+•·▪◦]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])\s+")
_DATE_LINE = late(
    r"(?:last )?(?:updated|revised|modified|reviewed|changed|effective|posted|published|as of|date|version)\b.*\d", re.IGNORECASE
)
"""A short line with a date is not a title ("Last updated on March 28, 2016")."""
_NUMBERED = late(r"((?:\d{1,2}\.)+\d{0,2}|[A-Z]\.|[IVX]{1,5}\.)\s+\S")

# A full stop ends a sentence when a capital, a digit, a quote or a bracket follows; not after the abbreviations below. Scripts without
# capitals end a sentence at each stop that a blank follows. East Asian stops end it with the quotes and brackets that they close.
_CAPITAL = r"A-Z0-9À-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶŁĽĻŃŇŅŐŘŚŞŠŤŪŮŰŲŹŻŽȘȚ\u0386-\u03ab\u0400-\u042f\u0490\u0531-\u0556"
_WITHOUT_CAPITALS = r"\u05d0-\u07ff\u0900-\u10ff\u1780-\u17ff\uac00-\ud7af"
_STOP = late(
    rf"(?<=[.!?])[\"'”’)\]*_]*\s+(?=[\"'“‘(\[*_]*[{_CAPITAL}{_WITHOUT_CAPITALS}])|(?<!\s)\s++(?=[•▪◦·]\s)|(?<=[:;,])\s+(?=[-–]\s)"
    r"|(?<=[a-z)][.!?])(?=[A-Z][a-z]+\s|\*\*)|(?<=[。！？｡])[」』）)”’]*|(?<=[؟۔।॥។။۔])[\"'”’)»]*\s+"
)
_MARK = late("[.!?:;,。！？｡؟۔।॥។။]")
# "เราเก็บข้อมูลของท่านไว้ 30 วัน เราไม่ขายข้อมูล": Thai and Lao part sentences by a blank, which is before a number as well.
_THAI_STOP = late(r"(?<=[\u0e00-\u0eff]{12})\s+(?=[\u0e00-\u0eff]{12})")
_THAI = late(r"[\u0e00-\u0eff]{12}")
_ABBREVIATION = late(
    rf"(?:\b(?:{'|'.join(map(re.escape, sorted(word_set('abbreviations'))))})|(?:^|[\s(\[])(?:[A-Za-z]|\d{{1,3}}|[ivx]{{1,5}}))"
    r"[.][\"'”’)\]*_]*\s+$"
)
_CLAUSE = late(r"(?<=;)\s+|(?<!\s)\s++(?=\((?:[a-z]|[ivx]{1,5}|\d{1,2})\)\s)|(?<=:)\s+(?=\((?:[a-z]|i|\d)\))")


class Unit(NamedTuple):
    """A statement-sized stretch of a text."""

    start: int
    end: int
    text: str
    line: int
    kind: str
    """heading | item | row | text"""


class SegmentedText:
    """A text, cut lazily: lines at once, units and sections only where they are asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.starts = [0, *accumulate([len(line) + 1 for line in self.lines])]
        self._units: dict[int, list[Unit]] = {}
        self._sections: dict[int, tuple[str, ...]] = {}
        self._kinds: dict[int, str] = {}
        self._lead_ins: dict[int, str] = {}

    def kind(self, line: int) -> str:
        """What a line is: heading, item, row, text, or blank."""
        known = self._kinds.get(line)
        if known is None:
            known = self._kinds[line] = line_kind(self.lines[line])
        return known

    def table_head(self, line: int) -> int:
        """The first row of the table that a row stands in."""
        while line > 0 and self.kind(line - 1) == "row":
            line -= 1
        return line

    def units(self, line: int) -> list[Unit]:
        """The units of a line, tiling it."""
        found = self._units.get(line)
        if found is None:
            found = self._units[line] = cut(self.lines[line], self.starts[line], line)
        return found

    @cached_property
    def _headings(self) -> tuple[list[int], list[tuple[int, str]]]:
        places, heads = [], []
        for number, line in enumerate(self.lines):
            if len(line) > 120 or not line.strip():
                continue
            if line.startswith("#") and (match := _HEADING.match(line)):
                if title := line[match.end() :].strip():  # a bare "# " heads nothing
                    places.append(number)
                    heads.append((len(match[1]), title))
            elif depth := self._unmarked_depth(number, line):
                places.append(number)
                heads.append((depth, line.strip(" *_")))
        return places, heads

    def _unmarked_depth(self, number: int, line: str) -> int:
        """The level of a short line that stands as a title without being marked as one ("6. Sharing of Information"), or 0."""
        bare = line.strip(" *_")
        if not bare or bare[-1] in ".,;:!|" or not (bare[0].isupper() or bare[0].isdigit()) or bare.count(" ") > 11:
            return 0
        if _DATE_LINE.match(bare):
            return 0
        below = next((text for text in self.lines[number + 1 : number + 4] if text.strip()), "")
        if below.startswith("#") or not (below.count(" ") > 11 or below.rstrip().endswith((".", ":", ";"))):
            return 0
        numbered = _NUMBERED.match(bare)
        return 7 + numbered[1].rstrip(".").count(".") if numbered else (9 if line_kind(line) == "text" else 0)

    def section(self, line: int) -> tuple[str, ...]:
        """The headings above a line, from the outermost to the nearest; a heading is not its own section."""
        known = self._sections.get(line)
        if known is None:
            known = self._sections[line] = self._path(line)
        return known

    def _path(self, line: int) -> tuple[str, ...]:
        places, heads = self._headings
        at = bisect_right(places, line - 1) - 1
        path: list[str] = []
        while at >= 0:
            path.append(heads[at][1])
            at = self._above[at]
        return tuple(reversed(path))

    @cached_property
    def _above(self) -> list[int]:
        """For each heading the number of the one that it is under, or -1."""
        above: list[int] = []
        opened: list[int] = []
        heads = self._headings[1]
        for number, (depth, _) in enumerate(heads):
            while opened and heads[opened[-1]][0] >= depth:
                opened.pop()
            above.append(opened[-1] if opened else -1)
            opened.append(number)
        return above

    def lead_in(self, line: int) -> str:
        """The sentence that introduces a list item or a table row ("We do not share:"), or an empty string."""
        known = self._lead_ins.get(line)
        if known is None:
            known = self._lead_ins[line] = self._introducing(line)
        return known

    def _introducing(self, line: int) -> str:
        if self.kind(line) not in ("item", "row"):
            return ""
        indent = _indent(self.lines[line])
        for above in range(line - 1, max(-1, line - 60), -1):
            text, kind = self.lines[above], self.kind(above)
            if kind == "blank":
                continue
            if kind == "heading":
                return ""
            if kind == "text" or (kind == "item" and _indent(text) < indent):
                last = text.rstrip(" *_")
                return cut(text, 0, 0)[-1].text.strip() if last.endswith((":", "：")) or kind == "item" else ""
        return ""


@lru_cache(maxsize=2)
def segmented(text: str) -> SegmentedText:
    """A text, cut once for all who look at it in a row: a first version is searched, traced and told by topic within a second."""
    return SegmentedText(text)


def line_kind(line: str) -> str:
    """heading, item, row, text, or blank."""
    stripped = line.lstrip()
    if not stripped:
        return "blank"
    first = stripped[0]
    if first == "#" and _HEADING.match(stripped):
        return "heading"
    if first == "|":
        return "row"
    return "item" if _ITEM.match(line) else "text"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def cut(line: str, start: int, number: int) -> list[Unit]:
    """The units of one line; `start` is the offset of the line in its text.

    >>> [u.text for u in cut("We keep logs. We erase them after 30 days, e.g. by script.", 0, 0)]
    ['We keep logs. ', 'We erase them after 30 days, e.g. by script.']
    """
    kind = line_kind(line)
    if kind in ("blank", "heading") or (kind == "row" and len(line) < LONG_ROW):
        return [Unit(start, start + len(line), line, number, kind)]
    edges = _cell_edges(line) if kind == "row" else _sentence_edges(line)
    pieces: list[Unit] = []
    for left, right in pairwise(edges):
        for a, b in _clause_spans(line, left, right):
            pieces.append(Unit(start + a, start + b, line[a:b], number, kind))
    return pieces


def _cell_edges(line: str) -> list[int]:
    """Edges of the cells and broken lines of a long table row, such that no piece is a mere label."""
    edges = [0]
    for match in _CELL.finditer(line):
        if match.end() - edges[-1] >= 120 and len(line) - match.end() >= 60:
            edges.append(match.end())
    edges.append(len(line))
    return edges


def _sentence_edges(line: str) -> list[int]:
    edges = [0]
    opening = _ITEM.match(line)
    floor = opening.end() if opening else 0
    for at in _stops(line):
        if floor < at < len(line) and not _ABBREVIATION.search(line[max(edges[-1], at - 16) : at]):
            edges.append(at)
    edges.append(len(line))
    return edges


def _stops(line: str) -> Iterator[int]:
    """Where sentences may end. Trying the pattern at every character costs five times more than after the marks that let it match."""
    if any(mark in line for mark in "•▪◦·"):
        yield from (match.end() for match in _STOP.finditer(line))
        return
    if not line.isascii() and _THAI.search(line):
        yield from (match.end() for match in _THAI_STOP.finditer(line))
        return
    done = 0
    for mark in _MARK.finditer(line):
        if mark.end() >= done and (match := _STOP.match(line, mark.end())):
            done = match.end()
            yield done


def _clause_spans(line: str, left: int, right: int) -> list[tuple[int, int]]:
    if line.count(" ", left, right) < LONG_UNIT:
        return [(left, right)]
    edges = [left]
    for match in _CLAUSE.finditer(line, left, right):
        if line.count(" ", edges[-1], match.end()) >= 8:
            edges.append(match.end())
    edges.append(right)
    return list(pairwise(edges))
