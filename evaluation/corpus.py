"""The labelled pairs: where they are, what they say, and which of them belong to one service.

Two sets exist. The *public* one in evaluation/public is our own writing about made-up services and part of this repository. The large one
holds real policies, which are not benchmark_pairs to publish; it is read from the folder that POLICY_MONITOR_SHARED names.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from monitor.core.extract import read_snapshot
from monitor.model import Document

MATERIAL = ("critical", "material")
PUBLIC = Path(__file__).with_name("public")
LABELS = Path(__file__).with_name("labels.json")
"""Our labels of the benchmark pairs, which come without: positions in their texts, none of their words."""


def shared() -> Path:
    """The folder with the large set: POLICY_MONITOR_SHARED, else `shared` beside the checkout."""
    return Path(os.environ.get("POLICY_MONITOR_SHARED") or Path(__file__).resolve().parents[2] / "shared")


def missing() -> str | None:
    """One line that says which part of the large set is missing and how to name its folder; None if all of it is there."""
    for part in ("eval/dev/pool", "eval/dev/memos", "eval/seed", "bench/pairs"):
        if not (shared() / part).is_dir():
            return f"The large labelled set is missing ({shared() / part} does not exist): set POLICY_MONITOR_SHARED to its folder."
    return None


@dataclass(frozen=True)
class Pair:
    """Two versions of a document, with the changes of meaning that a person found between them."""

    name: str
    set: str
    """pool | memos | seed | bench | public | example"""
    service: str
    old: Document
    new: Document
    events: tuple[dict[str, Any], ...]
    complete: bool

    @property
    def material(self) -> list[dict[str, Any]]:
        """The events that deserve an alert."""
        return [event for event in self.events if event["materiality"] in MATERIAL]


@cache
def _document(path: Path) -> Document:
    document = read_snapshot(path.read_bytes(), media_type="text/markdown").document
    return document or Document("")


def labelled(*sets: str) -> list[Pair]:
    """The pairs of these sets: `public`, or `pool`, `memos`, `seed` of the large set; none of a set whose folder is missing."""
    roots = {"public": PUBLIC, "pool": shared() / "eval/dev/pool", "memos": shared() / "eval/dev/memos", "seed": shared() / "eval/seed"}
    return [pair for name in sets for pair in _pairs(name, roots[name])]


def training_pairs() -> list[Pair]:
    """The pairs to learn from: those of the large set, which leaves the public pairs for measuring; without it the public ones."""
    return labelled("public") if missing() else [*labelled("pool", "memos"), *benchmark_pairs()]


def _pairs(name: str, root: Path) -> Iterator[Pair]:
    for gold in sorted(root.rglob("gold.json")):
        data = json.loads(gold.read_text())
        meta = gold.with_name("meta.json")
        service = json.loads(meta.read_text())["service"] if meta.exists() else gold.parent.name
        yield Pair(gold.parent.name, name, service, *_sides(gold.parent), tuple(data["events"]), data.get("events_complete", True))


def _sides(folder: Path) -> tuple[Document, Document]:
    return _document(folder / "old.md"), _document(folder / "new.md")


def benchmark_pairs() -> list[Pair]:
    """The benchmark pairs with our labels; the quotes are looked up by their positions in the texts.

    A pair whose old text shares more than 12 % of its five-word sequences with a labelled pair counts as the same service, so that no
    service is on both sides of a cross-validation.
    """
    if not (shared() / "bench/pairs").is_dir():
        return []
    known = [(pair.service, _shingles(pair.old.text)) for pair in labelled("pool", "memos", "seed")]
    out = []
    for name, data in json.loads(LABELS.read_text()).items():
        folder = shared() / "bench/pairs" / name
        raw = {side: _flat((folder / f"{side}.md").read_text()) for side in ("old", "new")}
        events = tuple(_with_quotes(event, raw) for event in data["events"])
        old, new = _sides(folder)
        service = _service(_shingles(old.text), known) or f"bench-{name}"
        out.append(Pair(f"bench-{name}", "bench", service, old, new, events, data["complete"]))
    return out


def _with_quotes(event: dict[str, Any], raw: dict[str, str]) -> dict[str, Any]:
    quotes = {f"{side}_quote": raw[side][slice(*event[side])] if event[side] else None for side in ("old", "new")}
    return {**{key: event[key] for key in ("topic", "direction", "materiality")}, **quotes}


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _shingles(text: str) -> frozenset[int]:
    words = re.findall(r"\w+", text.lower())
    return frozenset(hash(tuple(words[at : at + 5])) for at in range(len(words) - 4))


def _service(shingles: frozenset[int], known: list[tuple[str, frozenset[int]]]) -> str | None:
    shares = ((len(shingles & other) / max(1, min(len(shingles), len(other))), name) for name, other in known)
    best, service = max(shares, default=(0.0, ""))
    return service if best > 0.12 else None
