"""How likely a person would call a change material, from its features: a linear model and a few small trees, averaged.

Both live in monitor/vocabulary/model.json, made by `make model` (evaluation/train.py) from labelled pairs and cross-validated by service;
the figures stand in docs/evaluation.md. The model only decides whether a change is material; why, and how grave, say the rules.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any

Node = Sequence[Any]
"""[feature, threshold, left, right]: go left when the feature is at most the threshold (absent is 0); or [value]."""


@dataclass(frozen=True, slots=True)
class Model:
    """The learned part of the judgement."""

    threshold: float
    intercept: float
    weights: Mapping[str, float]
    baseline: float
    trees: Sequence[Sequence[Node]]

    def likelihood(self, features: Mapping[str, float]) -> float:
        """0 to 1."""
        linear = self.intercept + sum(weight * value for name, value in features.items() if (weight := self.weights.get(name)))
        if not self.trees:
            return _logistic(linear)
        grown = self.baseline + sum(_leaf(tree, features) for tree in self.trees)
        return (_logistic(linear) + _logistic(grown)) / 2


def _logistic(x: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, x))))


def _leaf(tree: Sequence[Node], features: Mapping[str, float]) -> float:
    node = tree[0]
    value_of = features.get
    while len(node) > 1:
        node = tree[node[2] if value_of(node[0], 0.0) <= node[1] else node[3]]
    return float(node[0])


def model_of(data: Mapping[str, Any]) -> Model:
    """A model from its data file's content."""
    return Model(data["threshold"], data["intercept"], data["weights"], data["baseline"], data["trees"])


@cache
def shipped() -> Model:
    """The model that ships with the program."""
    return model_of(json.loads(files("monitor.vocabulary").joinpath("model.json").read_text(encoding="utf-8")))
