"""Reads PDF files (pypdfium2) into text that the plain-text reader takes."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from .headings import Line, marked

MOST_PAGES = 400
MOST_CHARS = 5_000_000
_PAGE_NUMBER = re.compile(r"(?:page|seite|página|pagina)?\s*\d{1,4}(?:\s*(?:of|von|de|di|/|sur)\s*\d{1,4})?", re.IGNORECASE)
_BOLD = re.compile(rb"bold|black|heavy|semibold|demi", re.IGNORECASE)
_PRINTED = re.compile(r"[^\n\ufffe]+(?:\ufffe|\n|\Z)|\n")
"""A line; PDFium has U+FFFE for a hyphen at its end, and no line break then."""
_HYPHEN = re.compile(r"(?<=[^\W\d_])[\u00ad\u2010\ufffe-](?:\r?\n)(?=[^\W\d_A-ZÀ-Þ])")


class PdfError(Exception):
    """A PDF that can't be read; the message is one sentence for the user."""


def read_pdf(body: bytes) -> tuple[str, str | None, list[str]]:
    """The text of a PDF, page after page, its title, and notes.

    Raises:
        PdfError: when the file is broken, locked or holds no text.
    """
    try:
        with pypdfium2.PdfDocument(body) as document:
            count = len(document)
            pages = [list(_page_lines(document, number)) for number in range(min(count, MOST_PAGES))]
            title = (document.get_metadata_value("Title") or "").strip() or None
    except (pypdfium2.PdfiumError, ValueError, OSError) as fault:
        raise PdfError(f"The PDF can't be read ({fault}); it may be damaged or locked by a password.") from None
    notes = [f"Only the first {MOST_PAGES} of the PDF's {count} pages were read."] if count > MOST_PAGES else []
    text = "\n".join(line for page in marked(_without_running_lines(pages)) for line in page)
    if not text.strip():
        raise PdfError("The PDF holds no text (it may be a scan); a text version of the policy is needed.")
    return _HYPHEN.sub("", text)[:MOST_CHARS], title, notes


def _page_lines(document: pypdfium2.PdfDocument, number: int) -> Iterator[Line]:
    page = document[number]
    try:
        textpage = page.get_textpage()
        try:
            text: str = textpage.get_text_range()
            known = len(text) == textpage.count_chars()  # else its places are not those of the characters
            for found in _PRINTED.finditer(text):
                line = found[0].rstrip()
                yield _line(textpage, line, found.start()) if known and line.strip() else Line(line)
        finally:
            textpage.close()
    finally:
        page.close()


def _line(textpage: pypdfium2.PdfTextPage, text: str, place: int) -> Line:
    """A line with the size of its first letter; bold when the first and the last are: a bold word that opens a sentence is no heading."""
    first, last = place + len(text) - len(text.lstrip()), place + len(text) - 1
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, first, matrix)
    size = pdfium.FPDFText_GetFontSize(textpage, first) * math.hypot(matrix.c, matrix.d)
    return Line(text, round(size, 1), _is_bold(textpage, first) and _is_bold(textpage, last))


def _is_bold(textpage: pypdfium2.PdfTextPage, place: int) -> bool:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(textpage, place, name, 128, flags)
    return _BOLD.search(name.value) is not None


def _without_running_lines(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without page numbers and without the lines that most pages open or close with."""
    filled = [[line for line in page if line.text.strip()] for page in pages]
    edges = Counter(text for page in filled for text in {line.text.strip() for line in (*page[:2], *page[-2:])})
    often = max(3, round(0.6 * len(filled)))
    running = {line for line, times in edges.items() if times >= often}

    def runs(line: Line) -> bool:
        text = line.text.strip()
        return text in running or (len(filled) > 1 and _PAGE_NUMBER.fullmatch(text) is not None)

    return [[line for place, line in enumerate(page) if 2 <= place < len(page) - 2 or not runs(line)] for page in filled]
