"""Keeps a table of figures in a document of `docs/`, between `<!-- name -->` and `<!-- end -->`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; numbers stand to the right."""
    shown = [[f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(line) + " |" for line in [list(head), rule, *shown])


def keep(document: Path, name: str, text: str) -> None:
    """Puts the text where the document has its place for it.

    Raises:
        ValueError: the document has no such place.
    """
    old = document.read_text(encoding="utf-8")
    place = re.compile(rf"(<!-- {re.escape(name)} -->\n).*?(\n<!-- end -->)", re.DOTALL)
    if not place.search(old):
        raise ValueError(f"{document} has no place for {name!r}: <!-- {name} --> … <!-- end -->")
    document.write_text(place.sub(lambda found: f"{found[1]}{text}{found[2]}", old), encoding="utf-8")
