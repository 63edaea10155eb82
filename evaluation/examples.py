"""Changes of our own writing, to learn from beside the labelled pairs: evaluation/examples/*.yaml, set into small made-up documents.

Each entry is one change with its topic, direction and materiality, labelled by the same guide as the pairs, written without a look at them.
They teach what a few hundred real changes show too seldom; figures are taken on real pairs alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from evaluation.corpus import Pair
from evaluation.rows import Row, rows_of
from monitor.core.extract import read_snapshot
from monitor.core.meaning.observation import Observation
from monitor.model import Document

FOLDER = Path(__file__).with_name("examples")
SURROUNDED_BY = ("place:", "elsewhere:")
"""Features of the text around a change, of which a made-up document says nothing."""


def example_pairs(folder: Path = FOLDER, *, files: str = "*.yaml", step: int = 1) -> Iterator[Pair]:
    """Every example as a pair of two documents that differ in nothing else; each counts as a service of its own.

    Args:
        folder: where the examples are.
        files: a pattern of file names, to take only some of them.
        step: 10 takes every tenth.
    """
    return (_pair(name, number, entry) for name, number, entry in islice(entries(folder, files=files), 0, None, step))


def entries(folder: Path = FOLDER, *, files: str = "*.yaml") -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Every example as it was written, with its name and its number in its file; folder and files as for `example_pairs`."""
    for path in sorted(folder.glob(files)):
        for number, entry in enumerate(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)):
            yield f"{path.stem}-{number}", number, entry


def _pair(name: str, number: int, entry: dict[str, Any]) -> Pair:
    event = {key: entry[key] for key in ("topic", "direction", "materiality")}
    quotes = {"old_quote": entry["old"], "new_quote": entry["new"]}
    old, new = (_document(entry, side, number) for side in ("old", "new"))
    return Pair(name, "example", name, old, new, ({**event, **quotes},), True)


@cache
def _sections(kind: str) -> list[str]:
    return re.split(r"(?=\n## )", (FOLDER / f"{kind}.md").read_text(encoding="utf-8"))


def _document(entry: dict[str, Any], side: str, number: int) -> Document:
    sections = _sections(entry["document"])
    at = 1 + number % (len(sections) - 1)
    text = f"\n{entry[side]}\n" if entry[side] else ""
    whole = "".join([*sections[:at], f"\n## {entry['heading']}\n{text}", *sections[at:]])
    return read_snapshot(whole.encode(), media_type="text/markdown").document or Document("")


def example_rows() -> list[Row]:
    """The rows of every example, without what is seen of the text around.

    An entry is quoted with the sentences around what changed; where no row holds most of the quote, the longest is the change.
    """
    out = []
    for pair in example_pairs():
        found = rows_of(pair)
        if pair.material and found and not any(row.covers for row in found):
            longest = max(found, key=lambda row: len(row.change.removed) + len(row.change.added))
            found = [replace(row, covers=(0,) if row is longest else (), certain=row is longest) for row in found]
        out += found
    return [replace(row, change=_without_surroundings(row.change)) for row in out]


def _without_surroundings(change: Observation) -> Observation:
    return replace(change, features={name: value for name, value in change.features.items() if not name.startswith(SURROUNDED_BY)})
