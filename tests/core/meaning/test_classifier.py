"""The model: what it adds up, and that walking all trees at once gives what walking each gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.meaning.classifier import Forest, Model, Node, model_of, shipped
from monitor.core.meaning.features.registry import UnknownFeatureError
from tests.sampling import examples

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


@settings(max_examples=examples(150), deadline=None, derandomize=True)
@given(st.lists(trees(), max_size=6), values)
def test_all_trees_at_once_end_where_each_ends(grown: list[list[list[object]]], features: dict[str, float]) -> None:
    assert Forest(grown).total(features) == pytest.approx(sum(leaf(tree, features) for tree in grown))


@settings(max_examples=examples(60), deadline=None, derandomize=True)
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


def chain(leaves: int, name: str = "a") -> list[list[object]]:
    """A tree that is as lopsided as can be: at each node one leaf to the left."""
    nodes: list[list[object]] = []
    for at in range(leaves - 1):
        nodes += [[name, float(at), 2 * at + 1, 2 * at + 2], [float(at)]]
    return [*nodes, [float(leaves - 1)]]


@pytest.mark.parametrize("leaves", [1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64])
@pytest.mark.parametrize("count", [1, 3])
def test_a_tree_may_have_as_many_leaves_as_its_bits_hold(leaves: int, count: int) -> None:
    forest = Forest([chain(leaves)] * count)
    for value in range(leaves + 1):
        assert forest.total({"a": float(value)}) == count * min(value, leaves - 1)


def test_trees_of_unlike_size_share_one_width() -> None:
    grown = [chain(3), chain(40, "b"), chain(1), chain(17)]
    for a, b in [(0.0, 0.0), (2.5, 38.5), (16.0, 39.0), (99.0, 99.0)]:
        found = {"a": a, "b": b}
        assert Forest(grown).total(found) == sum(leaf(tree, found) for tree in grown)


def test_a_tree_of_more_leaves_than_bits_is_refused() -> None:
    with pytest.raises(StopIteration):
        Forest([chain(65)])


def test_at_a_threshold_a_change_goes_left() -> None:
    tree = [["a", 0.5, 1, 2], [1.0], [2.0]]
    forest = Forest([tree])
    assert [forest.total({"a": value}) for value in (0.0, 0.5, 0.5000001)] == [1.0, 1.0, 2.0]


@pytest.mark.parametrize(("threshold", "ends"), [(-0.5, 2.0), (0.0, 1.0), (0.5, 1.0)])
def test_what_is_absent_counts_as_zero(threshold: float, ends: float) -> None:
    assert Forest([[["a", threshold, 1, 2], [1.0], [2.0]]]).total({}) == ends


def test_no_trees_add_nothing() -> None:
    assert Forest([]).total({"a": 1.0}) == 0


def test_the_likelihood_is_the_mean_of_both_parts() -> None:
    tree = [["a", 0.5, 1, 2], [-2.0], [2.0]]
    model = Model(threshold=0.5, intercept=0.0, weights={"a": 1.0}, baseline=0.0, trees=(tree,))
    linear, trees = model.parts({"a": 1.0})
    assert linear == pytest.approx(0.7310586)
    assert trees == pytest.approx(0.8807971)
    assert model.likelihood({"a": 1.0}) == pytest.approx((linear + trees) / 2)


@pytest.mark.parametrize("weight", [-1e6, 1e6])
def test_no_weight_is_too_heavy_for_a_likelihood(weight: float) -> None:
    model = Model(threshold=0.5, intercept=0.0, weights={"a": weight}, baseline=0.0, trees=())
    assert 0.0 < model.likelihood({"a": 1.0}) < 1.0


DATA = {
    "threshold": 0.3,
    "intercept": 0.1,
    "weights": {"kind:reworded": 1.0},
    "baseline": 0.0,
    "trees": [[["age:changed", 0.5, 1, 2], [0.0], [1.0]]],
}


def test_a_model_is_read_from_its_data() -> None:
    model = model_of(DATA)
    assert (model.threshold, model.intercept) == (0.3, 0.1)
    assert model.likelihood({"age:changed": 1.0}) > model.likelihood({})


@pytest.mark.parametrize(
    ("changed", "part"),
    [({"weights": {"gone:sell": 1.0}}, "weights"), ({"trees": [[["gone:sell", 0.5, 1, 2], [0.0], [1.0]]]}, "trees")],
)
def test_a_model_that_weighs_an_unknown_feature_is_refused(changed: dict[str, object], part: str) -> None:
    with pytest.raises(UnknownFeatureError, match=rf"severity_model\.json: {part}:.* 'gone:sell'"):
        model_of({**DATA, **changed})
