"""Reads PDF files (pypdfium2) into text that the plain-text reader takes."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from monitor.core.extract.pdf_columns import in_reading_order
from monitor.core.extract.pdf_ink import MOST_DRAWN, OTHER, PATH, TEXT, Box, Drawing, PageInk, ink_of, shown_letters
from monitor.core.extract.pdf_lines import TextLine, marked
from monitor.core.extract.pdf_running import without_running_lines
from monitor.core.extract.pdf_words import joined_words

MOST_PAGES = 400
MOST_CHARS = 5_000_000
_BOLD = re.compile(rb"bold|black|heavy|semibold|demi", re.IGNORECASE)
_PRINTED = re.compile(r"[^\n\ufffe]+(?:\ufffe|\n|\Z)|\n")
"""A line; PDFium has U+FFFE for a hyphen at its end, and no line break then."""
_GAP = re.compile(r" {1,3}")
_WIDE = 1.3
"""Gap inside a line, in times the size of its letters, from which its parts may belong to two columns. Justified words stay below."""


class PdfError(Exception):
    """An unreadable PDF; the message is one sentence for the user."""


class PdfText(NamedTuple):
    """The text of a PDF as Markdown, with notes about what was not read."""

    text: str
    """Page after page, as Markdown."""
    title: str | None
    notes: list[str]
    unseen: list[str]
    """Lines that are drawn in white, without ink, too small or beside the page; they are not in the text."""


def read_pdf(body: bytes) -> PdfText:
    """The text of a PDF, with what is struck through marked as struck.

    Raises:
        PdfError: when the file is broken, locked or holds no text.
    """
    try:
        with pypdfium2.PdfDocument(body) as document:
            count = len(document)
            pages, left, unseen = [], MOST_CHARS, list[str]()
            for number in range(min(count, MOST_PAGES)):
                pages.append(list(_page_lines(document, number, unseen)) if left > 0 else [])
                left -= sum(len(line.text) for line in pages[-1])
            title = (document.get_metadata_value("Title") or "").strip() or None
    except (pypdfium2.PdfiumError, ValueError, OSError) as fault:
        raise PdfError(_refusal(str(fault))) from None
    notes = [f"Only the first {MOST_PAGES} of the PDF's {count} pages were read."] if count > MOST_PAGES else []
    empty = [str(number) for number, page in enumerate(pages, 1) if not any(line.text.strip() for line in page)]
    text = "\n".join(line for page in marked(without_running_lines(pages)) for line in page)
    if not text.strip():
        raise PdfError("The PDF contains no text (it may be a scan); a text version of the policy is needed.")
    if empty:
        notes.append(f"{len(empty)} of the PDF's {count} pages contain no text (they may be scans): page {', '.join(empty[:10])}.")
    # A strike-out that continues over several lines is one.
    text = joined_words(text.replace("~~\n~~", "\n"))
    return PdfText(text[:MOST_CHARS], title, notes, unseen)


def _refusal(fault: str) -> str:
    if "password" in fault.lower():
        return "The PDF can't be read: it is locked by a password; an unlocked copy of the policy is needed."
    if "security" in fault.lower():
        return "The PDF can't be read: it is encrypted in a way that is not supported; an unlocked copy of the policy is needed."
    return f"The PDF can't be read ({fault}); it may be damaged or locked by a password."


def _page_lines(document: pypdfium2.PdfDocument, number: int, unseen: list[str]) -> Iterator[TextLine]:
    """The page's lines in reading order; those that nobody sees go to `unseen`."""
    page = document[number]
    try:
        textpage = page.get_textpage()
        try:
            text: str = textpage.get_text_range()
            if len(text) != textpage.count_chars():  # else its places are not those of the characters
                yield from (TextLine(found[0].rstrip()) for found in _PRINTED.finditer(text))
                return
            shown = shown_letters(_Letters(textpage, text), _ink(page))
            lines: list[TextLine] = []
            for found in _PRINTED.finditer(text):
                if found[0].strip():
                    if not "".join(shown[found.start() : found.end()]).strip():
                        unseen.append(" ".join(found[0].split()))
                        continue
                    parts = _parts(textpage, found[0].rstrip(), found.start(), shown)
                    lines += [part for part in parts if part.text.strip()]
        finally:
            textpage.close()
        # PDFium orders the lines of a turned page from bottom to top.
        yield from in_reading_order(lines, sort=page.get_rotation() != 0)
    finally:
        page.close()


def _parts(textpage: pypdfium2.PdfTextPage, text: str, place: int, shown: Sequence[str]) -> list[TextLine]:
    """A line with its place and type, in several parts where it has wide gaps; of its letters, those that are shown."""
    start = len(text) - len(text.lstrip())
    whole = _line(textpage, text[start:], place + start)
    parts = []
    for gap in _GAP.finditer(text, start):
        part = _placed(textpage, whole, shown, place + start, place + gap.start())
        rest = _placed(textpage, whole, shown, place + gap.end(), place + len(text))
        if rest.left - part.right > _WIDE * max(whole.size, 4.0):
            parts.append(part)
            start = gap.end()
    return [*parts, _placed(textpage, whole, shown, place + start, place + len(text))]


