"""Learns directions: `python -m evaluation.train_meaning [--out FOLDER]` writes direction_model.yaml.

A linear model over the traits of monitor/core/meaning/direction_traits.py, drawn towards what the vocabulary says by itself, so that a few
hundred labels correct it and do not replace it. Topics are learned by evaluation/train_topics.py. Figures of a cross-validation by service:
`python -m evaluation.change_figures`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer

from evaluation.changes import LabelledChange, change_rows, labelled_changes
from evaluation.corpus import Pair, training_pairs
from evaluation.destination import VOCABULARY, destination
from evaluation.offsets import minimum
from evaluation.rows import Row, rows_of
from evaluation.train_topics import written_examples
from monitor.core.meaning import direction_cues, direction_traits

EXAMPLE_WEIGHT = 0.5
MINOR_LEAN, EXAMPLE_LEAN = 0.5, 0.3
"""What a minor change, and one of our own writing, counts where directions are learned; a material one counts 1."""
LEAN_SPREAD = 0.025
"""How far the weights may move from the vocabulary's own (variance of a Gaussian prior)."""
WORD_AT_LEAST = 12
"""Rows in which a word must come or go before anything is learned of it."""
ROWS_AT_LEAST = 4


@dataclass(frozen=True)
class Sample:
    """A change with what a person said of it."""

    pair: Pair
    label: str
    weight: float
    traits: Mapping[str, float]


def samples(rows: Sequence[Row]) -> Iterator[Sample]:
    """Examples of directions: changes that cover a material event of a pair."""
    for row in rows:
        own = EXAMPLE_WEIGHT if row.pair.set == "example" else 1.0
        for n in row.covers:
            weight = own * len(row.covers) ** -0.5
            yield Sample(row.pair, row.pair.material[n]["direction"], weight, direction_traits.traits(row.change))


def lean_samples(changes: Sequence[LabelledChange]) -> list[Sample]:
    """What the direction is learned from: single labelled changes that go one way or the other, and those of our own writing.

    Without labelled changes there are none.
    """
    if not changes:
        return []
    weights = {"critical": 1.0, "material": 1.0, "minor": MINOR_LEAN}
    real = [
        Sample(row.pair, event["direction"], weights[event["materiality"]], direction_traits.traits(row.change))
        for row in change_rows(changes)
        for event in row.pair.events
        if event["materiality"] in weights
    ]
    written = [
        Sample(row.pair, row.pair.events[0]["direction"], EXAMPLE_LEAN, direction_traits.traits(row.change)) for row in written_examples()
    ]
    return real + written


# --- a linear model, drawn towards what the vocabulary says ---------------------------------------------------------------


def learn_lean(table: csr_matrix, names: Sequence[str], labels: Sequence[str], weights: Any) -> Any:
    """Weights by trait, from what weakens and what strengthens; no intercept, so that turning a change round turns the sign."""
    own = np.array([expected(name) for name in names])
    sign = np.array([1.0 if label == "strengthens" else -1.0 for label in labels])
    transposed = table.T.tocsr()

    def loss(offsets: Any) -> tuple[float, Any]:
        margin = sign * (table @ (own + offsets)) * 2
        value = float((weights * np.logaddexp(0, -margin)).sum())
        return value, transposed @ (-2 * weights * sign / (1 + np.exp(margin)))

    return own + minimum(loss, np.zeros(len(names)), LEAN_SPREAD, 100)


_ROLES = {
    "denial": 2,
    "protection": 1,
    "right": 1.3,
    "unright": -1.5,
    "prohibition": -1,
    "duty": -0.8,
    "intrusion": -0.8,
    "unprotection": -1,
}
_ABOUT = {
    "user-rights": 1.0, "choice-consent": 0.8, "security": 0.6, "retention": 0.4, "children-age": 0.4, "international-transfer": 0.3,
    "dispute-liability": -0.9, "acceptable-use": -0.7, "data-collected": -0.9, "advertising-tracking": -0.9, "third-party-sharing": -0.8,
    "ai-training": -1.0, "account-termination": -0.8, "payments": -0.4, "purpose-of-use": -0.5, "content-license": -0.4,
    "legal-disclosure": -0.4, "sale-of-data": -1.0,
}  # fmt: skip
_OTHERS = {"stance": 0.7, "whole": -0.2, "grown": -0.07, "period:of-notice": 0.6, "period:of-keeping": -0.8, "period:named": 0.2}


def expected(trait: str) -> float:
    """What a trait weighs before anything is learned: the cue's sign, and what the law holds of rights, duties and periods."""
    kind, _, name = trait.partition(":")
    scale = {"cue": 0.25, "near": 0.08, "head": 0.12}.get(kind)
    if scale:
        return scale * direction_cues.signs()[name]
    if kind == "frame":
        return 0.21 * _ROLES.get(name, 0.0)
    return _ABOUT.get(name, 0.0) if kind == "about" else _OTHERS.get(trait, 0.0)


# --- from samples to data -------------------------------------------------------------------------------------------------


def fitted(found: Sequence[Sample]) -> tuple[Sequence[str], Any]:
    """Trait names and what is learned of them."""
    found = [sample for sample in found if sample.label != "neutral"]
    known = kept(found)
    vectors = DictVectorizer()
    table = vectors.fit_transform([{name: value for name, value in s.traits.items() if name in known} for s in found]).tocsr()
    names = [str(name) for name in vectors.feature_names_]
    return names, learn_lean(table, names, [s.label for s in found], np.array([s.weight for s in found]))


def kept(found: Sequence[Sample]) -> set[str]:
    """Traits that enough samples show."""
    rows: dict[str, int] = defaultdict(int)
    for sample in found:
        for name, value in sample.traits.items():
            rows[name] += bool(value)
    return {n for n, c in rows.items() if c >= (WORD_AT_LEAST if n.startswith(direction_traits.WORD) else ROWS_AT_LEAST)}


def lean_data(found: Sequence[Sample]) -> dict[str, float]:
    """The weights of direction_model.yaml."""
    return {name: round(float(weight), 3) for name, weight in sorted(zip(*fitted(found), strict=True)) if abs(weight) >= 0.005}


# --- the data file ---------------------------------------------------------------------------------------------


def main() -> None:
    """Trains on every labelled change and writes the file into the vocabulary, or into the folder of `--out`."""
    folder = destination("evaluation.train_meaning", __doc__)
    write(folder)
    print(f"{folder}: {direction_cues.FILE}.")


def covering() -> list[Row]:
    """The changes of all labelled pairs that cover something a person called material."""
    return [row for pair in training_pairs() for row in rows_of(pair) if row.covers]


def write(folder: Path = VOCABULARY) -> None:
    """Writes direction_model.yaml of a folder, learned from labelled pairs where the single labelled changes are missing."""
    weights = lean_data(lean_samples(list(labelled_changes())) or list(samples([*covering(), *written_examples()])))
    declared = [name for name in weights if not name.startswith(direction_traits.WORD)]
    direction_traits.known_traits(direction_cues.signs()).check(declared, direction_cues.FILE)
    by_hand = (VOCABULARY / direction_cues.FILE).read_text().split("\nweights:")[0]
    (folder / direction_cues.FILE).write_text(by_hand + "\n" + yaml.safe_dump({"weights": weights}, sort_keys=True, width=140))


if __name__ == "__main__":
    main()
