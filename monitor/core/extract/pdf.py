"""Reads PDF files (pypdfium2) into text that the plain-text reader takes."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pypdfium2
import pypdfium2.raw as pdfium

MOST_PAGES = 400
MOST_CHARS = 5_000_000
_PAGE_NUMBER = re.compile(r"(?:page|seite|página|pagina)?\s*\d{1,4}(?:\s*(?:of|von|de|di|/|sur)\s*\d{1,4})?", re.IGNORECASE)
_BOLD = re.compile(rb"bold|black|heavy|semibold|demi", re.IGNORECASE)
_PRINTED = re.compile(r"[^\n\ufffe]+(?:\ufffe|\n|\Z)|\n")
"""A line; PDFium has U+FFFE for a hyphen at its end, and no line break then."""
_HYPHEN = re.compile(r"(?<=[^\W\d_])[\u00ad\u2010\ufffe-](?:\r?\n)(?=[^\W\d_A-ZÀ-Þ])")


class PdfError(Exception):
    """An unreadable PDF; the message is one sentence for the user."""


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
        raise PdfError("The PDF contains no text (it may be a scan); a text version of the policy is needed.")
    return _HYPHEN.sub("", text)[:MOST_CHARS], title, notes


def _page_lines(document: pypdfium2.PdfDocument, number: int) -> Iterator[TextLine]:
    page = document[number]
    try:
        textpage = page.get_textpage()
        try:
            text: str = textpage.get_text_range()
            known = len(text) == textpage.count_chars()  # else its places are not those of the characters
            for found in _PRINTED.finditer(text):
                line = found[0].rstrip()
                yield _line(textpage, line, found.start()) if known and line.strip() else TextLine(line)
        finally:
            textpage.close()
    finally:
        page.close()


def _line(textpage: pypdfium2.PdfTextPage, text: str, place: int) -> TextLine:
    """A line with the size of its first letter; bold when the first and the last are: a bold word that opens a sentence is no heading."""
    first, last = place + len(text) - len(text.lstrip()), place + len(text) - 1
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, first, matrix)
    size = pdfium.FPDFText_GetFontSize(textpage, first) * math.hypot(matrix.c, matrix.d)
    return TextLine(text, round(size, 1), _is_bold(textpage, first) and _is_bold(textpage, last))


def _is_bold(textpage: pypdfium2.PdfTextPage, place: int) -> bool:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(textpage, place, name, 128, flags)
    return _BOLD.search(name.value) is not None


def _without_running_lines(pages: list[list[TextLine]]) -> list[list[TextLine]]:
    """The pages without page numbers and without the lines that most pages open or close with."""
    filled = [[line for line in page if line.text.strip()] for page in pages]
    edges = Counter(text for page in filled for text in {line.text.strip() for line in (*page[:2], *page[-2:])})
    often = max(3, round(0.6 * len(filled)))
    running = {line for line, times in edges.items() if times >= often}

    def runs(line: TextLine) -> bool:
        text = line.text.strip()
        return text in running or (len(filled) > 1 and _PAGE_NUMBER.fullmatch(text) is not None)

    return [[line for place, line in enumerate(page) if 2 <= place < len(page) - 2 or not runs(line)] for page in filled]


LARGER = 1.12
"""Times the size of the running text from which a line is set apart by its size."""
LONGEST, MOST_WORDS = 170, 28
_DEEPEST = 4
_ENDS = re.compile(r"[.,;:!…]\s*$")
_NUMBERED = re.compile(r"(?:[A-Z]|\d{1,2}(?:\.\d{1,2})*)[.)]?\s+\S")
_WORDS = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as it is printed."""

    text: str
    size: float = 0.0
    """Of its letters, in points; 0 when unknown."""
    bold: bool = False


def marked(pages: Sequence[Sequence[TextLine]]) -> list[list[str]]:
    """The pages' lines, headings as Markdown has them ("## 1. Sharing"), those that run over several lines joined.

    >>> marked([[TextLine("Sharing", 14.0), TextLine("We share nothing with anybody.", 10.0)]])
    [['## Sharing', 'We share nothing with anybody.']]
    """
    size, bold = _running(pages)
    runs = [list(_runs(page, size, bold)) for page in pages]
    levels = _levels({_style(run[0]) for page in runs for run in page if _heads(run)})
    return [[text for run in page for text in _written(run, levels)] for page in runs]


def _style(line: TextLine) -> tuple[float, bool]:
    return round(line.size, 1), line.bold


def _running(pages: Sequence[Sequence[TextLine]]) -> tuple[float, bool]:
    """Size and boldness of most of the text."""
    letters: Counter[tuple[float, bool]] = Counter()
    for page in pages:
        for line in page:
            letters[_style(line)] += len(line.text)
    return letters.most_common(1)[0][0] if letters else (0.0, False)


def _runs(page: Sequence[TextLine], size: float, bold: bool) -> Iterator[list[TextLine]]:
    """Lines one by one; those that are set apart from the running text, together with the like ones below, up to the next number."""
    run: list[TextLine] = []
    for line in page:
        apart = bool(size) and (line.size >= LARGER * size or (line.bold and not bold and line.size >= 0.98 * size))
        if run and (not apart or _style(line) != _style(run[0]) or _NUMBERED.match(line.text.strip())):
            yield run
            run = []
        if apart:
            run.append(line)
        else:
            yield [replace(line, size=0.0)]
    if run:
        yield run


def _heads(run: Sequence[TextLine]) -> bool:
    """True for lines that are set apart and short enough, and no sentence."""
    text = _joined(run)
    if not run[0].size or not 2 < len(text) <= LONGEST or text.count(" ") >= MOST_WORDS or not _WORDS.search(text):
        return False
    return not _ENDS.search(text) or bool(_NUMBERED.match(text) and text.count(" ") < 8)


def _levels(styles: set[tuple[float, bool]]) -> dict[tuple[float, bool], int]:
    """The heading level of each style: larger first, and the largest of several is the title's."""
    ranked = sorted(styles, key=lambda style: (-style[0], not style[1]))
    first = 1 if len(ranked) > 1 else 2
    return {style: min(first + place, _DEEPEST) for place, style in enumerate(ranked)}


def _written(run: Sequence[TextLine], levels: dict[tuple[float, bool], int]) -> list[str]:
    if _heads(run):
        return [f"{'#' * levels[_style(run[0])]} {_joined(run)}"]
    return [line.text for line in run]


def _joined(run: Sequence[TextLine]) -> str:
    return " ".join(line.text.strip() for line in run)
