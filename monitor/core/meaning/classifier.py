"""How likely a person would call a change material, from its features: a linear model and a few small trees, averaged.

Both live in monitor/vocabulary/severity_model.json, made by `make model` (evaluation/train.py) from labelled pairs and cross-validated by
service; the figures stand in docs/evaluation.md. The model only decides whether a change is material; why, and how grave, say the rules.
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

from monitor.core.meaning.features.declared import features

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

    @cached_property
    def _forest(self) -> Forest:
        return Forest(self.trees)

    def likelihood(self, features: Mapping[str, float]) -> float:
        """How likely a person would call a change with these features material: the mean of both parts, 0 to 1."""
        linear, trees = self.parts(features)
        return (linear + trees) / 2

    def parts(self, features: Mapping[str, float]) -> tuple[float, float]:
        """The likelihood by the linear model and by the trees; without trees both are the linear model's."""
        linear = _logistic(self.intercept + sum(weight * value for name, value in features.items() if (weight := self.weights.get(name))))
        return linear, _logistic(self.baseline + self._forest.total(features)) if self.trees else linear


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
        for number, tree in enumerate(trees):
            leaves: list[float] = []
            for name, threshold, first, last in _splits(tree, 0, leaves):
                nodes.setdefault(name, []).append((float(threshold), (1 << last) - (1 << first) << number * width))
            self._leaves.append({1 << place: value for place, value in enumerate(leaves)})
        self._every = (1 << len(trees) * width) - 1
        self._ones = sum(1 << number * width for number in range(len(trees)))
        self._by_feature = {name: _ladder(sorted(found), self._every) for name, found in nodes.items()}
        self._absent = {name for name, (thresholds, _) in self._by_feature.items() if thresholds[0] < 0}
        """Features whose absence, which is 0, already sends a change to the right."""

    def total(self, features: Mapping[str, float]) -> float:
        """The sum of the leaves where the trees end."""
        left = self._every
        ladder_of = self._by_feature.get
        for name, value in features.items():
            if ladder := ladder_of(name):
                left &= ladder[1][bisect_left(ladder[0], value)]
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
    """
    features().check(data["weights"], f"{FILE}: weights")
    features().check((node[0] for tree in data["trees"] for node in tree if len(node) > 1), f"{FILE}: trees")
    return Model(data["threshold"], data["intercept"], data["weights"], data["baseline"], data["trees"])


@cache
def shipped() -> Model:
    """The model that ships with the program."""
    return model_of(json.loads(files("monitor.vocabulary").joinpath(FILE).read_text(encoding="utf-8")))
