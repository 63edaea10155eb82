"""How likely a person would call a change material: a linear model of features and words, and small trees of features, averaged.

Both live in monitor/vocabulary/severity_model.json, made by `make model` (evaluation/train.py) from labelled pairs and cross-validated by
service; the figures stand in docs/evaluation.md. The model decides whether a change is material, and whether
"critical" is earned; why, and what is critical, say the rules.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import accumulate
from math import exp
from operator import getitem
from struct import Struct
from typing import Any

from monitor.core.meaning.data_files import DataFileError, keyed, number, numbers
from monitor.core.meaning.features.declared import features
from monitor.core.meaning.passage_words import is_word

FILE = "severity_model.json"
Node = Sequence[Any]
"""[feature, threshold, left, right]: go left when the feature is at most the threshold (absent is 0); or [value]."""


@dataclass(frozen=True)
class Model:
    """The learned part of the judgement."""

    threshold: float
    intercept: float
    weights: Mapping[str, float]
    baseline: float
    trees: Sequence[Sequence[Node]]
    critical: Model | None = None
    """The same for the question whether a change is critical; None: that is left to the rules."""

    @cached_property
    def _forest(self) -> Forest:
        return Forest(self.trees)

    def likelihood(self, inputs: Mapping[str, float]) -> float:
        """How likely a person would call a change with these features and words material: the mean of both parts, 0 to 1."""
        linear, trees = self.parts(inputs)
        return (linear + trees) / 2

    def parts(self, inputs: Mapping[str, float]) -> tuple[float, float]:
        """The likelihood by the linear model and by the trees; without trees both are the linear model's."""
        weight_of = self.weights.get
        linear = _logistic(self.intercept + sum([weight * value for name, value in inputs.items() if (weight := weight_of(name))]))
        return linear, _logistic(self.baseline + self._forest.total(inputs)) if self.trees else linear


def _logistic(x: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, x))))


class Forest:
    """Trees compiled so that all are walked at once (QuickScorer, Lucchese et al. 2015), which costs a third of walking each.

    Every leaf is a bit, the leaves of a tree lie from left to right in bits of their own. A node that sends a change to the right rules out
    the leaves below its left hand; the leaf where a tree ends is the leftmost that nothing ruled out. What the nodes of one feature rule
    out depends on nothing but the feature's value, and is looked up by it.
    """

    def __init__(self, trees: Sequence[Sequence[Node]]) -> None:
        most = max((sum(len(node) == 1 for node in tree) for tree in trees), default=1)
        width, code = next((width, code) for width, code in ((8, "B"), (16, "H"), (32, "I"), (64, "Q")) if most <= width)
        self._fields = Struct(f"<{len(trees)}{code}")
        self._leaves: list[dict[int, float]] = []
        """By tree, the value of each leaf by its bit."""
        nodes: dict[str, list[tuple[float, int]]] = {}
        for at, tree in enumerate(trees):
            leaves: list[float] = []
            for name, threshold, first, last in _splits(tree, 0, leaves):
                nodes.setdefault(name, []).append((float(threshold), (1 << last) - (1 << first) << at * width))
            self._leaves.append({1 << place: value for place, value in enumerate(leaves)})
        self._every = (1 << len(trees) * width) - 1
        self._ones = sum(1 << at * width for at in range(len(trees)))
        self._by_feature = {name: _ladder(sorted(found), self._every) for name, found in nodes.items()}
        self._absent = {name for name, (thresholds, _) in self._by_feature.items() if thresholds[0] < 0}
        """Features whose absence, which is 0, already sends a change to the right."""

    def total(self, features: Mapping[str, float]) -> float:
        """The sum of the leaves where the trees end."""
        left = self._every
        for name in self._by_feature.keys() & features.keys():
            thresholds, masks = self._by_feature[name]
            left &= masks[bisect_left(thresholds, features[name])]
        for name in self._absent - features.keys():
            thresholds, masks = self._by_feature[name]
            left &= masks[bisect_left(thresholds, 0.0)]
        first = left & ~(left - self._ones)  # in every tree's bits the lowest that is set; none are without one, so nothing is borrowed
        return sum(map(getitem, self._leaves, self._fields.unpack(first.to_bytes(self._fields.size, "little"))))


def _splits(tree: Sequence[Node], at: int, leaves: list[float]) -> Iterator[tuple[str, float, int, int]]:
    """The inner nodes of a tree, each with the leaves below its left hand: from, up to; `leaves` takes the values from left to right."""
    node = tree[at]
    if len(node) == 1:
        leaves.append(float(node[0]))
        return
    first = len(leaves)
    yield from _splits(tree, node[2], leaves)
    yield node[0], node[1], first, len(leaves)
    yield from _splits(tree, node[3], leaves)


def _ladder(nodes: Sequence[tuple[float, int]], every: int) -> tuple[list[float], list[int]]:
    """Thresholds in order, and by how many of them a value is above what those nodes leave of all leaves."""
    masks = list(accumulate((ruled_out for _, ruled_out in nodes), lambda left, out: left & ~out, initial=every))
    return [threshold for threshold, _ in nodes], masks


def model_of(data: Mapping[str, Any]) -> Model:
    """A model from its data file's content.

    Raises:
        UnknownFeatureError: when it weighs a name that no feature declares.
        DataFileError: when a key is missing, a figure is none, or a tree does not lead from its root down to leaves.
    """
    keyed(FILE, data, ("threshold", "intercept", "weights", "baseline", "trees"))
    threshold, intercept, baseline = (number(f"{FILE}: {key}", data[key]) for key in ("threshold", "intercept", "baseline"))
    weights, trees = numbers(f"{FILE}: weights", data["weights"]), data["trees"]
    features().check((name for name in weights if not is_word(name)), f"{FILE}: weights")
    if not isinstance(trees, Sequence):
        raise DataFileError(f"{FILE}: trees: expected a list of trees, not {trees!r:.40}")
    for place, tree in enumerate(trees):
        _check_tree(f"{FILE}: trees: number {place}", tree)
    critical = model_of(data["critical"]) if "critical" in data else None
    return Model(threshold, intercept, weights, baseline, trees, critical)


def _check_tree(where: str, tree: object) -> None:
    """Refuses nodes of another shape, and children that stand before their parent, which could lead round in a circle."""
    if not isinstance(tree, Sequence) or not tree:
        raise DataFileError(f"{where}: expected a list of nodes, not {tree!r:.40}")
    for at, node in enumerate(tree):
        here = f"{where}: node {at}"
        if not isinstance(node, Sequence) or isinstance(node, str) or len(node) not in (1, 4):
            raise DataFileError(f"{here}: expected [value] or [feature, threshold, left, right], not {node!r:.40}")
        number(here, node[0] if len(node) == 1 else node[1])
        if len(node) == 4:
            features().check([str(node[0])], here)
            if any(type(child) is not int or not at < child < len(tree) for child in node[2:]):
                raise DataFileError(f"{here}: {node[2]!r:.40} and {node[3]!r:.40} must be later nodes of the tree")


@cache
def shipped() -> Model:
    """The model that ships with the program."""
    return model_of(json.loads(files("monitor.vocabulary").joinpath(FILE).read_text(encoding="utf-8")))
