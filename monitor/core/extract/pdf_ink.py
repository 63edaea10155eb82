"""What a reader sees of the letters of a PDF page: which are struck through, and which are not there to be seen."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

_MOST_OBJECTS = 20_000
"""Drawings of a page; a map or a chart has more and is no policy."""
_PALE = 250
"""Each of red, green and blue from which ink is white."""
_THIN = 2.5
"""Points that a line through words is high at most."""
_SHORT = 4.0
"""Points that such a line is wide at least: a dash is none."""
_LOW, _HIGH = 0.1, 0.5
"""Where such a line stands above the foot of the letters, in their size: an underline is lower, the border of a cell higher."""
_TINY = 1.0
"""Points of type that nobody can read."""
_REACH = 2.0
"""Points by which the ends of a line miss the letters that it begins and ends with."""
_ON_THEIR_SIDE = (90, 270)
_BREAKS = "\r\n\ufffe"
"""What PDFium writes between lines; U+FFFE at a hyphen."""
_SAMPLES = 12
"""Places on a line where a letter is looked for."""
_UNSEEN_MODES = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)


class Box(NamedTuple):
    """A rectangle of the page, in points from its left foot."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Box) -> bool:
        """True where two have a spot in common."""
        return self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top


class Ink(NamedTuple):
    """The drawings of a page that matter to its letters."""

    unseen: frozenset[int]
    """Addresses of pieces of text that nobody sees."""
    lines: tuple[Box, ...]
    """Thin level lines."""


def shown_letters(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, text: str) -> list[str]:
    """The letters of a page as a reader sees them: empty for unseen ones, `~~` around those that a line goes through.

    Args:
        page, textpage: the page.
        text: its text, a character for each that the page counts.
    """
    shown = list(text)
    ink = ink_of(page)
    if ink.unseen:
        for place in range(len(text)):
            found = pdfium.FPDFText_GetTextObject(textpage, place)
            if found and _address(found) in ink.unseen and not text[place].isspace():
                shown[place] = ""
    for first, last in _struck(textpage, ink.lines, text):
        if any(shown[first : last + 1]):
            shown[first], shown[last] = f"~~{shown[first]}", f"{shown[last]}~~"
    return shown


def ink_of(page: pypdfium2.PdfPage) -> Ink:
    """Looks at the drawings of a page."""
    if pdfium.FPDFPage_CountObjects(page) > _MOST_OBJECTS:
        return Ink(frozenset(), ())
    texts, lines, grounds, pictures = [], list(_crossings(page)), [], []
    for drawn in page.get_objects(max_depth=1):
        box = _box(drawn)
        if drawn.type == pdfium.FPDF_PAGEOBJ_TEXT:
            texts.append((drawn, box))
        elif drawn.type == pdfium.FPDF_PAGEOBJ_PATH:
            if box.top - box.bottom <= _THIN and box.right - box.left >= _SHORT:
                lines.append(box)
            if not _is_white(drawn):
                grounds.append(box)
        else:
            grounds.append(box)
            pictures.append(box)
    paper = _paper(page)
    # Of a scan only the letters that lie unseen on its picture can be read.
    scanned = [one for one in texts if not (_is_blank(one[0]) and any(one[1].meets(picture) for picture in pictures))]
    hidden = frozenset(_address(drawn.raw) for drawn, box in scanned if _is_unseen(drawn, box, paper, grounds))
    return Ink(hidden if len(hidden) < len(texts) else frozenset(), tuple(lines))


def _address(raw: ctypes._Pointer) -> int:  # type: ignore[type-arg]
    return ctypes.cast(raw, ctypes.c_void_p).value or 0


def _paper(page: pypdfium2.PdfPage) -> Box:
    """What of the page is shown; many files state its size once for all pages."""
    edges = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, edges)
    upright = Box(edges.left, edges.bottom, edges.right, edges.top)
    # PDFium turns the box with the page; the letters keep their places.
    return Box(upright.bottom, upright.left, upright.top, upright.right) if page.get_rotation() in _ON_THEIR_SIDE else upright


def _box(drawn: pypdfium2.PdfObject) -> Box:
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(drawn, *edges)
    return Box(*(edge.value for edge in edges))


