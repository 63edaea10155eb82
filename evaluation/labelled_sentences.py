"""Single sentences of our own writing, each labelled with whom it favours: evaluation/sentences/*.yaml.

They were written to learn from, without a look at the rules or at other files. Those in `unseen` were written in the same way and are never
learned from; a sentence that had six in ten of both's words in common with one that is learned from was left out of them. An entry has
`text`, `serves` (reader, company or neither), `materiality`, `topic` and `document`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from evaluation.examples import entries

FOLDER = Path(__file__).with_name("sentences")
UNSEEN = FOLDER / "unseen"
FIRST, SECOND, THIRD, FOURTH, FIFTH = "first.yaml", "second.yaml", "third.yaml", "fourth.yaml", "fifth.yaml"
"""The unseen sets: the first was measured time and again while the model was made, the second when it was done and again when it learned
from more, the third only then. Of pairs there are two more: the fourth was measured twice, the fifth once."""
SERVES = ("reader", "company", "neither")


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence with whom it favours when it stands in a policy, and how much that matters."""

    text: str
    serves: str
    materiality: str


def sentences(folder: Path = FOLDER, files: str = "*.yaml") -> Iterator[LabelledSentence]:
    """The sentences of the files in a folder, or of those that `files` names, without those in folders below."""
    for entry in labelled_entries(folder, files, "text", {"serves": SERVES}):
        yield LabelledSentence(entry["text"], entry["serves"], entry["materiality"])


def labelled_entries(folder: Path, files: str, text: str, known: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
    """The entries of the files in a folder that a pattern names.

    Args:
        folder, files: where they are.
        text: which field a message quotes.
        known: the labels that each field may have.

    Raises:
        ValueError: a label is none of those known.
    """
    for path in sorted(folder.glob(files)):
        for entry in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            for name, labels in known.items():
                if entry[name] not in labels:
                    raise ValueError(f"{path}: {entry[text]!r}: {name}: expected one of {', '.join(labels)}, not {entry[name]!r}.")
            yield entry


def of_examples() -> Iterator[LabelledSentence]:
    """What was added or removed as a whole in evaluation/examples, by the direction of its coming or going."""
    for _, _, entry in entries():
        if bool(entry["old"]) != bool(entry["new"]):
            yield LabelledSentence(entry["new"] or entry["old"], _serves(entry["direction"], bool(entry["new"])), entry["materiality"])


def _serves(direction: str, came: bool) -> str:
    ways = {"strengthens": ("company", "reader"), "weakens": ("reader", "company"), "neutral": ("neither", "neither")}
    return ways[direction][came]
