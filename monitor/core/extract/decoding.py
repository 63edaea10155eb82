"""Decodes bytes to text, whether their encoding is declared correctly, wrongly or not at all, and detects content types."""

from __future__ import annotations

import codecs
import re
import zlib

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,30})", re.IGNORECASE)
_PARAMETER = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,30})", re.IGNORECASE)
# Labels mean what browsers take them for (WHATWG Encoding Standard, section 4.2), not what their registration says.
_LABELS = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "windows-1252": "cp1252",
    "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030",
    "x-gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932", "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "big5": "big5hkscs", "x-mac-roman": "mac_roman", "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8", "utf-16": "utf-16-le",
}  # fmt: skip
_NOT_OF_THE_WEB = frozenset(
    {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "unicode-escape", "raw-unicode-escape", "utf-7"}
)
_BROKEN_TAIL = 4
"""Bytes: a cut UTF-8 sequence at the very end is a truncation, no other encoding."""


def declared_encodings(body: bytes, media_type: str | None) -> list[str]:
    """Python's names of the encodings that the header and the page itself declare, the header's first."""
    labels = _PARAMETER.findall(media_type or "") + [label.decode("ascii") for label in _META.findall(body[:4096])]
    names = []
    for label in labels:
        name = _LABELS.get(label.lower(), label.lower())
        try:
            known = codecs.lookup(name).name
            b"a".decode(known)  # Python's names hold codecs that give no text ("uu", "base64")
        except (LookupError, ValueError):
            continue
        names += [] if known in _NOT_OF_THE_WEB else [known]
    return names


def decoded(body: bytes, media_type: str | None) -> tuple[str, str | None]:
    """The text, and a note when its encoding was not what was declared.

    A byte order mark decides; then UTF-8 if the bytes are valid in it (those of other encodings hardly ever are); then what is
    declared; then a guess.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace"), None
    if b"\x00" in body[:200]:
        little = body[1:400:2].count(0) >= body[0:400:2].count(0)
        return body.decode("utf-16-le" if little else "utf-16-be", "replace"), "The text is UTF-16 without a byte order mark."
    if not (b"\x1b$" in body and "iso2022_jp" in declared_encodings(body, media_type)):
        try:
            return body.decode("utf-8"), None
        except UnicodeDecodeError as fault:
            if fault.start >= len(body) - _BROKEN_TAIL:
                return body[: fault.start].decode("utf-8"), None
    return _in_another(body, declared_encodings(body, media_type))


def _in_another(body: bytes, declared: list[str]) -> tuple[str, str | None]:
    for name in declared:
        if not name.startswith("utf"):
            try:
                return body.decode(name), None
            except (UnicodeDecodeError, LookupError):
                continue
    loose = body.decode("utf-8", "replace")
    broken = loose.count("\ufffd")
    if broken * 20 <= sum(byte > 0xBF for byte in body[:200_000]):
        return loose, f"{broken} places in the text are not valid UTF-8; they are shown as \ufffd."
    for name in declared:
        if name not in ("utf-8", "utf-8-sig") and not name.startswith("utf"):
            return body.decode(name, "replace"), f"Some bytes are not valid in {name}, which the page declares."
    name = _guess(body)
    return body.decode(name, "replace"), f"The encoding was guessed to be {name}: the page declares {declared[0] if declared else 'none'}."


def _guess(body: bytes) -> str:
    """Windows-1251 where every second letter is beyond ASCII (a Cyrillic text), else Windows-1252."""
    sample = re.sub(rb"<[^<>]*>|\s+|\d+", b"", body[:100_000])
    high = sum(byte >= 0xC0 for byte in sample)
    return "cp1251" if high > 0.4 * max(1, len(sample)) else "cp1252"


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
        note = "The response was gzip-compressed without a Content-Encoding header; it was decompressed."
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
