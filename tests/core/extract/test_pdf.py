"""PDF files: lines joined, running heads dropped, headings told by their type."""

from __future__ import annotations

import ctypes
import io

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from monitor.core.extract import read_snapshot
from monitor.core.extract.pdf import PdfError, read_pdf
from monitor.core.extract.pdf_lines import TextLine, marked

SENTENCE = "We keep your orders for ten years, as the tax law of this country asks of us."
BOLD = b"Helvetica-Bold"
REGULAR = b"Helvetica"


def pdf(*pages: list[str | tuple[str, bytes, float]]) -> bytes:
    """A PDF of these pages of lines, in Helvetica of 11 points where no font is given, made by PDFium itself."""
    document = pypdfium2.PdfDocument.new()
    for lines in pages:
        page = document.new_page(595, 842)
        for number, given in enumerate(lines):
            line, font, size = (given, REGULAR, 11.0) if isinstance(given, str) else given
            item = pdfium.FPDFPageObj_NewTextObj(document, font, size)
            encoded = (line + "\x00").encode("utf-16-le")
            pdfium.FPDFText_SetText(item, ctypes.cast(ctypes.create_string_buffer(encoded), pdfium.FPDF_WIDESTRING))
            pdfium.FPDFPageObj_Transform(item, 1, 0, 0, 1, 50, 780 - 16 * number)
            pdfium.FPDFPage_InsertObject(page, item)
        page.gen_content()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def text_of(*pages: list[str | tuple[str, bytes, float]]) -> str:
    document = read_snapshot(pdf(*pages), media_type="application/pdf").document
    assert document is not None
    return document.text


def test_lines_are_joined_hyphens_closed_and_page_numbers_dropped() -> None:
    lines: list[str | tuple[str, bytes, float]] = [
        "Privacy Policy",
        "We keep your orders for ten years, as the tax law of this coun-",
        "try asks of us, and no longer than that.",
        "1",
    ]
    reading = read_snapshot(pdf(lines, lines), media_type="application/octet-stream")
    assert reading.document is not None
    assert reading.facts.media_type == "application/pdf"
    assert "of this country asks of us, and no longer than that." in reading.document.text
    assert "\n\n1" not in reading.document.text


def test_lines_that_most_pages_open_or_close_with_are_dropped() -> None:
    pages = [
        ["Acme Ltd. – confidential", f"{number}. {SENTENCE}", SENTENCE, SENTENCE, SENTENCE, f"Page {number} of 4"] for number in range(1, 5)
    ]
    text = text_of(*pages)  # type: ignore[arg-type]
    assert "confidential" not in text
    assert "Page" not in text
    assert all(f"{number}. We keep" in text for number in range(1, 5))


def test_a_single_page_keeps_its_number_like_lines() -> None:
    assert "2024" in text_of([SENTENCE, "2024"])


def test_larger_and_bolder_lines_are_headings() -> None:
    text = text_of(
        [
            ("Privacy Policy", BOLD, 18.0),
            SENTENCE,
            ("1. What we collect, and on which legal basis it is done, as", BOLD, 11.0),
            ("the law asks of us", BOLD, 11.0),
            SENTENCE,
            ("2. Sharing", BOLD, 11.0),
            ("3. Selling", BOLD, 11.0),
            SENTENCE,
            ("We never sell your data to anybody, whatever they pay for it.", BOLD, 11.0),
            SENTENCE,
        ]
    )
    heads = [line for line in text.split("\n") if line.startswith("#")]
    collecting = "## 1. What we collect, and on which legal basis it is done, as the law asks of us"
    assert heads == ["# Privacy Policy", collecting, "## 2. Sharing", "## 3. Selling"]
    assert text.count("We never sell your data to anybody, whatever they pay for it.") == 1


@pytest.mark.parametrize("font", [REGULAR, BOLD])
def test_a_pdf_in_one_font_has_no_headings(font: bytes) -> None:
    assert "#" not in text_of([("Privacy Policy", font, 11.0), (SENTENCE, font, 11.0)])


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7\nnothing", b"%PDF-", b"not a pdf", pdf([SENTENCE])[:200]])
def test_a_broken_pdf_is_an_error_in_one_sentence(body: bytes) -> None:
    with pytest.raises(PdfError, match=r"can't be read .*\.$"):
        read_pdf(body)


def test_a_pdf_without_text_says_that_it_may_be_a_scan() -> None:
    with pytest.raises(PdfError, match="may be a scan"):
        read_pdf(pdf([]))


def test_a_broken_pdf_is_reported_as_truncated() -> None:
    reading = read_snapshot(b"%PDF-1.7\nnothing", media_type="application/pdf")
    assert reading.error is not None
    assert reading.error[0] == "pdf"
    assert reading.facts.truncated


def running(*lines: str) -> list[TextLine]:
    return [TextLine(line, 10.0) for line in lines]


def test_the_largest_of_several_styles_is_the_title() -> None:
    page = [
        TextLine("Policy", 20.0),
        TextLine("Sharing", 14.0),
        *running(SENTENCE, SENTENCE),
        TextLine("Cookies", 14.0),
        *running(SENTENCE),
    ]
    assert marked([page]) == [["# Policy", "## Sharing", SENTENCE, SENTENCE, "## Cookies", SENTENCE]]


def test_a_large_sentence_is_no_heading() -> None:
    page = [TextLine("We never sell your data.", 14.0), *running(SENTENCE, SENTENCE)]
    assert marked([page]) == [["We never sell your data.", SENTENCE, SENTENCE]]


def test_a_numbered_heading_may_end_with_a_stop() -> None:
    page = [TextLine("2. Sharing.", 14.0), *running(SENTENCE, SENTENCE)]
    assert marked([page])[0][0] == "## 2. Sharing."


@pytest.mark.parametrize("text", ["x" * 300, "word " * 40, "12", "—"])
def test_lines_too_long_or_without_words_are_no_headings(text: str) -> None:
    assert not marked([[TextLine(text, 14.0), *running(SENTENCE, SENTENCE)]])[0][0].startswith("#")


def test_lines_of_unknown_size_stay_as_they_are() -> None:
    assert marked([[TextLine("Sharing"), TextLine("We share.")]]) == [["Sharing", "We share."]]
    assert marked([]) == []


def test_the_number_of_a_list_may_be_larger_than_its_text() -> None:
    drawn = io.BytesIO()
    canvas = Canvas(drawn, pagesize=(595, 842))
    for line, text in enumerate(("We collect little.", "your name and your address", "We keep it for a year and no longer.")):
        canvas.setFont("Helvetica", 14)
        canvas.drawString(50, 780 - 20 * line, str(line))
        canvas.setFont("Helvetica", 10)
        canvas.drawString(62, 780 - 20 * line, text)
    canvas.save()
    assert "#" not in read_pdf(drawn.getvalue()).text
