"""Tables in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

WIDEST = 60
"""Characters of a cell; the last column is not cut."""


def columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of a table with left-aligned columns; long cells are cut."""
    cells = [[*(_cut(cell) for cell in row[:-1]), row[-1]] for row in (head, *rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(head))]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _cut(cell: str) -> str:
    return cell if len(cell) <= WIDEST else f"{cell[: WIDEST - 1]}…"
