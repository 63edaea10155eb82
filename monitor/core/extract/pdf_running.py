"""What a printed page repeats or sets apart: running heads and feet are dropped, footnotes come last.

Neither may depend on where a page ends: the same text set on smaller pages must read the same.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from monitor.core.extract.pdf_lines import TextLine

_EDGE_ROWS = 4
"""Rows at the top and at the bottom of a page that may be running lines."""
_PAGE_NUMBER = re.compile(
    r"[-–—|·•\[(\s]*+(?:(?:page|p\.|pg\.?|seite|página|pagina|bladzijde|strona|страница)\s*+)?"
    r"(?:\d{1,4}|[ivxlc]{1,7})(?:\s*+(?:of|von|de|di|van|/|sur|из|z)\s*+\d{1,4})?[-–—|·•\])\s]*+",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"\b(?:page|pg\.?|seite|página|pagina|bladzijde|strona|страница)\s*(\d{1,4}|[ivxlc]{1,7}\b)|(?:^|[|·•\s])(\d{1,4})\s*+(?:/|of|von|de|di|van|sur)\s*+\d{1,4}\s*+$"
    r"|第\s*(\d{1,4})\s*页|(\d{1,4})\s*ページ",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\d+")
_LONGEST = 160
_NOTE = re.compile(r"(?:\[?(\d{1,3}|[*†‡§¹²³⁴⁵⁶⁷⁸⁹]{1,3})[\])]?)\s*(?=\S)")

# "1 Only in Norway." at the foot of every page is a footnote, though nothing else is set in its type.
_SENTENCE_OF_NOTE = re.compile(r"\[?(?:\d{1,3}|[*†‡§¹²³⁴⁵⁶⁷⁸⁹]{1,3})[\])]?\s*+[^\W\d].*[.;:!?]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Row:
    """The lines on one baseline."""

    lines: tuple[TextLine, ...]
    detached: bool
    """Set off from its neighbour on the page's inner side by more than the lines of the text."""

    @property
    def text(self) -> str:
        """Its words from left to right."""
        return " ".join(line.text.strip() for line in sorted(self.lines, key=lambda line: line.left))

    @property
    def key(self) -> str:
        """Equal for rows that are equal but for their numbers."""
        return _NUMBERS.sub("#", " ".join(self.text.split()).casefold())


def without_running_lines(pages: Sequence[Sequence[TextLine]]) -> list[list[TextLine]]:
    """The pages without running heads, feet and page numbers; a last page has the footnotes of all.

    A running line is one at a page's edge that other pages have at the same height, equal but for its numbers; or that holds the page's
    own number; or whose type is used nowhere else, at a height where every page has one.
    """
    filled = [[line for line in page if line.text.strip()] for page in pages]
    running: set[int] = set()
    for top in (True, False):
        running |= _running(filled, top)
    kept = [[line for line in page if id(line) not in running] for page in filled]
    if not any(kept):
        return filled
    return _with_notes_last(kept)


def _running(pages: Sequence[Sequence[TextLine]], top: bool) -> set[int]:
    """The running lines of one edge, by identity."""
    edges = [list(_edge(page, top)) for page in pages]
    count = sum(bool(edge) for edge in edges)
    keys: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    for number, edge in enumerate(edges):
        for row in edge:
            keys[row.key].append((number, row))
    body = _body_style(pages)
    bands = _bands(edges, pages)
    found: set[int] = set()
    for edge in edges:
        for row in edge:
            in_band = _band(row) in bands and not _SENTENCE_OF_NOTE.fullmatch(row.text)
            if not (_repeats(keys[row.key], row, count, body) or _is_numbered(row, keys[row.key], count, body[0]) or in_band):
                break
            found.update(id(line) for line in row.lines)
    return found


def _edge(page: Sequence[TextLine], top: bool) -> Iterator[Row]:
    """Rows from the edge inwards."""
    rows: list[list[TextLine]] = []
    for line in sorted(page, key=lambda line: line.base, reverse=top):
        if rows and abs(rows[-1][0].base - line.base) < 2:
            rows[-1].append(line)
        else:
            rows.append([line])
        if len(rows) > _EDGE_ROWS:
            break
    for row, inner in zip(rows, [*rows[1:], None], strict=False):
        step = abs(row[0].base - inner[0].base) if inner else 0.0
        yield Row(tuple(row), step > 1.6 * max(line.size for line in (*row, *(inner or ()))))


