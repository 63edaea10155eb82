"""Decodes bytes to text, whether their encoding is declared correctly, wrongly or not at all."""

from __future__ import annotations

import codecs
import re

from monitor.core.extract.encoding_guess import best_encoding

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
_LANGUAGE = re.compile(rb"<html\b[^>]{0,300}?\blang\s*=\s*[\"']?([A-Za-z-]{2,12})", re.IGNORECASE)
# ISO-2022-JP in ASCII bytes: it switches to Japanese and back.
_JAPANESE_MAIL = re.compile(rb"\x1b\$[@B][!-~\r\n]{1,2000}\x1b\([BJ]")
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
            b"a\x00\x00\x00".decode(known)  # Python's names hold codecs that give no text ("uu", "base64")
        except (LookupError, ValueError):
            continue
        names += [] if known in _NOT_OF_THE_WEB else [known]
    return names


def decoded(body: bytes, media_type: str | None) -> tuple[str, str | None]:
    """The text without NUL characters, and a note when its encoding was not what was declared.

    A byte order mark decides; then zeros that UTF-16 and UTF-32 explain; then UTF-8 if the bytes are valid in it (those of other encodings
    hardly ever are); then what is declared, if it gives a plausible text; then a guess.
    """
    text, note = _decoded(body, media_type)
    # Browsers drop single NULs as well; pages pasted from office programs have them.
    return (text.replace("\x00", ""), note) if "\x00" in text else (text, note)


def _decoded(body: bytes, media_type: str | None) -> tuple[str, str | None]:
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace"), None
    wide = wide_encoding(body[:8192])
    if wide is not None:
        said = wide[:6].upper()
        return body.decode(wide, "replace"), f"The text is {said} without a byte order mark."
    if _JAPANESE_MAIL.search(body[:200_000]):
        try:
            return body.decode("iso2022_jp_ext"), None
        except UnicodeDecodeError:
            pass
    try:
        return body.decode("utf-8"), None
    except UnicodeDecodeError as fault:
        if fault.start >= len(body) - _BROKEN_TAIL and fault.reason == "unexpected end of data":
            return body[: fault.start].decode("utf-8"), None
    return _in_another(body, media_type)


def wide_encoding(head: bytes) -> str | None:
    """The variant of UTF-16 or UTF-32 that explains the zeros in the first bytes of a text without a byte order mark; None if none does.

    Zeros that are few, in bytes that are text without them, are strays. In UTF-16 they are at even or at odd places only; a Chinese
    page has them in its markup alone.
    """
    head = head[: len(head) // 4 * 4]
    if len(head) < 8:
        return None
    for name, high in (("utf-32-le", head[2::4] + head[3::4]), ("utf-32-be", head[::4] + head[1::4])):
        if not any(high):
            return _if_text(head, name)
    zeros = head.count(0)
    if zeros < 0.25 * len(head):
        for name, stop in _FULL_STOPS:
            if stop in head and _is_east_asian(head, name):
                return name
        if zeros < max(2, 0.01 * len(head)) or is_plain(head.replace(b"\x00", b"")):
            return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    return _if_text(head, "utf-16-be" if even > odd else "utf-16-le") if min(even, odd) <= 0.05 * zeros else None


# U+3002, for texts without blanks and markup, which have no zeros. Its control character is in no other encoding.
_FULL_STOPS = (("utf-16-le", b"\x02\x30"), ("utf-16-be", b"\x30\x02"))
_EAST_ASIAN = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")


def _is_east_asian(head: bytes, name: str) -> bool:
    text = head.decode(name, "replace")
    return _if_text(head, name) is not None and len(_EAST_ASIAN.findall(text)) > 0.8 * len(text)


def is_plain(head: bytes) -> bool:
    """True for the beginning of a text in UTF-8, as far as control characters and invalid sequences tell."""
    text = head.decode("utf-8", "replace")
    return text.count("\ufffd") <= 1 + 0.01 * len(text) and len(text) - len(text.translate(_NO_CONTROLS)) <= 0.01 * len(text)


_NO_CONTROLS = {code: None for code in range(32) if chr(code) not in "\t\n\v\f\r\x1a\x1b"}


def _if_text(head: bytes, name: str) -> str | None:
    text = head.decode(name, "replace")
    odd = sum(char == "\ufffd" or not (char.isprintable() or char.isspace()) for char in text)
    return name if odd <= 0.02 * len(text) else None


def _in_another(body: bytes, media_type: str | None) -> tuple[str, str | None]:
    declared = declared_encodings(body, media_type)
    # Invalid sequences that are few among valid ones are damage: text of other encodings hardly ever looks like UTF-8.
    loose = body.decode("utf-8", "replace")
    broken = loose.count("\ufffd")
    valid = sum(byte > 0xBF for byte in body[:200_000])
    if broken * 20 <= valid or (broken == 1 and valid >= 8):  # one damaged letter of a short page
        return loose, f"{broken} places in the text are not valid UTF-8; they are shown as \ufffd."
    for name in declared:  # from the header only: a page that declares UTF-16 in ASCII letters is not
        if name.startswith("utf-16") and _PARAMETER.search(media_type or "") and _if_text(body[:8192], name):
            return body.decode(name, "replace"), None
    legacy = [name.replace("-", "_") for name in declared if not name.startswith("utf")]
    language = _LANGUAGE.search(body[:4096])
    name = best_encoding(body, legacy, language[1].decode("ascii").lower() if language else None)
    text = body.decode(name, "replace")
    if name in legacy:
        return text, f"Some bytes are not valid in {name}, which the page declares." if _is_broken(body, name) else None
    said = declared[0] if declared else "none"
    return text, f"The encoding was guessed to be {name}: the page declares {said}."


def _is_broken(body: bytes, name: str) -> bool:
    try:
        body.decode(name)
    except UnicodeDecodeError as fault:
        return fault.start < len(body) - _BROKEN_TAIL
    return False
