"""What bytes are, by looking at them: the label that came with them is only a hint."""

from __future__ import annotations

import re
import zlib

HTML, MARKUP, PDF, OTHER = "text/html", "text/markdown", "application/pdf", "other"
MOST_BYTES = 64 * 1024 * 1024
"""Of one snapshot, unpacked; the longest policy known has less than a hundredth of it."""

_PAGE_OPENING = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,4000}?-->\s*){0,9}<(?:!doctype\s+html|html|head|body|title|meta|script)\b",
    re.IGNORECASE | re.DOTALL,
)
_PAGE_TAG = re.compile(rb"<(?:html|head|body|div|p|h[1-6]|ul|ol|table|section|article|main|span|br|iframe)\b[^>]*>", re.IGNORECASE)
_JSON = re.compile(rb"\s*[{\[]\s*(?:\"[^\"\n]{1,80}\"\s*:|\{|\](?!\()|\})")  # "[](#anchor)" opens many a Markdown text
_MAGIC = {
    b"\x89PNG": "a PNG image", b"\xff\xd8\xff": "a JPEG image", b"GIF8": "a GIF image", b"PK\x03\x04": "a ZIP archive or an Office file",
    b"RIFF": "an image or a sound", b"\x7fELF": "a program", b"OggS": "a sound", b"\x00\x00\x01\x00": "an icon",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"7z\xbc\xaf": "an archive", b"Rar!": "an archive", b"\x28\xb5\x2f\xfd": "Zstandard-packed data",
    b"wOF": "a font", b"{\\rtf": "a rich-text file",
}  # fmt: skip


def unpacked(body: bytes) -> tuple[bytes, str | None]:
    """The body without a gzip layer that nobody took off (servers label packed bytes as plain), and a note when there was one."""
    note = None
    for _ in range(2):
        if body[:3] != b"\x1f\x8b\x08":
            break
        try:
            body = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, MOST_BYTES + 1)
        except zlib.error:
            break
        note = "The bytes were gzip-packed without saying so; they were unpacked."
    return body, note


def kind_of(body: bytes, media_type: str | None) -> tuple[str, str]:
    """What to read the bytes as, and in words what they are when they are no text.

    Args:
        body: the bytes, unpacked.
        media_type: as declared, or None.
    """
    head = body[:4096]
    says = _not_text(head)
    if b"%PDF-" in head[:1024] or says:
        return (OTHER, says) if says else (PDF, "")
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


def _not_text(head: bytes) -> str:
    """What bytes are that are no text, by their first few; "" for text (and PDF)."""
    if b"%PDF-" in head[:1024]:
        return ""
    for magic, says in _MAGIC.items():
        if head.startswith(magic):
            return says
    return "binary data" if _is_binary(head) else ""


def _is_binary(head: bytes) -> bool:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    zeros = head.count(b"\x00")
    if zeros:
        halves = sorted((head[::2].count(b"\x00"), head[1::2].count(b"\x00")))
        return not (halves[1] > 0.35 * len(head) and halves[0] < 0.05 * len(head))  # UTF-16 without a byte order mark
    control = len(head) - len(head.translate(None, bytes([*range(0, 9), *range(14, 27), 28, 29, 30, 31])))
    return control > 0.1 * len(head)
