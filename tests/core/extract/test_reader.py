"""What read_snapshot says of a page apart from its text: facts, truncation, redirects, PDF, errors."""

from __future__ import annotations

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from monitor.core.extract import read_snapshot

_SENTENCE = "We keep your orders for ten years, as the tax law of this country asks of us."


def _page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html lang=en><head><title>Privacy</title>{head}</head><body>{body}</body></html>".encode()


def _pdf(lines: list[str | tuple[str, bytes, float]], pages: int = 1) -> bytes:
    """A PDF with these lines on every page, in Helvetica of 11 points where no font is given, made by PDFium itself."""
    import io

    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        page = document.new_page(595, 842)
        for number, given in enumerate(lines):
            line, font, size = (given, b"Helvetica", 11) if isinstance(given, str) else given
            item = pdfium.FPDFPageObj_NewTextObj(document, font, size)
            encoded = (line + "\x00").encode("utf-16-le")
            text = ctypes.cast(ctypes.create_string_buffer(encoded), pdfium.FPDF_WIDESTRING)
            pdfium.FPDFText_SetText(item, text)
            pdfium.FPDFPageObj_Transform(item, 1, 0, 0, 1, 50, 780 - 16 * number)
            pdfium.FPDFPage_InsertObject(page, item)
        page.gen_content()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def test_pdf_lines_are_joined_and_page_numbers_dropped() -> None:
    lines = [
        "Privacy Policy",
        "We keep your orders for ten years, as the tax law of this coun-",
        "try asks of us, and no longer than that.",
        "1",
    ]
    reading = read_snapshot(_pdf(lines, 2), media_type="application/octet-stream")
    assert reading.document is not None
    assert reading.facts.media_type == "application/pdf"
    assert "of this country asks of us, and no longer than that." in reading.document.text
    assert "\n\n1" not in reading.document.text


BOLD = b"Helvetica-Bold"


def test_larger_and_bolder_lines_of_a_pdf_are_headings() -> None:
    lines = [
        ("Privacy Policy", BOLD, 18.0),
        _SENTENCE,
        ("1. What we collect, and on which legal basis it is done, as", BOLD, 11.0),
        ("the law asks of us", BOLD, 11.0),
        _SENTENCE,
        ("2. Sharing", BOLD, 11.0),
        ("3. Selling", BOLD, 11.0),
        _SENTENCE,
        ("We never sell your data to anybody, whatever they pay for it.", BOLD, 11.0),
        _SENTENCE,
    ]
    reading = read_snapshot(_pdf(lines), media_type="application/pdf")
    assert reading.document is not None
    heads = [line for line in reading.document.text.split("\n") if line.startswith("#")]
    collecting = "## 1. What we collect, and on which legal basis it is done, as the law asks of us"
    assert heads == ["# Privacy Policy", collecting, "## 2. Sharing", "## 3. Selling"]
    assert reading.document.text.count("We never sell your data to anybody, whatever they pay for it.") == 1
    assert (reading.document.title, reading.facts.headings) == ("Privacy Policy", 4)


def test_a_pdf_in_one_font_has_no_headings() -> None:
    for font in (b"Helvetica", BOLD):
        document = read_snapshot(_pdf([("Privacy Policy", font, 11.0), (_SENTENCE, font, 11.0)]), media_type="application/pdf").document
        assert document is not None
        assert "#" not in document.text


def test_a_broken_pdf_is_an_error_in_words() -> None:
    reading = read_snapshot(b"%PDF-1.7\nnothing", media_type="application/pdf")
    assert reading.error is not None
    assert reading.error[0] == "pdf"
    assert reading.facts.truncated


@pytest.mark.parametrize(
    ("body", "target"),
    [
        (_page("", '<meta http-equiv="Refresh" content="0; url=/en/privacy">'), "/en/privacy"),
        (_page('<script>window.location.href = "https://example.org/new";</script>'), "https://example.org/new"),
        (_page("<script>location.replace('/x')</script>"), "/x"),
        (_page(f"<p>{_SENTENCE * 5}</p><script>if (old) location.replace('/x')</script>"), None),
    ],
)
def test_redirects_are_seen(body: bytes, target: str | None) -> None:
    assert read_snapshot(body, media_type="text/html").facts.refresh == target


def test_truncation() -> None:
    body = _page(f"<p>{_SENTENCE}</p>")
    assert not read_snapshot(body, media_type="text/html", headers={"Content-Length": str(len(body))}).facts.truncated
    assert read_snapshot(body, media_type="text/html", headers={"content-length": str(len(body) + 9)}).facts.truncated
    assert read_snapshot(body[:-20], media_type="text/html").facts.truncated
    packed = {"content-length": str(len(body) + 9), "content-encoding": "gzip"}
    assert not read_snapshot(body, media_type="text/html", headers=packed).facts.truncated


def test_facts_of_a_page() -> None:
    body = _page(f"<h1>Privacy</h1><nav><a href=/>Home</a></nav><p>{_SENTENCE} <a href=/t>T</a></p><script></script><p hidden>no</p>")
    facts = read_snapshot(body, media_type="text/html").facts
    assert (facts.title, facts.links, facts.headings, facts.scripts) == ("Privacy", 2, 1, 1)
    assert "Home" in facts.page_text
    assert facts.visible_chars >= len(_SENTENCE)
    assert facts.body_bytes == len(body)


def test_a_shell_shows_its_noscript_words() -> None:
    reading = read_snapshot(_page("<div id=root></div><noscript>You need to enable JavaScript.</noscript>"), media_type="text/html")
    assert reading.error is not None
    assert "enable JavaScript" in reading.facts.page_text
