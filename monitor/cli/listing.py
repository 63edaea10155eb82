"""Tables in the terminal, and the question that follows them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import click

from monitor.cli.app import App

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


def confirmed(app: App, question: str) -> bool:
    """Asks on a terminal; elsewhere the answer is no, with the option that says yes."""
    if sys.stdin.isatty() and not app.json:
        return click.confirm(question)
    click.echo("policy-monitor: nothing was written; look at the list above, then repeat the command with --yes", err=True)
    return False
