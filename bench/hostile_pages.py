"""Pages that make careless programs burn processor time, memory and descriptors; of bench/hostile.py. All of them are made here."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
import zlib
from collections.abc import Callable

import brotli
import zstandard

from bench.pathological import prose
from bench.testbed import policy_text

HTML, TEXT, PDF = "text/html; charset=utf-8", "text/plain; charset=utf-8", "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Page = tuple[bytes, dict[str, str]]
"""Body and headers."""
_SIZE = 900_000
"""Characters of a repeated fragment: just below what is read (MOST_TEXT of the extractor)."""


def _inside(extra: str) -> Page:
    """An honest policy with something in it."""
    return policy_text("Hostile").replace(b"</main>", extra.encode("utf-8", "surrogatepass") + b"</main>"), {"Content-Type": HTML}


def _repeated(fragment: str, wrap: str = "<p>We keep {}</p>") -> Callable[[], Page]:
    return lambda: _inside(wrap.format(fragment * (_SIZE // len(fragment))))


def _plain(fragment: str, size: int = _SIZE) -> Callable[[], Page]:
    return lambda: (b"# Privacy Policy\n\n" + (fragment * (size // len(fragment))).encode(), {"Content-Type": TEXT})


def pdf(content: bytes, *, pages: int = 1, resources: bytes = b"") -> Page:
    """A PDF whose pages all show one compressed stream of operators."""
    packed = zlib.compress(content, 9)
    kids = b" ".join(b"%d 0 R" % (4 + n) for n in range(pages))
    font = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 3 0 R/Resources<<" + font + resources + b">>>>"
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages), stream, *[page] * pages]
    out, places = b"%PDF-1.7\n", list[int]()
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + table + end, {"Content-Type": PDF}


SHOWN = b"BT /F1 12 Tf 10 700 Td (We keep your data for 12 months and share it with nobody else.) Tj ET\n"


def word(document: bytes, *, extra: int = 0) -> Page:
    """A Word file with this as its main part, and a part of `extra` bytes of one letter."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>")
        file.writestr("word/document.xml", document)
        if extra:
            file.writestr("word/media/image.bin", b"a" * extra)
    return packed.getvalue(), {"Content-Type": WORD}


def _word_paragraphs(inner: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f"<w:document xmlns:w='{space}'><w:body>{inner}</w:body></w:document>".encode()


def _laughs() -> bytes:
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10))
    return f"<!DOCTYPE d [<!ENTITY e0 'ha'>{entities}]><d>&e9;</d>".encode()


def _coded(coding: str, packed: bytes) -> Page:
    return packed, {"Content-Type": HTML, "Content-Encoding": coding}


def _many_headings() -> Page:
    return _inside("".join(f"<h2>{n}. Part</h2><p>We keep what you gave us in part {n} for {n} days.</p>" for n in range(12_000)))


def _items(seed: int) -> Page:
    items = [f"<li>We share your data with partner number {n}</li>" for n in range(18_000)]
    random.Random(seed).shuffle(items)
    return _inside(f"<ul>{''.join(items)}</ul>")


PAGES: dict[str, Callable[[], Page]] = {
    "numbers without end": _repeated("1."),
    "numbers in threes": _repeated("1.1.1."),
    "digits": _repeated("7"),
    "thousands": _repeated("1,000"),
    "amounts": _repeated("$1 "),
    "blanks": _repeated(" \t\u00a0"),
    "dots": _repeated("."),
    "brackets": _repeated("["),
    "links in links": _repeated("[a]("),
    "stars": _repeated("*a_"),
    "quotation marks": _repeated("“"),
    "apostrophes": _repeated("'s "),
    "denials": _repeated("we do not not "),
    "conjunctions": _repeated("and or "),
    "clauses": _repeated("(a) "),
    "dates": _repeated("January 1, "),
    "periods": _repeated("thirty (30) days "),
    "semicolons": _repeated("a;b"),
    "one word": _repeated("x"),
    "combining marks": _repeated("e\u0301\u0301\u0301"),
    "invisible characters": _repeated("a\u200b\u200d"),
    "direction controls": _repeated("\u202ea\u202c"),
    "Chinese": _repeated("隐私"),
    "Arabic": _repeated("خصوصية؟ "),
    "emoji": _repeated("😀"),
    "ligatures": _repeated("ﷺ"),
    "addresses": _repeated("http://a.example/?"),
    "mail addresses": _repeated("a@b.example "),
    "entities": _repeated("&amp;lt;"),
    "nested elements": _repeated("<div>", "{}"),
    "nested inline elements": _repeated("<b><i>", "{}"),
    "nested lists": _repeated("<ul><li>", "{}"),
    "nested tables": _repeated("<table><tr><td>", "{}"),
    "nested links": _repeated("<a href=x><p>", "{}"),
    "nested templates": _repeated("<template><p>a", "{}"),
    "nested forms": _repeated("<form><input>", "{}"),
    "drawings": _repeated("<svg><desc>", "{}"),
    "formulas": _repeated("<math><mi>", "{}"),
    "wide cells": _repeated("<tr><td rowspan=65534 colspan=1000>x", "<table>{}</table>"),
    "one row": _repeated("<td>a", "<table><tr>{}</table>"),
    "comments": _repeated("<!--", "{}"),
    "tag openings": _repeated("<", "{}"),
    "attributes": lambda: _inside("<p " + " ".join(f"a{n}=1" for n in range(150_000)) + ">a</p>"),
    "scripts": _repeated("<script>location='/a'</script>", "{}"),
    "12,000 headings": _many_headings,
    "18,000 items": lambda: _items(1),
    "prose of 0.9 MB": lambda: _inside("".join(f"<p>{part}</p>" for part in prose(11, _SIZE).split("\n\n"))),
    "prose of 8 MB": lambda: _inside("".join(f"<p>{part}</p>" for part in prose(12, 8 * _SIZE).split("\n\n"))),
    "lines of one letter": _plain("a\n"),
    "rows of pipes": _plain("| a | b |\n"),
    "quotations": _plain("> "),
    "items in items": _plain("  - a\n"),
    "a word of 15 MB": _plain("x", 15_000_000),
    "a PDF that unpacks to 200 MB": lambda: pdf(SHOWN + b" " * 200_000_000),
    "a PDF with 200,000 lines": lambda: pdf(SHOWN * 200_000),
    "a PDF with a deep stack": lambda: pdf(b"q " * 5_000_000 + SHOWN),
    "a PDF with 300 full pages": lambda: pdf(SHOWN * 300, pages=300),
    "a Word file that unpacks to 300 MB": lambda: word(_word_paragraphs("<w:p/>"), extra=300_000_000),
    "a Word file of entities": lambda: word(_laughs()),
    "a Word file nested deeply": lambda: word(_word_paragraphs("<w:p>" * 100_000)),
    "300,000 gzip members": lambda: _coded("gzip", gzip.compress(b"") * 300_000),
    "gzip of 1 GB": lambda: _coded("gzip", gzip.compress(b"\0" * 50_000_000) * 20),
    "Brotli of 200 MB": lambda: _coded("br", brotli.compress(b"\0" * 200_000_000, quality=1)),
    "Zstandard of 200 MB": lambda: _coded("zstd", zstandard.ZstdCompressor().compress(b"\0" * 200_000_000)),
}
"""Name → the page. Made when asked for: together they have hundreds of megabytes."""
