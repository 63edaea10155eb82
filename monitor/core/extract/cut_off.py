"""Signs that a page was cut off though its text ends in a full sentence: bytes are missing, it is not closed, it continues elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.core.extract.blocks import Block
from monitor.core.text.markdown_links import strip

ENDS = "The end may be missing"
"""How the notes begin."""
_MORE = re.compile(
    r"(?:read|show|see|view|load) (?:more|all|the rest|full|the full)\b[^<>.]{0,30}|continue reading|mehr (?:lesen|anzeigen)|weiterlesen|"
    r"lire la suite|"
    r"en savoir plus|leer más|leggi (?:tutto|di più)|ler mais|lees (?:meer|verder)",
    re.IGNORECASE,
)
_BUTTON = re.compile(rf">\s*(?P<more>{_MORE.pattern})\s*(?:…|\.\.\.|»|›|→)?\s*</(?:a|button|span|div|p)>", re.IGNORECASE)
_TAIL = 40
"""Letters by which the end of the text is found in the page."""
_NEAR = 400
"""Characters of the page after the text in which the button stands."""


def missing_bytes_note(size: int, announced: int) -> str:
    """What is said about a response that is shorter than announced."""
    return f"{ENDS}: the response is {announced - size:,} bytes shorter than announced."


def ending_notes(html: str, blocks: Sequence[Block], *, closed: bool) -> list[str]:
    """Notes about a page that may continue after what was read.

    Args:
        html: its source.
        blocks: its text.
        closed: whether the page says where it ends.

    >>> from monitor.core.extract.blocks import PARAGRAPH
    >>> ending_notes("<p>We keep it.</p><button>Read more</button>", [Block(PARAGRAPH, "We keep it.")], closed=True)
    ['The end may be missing: the text ends with “Read more”.']
    """
    notes = [] if closed else [f"{ENDS}: the page is not closed."]
    if blocks and (words := _leads_on(html, blocks[-1].text)):
        notes.append(f"{ENDS}: the text ends with “{' '.join(words.split())}”.")
    return notes


def _leads_on(html: str, last: str) -> str:
    """What the text's end says about a continuation, as its last line or on the button behind it."""
    plain = strip(last).strip(" -*#")
    if found := _MORE.fullmatch(plain.rstrip(" .…»›→")):
        return found[0]
    # Marks of Markdown and entities stand only in one of the two.
    tail = re.split(r"[&<>\[\]*_\"'“”‘’]", plain)[-1][-_TAIL:]
    at = html.rfind(tail) if len(tail) >= 5 else -1
    if at < 0:
        return ""
    behind = html[at + len(tail) : at + len(tail) + _NEAR]
    button = _BUTTON.search(behind)
    # Words between the text and the button belong to something else: teasers of the blog, "Load more comments".
    if button is None or re.sub(r"<[^>]*>", "", behind[: button.start() + 1]).strip(" \n\t\r.!?)”\"'…"):
        return ""
    return button["more"]