def _body_style(pages: Sequence[Sequence[TextLine]]) -> tuple[float, bool]:
    letters: Counter[tuple[float, bool]] = Counter()
    for page in pages:
        for line in page:
            letters[line.size, line.bold] += len(line.text)
    return letters.most_common(1)[0][0] if letters else (0.0, False)


def _repeats(alike: Sequence[tuple[int, Row]], row: Row, pages: int, body: tuple[float, bool]) -> bool:
    """True where enough pages have it. Heads that alternate are on every second page; body text that happens to repeat is not set apart."""
    if pages < 2 or len(row.text) > _LONGEST:
        return False
    level = [(number, other) for number, other in alike if abs(other.lines[0].base - row.lines[0].base) < 4]
    if len({number for number, other in level if other.text == row.text}) >= max(3, round(0.6 * pages)):
        return True
    times = len({number for number, _ in level})
    # Section headings open pages too, in type as large as the text or larger.
    return times >= 2 and times >= 0.3 * pages and row.lines[0].size < body[0]


def _is_numbered(row: Row, alike: Sequence[tuple[int, Row]], pages: int, body: float) -> bool:
    """True for a row with the page's own number: alone, named as such, or one that counts up with the pages."""
    text = row.text
    if _PAGE_NUMBER.fullmatch(text):
        small = row.detached and row.lines[0].size < body
        return pages > 1 or _MARKED.search(text) is not None or (small and re.search(r"\b(?:1|i)\b", text, re.IGNORECASE) is not None)
    if len(text) > _LONGEST:
        return False
    if (found := _MARKED.search(text)) and (found.start() < 3 or found.end() > len(text) - 3 or row.detached):
        return not text.endswith(".") or len(alike) > 1
    if row.lines[0].size >= body:
        return False
    offsets = [{int(digits) - at for digits in _NUMBERS.findall(other.text)[:9] if len(digits) < 5} for at, other in alike]
    return (
        len(offsets) >= 2 and bool(set.intersection(*offsets)) and len({at for at, _ in alike}) == len(alike) and len(alike) >= 0.3 * pages
    )


_Band = tuple[int, float, bool]


def _band(row: Row) -> _Band:
    line = row.lines[0]
    return round(line.base / 3), line.size, line.bold


def _bands(edges: Sequence[Sequence[Row]], pages: Sequence[Sequence[TextLine]]) -> set[_Band]:
    """Heights at which every page, but for a title page, has a detached outermost row in a type that nothing else is set in."""
    outer = Counter(_band(edge[0]) for edge in edges if edge and edge[0].detached and len(edge[0].text) <= _LONGEST)
    found = set()
    for band, times in outer.items():
        others = sum((line.size, line.bold) == band[1:] and abs(line.base - 3 * band[0]) > 6 for page in pages for line in page)
        if times >= 2 and times >= len(pages) - 1 and not others:
            found.add(band)
    return found


def _with_notes_last(pages: list[list[TextLine]]) -> list[list[TextLine]]:
    """With the footnotes of all pages on one more page, and without the marks that refer to them: both change when paging moves."""
    body = _body_style(pages)[0]
    notes: list[TextLine] = []
    out = []
    for page in pages:
        found = _footnotes(page, body)
        notes += [replace(line, size=0.0) for line in found]
        gone = {id(line) for line in found}
        turned = [line for line in page if line.angle != page[0].angle]
        notes += [line for line in turned if id(line) not in gone]
        out.append([line for line in page if id(line) not in gone and line not in turned])
    return [*out, notes] if notes else out


def _footnotes(page: Sequence[TextLine], body: float) -> list[TextLine]:
    """The lines in small type at the foot of a page, from the first that opens with a mark."""
    small: list[TextLine] = []
    for line in sorted(page, key=lambda line: line.base):
        if not 0 < line.size <= 0.93 * body or len(small) > 40:
            break
        small.append(line)
    small.reverse()
    while small and not _NOTE.match(small[0].text):
        small.pop(0)
    return small if len(small) < len(page) else []
