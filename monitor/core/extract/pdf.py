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
from monitor.core.extract.pdf_ink import shown_letters, size_at
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
    """What a PDF says."""

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
    # A strike-out that goes on over several lines is one.
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
            shown = shown_letters(page, textpage, text)
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
    sizes = sorted(size_at(textpage, at) for at in (place, place + len(text) // 2, place + len(text) - 1))
    angle = round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) * 90 % 360
    return TextLine(text, round(sizes[1], 1), _is_bold(textpage, place) and _is_bold(textpage, place + len(text) - 1), angle=angle)


def _is_bold(textpage: pypdfium2.PdfTextPage, place: int) -> bool:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(textpage, place, name, 128, flags)
    return _BOLD.search(name.value) is not None