def _is_unseen(drawn: pypdfium2.PdfObject, box: Box, paper: Box, grounds: Sequence[Box]) -> bool:
    if not box.meets(paper) or _is_blank(drawn) or _colour(drawn)[3] == 0:
        return True
    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    pdfium.FPDFTextObj_GetFontSize(drawn, size)
    pdfium.FPDFPageObj_GetMatrix(drawn, matrix)
    if 0 < size.value * math.hypot(matrix.c, matrix.d) < _TINY:
        return True
    # White letters on a dark row or a picture are read.
    return _is_white(drawn) and not any(box.meets(ground) for ground in grounds)


def _colour(drawn: pypdfium2.PdfObject) -> list[int]:
    """Red, green, blue and how dense; black where the file says nothing."""
    parts = [ctypes.c_uint() for _ in range(4)]
    return [part.value for part in parts] if pdfium.FPDFPageObj_GetFillColor(drawn, *parts) else [0, 0, 0, 255]


def _is_blank(drawn: pypdfium2.PdfObject) -> bool:
    """True for letters that are there to be searched, and not drawn."""
    return pdfium.FPDFTextObj_GetTextRenderMode(drawn) in _UNSEEN_MODES


def _is_white(drawn: pypdfium2.PdfObject) -> bool:
    return min(_colour(drawn)[:3]) >= _PALE


def _crossings(page: pypdfium2.PdfPage) -> Iterator[Box]:
    """The lines of a reviewer's strike-outs, which are notes on the page and no drawings."""
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_OBJECTS)):
        note = pdfium.FPDFPage_GetAnnot(page, number)
        try:
            if pdfium.FPDFAnnot_GetSubtype(note) != pdfium.FPDF_ANNOT_STRIKEOUT:
                continue
            for count in range(pdfium.FPDFAnnot_CountAttachmentPoints(note)):
                quad = pdfium.FS_QUADPOINTSF()
                if pdfium.FPDFAnnot_GetAttachmentPoints(note, count, quad):
                    middle = (quad.y1 + quad.y3) / 2 - (quad.y1 - quad.y3) * _LOW
                    yield Box(min(quad.x1, quad.x3), middle - 0.5, max(quad.x2, quad.x4), middle + 0.5)
        finally:
            pdfium.FPDFPage_CloseAnnot(note)


def _struck(textpage: pypdfium2.PdfTextPage, lines: Sequence[Box], text: str) -> Iterator[tuple[int, int]]:
    """The first and the last letter that each line goes through."""
    done: set[int] = set()
    for line in lines:
        seed = _seed(textpage, line)
        if seed is None or seed in done:
            continue
        first = last = seed
        while first > 0 and text[first - 1] not in _BREAKS and _lies_under(textpage, first - 1, seed, line):
            first -= 1
        while last + 1 < len(text) and text[last + 1] not in _BREAKS and _lies_under(textpage, last + 1, seed, line):
            last += 1
        while first < last and text[last].isspace():
            last -= 1
        if first < last and done.isdisjoint((first, last)):
            done |= set(range(first, last + 1))
            yield first, last


def _seed(textpage: pypdfium2.PdfTextPage, line: Box) -> int | None:
    """A letter that a line goes through; a full stop lies below it."""
    middle, step = (line.bottom + line.top) / 2, (line.right - line.left) / _SAMPLES
    for number in range(_SAMPLES):
        found: int = pdfium.FPDFText_GetCharIndexAtPos(textpage, line.left + step * (number + 0.5), middle, _REACH, _REACH)
        if found >= 0:
            size = size_at(textpage, found)
            return found if _LOW * size <= middle - _origin(textpage, found)[1] <= _HIGH * size else None
    return None


def _lies_under(textpage: pypdfium2.PdfTextPage, place: int, seed: int, line: Box) -> bool:
    """True for a letter on the foot of the first one, within the ends of the line."""
    x, foot = _origin(textpage, place)
    return line.left - _REACH <= x <= line.right - _REACH and abs(foot - _origin(textpage, seed)[1]) <= 1


def _origin(textpage: pypdfium2.PdfTextPage, place: int) -> tuple[float, float]:
    x, foot = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(textpage, place, x, foot)
    return x.value, foot.value


def size_at(textpage: pypdfium2.PdfTextPage, place: int) -> float:
    """The size of a letter as it stands on the page, in points."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, place, matrix)
    return float(pdfium.FPDFText_GetFontSize(textpage, place) * math.hypot(matrix.c, matrix.d))
