"""Text that is in a page by other means than its elements, and the addresses of what a page only frames."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote

from monitor.core.extract.dom import Attributes, Node, Tree, found_by
from monitor.core.extract.links import clean_address

_TEMPLATE = re.compile(r"<template\b[^>]*>", re.IGNORECASE)
_DATA = re.compile(r"data:([\w/+.-]*)[^,]*?(;base64)?,", re.IGNORECASE)
MOST_OPTIONS = 300
# What is in these is drawn where it is used, or never.
_UNDRAWN = frozenset(("defs", "symbol", "clipPath", "mask", "pattern", "marker"))


def shadow_of(template: Node) -> str | None:
    """The source of a declarative shadow root, which browsers draw in the place of its host; None for any other template."""
    attributes = template.attributes
    if not (attributes.get("shadowrootmode") or attributes.get("shadowroot")):
        return None
    html = template.html or ""
    head = _TEMPLATE.match(html)
    return html[head.end() :].removesuffix("</template>") if head else None


def data_text(address: str, media_type: str) -> str:
    """The text in an address that is a document itself, `data:text/css,.h{display:none}`; "" for any other address or type."""
    head = _DATA.match(address.strip())
    if head is None or head[1].lower() != media_type:
        return ""
    body = unquote(address.strip()[head.end() :])
    try:
        return base64.b64decode(body).decode("utf-8", "replace") if head[2] else body
    except (binascii.Error, ValueError):
        return ""


def framed_text(tag: str, attributes: Attributes) -> str:
    """The source of a page that is in a frame's own attributes, where the frame can be seen; or an empty text."""
    if not is_frame_shown(attributes):
        return ""
    address = attributes.get("data" if tag == "object" else "src") or ""
    return attributes.get("srcdoc") or data_text(address, "text/html")


def is_frame_shown(attributes: Attributes) -> bool:
    """Whether a frame is large enough to be seen."""
    return not {attributes.get("width"), attributes.get("height")} & {"0", "1", "0px", "1px"}


def options(select: Node) -> Iterator[str]:
    """What a list offers to choose from."""
    for option in select.css("option:not([hidden]),optgroup:not([hidden])")[:MOST_OPTIONS]:
        yield " ".join((option.attributes.get("label") or option.text(deep=True) or "").split())


def drawn_text(svg: Node) -> bool:
    """Whether a drawing holds text of at least three words that is drawn: a logo's name is none."""
    for node in svg.css("text,foreignObject"):
        above = node.parent
        while above is not None and above.mem_id != svg.mem_id and above.tag not in _UNDRAWN:
            above = above.parent
        if above is not None and above.mem_id == svg.mem_id and len((node.text(deep=True) or "").split()) >= 3:
            return True
    return False


# Frames of analytics, videos, maps and adverts hold no policy.
_NO_TEXT = re.compile(
    r"googletagmanager|google\.[a-z.]+/(?:maps|recaptcha)|recaptcha|doubleclick|youtube|vimeo|facebook\.com/(?:plugins|tr)|hotjar|intercom|"
    r"zendesk\.com/embeddable|stripe\.com|adservice|/ads?/|captcha|about:blank",
    re.IGNORECASE,
)
# `<a href="/files/privacy-2026.pdf">`, but not the menu of a restaurant.
_POLICY_FILE = re.compile(r"privacy|polic|terms|legal|notice|condition|datenschutz|agb|confidential|privacidad|statement", re.IGNORECASE)
MOST_FRAMES = 5
_FRAMES = (
    "frame[src],iframe[src],iframe[data-src],iframe[data-lazy-src],fencedframe[src],turbo-frame[src],object[data],embed[src],embed[data-src],"
    "object > param[name=src][value],object > param[name=movie][value],a[href*='.pdf'],a[href*='.PDF'],a[href*='.docx']"
)
_ADDRESSES = ("data-src", "data-lazy-src", "src", "data", "value", "href")
# A viewer that shows the file of another address: "https://docs.google.com/gview?url=https://a.example/privacy.pdf".
_VIEWED = re.compile(r"[?&](?:url|file|src|document)=([^&#]+?\.(?:pdf|docx?)(?:[^&#]*))", re.IGNORECASE)


def frames(tree: Tree, base: str | None) -> list[str]:
    """The addresses of what a page shows but does not hold: frames, objects, embedded files, linked PDF files that may be the policy."""
    found: dict[str, None] = {}
    for node in found_by(tree, _FRAMES):
        attributes = node.attributes
        is_link = node.tag == "a"
        href = next((value.strip() for name in _ADDRESSES if (value := attributes.get(name))), "")
        viewed = _VIEWED.search(href)
        href = unquote(viewed[1]) if viewed else href
        if "srcdoc" in attributes or _NO_TEXT.search(href) or (not is_link and not is_frame_shown(attributes)):
            continue
        if is_link and not _POLICY_FILE.search(f"{href} {node.text(deep=True)}"):
            continue
        address = clean_address(href, base)
        if address.startswith("http") or (base is None and address):
            found[address] = None
    return list(found)[:MOST_FRAMES]
