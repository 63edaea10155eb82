"""Writes tables of figures into the pages of `docs/`, between `<!-- name -->` and `<!-- end -->`."""

from __future__ import annotations

import re
import resource
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench import ROOT

DOCS = ROOT / "docs"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table with all columns but the first aligned right."""
    shown = [[f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(line) + " |" for line in [list(head), rule, *shown])


def share(part: float, whole: float) -> float:
    """One count divided by another; 0 if the other is 0."""
    return part / whole if whole else 0.0


def replace_between(document: Path, name: str, text: str) -> None:
    """Replaces the text between the markers of this name.

    Raises:
        ValueError: the document has no such markers.
    """
    old, (start, end) = document.read_text(encoding="utf-8"), between(document, name)
    document.write_text(f"{old[:start]}{text}{old[end:]}", encoding="utf-8")


def between(document: Path, name: str) -> tuple[int, int]:
    """Where the text between the markers of this name starts and ends.

    Raises:
        ValueError: the document has no such markers.
    """
    place = re.compile(rf"<!-- {re.escape(name)} -->\n(.*?)\n<!-- end -->", re.DOTALL)
    found = place.search(document.read_text(encoding="utf-8"))
    if not found:
        raise ValueError(f"{document} has no markers for {name!r}: <!-- {name} --> … <!-- end -->")
    return found.span(1)


def peak_mb() -> float:
    """Peak resident memory of this process so far, in MB; Linux counts in KiB, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