def _placed(textpage: pypdfium2.PdfTextPage, line: TextLine, shown: Sequence[str], start: int, end: int) -> TextLine:
    """A part of the line's text with its place, as if it were upright."""
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(textpage, start, x, y)
    box = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(textpage, end - 1, *box)
    left, right, bottom, top = (edge.value for edge in box)
    cos, sin = _TURNS[line.angle]
    ends = [corner * cos + height * sin for corner in (left, right) for height in (bottom, top)]
    text = "".join(shown[start:end])
    return replace(line, text=text, left=x.value * cos + y.value * sin, right=max(ends), base=y.value * cos - x.value * sin)


_TURNS = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}


def _line(textpage: pypdfium2.PdfTextPage, text: str, place: int) -> TextLine:
    """A line with its size and weight.

    The size is that of its first, middle or last letter, whichever lies between the others: the number of a list may be larger than its
    text.
    It is bold when the first and the last letter are: a bold word that opens a sentence is no heading.
    """
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, place, matrix)
    sizes = sorted(_size(textpage, at) for at in (place, place + len(text) // 2, place + len(text) - 1))
    angle = round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) * 90 % 360
    return TextLine(text, round(sizes[1], 1), _is_bold(textpage, place) and _is_bold(textpage, place + len(text) - 1), angle=angle)


def _is_bold(textpage: pypdfium2.PdfTextPage, place: int) -> bool:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(textpage, place, name, 128, flags)
    return _BOLD.search(name.value) is not None


def _size(textpage: pypdfium2.PdfTextPage, place: int) -> float:
    """The size of a letter as it stands on the page, in points."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, place, matrix)
    return float(pdfium.FPDFText_GetFontSize(textpage, place) * math.hypot(matrix.c, matrix.d))


class _Letters:
    """The letters of a page, as `shown_letters` asks for them."""

    def __init__(self, textpage: pypdfium2.PdfTextPage, text: str) -> None:
        self.text = text
        self._page = textpage

    def owner(self, number: int) -> int:
        return _address(pdfium.FPDFText_GetTextObject(self._page, number))

    def origin(self, number: int) -> tuple[float, float]:
        x, foot = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self._page, number, x, foot)
        return x.value, foot.value

    def size(self, number: int) -> float:
        return _size(self._page, number)

    def at(self, x: float, y: float, reach: float) -> int:
        return int(pdfium.FPDFText_GetCharIndexAtPos(self._page, x, y, reach, reach))


def _address(raw: object) -> int:
    return ctypes.cast(raw, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


_KINDS = {pdfium.FPDF_PAGEOBJ_TEXT: TEXT, pdfium.FPDF_PAGEOBJ_PATH: PATH}
_BLANK = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_ON_THEIR_SIDE = (90, 270)


def _ink(page: pypdfium2.PdfPage) -> PageInk:
    if pdfium.FPDFPage_CountObjects(page) > MOST_DRAWN:
        return PageInk(frozenset(), ())
    return ink_of([_drawing(drawn) for drawn in page.get_objects(max_depth=1)], list(_strikes(page)), _paper(page))


def _paper(page: pypdfium2.PdfPage) -> Box:
    """What of the page is shown; many files state its size once for all pages."""
    edges = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, edges)
    upright = Box(edges.left, edges.bottom, edges.right, edges.top)
    # PDFium turns the box with the page; the letters keep their places.
    return Box(upright.bottom, upright.left, upright.top, upright.right) if page.get_rotation() in _ON_THEIR_SIDE else upright


def _drawing(drawn: pypdfium2.PdfObject) -> Drawing:
    edges, parts = [ctypes.c_float() for _ in range(4)], [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(drawn, *edges)
    kind, box = _KINDS.get(drawn.type, OTHER), Box(*(edge.value for edge in edges))
    red, green, blue, dense = (part.value for part in parts) if pdfium.FPDFPageObj_GetFillColor(drawn, *parts) else (0, 0, 0, 255)
    if kind != TEXT:
        return Drawing(kind, box, (red, green, blue, dense))
    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    pdfium.FPDFTextObj_GetFontSize(drawn, size)
    pdfium.FPDFPageObj_GetMatrix(drawn, matrix)
    blank = pdfium.FPDFTextObj_GetTextRenderMode(drawn) in _BLANK
    return Drawing(kind, box, (red, green, blue, dense), _address(drawn.raw), size.value * math.hypot(matrix.c, matrix.d), blank)


def _strikes(page: pypdfium2.PdfPage) -> Iterator[Box]:
    """The boxes of what a reviewer struck, which are notes on the page and no drawings."""
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST_DRAWN)):
        note = pdfium.FPDFPage_GetAnnot(page, number)
        try:
            if pdfium.FPDFAnnot_GetSubtype(note) != pdfium.FPDF_ANNOT_STRIKEOUT:
                continue
            for count in range(pdfium.FPDFAnnot_CountAttachmentPoints(note)):
                quad = pdfium.FS_QUADPOINTSF()
                if pdfium.FPDFAnnot_GetAttachmentPoints(note, count, quad):
                    across, up = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
                    yield Box(min(across), min(up), max(across), max(up))
        finally:
            pdfium.FPDFPage_CloseAnnot(note)
