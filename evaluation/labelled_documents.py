"""Revised documents of our own writing, with what is different at each place: evaluation/documents/*.yaml.

They were written without a look at the program. Those in `unseen` were written in the same way and are only measured. A document is a
list of places: a heading, a paragraph, a list with its lead-in, or a table, as it stood and as it stands now. A place with `goes_to` moved
to the one whose `came_from` is the same word. `truths` lists what the two sides do not say alike; where it is empty, they say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from monitor.model import Direction, Severity

FOLDER = Path(__file__).with_name("documents")
UNSEEN = FOLDER / "unseen"
DIRECTIONS = {"against": Direction.WEAKENS, "for": Direction.STRENGTHENS, "none": None}
"""What a truth does to the reader."""
_SEVERITIES = {"minor": Severity.MINOR, "material": Severity.MATERIAL, "critical": Severity.CRITICAL}


@dataclass(frozen=True, slots=True)
class Truth:
    """Something that the two sides of a place do not say alike."""

    what: str
    severity: Severity
    direction: Direction | None


@dataclass(frozen=True, slots=True)
class Place:
    """What belongs together in both versions; a place that was moved is one."""

    name: str
    """Of the document and the place, for messages."""
    old: tuple[int, int]
    """Where it stood in the old text, half-open; empty if it is new."""
    new: tuple[int, int]
    truths: tuple[Truth, ...]

    @property
    def is_in_both(self) -> bool:
        """True for a place that stood in the old text and stands in the new one."""
        return self.old[0] < self.old[1] and self.new[0] < self.new[1]

    @property
    def severity(self) -> Severity:
        """Of the gravest truth; NONE where both sides say the same."""
        return max((truth.severity for truth in self.truths), key=lambda severity: severity.rank, default=Severity.NONE)


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """Two versions of a document and its places."""

    name: str
    old: str
    new: str
    places: tuple[Place, ...]


def documents(folder: Path = FOLDER) -> Iterator[LabelledDocument]:
    """The documents of a folder, without those in folders below.

    Raises:
        ValueError: a label is none of those known, or a place that was moved has no other end.
    """
    for path in sorted(folder.glob("*.yaml")):
        entries = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["places"]
        sides = {side: _joined([(entry.get(side) or "").strip() for entry in entries]) for side in ("old", "new")}
        spans = [{side: sides[side][1][at] for side in sides} for at in range(len(entries))]
        yield LabelledDocument(path.stem, sides["old"][0], sides["new"][0], tuple(_places(path, entries, spans)))


def _joined(texts: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """A text of all places, and where each stands in it."""
    text, spans = "", []
    for part in texts:
        start = len(text)
        text += f"{part}\n\n" if part else ""
        spans.append((start, start + len(part)))
    return text, spans


def _places(path: Path, entries: Sequence[Mapping[str, Any]], spans: Sequence[Mapping[str, tuple[int, int]]]) -> Iterator[Place]:
    left = {entry["goes_to"]: at for at, entry in enumerate(entries) if entry.get("goes_to")}
    for at, (entry, span) in enumerate(zip(entries, spans, strict=True)):
        if entry.get("goes_to"):
            continue
        if (word := entry.get("came_from")) and word not in left:
            raise ValueError(f"{path}: place {at + 1}: nothing goes to {word!r}.")
        came = left.pop(word, at) if word else at
        found = [truth for number in sorted({came, at}) for truth in entries[number].get("truths") or ()]
        yield Place(f"{path.stem} {at + 1}", spans[came]["old"], span["new"], tuple(_truth(path, truth) for truth in found))
    if left:
        raise ValueError(f"{path}: nothing came from {', '.join(map(repr, left))}.")


def _truth(path: Path, found: Mapping[str, str]) -> Truth:
    if found["severity"] not in _SEVERITIES or found["direction"] not in DIRECTIONS:
        raise ValueError(f"{path}: {found['what']!r}: unknown severity or direction.")
    return Truth(found["what"], _SEVERITIES[found["severity"]], DIRECTIONS[found["direction"]])
