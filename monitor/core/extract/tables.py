"""Cells of one HTML table as they are met, merged cells laid out on the grid."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.core.extract.blocks import Block, table_of
from monitor.core.extract.dom import Node

WIDEST, TALLEST = 60, 1000
"""Most columns and rows that one merged cell may claim (the HTML standard allows 1,000 and 65,534)."""


class Table:
    """A data table under construction."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.link_chars = 0
        self._cell: list[str] | None = None
        self._below: dict[int, int] = {}  # column → rows still covered by a merged cell from above

    def row(self) -> None:
        """Starts a row, and ends the open cell."""
        self.end_cell()
        self.rows.append([])
        self._skip_covered()

    def cell(self, attributes: Mapping[str, str | None]) -> None:
        """A new cell begins; the columns and rows that it spans beyond its own stay empty."""
        self.end_cell()
        if not self.rows:
            self.rows.append([])
        self._skip_covered()
        row = self.rows[-1]
        across, down = _span(attributes.get("colspan"), WIDEST), _span(attributes.get("rowspan"), TALLEST)
        if len(row) + across > WIDEST:
            across = 1
        if down > 1:
            self._below.update(dict.fromkeys(range(len(row), len(row) + across), down - 1))
        row.extend([""] * across)
        self._place = len(row) - across
        self._cell = []

    def _skip_covered(self) -> None:
        row = self.rows[-1]
        while (left := self._below.get(len(row), 0)) > 0:
            self._below[len(row)] = left - 1
            row.append("")

    def add(self, text: str, *, item: bool, breaks: int) -> bool:
        """Adds a line to the open cell, one or two line breaks below the last; False when no cell is open (a caption)."""
        if self._cell is None:
            return False
        if self._cell:
            self._cell.append("<br>" * breaks)
        if text.startswith(("* ", "- ", "+ ", "• ")):
            item, text = True, text[2:].lstrip()
        self._cell.append(f"• {text}" if item else text)
        return True

    def end_cell(self) -> None:
        """Ends the open cell, if there is one."""
        if self._cell is not None:
            self.rows[-1][self._place] = "".join(self._cell)
            self._cell = None

    def blocks(self) -> list[Block]:
        """The table as blocks of Markdown."""
        self.end_cell()
        blocks = table_of(self.rows)
        if blocks:
            blocks[0].link_chars = self.link_chars
        return blocks


def _span(value: str | None, most: int) -> int:
    return min(int(value), most) if value and value.isascii() and value.isdigit() and value != "0" else 1


def is_layout(table: Node, attributes: Mapping[str, str | None]) -> bool:
    """Whether a table only arranges the page: it says so, holds tables or headings, or a cell with most of a document in it."""
    if attributes.get("role") in ("presentation", "none"):
        return True
    if any(part.css_first("table, h1, h2, main, article") is not None for part in table.iter()):
        return True
    return table.css_first("td + td, th + td, th + th, td + th") is None
