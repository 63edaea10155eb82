"""Bytes to text in every encoding that the web serves, declared rightly, wrongly or not at all."""

from __future__ import annotations

import codecs
import re

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
        return loose, f"{broken} places in the text are no valid UTF-8; they are shown as \ufffd."
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
