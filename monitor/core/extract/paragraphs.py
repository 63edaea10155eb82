"""Collects running text into blocks: closes links, resolves line breaks, adds list and heading markers."""

from __future__ import annotations

import re

from monitor.core.extract.blocks import WalkedPage, block_of, heading_of
from monitor.core.extract.inline import plain_spaces, without_marks
from monitor.core.extract.links import linked
from monitor.core.extract.markdown import broken
from monitor.core.extract.tables import Table
from monitor.core.text.drawing import INVISIBLE_CLASS

BREAK, IMAGE = "\x00", "\x02"
"""Placeholders in the collected text: a forced line break, and the marks around the words of an image."""

_IMAGE_WORDS = re.compile(f"(?<=\\w) ?{IMAGE}([^{IMAGE}]*){IMAGE}(?= \\w)")
_IMAGE = re.compile(f"{IMAGE}[^{IMAGE}]*{IMAGE}?")
_SUSPECT_ASCII = re.compile(r"[*_`\\&<~\x01-\x08\x7f]")
_SUSPECT = re.compile(rf"[*_`\\&<~\x01-\x08\x7f-\x9f\u0335-\u0338\u200c\u200d\u2800{INVISIBLE_CLASS}]")


class ParagraphBuilder:
    """The text collected since the last block ended, and the state that decides what block it becomes."""

    def __init__(self, base: str | None) -> None:
        self.walked = WalkedPage()
        self._base = base
        self._parts: list[str] = []
        self._link: str | None = None
        self._link_start = 0
        self._link_chars = 0
        self._lists: list[int | None] = []  # the next number of each open list; None: bulleted
        self._marker = ""
        self._heading = 0
        self._table: Table | None = None

    def _close_link(self) -> None:
        """Turns the text collected since the link began into a Markdown link."""
        parts, start = self._parts, self._link_start
        raw = "".join(parts[start:])
        text = " ".join(raw.replace(BREAK, " ").split())
        words = _IMAGE.sub("", text).strip() if IMAGE in text else text
        words = _settled(words).rstrip("\\ ") if words else ""
        if words:
            self._link_chars += len(words)
            before, after = " " * raw[0].isspace(), " " * raw[-1].isspace()
            parts[start:] = [before, linked(words, self._link or "", self._base), after]
        else:
            parts[start:] = [" "] if raw else []

    def _flush(self) -> None:
        """Ends the open paragraph."""
        if not self._parts:
            return
        if self._link is not None:
            self._close_link()
            self._link_start = 0
        raw = "".join(self._parts)
        self._parts.clear()
        links, self._link_chars = self._link_chars, 0
        if IMAGE in raw:
            raw = _IMAGE.sub(" ", _IMAGE_WORDS.sub(r" \1", raw))
        if BREAK in raw:
            self._flush_lines(raw.split(BREAK), links)
        elif text := _settled(raw):
            self._write(text, links, 1 if self._marker and self._table is not None else 2)

    def _flush_lines(self, raw: list[str], links: int) -> None:
        lines = [_settled(line) for line in raw]
        lines = [" ".join(filter(None, lines))] if self._heading else lines if self._table is not None else broken(lines)
        gap = 1 if self._marker and self._table is not None else 2
        for line in lines:
            if line:
                self._write(line, links, gap)
                links = gap = 0
            gap = min(gap + 1, 2)

    def _write(self, text: str, links: int, gap: int) -> None:
        if self._table is not None:
            self._table.link_chars += links
            item, self._marker = bool(self._marker), ""
            if self._table.add(text, item=item, breaks=gap):
                return
        if self._heading:
            numbered = self._marker if self._marker not in ("", "-") else ""
            block = heading_of(f"{'#' * self._heading} {numbered} {text}")
        else:
            marker = "" if self._marker.endswith(".") and text[:1].isdigit() and text.startswith(self._marker) else self._marker
            block = block_of(f"{marker} {text}" if marker else text, len(self._lists))
        self._marker = ""
        if block is not None and block.text:
            block.link_chars = links
            self.walked.blocks.append(block)


def _settled(raw: str) -> str:
    """One line of running text, normalised."""
    text = " ".join(raw.split())
    if (_SUSPECT_ASCII if text.isascii() else _SUSPECT).search(text):
        text = " ".join(without_marks(plain_spaces(text)).split())
    return text
