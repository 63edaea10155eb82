"""The model: what it adds up, and that walking all trees at once gives what walking each gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.meaning.classifier import Forest, Model, Node, shipped

NAMES = "abcde"


def leaf(tree: Sequence[Node], features: Mapping[str, float]) -> float:
    """Where one tree ends, node by node."""
    node = tree[0]
    while len(node) > 1:
        node = tree[node[2] if features.get(node[0], 0.0) <= node[1] else node[3]]
    return float(node[0])


@st.composite
def trees(draw: st.DrawFn, depth: int = 4) -> list[list[object]]:
    """A tree as severity_model.json holds it: nodes by number, the root first."""
    nodes: list[list[object]] = [[]]

    def grow(at: int, depth: int) -> None:
        if depth == 0 or draw(st.booleans()):
            nodes[at] = [draw(st.integers(-50, 50)) / 10]
            return
        first = len(nodes)
        nodes[at] = [draw(st.sampled_from(NAMES)), draw(st.integers(-4, 8)) / 4, first, first + 1]
        nodes.extend(([], []))
        grow(first, depth - 1)
        grow(first + 1, depth - 1)

    grow(0, depth)
    return nodes


values = st.dictionaries(st.sampled_from([*NAMES, "other"]), st.integers(-8, 16).map(lambda n: n / 8))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(trees(), max_size=6), values)
def test_all_trees_at_once_end_where_each_ends(grown: list[list[list[object]]], features: dict[str, float]) -> None:
    assert Forest(grown).total(features) == pytest.approx(sum(leaf(tree, features) for tree in grown))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_so_does_the_model_that_ships(data: st.DataObject) -> None:
    grown = shipped().trees
    names = sorted({node[0] for tree in grown for node in tree if len(node) > 1})
    features = data.draw(st.dictionaries(st.sampled_from(names), st.sampled_from([0.2, 0.5, 1.0, 2.0]))) if names else {}
    assert Forest(grown).total(features) == pytest.approx(sum(leaf(tree, features) for tree in grown))


def test_the_linear_part_stands_alone_without_trees() -> None:
    model = Model(threshold=0.5, intercept=0.0, weights={"a": 2.0}, baseline=0.0, trees=())
    assert model.likelihood({}) == 0.5
    assert model.likelihood({"a": 1.0}) > 0.8
    assert model.likelihood({"a": -1.0}) < 0.2
