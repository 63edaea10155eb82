"""Learns topics and directions: `python -m evaluation.train_meaning [--out FOLDER]` writes topic_model.json and direction_model.yaml.

Both are linear models over the traits of monitor/core/meaning/{topics,direction}.py, drawn towards what the vocabulary says by itself,
so that a few hundred labels correct it and do not replace it. Labelled quotes are examples beside the changes that cover them. Figures of a
cross-validation by service: `python -m evaluation.meaning_figures`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer

from evaluation.changes import LabelledChange, change_rows, labelled_changes
from evaluation.corpus import MATERIAL, Pair, training_pairs
from evaluation.destination import VOCABULARY, destination
from evaluation.examples import example_rows
from evaluation.rows import Row, rows_of
from monitor.core.diff.candidates import Candidate
from monitor.core.meaning import direction_cues, direction_traits, topics
from monitor.core.meaning.document_context import DocumentContext, document_kind
from monitor.core.meaning.observation import Observation, observe
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.text.segment import SegmentedText, Unit
from monitor.model import ChangeKind

TOPICS = topics.TOPICS
QUOTE_WEIGHTS = {"topic": 1.0, "direction": 0.0}
MINOR_WEIGHTS = {"topic": 0.5, "direction": 0.0}
EXAMPLE_WEIGHT = 0.5
MINOR_LEAN, EXAMPLE_LEAN = 0.5, 0.3
"""What a minor change, and one of our own writing, counts where directions are learned; a material one counts 1."""
TOPIC_SPREAD, LEAN_SPREAD = 0.3, 0.025
"""How far the weights may move from the vocabulary's own (variance of a Gaussian prior)."""
WORD_AT_LEAST = 12
"""Rows in which a word must come or go before anything is learned of it."""
SERVICES_AT_LEAST = 6
"""Services whose changes must show a stem before anything is learned of it: what only a few show may be a name."""
ROWS_AT_LEAST = {"topic": 3, "direction": 4}


@dataclass(frozen=True)
class Sample:
    """A change, or a labelled quote, with what a person said of it."""

    pair: Pair
    label: str
    weight: float
    traits: Mapping[str, float]


def quoted(pair: Pair, event: Mapping[str, Any], section: tuple[str, ...]) -> Observation:
    """The quotes of an event alone, as an observation in which nothing is known of the text around."""
    pages = [SegmentedText(event[f"{side}_quote"] or "") for side in ("old", "new")]
    units: list[tuple[Unit, ...]] = [tuple(u for line in range(len(page.lines)) for u in page.units(line)) for page in pages]
    context = DocumentContext(ParsedDocument(pages[0]), ParsedDocument(pages[1]), kind=document_kind(pair.new.title, pair.new.text))
    change = observe(Candidate(ChangeKind.REWORDED, units[0], units[1]), context)
    return replace(change, section=section, features={f"document:{context.kind}": 1.0})


def traits_of(change: Observation, key: str) -> Mapping[str, float]:
    """What a model of `topic` or `direction` sees."""
    return direction_traits.traits(change) if key == "direction" else {**topics.traits(change), "intercept": 1.0}


def samples(rows: Sequence[Row], key: str) -> Iterator[Sample]:
    """Examples of `topic` or `direction`: changes that cover a material event, and the quotes themselves."""
    for row in rows:
        own = EXAMPLE_WEIGHT if row.pair.set == "example" else 1.0
        for n in row.covers:
            yield Sample(row.pair, row.pair.material[n][key], own * len(row.covers) ** -0.5, traits_of(row.change, key))
    sections = {(row.pair.name, n): row.change.section for row in reversed(rows) for n in row.covers}
    for pair in {row.pair.name: row.pair for row in rows if row.pair.set != "example"}.values():
        for event in pair.events:
            material = event["materiality"] in MATERIAL
            weight = QUOTE_WEIGHTS[key] * (1.0 if material else MINOR_WEIGHTS[key])
            if weight and (event["old_quote"] or event["new_quote"]):
                where = sections.get((pair.name, pair.material.index(event)), ()) if material else ()
                yield Sample(pair, event[key], weight, traits_of(quoted(pair, event, where), key))


def lean_samples(changes: Sequence[LabelledChange]) -> list[Sample]:
    """What the direction is learned from: single labelled changes that go one way or the other, and those of our own writing.

    Without labelled changes there are none.
    """
    if not changes:
        return []
    weights = {"critical": 1.0, "material": 1.0, "minor": MINOR_LEAN}
    real = [
        Sample(row.pair, event["direction"], weights[event["materiality"]], traits_of(row.change, "direction"))
        for row in change_rows(changes)
        for event in row.pair.events
        if event["materiality"] in weights
    ]
    written = [
        Sample(row.pair, row.pair.events[0]["direction"], EXAMPLE_LEAN, traits_of(row.change, "direction")) for row in written_examples()
    ]
    return real + written


# --- two linear models, each drawn towards what the vocabulary says -------------------------------------------------------


def minimum(loss: Callable[[Any], tuple[float, Any]], start: Any, spread: float, rounds: int) -> Any:
    """The offsets at which the loss and their own squared size, over the spread, are least together."""

    def penalized(offsets: Any) -> tuple[float, Any]:
        value, slope = loss(offsets)
        return value + 0.5 * float((offsets**2).sum()) / spread, slope + offsets / spread

    return minimize(penalized, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds}).x


