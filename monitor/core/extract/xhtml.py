"""XHTML that is declared as such, made readable for an HTML parser."""

from __future__ import annotations

import html
import re

_VOID = frozenset((
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
))  # fmt: skip
# `<title/>`, `<div class="a > b"/>`; quoted values may hold what ends a tag.
_CLOSED = re.compile(r"<([A-Za-z][\w:-]*+)((?:[^<>\"'/]++|\"[^\"]*+\"|'[^']*+'|/(?!>))*+)/>")
_CDATA = re.compile(r"<!\[CDATA\[((?:[^\]]|\](?!\]>))*+)\]\]>")


def is_xhtml(text: str, media_type: str | None) -> bool:
    """Whether browsers read a page as XML: by its declared type, or where nothing is declared by its first line."""
    declared = (media_type or "").partition(";")[0].strip().lower()
    if declared:
        return declared == "application/xhtml+xml"
    return text.lstrip("\ufeff \n\r\t").startswith("<?xml") and "http://www.w3.org/1999/xhtml" in text[:2000]


def as_html(text: str) -> str:
    """The page with closed elements opened and closed ("<title/>" would swallow the rest of an HTML page), and CDATA as text.

    >>> as_html("<title/><p>a &lt; b<br/><![CDATA[c < d]]></p>")
    '<title></title><p>a &lt; b<br/>c &lt; d</p>'
    """
    if "<![CDATA[" in text:
        text = _CDATA.sub(lambda found: html.escape(found[1], quote=False), text)
    return _CLOSED.sub(lambda tag: tag[0] if tag[1].lower() in _VOID else f"<{tag[1]}{tag[2]}></{tag[1]}>", text)
