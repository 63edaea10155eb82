"""What was read from a page or a file, before it is put together as a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor.core.extract.blocks import HEADING, PARAGRAPH, Block
from monitor.core.text.markdown_links import strip

PAGE_TEXT = 4000
"""Characters of a page that are looked at for what the page is: a bot wall, an error page."""


@dataclass(slots=True)
class PageReading:
    """What was read from an HTML page."""

    blocks: list[Block] = field(default_factory=list)
    title: str | None = None
    language: str | None = None
    refresh: str | None = None
    canonical: str | None = None
    visible_chars: int = 0
    page_text: str = ""
    scripts: int = 0
    links: int = 0
    headings: int = 0
    frames: list[str] = field(default_factory=list)
    """Addresses of what the page shows but does not hold."""
    notes: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """Statements that cannot be seen or are struck out."""
    error: tuple[str, str] | None = None


def title_of(blocks: Sequence[Block], fallback: str | None) -> str | None:
    """A document's title: its first top heading, else its first heading among the opening blocks, else what the page calls itself."""
    for block in blocks[:12]:
        if block.kind == HEADING and block.level <= 2:
            return strip(block.text)
    if fallback is None and blocks and blocks[0].kind == PARAGRAPH and 0 < len(blocks[0].text) < 80 and blocks[0].text[-1] not in ".:;,!?":
        return strip(blocks[0].text)
    return fallback
