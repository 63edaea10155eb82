"""OPML: outlines of feed readers and bookmark managers. Folders become tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from monitor.errors import UsageError
from monitor.portfolio.listed import LeftOut, Listed, Listing, document_row, plain, tags_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DEEPEST = 50
_ADDRESSES = ("htmlUrl", "url", "xmlUrl")


def read_opml(data: bytes) -> Listing:
    """One document per outline with an address.

    Raises:
        UsageError: it is not XML, or declares entities, which may expand to anything or name files of this machine.
    """
    from defusedxml import DefusedXmlException  # noqa: PLC0415  # needed for this format alone
    from defusedxml.ElementTree import ParseError, fromstring  # noqa: PLC0415

    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise UsageError("the OPML file declares a document type or entities, which no outline needs; it was not read") from None
    except (ParseError, ValueError, LookupError) as error:
        raise UsageError(f"the OPML file is not well-formed XML ({error}); export it again") from None
    found = Listing("an OPML outline")
    for number, (outline, folders) in enumerate(_outlines(root), start=1):
        found.take(_document(number, outline, folders))
    return found


def _outlines(root: Element) -> Iterator[tuple[Element, tuple[str, ...]]]:
    """The outlines with an address, each with the folders that it lies in; not recursive, so that no depth matters."""
    waiting: list[tuple[Element, tuple[str, ...]]] = [(root, ())]
    while waiting:
        element, folders = waiting.pop()
        if element.tag == "outline" and any(element.get(key) for key in _ADDRESSES):
            yield element, folders
        name = element.get("text") or element.get("title") or ""
        inside = (*folders, name)[:_DEEPEST] if element.tag == "outline" and name else folders
        waiting += [(child, inside) for child in reversed(element)]


def _document(number: int, outline: Element, folders: tuple[str, ...]) -> Listed | LeftOut:
    tags = [folder.replace(",", " ") for folder in folders] + (outline.get("category") or "").replace("/", " ").split(",")
    page = outline.get("htmlUrl") or outline.get("url") or ""
    name = outline.get("text") or outline.get("title") or ""
    if not page:
        # A feed tells of posts; the text of a policy is on a page.
        return LeftOut(f"outline {number}", plain(name, 60), "it has a feed but no page (htmlUrl)")
    return document_row(f"outline {number}", page, name=name, document=outline.get("document"), tags=tags_of(tags))


def write_opml(documents: Iterable[tuple[str, str, str, tuple[str, ...]]]) -> str:
    """An outline of (name, document, address, tags)."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">', "<head><title>Policies</title></head>", "<body>"]
    for name, document, url, tags in documents:
        given = {"type": "link", "text": name, "url": url, "document": document, "category": ",".join(tags)}
        lines.append(f"<outline {' '.join(f'{key}={quoteattr(value)}' for key, value in given.items() if value)}/>")
    return "\n".join([*lines, "</body>", "</opml>", ""])
