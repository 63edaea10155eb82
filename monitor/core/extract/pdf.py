"""Reads PDF files (pypdfium2) into text that the plain-text reader takes."""

from __future__ import annotations

import re
from collections import Counter

import pypdfium2

MOST_PAGES = 400
MOST_CHARS = 5_000_000
_PAGE_NUMBER = re.compile(r"(?:page|seite|página|pagina)?\s*\d{1,4}(?:\s*(?:of|von|de|di|/|sur)\s*\d{1,4})?", re.IGNORECASE)
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
            pages = [_page_lines(document, number) for number in range(min(count, MOST_PAGES))]
            title = (document.get_metadata_value("Title") or "").strip() or None
    except (pypdfium2.PdfiumError, ValueError, OSError) as fault:
        raise PdfError(f"The PDF can't be read ({fault}); it may be damaged or locked by a password.") from None
    notes = [f"Only the first {MOST_PAGES} of the PDF's {count} pages were read."] if count > MOST_PAGES else []
    text = "\n".join(line for page in _without_running_lines(pages) for line in page)
    if not text.strip():
        raise PdfError("The PDF holds no text (it may be a scan); a text version of the policy is needed.")
    return _HYPHEN.sub("", text)[:MOST_CHARS], title, notes


def _page_lines(document: pypdfium2.PdfDocument, number: int) -> list[str]:
    page = document[number]
    try:
        textpage = page.get_textpage()
        try:
            text: str = textpage.get_text_bounded()
        finally:
            textpage.close()
    finally:
        page.close()
    return [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def _without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """The pages without page numbers and without the lines that most pages open or close with."""
    filled = [[line for line in page if line.strip()] for page in pages]
    edges = Counter(line.strip() for page in filled for line in {*page[:2], *page[-2:]})
    often = max(3, round(0.6 * len(filled)))
    running = {line for line, times in edges.items() if times >= often}

    def runs(line: str) -> bool:
        return line.strip() in running or (len(filled) > 1 and _PAGE_NUMBER.fullmatch(line.strip()) is not None)

    return [[line for place, line in enumerate(page) if 2 <= place < len(page) - 2 or not runs(line)] for page in filled]
