"""Pairs of sentences of our own writing, each labelled with what the change does to the reader: evaluation/pairs/*.yaml.

They were written without a look at the rules. Those in `unseen` were written in the same way and are never learned from; no pair that is
learned from shares six in ten of both pairs' words with one of them. An entry has `before`, `after`, `direction` (weakens, strengthens,
same or mixed), `severity`, `topic` and `document`. About two in five say the same in other words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evaluation.labelled_sentences import labelled_entries

FOLDER = Path(__file__).with_name("pairs")
UNSEEN = FOLDER / "unseen"
SAME = "same"
DIRECTIONS = ("weakens", "strengthens", SAME, "mixed")
SEVERITIES = ("none", "minor", "material", "critical")
_TURNED = {"weakens": "strengthens", "strengthens": "weakens"}


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """A sentence, what was put for it, and what that does to the reader."""

    before: str
    after: str
    direction: str
    severity: str

    def turned(self) -> LabelledPair:
        """The same change undone."""
        return LabelledPair(self.after, self.before, _TURNED.get(self.direction, self.direction), self.severity)


def pairs(folder: Path = FOLDER, files: str = "*.yaml") -> Iterator[LabelledPair]:
    """The pairs of the files in a folder, or of those that `files` names, without those in folders below.

    Raises:
        ValueError: a label is none of those known.
    """
    for entry in labelled_entries(folder, files, "before", {"direction": DIRECTIONS, "severity": SEVERITIES}):
        yield LabelledPair(entry["before"], entry["after"], entry["direction"], entry["severity"])
