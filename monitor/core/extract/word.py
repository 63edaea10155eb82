"""Reads Word documents (.docx) into HTML with mammoth, which the extra `policy-monitor[docx]` installs."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile

from monitor.core.extract.word_styles import Looks, W, looks_of, mark_runs

MISSING = "a Word document; install policy-monitor[docx] to read it"
MOST_XML = 16_000_000
"""Bytes of all XML parts together; mammoth needs some thirty times as much memory. A long policy has less than a tenth of it."""

_MOST_PARTS = 5_000
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXT_PARTS = re.compile(r"word/(?:document\d*|footnotes|endnotes)\.xml")
_STYLE_PART = "word/styles.xml"
_STYLES = "p[style-name='Title'] => h1:fresh"
_BACK_LINK = re.compile(r' ?<a href="#(?:foot|end)note-ref-[^"]{1,40}">↑</a>')
_NO = frozenset({"0", "false", "off", "none"})
# What is read before the file is given up as no Word document.
_FAULTS = (
    zipfile.BadZipFile, ET.ParseError, KeyError, ValueError, IndexError, AttributeError, TypeError, OSError, EOFError, NotImplementedError,
    RecursionError, RuntimeError,
)  # fmt: skip


class WordError(Exception):
    """An unreadable Word document; the message is one sentence for the user."""


class MammothMissing(WordError):
    """The library that reads Word documents is not installed."""


def read_word(body: bytes) -> str:
    """The document as an HTML page: headings, lists, tables, links, struck text as `<s>`; footnotes at the end.

    Inserted text is read and deleted text is not, as a reader sees the document without its markup. Headers and footers are left out.

    Raises:
        WordError: when the file is broken, locked or far too large.
        MammothMissing: when mammoth is not installed.
    """
    try:
        import mammoth  # noqa: PLC0415 - an extra
    except ImportError:
        raise MammothMissing(f"The response is {MISSING}.") from None
    try:
        converted = mammoth.convert_to_html(
            _prepared(body), style_map=_STYLES, include_embedded_style_map=False, convert_image=mammoth.images.img_element(_no_image)
        )
    except WordError:
        raise
    except _FAULTS as fault:
        why = str(fault).partition("\n")[0][:200] or type(fault).__name__
        raise WordError(f"The Word document can't be read ({why}); it may be damaged.") from None
    return f"<!doctype html><html><body>{_BACK_LINK.sub('', converted.value)}</body></html>"


def _no_image(image: object) -> dict[str, str]:
    return {"src": ""}


def _prepared(body: bytes) -> io.BytesIO:
    """The file with the text parts changed into what mammoth reads as a reader of the document does."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as given, zipfile.ZipFile(out, "w") as package:
        parts = given.infolist()
        kept = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in kept) > MOST_XML:
            raise WordError(f"The Word document has more than {MOST_XML // 1_000_000} MB of text; a shorter version is needed.")
        texts = {part.filename: given.read(part) for part in kept}
        # Office never writes a document type; entities can expand to gigabytes.
        if any(b"<!DOCTYPE" in xml or b"<!ENTITY" in xml for xml in texts.values()):
            raise WordError("The Word document holds a document type declaration, which no office program writes.")
        looks = looks_of(texts[_STYLE_PART]) if _STYLE_PART in texts else {}
        for name, xml in texts.items():
            package.writestr(name, _as_shown(xml, looks) if _TEXT_PARTS.fullmatch(name) else xml)
    out.seek(0)
    return out


def _as_shown(xml: bytes, looks: Looks) -> bytes:
    root = ET.fromstring(xml)  # noqa: S314 - without a document type, see above
    mark_runs(root, looks)
    for parent in list(root.iter()):
        for at in range(len(parent) - 1, -1, -1):
            child = parent[at]
            if child.tag == f"{W}r" and _is_set(child, "vanish"):
                del parent[at]
            elif child.tag == f"{W}dstrike":
                child.tag = f"{W}strike"
            elif child.tag == f"{W}fldSimple":  # a field with its last result, which mammoth leaves out
                parent[at : at + 1] = list(child)
            elif child.tag == f"{_MC}AlternateContent" and child.find(f"{_MC}Fallback") is None:
                parent[at : at + 1] = [inner for choice in child[:1] for inner in choice]
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _is_set(run: ET.Element, name: str) -> bool:
    """True for a run with this property, unless it is there to switch it off."""
    found = run.find(f"{W}rPr/{W}{name}")
    return found is not None and found.get(f"{W}val", "1") not in _NO
