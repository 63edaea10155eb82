"""What read_snapshot says of a page apart from its text: facts, truncation, redirects, PDF, errors."""

from __future__ import annotations

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from monitor.core.extract import READER_VERSION, read_snapshot
from monitor.core.extract.links import clean_address
from monitor.core.text.dates import iso_date, stated_dates
from monitor.core.text.language import language_of

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


def test_a_cut_utf8_sequence_is_no_other_encoding() -> None:
    document = read_snapshot(f"{_SENTENCE} Prämie für".encode() + b"\xc3", media_type="text/plain").document
    assert document is not None
    assert document.text.endswith("für")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("March 28, 2016", "2016-03-28"),
        ("the 1st of June 2024", "2024-06-01"),
        ("2024-05-03", "2024-05-03"),
        ("25/05/2018", "2018-05-25"),
        ("05/25/2018", "2018-05-25"),
        ("03/04/2020", None),
        ("3. März 2021", "2021-03-03"),
        ("1er août 2023", "2023-08-01"),
        ("3 de mayo de 2022", "2022-05-03"),
        ("31 February 2020", None),
    ],
)
def test_dates(text: str, day: str | None) -> None:
    assert iso_date(text) == day


def test_dates_near_the_bottom_and_in_other_tongues() -> None:
    assert stated_dates("Text. " * 2000 + "\n\nStand: 25. Mai 2018")[0] == "2018-05-25"
    assert stated_dates("Dernière mise à jour : 3 mai 2024\n\nEn vigueur depuis le 1er juin 2024") == ("2024-05-03", "2024-06-01")
    assert stated_dates("Founded in 1999, we have grown since May 3, 2001.") == (None, None)


def test_languages() -> None:
    assert (
        language_of("Nous ne vendons pas vos données à des tiers, et vous pouvez nous demander de les effacer pour toujours.", "en") == "fr"
    )
    assert language_of("Hello", "pt-BR") == "pt"
    assert language_of("", None) is None


def test_addresses() -> None:
    assert clean_address("#top", "https://a.example/p") == ""
    assert clean_address("//b.example/x?gclid=1&q=2", "https://a.example/p") == "https://b.example/x?q=2"
    assert clean_address("/web/20200101000000/https://b.example/", None) == "https://b.example/"
    assert clean_address("http://[broken", "https://a.example") == "http://%5Bbroken"
    assert READER_VERSION


def test_markdown_that_opens_with_an_empty_link_is_no_json() -> None:
    reading = read_snapshot(b"[](#top)Privacy\n\nWe keep your name for 30 days.", media_type="text/markdown")
    assert reading.error is None
    assert "30 days" in (reading.document.text if reading.document else "")
