"""Reads Markdown and plain text, whatever wrote it, into blocks: setext headings, hard wraps, loose tables, any bullet."""

from __future__ import annotations

import re

from .blocks import HEADING, Block
from .inline import plain_spaces, without_marks
from .lines import KEPT_BREAK, Lines
from .marklinks import with_links

_ARCHIVE_HEADER = re.compile(
    r"\s*>?\s*\*?The following text is extracted and transformed from the [^\n]{1,300}? archived on \d{4}-\d{2}-\d{2}\.[^\n]*\n?"
)
_CELL_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)


def read_markup(text: str, base: str | None = None) -> list[Block]:
    """The blocks of a Markdown or plain text.

    Args:
        text: any text; canonical text comes back as itself.
        base: the address that relative links start from.
    """
    text = plain_spaces(text.replace("\r\n", "\n").lstrip("\ufeff"))
    if header := _ARCHIVE_HEADER.match(text):
        text = text[header.end() :]
    if "<br" in text or "<BR" in text:
        text = "\n".join(_CELL_BREAK.sub(KEPT_BREAK, line) if line.lstrip()[:1] == "|" else line for line in text.split("\n"))
    return Lines(with_links(without_marks(text), base), base).read()


def is_markdown(blocks: list[Block], text: str) -> bool:
    """Whether a text bears Markdown's own marks, rather than being plain."""
    return "](" in text or "**" in text or any(block.kind == HEADING for block in blocks)
