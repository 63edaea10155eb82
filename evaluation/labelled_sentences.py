"""Single sentences of our own writing, each labelled with whom it favours: evaluation/sentences/*.yaml.

They were written to learn from, without a look at the rules or at other files. Those in `unseen` were written in the same way and are never
learned from; a sentence that had six in ten of both's words in common with one that is learned from was left out of them. An entry has
`text`, `serves` (reader, company or neither), `materiality`, `topic` and `document`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from evaluation.examples import entries

FOLDER = Path(__file__).with_name("sentences")
UNSEEN = FOLDER / "unseen"
FIRST, SECOND, THIRD = "first.yaml", "second.yaml", "third.yaml"
"""The unseen sets: the first was measured time and again while the model was made, the second when it was done and again when it learned
from more, the third only then."""
SERVES = ("reader", "company", "neither")


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence with whom it favours when it stands in a policy, and how much that matters."""

    text: str
    serves: str
    materiality: str


def sentences(folder: Path = FOLDER, files: str = "*.yaml") -> Iterator[LabelledSentence]:
    """The sentences of the files in a folder, or of those that `files` names, without those in folders below."""
    for path in sorted(folder.glob(files)):
        for entry in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            if entry["serves"] not in SERVES:
                raise ValueError(f"{path}: {entry['text']!r}: serves: expected one of {', '.join(SERVES)}, not {entry['serves']!r}.")
            yield LabelledSentence(entry["text"], entry["serves"], entry["materiality"])


def of_examples() -> Iterator[LabelledSentence]:
    """What was added or removed as a whole in evaluation/examples, by the direction of its coming or going."""
    for _, _, entry in entries():
        if bool(entry["old"]) != bool(entry["new"]):
            yield LabelledSentence(entry["new"] or entry["old"], _serves(entry["direction"], bool(entry["new"])), entry["materiality"])


def _serves(direction: str, came: bool) -> str:
    ways = {"strengthens": ("company", "reader"), "weakens": ("reader", "company"), "neutral": ("neither", "neither")}
    return ways[direction][came]
