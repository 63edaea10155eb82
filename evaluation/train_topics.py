"""Learns what changes are about: `python -m evaluation.train_topics [--out FOLDER]` writes topic_model.json.

A linear model over the traits of monitor/core/meaning/topics.py, drawn towards what the vocabulary says of concepts and what headings teach
of words (evaluation/topic_words.py). It learns from single changes that a person read one by one, and from those of our own writing.

Of the changes that are rightly told as material, a person named the likeliest topic in 0.88, on unseen services. Without the changes that
were read one by one 0.80, without the minor ones among them 0.87, without those of our own writing 0.86, without the words under headings
0.86.
The older labels of pairs add less than 0.005 and are only learned from where the single ones are missing; cosmetic changes add nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer

from evaluation.changes import LabelledChange, labelled_changes
from evaluation.corpus import training_pairs
from evaluation.destination import VOCABULARY, destination
from evaluation.examples import example_rows
from evaluation.offsets import choice_loss, minimum
from evaluation.rows import Row, rows_of
from evaluation.topic_words import passages, texts, word_weights
from monitor.core.meaning import topics
from monitor.core.meaning.topic_names import OTHER, TOPICS

WEIGHTS = {"critical": 1.0, "material": 1.0, "minor": 0.5}
"""What a labelled change counts."""
FORMAL, FORMAL_MINOR = ("contact-identity", "notice-of-changes", OTHER), 0.15
"""Most minor changes are about formalities, which few material ones are: there they count less, lest a short statement be taken for one."""
WRITTEN = 0.5
"""What a change of our own writing counts."""
FIRST = 0.7
"""How far the first of several topics is the right one; the others share the rest."""
SPREAD, ROUNDS = 0.5, 80
"""How far the weights may move from what is held before (variance of a Gaussian prior)."""
HELD = 0.6
"""What the passages' word weights count."""
EXAMPLES_AT_LEAST, SERVICES_AT_LEAST = 3, 6
"""Examples that must show a trait, and services that must show a word, before anything is learned of it."""
LEAST = 0.08
"""Weights below are left out."""
INTERCEPT = "intercept"


@dataclass(frozen=True)
class Example:
    """A change with the topics that a person named, the main one first."""

    service: str
    topics: Sequence[str]
    weight: float
    traits: Mapping[str, float]


def told(changes: Sequence[LabelledChange]) -> list[Example]:
    """Single labelled changes to learn from."""
    return [
        Example(found.service, found.label["topics"], weight, topics.traits(found.change))
        for found in changes
        if (weight := _weight(found.label))
    ]


def _weight(label: Mapping[str, Any]) -> float:
    minor = label["materiality"] == "minor"
    return FORMAL_MINOR if minor and label["topics"][0] in FORMAL else WEIGHTS.get(label["materiality"], 0.0)


def covering(rows: Sequence[Row], weight: float = 1.0) -> list[Example]:
    """Changes that cover material events of a pair, by the events' topics."""
    return [
        Example(row.pair.service, [row.pair.material[n]["topic"]], weight * len(row.covers) ** -0.5, topics.traits(row.change))
        for row in rows
        for n in row.covers
    ]


def written_examples() -> list[Row]:
    """The changes of our own writing that are material and belong to a topic; "other" is rarer among real changes than among ours."""
    return [row for row in example_rows() if row.covers and row.pair.material[0]["topic"] != OTHER]


def written_topics() -> list[Example]:
    """The changes of our own writing as examples of topics."""
    return covering(written_examples(), WRITTEN)


def topic_data(examples: Sequence[Example], words: Mapping[str, Any]) -> dict[str, Any]:
    """The content of topic_model.json.

    Args:
        examples: what to learn from.
        words: what stems say before, see `topic_words.word_weights`.
    """
    vectors = DictVectorizer()
    table = vectors.fit_transform([{**example.traits, INTERCEPT: 1.0} for example in examples]).tocsr()
    names = [str(name) for name in vectors.feature_names_]
    held = {topics.WORD + stem: HELD * row for stem, row in words.items()}
    own = np.array([held[name] if name in held else _own(name) for name in names])
    learned = {**held, **dict(zip(names, _moved(table, names, own, examples), strict=True))}
    rows = {name: kept for name, row in sorted(learned.items()) if (kept := _rounded(row))}
    return {"intercept": rows.pop(INTERCEPT, {}), "weights": rows}


def _own(name: str) -> Any:
    """The vocabulary's own weights of a trait."""
    own = dict(topics.own_weights(name))
    return np.array([own.get(topic, 0.0) for topic in TOPICS])


def _moved(table: csr_matrix, names: Sequence[str], own: Any, examples: Sequence[Example]) -> Any:
    """What is learned beyond the vocabulary: of words all of it, of others how far they move from the vocabulary's own."""
    free = np.flatnonzero(_kept(table, names, examples))
    weights = np.array([example.weight for example in examples])
    loss = choice_loss(table[:, free], table @ own, np.array([_truth(example.topics) for example in examples]), weights)
    ours = np.array([name.startswith(topics.WORD) for name in names])
    out = np.where(ours[:, None], own, 0.0)
    out[free] += minimum(loss, np.zeros(len(free) * len(TOPICS)), SPREAD, ROUNDS).reshape(-1, len(TOPICS))
    return out


def _truth(named: Sequence[str]) -> Any:
    out = np.zeros(len(TOPICS))
    for at, topic in enumerate(named):
        out[TOPICS.index(topic)] += 1.0 if len(named) == 1 else (1 - FIRST) / (len(named) - 1) if at else FIRST
    return out


def _kept(table: csr_matrix, names: Sequence[str], examples: Sequence[Example]) -> Any:
    """Which traits enough examples, and of words enough services, show."""
    _, numbers = np.unique([example.service for example in examples], return_inverse=True)
    shown = table != 0
    owners = csr_matrix((np.ones(len(numbers)), (numbers, np.arange(len(numbers)))))
    services = np.asarray(((owners @ shown) > 0).sum(0)).ravel()
    words = np.array([name.startswith((topics.WORD, topics.HEADING)) for name in names])
    return (np.asarray(shown.sum(0)).ravel() >= EXAMPLES_AT_LEAST) & (~words | (services >= SERVICES_AT_LEAST))


def _rounded(row: Any) -> dict[str, float]:
    return {topic: round(float(weight), 2) for topic, weight in zip(TOPICS, row, strict=True) if abs(weight) >= LEAST}


def write(folder: Path = VOCABULARY) -> None:
    """Learns from everything there is and writes topic_model.json of a folder; without the single labelled changes from labelled pairs."""
    real = told(list(labelled_changes())) or covering([row for pair in training_pairs() for row in rows_of(pair)])
    learned = topic_data([*real, *written_topics()], word_weights(passages(texts())))
    topics.check(learned)
    (folder / topics.FILE).write_text(as_json(learned))


def as_json(data: Mapping[str, Any]) -> str:
    """The text of topic_model.json: one trait a line, with what it adds to the log-odds of each topic."""
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in data["weights"].items())
    return f'{{\n "intercept": {json.dumps(data["intercept"])},\n "weights": {{\n{lines}\n }}\n}}\n'


def main() -> None:
    """Writes the file into the vocabulary, or into the folder of `--out`."""
    folder = destination("evaluation.train_topics", __doc__)
    write(folder)
    print(f"{folder}: {topics.FILE}.")


if __name__ == "__main__":
    main()