def learn_topics(table: csr_matrix, names: Sequence[str], labels: Sequence[str], weights: Any) -> Any:
    """Offsets by trait and topic."""
    own = own_table(names)
    truth = np.eye(len(TOPICS))[[TOPICS.index(label) for label in labels]]
    transposed = table.T.tocsr()

    def loss(flat: Any) -> tuple[float, Any]:
        scores = table @ (own + flat.reshape(own.shape))
        odds = np.exp(scores - scores.max(1, keepdims=True))
        likely = odds / odds.sum(1, keepdims=True)
        value = -float((weights * np.log((likely * truth).sum(1) + 1e-12)).sum())
        return value, (transposed @ (weights[:, None] * (likely - truth))).ravel()

    return minimum(loss, np.zeros(own.size), TOPIC_SPREAD, 60).reshape(own.shape)


def own_table(names: Sequence[str]) -> Any:
    """The vocabulary's own weights, by trait and topic."""
    own = np.zeros((len(names), len(TOPICS)))
    for at, name in enumerate(names):
        for topic, weight in topics.own_weights(name):
            own[at, TOPICS.index(topic)] = weight
    return own


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


def fitted(found: Sequence[Sample], key: str) -> tuple[Sequence[str], Any]:
    """Trait names and what is learned of them."""
    if key == "direction":
        found = [sample for sample in found if sample.label != "neutral"]
    known = kept(found, key)
    vectors = DictVectorizer()
    table = vectors.fit_transform([{name: value for name, value in s.traits.items() if name in known} for s in found]).tocsr()
    names = [str(name) for name in vectors.feature_names_]
    learn = learn_lean if key == "direction" else learn_topics
    return names, learn(table, names, [s.label for s in found], np.array([s.weight for s in found]))


def kept(found: Sequence[Sample], key: str) -> set[str]:
    """Traits that enough samples, and of stems enough services, show."""
    rows: dict[str, int] = defaultdict(int)
    services: dict[str, set[str]] = defaultdict(set)
    for sample in found:
        for name, value in sample.traits.items():
            if value:
                rows[name] += 1
                services[name].add(sample.pair.service)
    least = {n: WORD_AT_LEAST if n.startswith(direction_traits.WORD) else ROWS_AT_LEAST[key] for n in rows}
    return {n for n, c in rows.items() if c >= least[n] and (not n.startswith("stem:") or len(services[n]) >= SERVICES_AT_LEAST)}


def topic_data(found: Sequence[Sample]) -> dict[str, Any]:
    """The content of topic_model.json."""
    names, table = fitted(found, "topic")
    weights = {name: _rounded(row, 0.08) for name, row in sorted(zip(names, table, strict=True))} if len(names) else {}
    return {"intercept": weights.pop("intercept", {}), "weights": {name: row for name, row in weights.items() if row}}


def _rounded(row: Any, least: float) -> dict[str, float]:
    return {topic: round(float(weight), 2) for topic, weight in zip(TOPICS, row, strict=True) if abs(weight) >= least}


def lean_data(found: Sequence[Sample]) -> dict[str, float]:
    """The weights of direction_model.yaml."""
    return {name: round(float(weight), 3) for name, weight in sorted(zip(*fitted(found, "direction"), strict=True)) if abs(weight) >= 0.005}


# --- the data files ---------------------------------------------------------------------------------------------


def main() -> None:
    """Trains on every labelled pair and writes both files into the vocabulary, or into the folder of `--out`."""
    folder = destination("evaluation.train_meaning", __doc__)
    write([*covering(), *written_examples()], folder)
    print(f"{folder}: topic_model.json and direction_model.yaml.")


def covering() -> list[Row]:
    """The changes of all labelled pairs that cover something a person called material."""
    return [row for pair in training_pairs() for row in rows_of(pair) if row.covers]


def written_examples() -> list[Row]:
    """The changes of our own writing that are material and belong to a topic; "other" is rarer among real changes than among ours."""
    return [row for row in example_rows() if row.covers and row.pair.material[0]["topic"] != topics.OTHER]


def write(rows: Sequence[Row], folder: Path = VOCABULARY) -> None:
    """Writes what was learned into topic_model.json and direction_model.yaml of a folder."""
    learned = topic_data(list(samples(rows, "topic")))
    topics.check(learned)
    weights = lean_data(lean_samples(list(labelled_changes())) or list(samples(rows, "direction")))
    declared = [name for name in weights if not name.startswith(direction_traits.WORD)]
    direction_traits.known_traits(direction_cues.signs()).check(declared, direction_cues.FILE)
    (folder / topics.FILE).write_text(topics_as_json(learned))
    by_hand = (VOCABULARY / direction_cues.FILE).read_text().split("\nweights:")[0]
    (folder / direction_cues.FILE).write_text(by_hand + "\n" + yaml.safe_dump({"weights": weights}, sort_keys=True, width=140))


def topics_as_json(data: Mapping[str, Any]) -> str:
    """The text of topic_model.json: one trait a line, with what it adds to the log-odds of each topic."""
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in data["weights"].items())
    return f'{{\n "intercept": {json.dumps(data["intercept"])},\n "weights": {{\n{lines}\n }}\n}}\n'


if __name__ == "__main__":
    main()
