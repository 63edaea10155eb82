"""What kind of file some bytes are, compressed or not, whatever they are labelled as."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile

import brotli
import pytest
import zstandard

from monitor.core.extract.file_kinds import HTML, MARKUP, MOST_BYTES, OTHER, PDF, WORD, kind_of, unpacked

GERMAN = "Wir geben Ihre Daten für Prämien nicht weiter – außer an Behörden."


@pytest.mark.parametrize(
    ("body", "media_type", "kind"),
    [
        (b"<!DOCTYPE html><p>x", None, HTML),
        (b"\xef\xbb\xbf \n<html>", "text/plain", HTML),
        (b"<!-- saved from --><html>", None, HTML),
        (b"<p>one<p>two<br>", None, HTML),
        (b"<p>one", None, MARKUP),
        (b"<p>one<p>two<p>three", "text/plain", MARKUP),
        (b"# Policy\n\nWe share.", "text/html", MARKUP),
        (b"<p>We share.", "text/html; charset=utf-8", HTML),
        (b"We share.", None, MARKUP),
        (b"%PDF-1.7", "text/html", PDF),
        (b"junk before %PDF-1.4", None, PDF),
        ("<html><p>x".encode("utf-16"), None, HTML),
        (b"[](#top) Privacy", "text/markdown", MARKUP),
    ],
)
def test_what_bytes_are_read_as(body: bytes, media_type: str | None, kind: str) -> None:
    assert kind_of(body, media_type) == (kind, "")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"PK\x03\x04", "a ZIP archive"),
        (bytes(range(1, 9)) * 50, "binary data"),
        (b"\x00\x01\x02\x03" * 40, "binary data"),
        (json.dumps({"error": "not found"}).encode(), "JSON data"),
        (b'  [{"a": 1}]', "JSON data"),
    ],
)
def test_what_is_no_text_is_named(body: bytes, says: str) -> None:
    assert kind_of(body, "text/html") == (OTHER, says)


def test_a_gzip_layer_nobody_announced_is_taken_off_and_noted() -> None:
    body = GERMAN.encode()
    assert unpacked(body) == (body, None)
    assert unpacked(gzip.compress(body)) == (
        body,
        "The response was gzip-compressed without a Content-Encoding header; it was decompressed.",
    )
    assert unpacked(gzip.compress(gzip.compress(body)))[0] == body


def test_a_broken_or_endless_gzip_layer_does_no_harm() -> None:
    broken = b"\x1f\x8b\x08" + b"\xff" * 20
    assert unpacked(broken) == (broken, None)
    bomb = gzip.compress(b"\x00" * (MOST_BYTES + 1000), 1)
    assert unpacked(bomb) == (bomb, None)
    assert kind_of(bomb, "text/html") == (OTHER, "damaged or oversized gzip data")


def zipped(*names: str, first: bytes | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        if first is not None:
            package.writestr(zipfile.ZipInfo("mimetype"), first)
        for name in names:
            package.writestr(name, "<x/>" * 50)
    return out.getvalue()


ADVICE = "; save it as PDF, DOCX or HTML"


def old_office(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + stream.encode("utf-16-le") + bytes(500)


@pytest.mark.parametrize("name", ["word/document.xml", "word/document2.xml"])
def test_word_documents_are_known_by_their_parts(name: str) -> None:
    assert kind_of(zipped("[Content_Types].xml", name), "application/octet-stream") == (WORD, "")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (
            zipped("content.xml", first=b"application/vnd.oasis.opendocument.text"),
            "an OpenDocument text (.odt); save it as PDF, DOCX or HTML",
        ),
        (
            zipped("content.xml", first=b"application/vnd.oasis.opendocument.spreadsheet"),
            "an OpenDocument file; save it as PDF, DOCX or HTML",
        ),
        (zipped("OEBPS/a.xhtml", first=b"application/epub+zip"), "an e-book (EPUB)" + ADVICE),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "a spreadsheet (.xlsx)"),
        (zipped("ppt/presentation.xml"), "a presentation (.pptx)" + ADVICE),
        (zipped("a.txt"), "a ZIP archive"),
        (b"{\\rtf1\\ansi We share nothing.}", "a rich-text file (.rtf)" + ADVICE),
        (old_office("WordDocument"), "an old Word document (.doc)" + ADVICE),
        (old_office("EncryptedPackage"), "an Office file that is locked by a password; save it without one"),
        (old_office("Nothing"), "an old Office file"),
    ],
)
def test_files_that_are_not_read_are_named_with_advice(body: bytes, says: str) -> None:
    assert kind_of(body, None) == (OTHER, says)


@pytest.mark.parametrize("pack", [gzip.compress, brotli.compress, zstandard.compress])
def test_compression_that_nobody_took_off_is_removed(pack) -> None:  # type: ignore[no-untyped-def]
    page = f"<!doctype html><html><body><p>{GERMAN * 5}</p></body></html>".encode()
    for body in (page, GERMAN.encode("utf-16"), GERMAN.encode("cp1252") * 3, b"%PDF-1.7 and so on" * 9):
        found, note = unpacked(pack(body))
        assert found == body
        assert note is not None
        assert "-compressed without a Content-Encoding header" in note


def test_random_bytes_and_pictures_are_no_brotli() -> None:
    for seed in range(200):
        body = random.Random(seed).randbytes(20 + seed)
        assert unpacked(body) == (body, None) or kind_of(unpacked(body)[0], None)[0] != OTHER
    picture = b"\x89PNG\r\n\x1a\n" + bytes(100)
    assert unpacked(picture) == (picture, None)


@pytest.mark.parametrize("where", [1, 20, 199, 700])
def test_a_page_with_a_stray_zero_is_a_page(where: int) -> None:
    page = f"<!doctype html><html><body><p>{GERMAN * 20}</p></body></html>".encode()
    assert kind_of(page[:where] + b"\x00" + page[where:], "text/html") == (HTML, "")
    assert kind_of(page + bytes(5000), "text/html") == (HTML, "")
    assert kind_of(GERMAN.encode() * 9 + b"\x00" + GERMAN.encode(), None) == (MARKUP, "")


def test_zeros_everywhere_are_binary_data() -> None:
    assert kind_of(b"<html>" + b"ab\x00" * 400, "text/html") == (OTHER, "binary data")
