"""What kind of file some bytes are: by their beginning first, since servers and file names label them wrongly."""

from __future__ import annotations

import re

from monitor.core.extract.decoding import is_plain, wide_encoding
from monitor.decompression import GZIP_MAGIC, ZSTD_MAGIC, Incomplete, TooLarge, Undecodable, decompress

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML, MARKUP, PDF, OTHER = "text/html", "text/markdown", "application/pdf", "other"
MOST_BYTES = 64 * 1024 * 1024
"""Of one snapshot, decompressed; the longest policy known has less than a hundredth of it."""

_HEAD = 4096
_CONVERT = "; save it as PDF, DOCX or HTML"
_PAGE_OPENING = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,4000}?-->\s*){0,9}<(?:!doctype\s+html|html|head|body|title|meta|script)\b",
    re.IGNORECASE | re.DOTALL,
)
_PAGE_TAG = re.compile(rb"<(?:html|head|body|div|p|h[1-6]|ul|ol|table|section|article|main|span|br|iframe)\b[^>]*>", re.IGNORECASE)
_JSON = re.compile(rb"\s*[{\[]\s*(?:\"[^\"\n]{1,80}\"\s*:|\{|\](?!\()|\})")  # "[](#anchor)" opens many a Markdown text
_MAGIC = {
    b"\x89PNG": "a PNG image", b"\xff\xd8\xff": "a JPEG image", b"GIF8": "a GIF image",
    b"RIFF": "an image or a sound", b"\x7fELF": "a program", b"OggS": "a sound", b"\x00\x00\x01\x00": "an icon",
    b"7z\xbc\xaf": "an archive", b"Rar!": "an archive", b"BZh": "bzip2-compressed data", b"\xfd7zXZ": "xz-compressed data",
    GZIP_MAGIC: "damaged or oversized gzip data", ZSTD_MAGIC: "damaged or oversized Zstandard data",
    b"wOF": "a font", b"II*\x00": "a TIFF image", b"MM\x00*": "a TIFF image", b"AT&TFORM": "a DjVu document",
    b"{\\rtf": f"a rich-text file (.rtf){_CONVERT}",
}  # fmt: skip
# Names of members are not compressed, in a ZIP file neither at the member nor in the directory at the end.
_ZIPPED = {
    b"mimetypeapplication/vnd.oasis.opendocument.text": f"an OpenDocument text (.odt){_CONVERT}",
    b"mimetypeapplication/epub": f"an e-book (EPUB){_CONVERT}",
    b"mimetypeapplication/vnd.oasis": f"an OpenDocument file{_CONVERT}",
    b"xl/workbook": "a spreadsheet (.xlsx)",
    b"ppt/presentation": f"a presentation (.pptx){_CONVERT}",
    b"Index/Document.iwa": f"a Pages document{_CONVERT}",
}
_OLE = b"\xd0\xcf\x11\xe0"
_OLE_KINDS = {
    "EncryptedPackage": "an Office file that is locked by a password; save it without one",
    "WordDocument": f"an old Word document (.doc){_CONVERT}",
    "Workbook": "an old spreadsheet (.xls)",
}


def unpacked(body: bytes) -> tuple[bytes, str | None]:
    """The body without a compression that nobody took off, and a note when there was one.

    Servers label compressed bytes as plain, and folders hold pages as a crawler received them. Brotli has no magic number: bytes that are
    no text are taken for it if all of them decompress to a text.
    """
    note = None
    for _ in range(2):
        coding = "gzip" if body.startswith(GZIP_MAGIC) else "zstd" if body.startswith(ZSTD_MAGIC) else "br"
        if coding == "br" and (not body or len(body) > MOST_BYTES // 2 or _not_text(body) != _BINARY):
            break
        try:
            inner = decompress(coding, body, MOST_BYTES)
        except (Incomplete, TooLarge, Undecodable):
            break
        if coding == "br" and (len(inner) < len(body) // 2 or _not_text(inner)):
            break
        named = {"gzip": "gzip", "zstd": "Zstandard", "br": "Brotli"}[coding]
        body, note = inner, f"The response was {named}-compressed without a Content-Encoding header; it was decompressed."
    return body, note


def kind_of(body: bytes, media_type: str | None) -> tuple[str, str]:
    """What to read the bytes as, and in words what they are when they are no text.

    Args:
        body: the bytes, unpacked.
        media_type: as declared, or None.
    """
    kind = _by_magic(body)
    if kind is not None:
        return kind, ""
    says = _not_text(body)
    if says:
        return OTHER, says
    head = body[:_HEAD]
    if b"\x00" in head:  # UTF-16: its markup reads like ASCII once the zeros are gone
        head = body = head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\x00", b"")
    label = (media_type or "").partition(";")[0].strip().lower()
    if _PAGE_OPENING.match(head):
        return HTML, ""
    if _JSON.match(head) or ("json" in label and head.lstrip()[:1] in (b"{", b"[", b'"')):
        return OTHER, "JSON data"
    if "html" in label:
        return (HTML if _PAGE_TAG.search(body[:200_000]) else MARKUP), ""
    tags = 0 if label.startswith("text/") and label != "text/xml" else len(_PAGE_TAG.findall(head))
    return (HTML if tags >= 3 else MARKUP), ""


def _by_magic(body: bytes) -> str | None:
    """The kinds of documents that name themselves."""
    head = body[:1024]
    if b"%PDF-" in head:
        return PDF
    return WORD if head.startswith(b"PK\x03\x04") and b"word/document" in body else None


_BINARY = "binary data"


def _not_text(body: bytes) -> str:
    """What bytes are that are no text, with advice where there is some; "" for text and for the documents that `kind_of` names."""
    head = body[:_HEAD]
    if _by_magic(body) is not None:
        return ""
    for magic, says in _MAGIC.items():
        if head.startswith(magic):
            return says
    if head.startswith(b"PK\x03\x04"):
        return next((says for mark, says in _ZIPPED.items() if mark in body), "a ZIP archive")
    if head.startswith(_OLE):
        return next((says for name, says in _OLE_KINDS.items() if name.encode("utf-16-le") in body), "an old Office file")
    return _BINARY if _is_binary(head) else ""


_MOST_STRAYS = 0.05
"""Of a page's beginning, the share of NUL bytes that may be strays: those pasted from an office program are single ones."""


def _is_binary(head: bytes) -> bool:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    head = head.rstrip(b"\x00") or head  # padded to the size of a block
    zeros = head.count(b"\x00")
    if wide_encoding(head) is not None:
        return False
    if zeros > _MOST_STRAYS * len(head):
        return True
    if zeros and not is_plain(head.replace(b"\x00", b"")) and not _PAGE_OPENING.match(head.replace(b"\x00", b"")):
        return True
    control = len(head) - len(head.translate(None, bytes([*range(1, 9), *range(14, 27), 28, 29, 30, 31])))
    return control > 0.1 * len(head)
