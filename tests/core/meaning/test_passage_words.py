"""The plain words of a passage and of its headings, from which severity is learned."""

from __future__ import annotations

import math

import pytest

from monitor.core.meaning.passage_words import HEADING, PASSAGE, is_word, severity_inputs
from monitor.core.text.tokens import stem
from tests.core.meaning.changes import observed


def vector(values: dict[str, float], prefix: str) -> list[float]:
    return [value for name, value in values.items() if name.startswith(prefix)]


def test_the_newer_side_and_the_nearest_headings_are_read() -> None:
    change = observed("We share orders.", "We share orders with couriers and couriers.")
    inputs = dict(severity_inputs(change))
    # The kind of document is no part of what a change says.
    assert inputs.keys() >= {name for name in change.features if not name.startswith("document:")}
    assert not any(name.startswith("document:") for name in inputs)
    assert {f"{PASSAGE}{stem('couriers')}", f"{PASSAGE}{stem('orders')}"} <= inputs.keys()
    assert inputs[f"{PASSAGE}{stem('couriers')}"] > inputs[f"{PASSAGE}{stem('orders')}"]


def test_what_was_removed_is_read_where_nothing_is_new() -> None:
    assert f"{PASSAGE}{stem('couriers')}" in severity_inputs(observed("We share orders with couriers.", ""))


@pytest.mark.parametrize("text", ["We share orders.", "We share orders with couriers. " * 40])
def test_a_long_passage_counts_as_much_as_a_short_one(text: str) -> None:
    found = vector(dict(severity_inputs(observed("", text))), PASSAGE)
    assert math.sqrt(math.fsum(value * value for value in found)) == pytest.approx(3.0)


def test_words_are_told_from_declared_names() -> None:
    assert is_word(f"{PASSAGE}{stem('orders')}")
    assert is_word(f"{HEADING}share")
    assert not is_word("edit:trivial")
