"""The tables of docs/evaluation.md about single changes."""

from __future__ import annotations

from evaluation.change_tables import figure_table, reliability_table, rule_table
from monitor.core.meaning.assess import decide
from monitor.core.meaning.classifier import shipped
from tests.evaluation.test_changes import NEW, OLD, labelled

JUDGED = [
    (found, decide(found.change, shipped()))
    for found in (
        labelled(OLD, NEW, materiality="critical", direction="weakens", promise="withdrawn"),
        labelled(OLD, NEW, materiality="material", direction="weakens"),
        labelled(OLD, NEW, materiality="minor", direction="neutral"),
    )
]


def test_a_figure_stands_beside_its_aim() -> None:
    assert figure_table({"material F1": 0.5, "first topic": 1.0}, {"material F1": "0.78"}).splitlines()[2:] == [
        "| material F1 | 0.500 | 0.78 |",
        "| first topic | 1.000 | – |",
    ]


def test_a_rule_is_measured_on_every_use() -> None:
    rows = [line for line in rule_table(JUDGED).splitlines() if line.startswith("| promise-flipped |")]
    assert rows == ["| promise-flipped | decides | critical | 3 | 0.67 | 0.33 | – |"]


def test_a_rule_of_few_uses_has_no_row() -> None:
    assert "promise-flipped" not in rule_table(JUDGED[:2])


def test_certainties_are_compared_with_what_was_right() -> None:
    rows = [line.split(" | ") for line in reliability_table(JUDGED).splitlines()[2:]]
    assert [row[1:3] for row in rows if row[2] != "0"] == [["0.33", "3"]]
    assert [row[3:] for row in rows if row[4] != "0 |"] == [["1.00", "2 |"]]
