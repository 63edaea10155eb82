"""Mutations of Python and of the rule table: each changes one place and leaves a file that can still be read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import yaml

from evaluation.mutation_operators import mutants_of
from tests.sampling import sampled

ROOT = Path(__file__).resolve().parents[2]


def changed(text: str, path: str = "a.py") -> list[tuple[str, str]]:
    """(the mutation, the line that it made) of every mutant."""
    return [(mutant.what, mutant.text.splitlines()[mutant.line - 1].strip()) for mutant in mutants_of(path, text)]


@pytest.mark.parametrize(
    ("source", "mutations"),
    [
        ("x = a < b\n", [("a < b → a <= b", "x = (a <= b)")]),
        ("x = a in b\n", [("a in b → a not in b", "x = (a not in b)")]),
        ("x = a is None\n", [("a is None → a is not None", "x = (a is not None)")]),
        ("x = a and b\n", [("a and b → a or b", "x = (a or b)")]),
        ("x = not a\n", [("not a → a", "x = (a)")]),
        ("x = True\n", [("True → False", "x = (False)")]),
        ("x = 3\n", [("3 → 4", "x = (4)")]),
        ("x = 0.5\n", [("0.5 → 1.5", "x = (1.5)")]),
        ("def f():\n    return a\n", [("return a → return None", "return None")]),
    ],
)
def test_each_kind_of_mutation(source: str, mutations: list[tuple[str, str]]) -> None:
    assert changed(source) == mutations


@pytest.mark.parametrize(
    "source",
    [
        '"""A docstring with 3 words."""\n',
        "@dataclass(frozen=True)\nclass A: ...\n",
        "x: Literal[3]\n",
        "def f(a: Literal[3]) -> Literal[4]: ...\n",
        'x = f"{3}"\n',
        "def f():\n    return None\n",
        "def f():\n    return\n",
        "def f():\n    return ''\n",
        "x = a < b < c\n",
    ],
)
def test_docstrings_and_annotations_are_not_mutated(source: str) -> None:
    assert changed(source) == []


def test_offsets_count_bytes_not_characters() -> None:
    assert changed('x = ("“Straße” – 東京", 1)\n') == [("1 → 2", 'x = ("“Straße” – 東京", (2))')]


TABLE = """# head
- id: one
  severity: critical
  direction: weakens
  decides: true
  any: ["a", "b"]
  none: ["c"]
- id: two
  severity: minor
  decides: false
  all:
  - d
  - e
  says: "all: none"
"""


def test_the_rule_table_is_mutated_by_row() -> None:
    made = {mutant.what: yaml.safe_load(mutant.text) for mutant in mutants_of("rules.yaml", TABLE)}
    assert made["one: any without a"][0]["any"] == ["b"]
    assert made["one: none without c"][0]["none"] == []
    assert made["one: severity critical → material"][0]["severity"] == "material"
    assert made["one: direction weakens → strengthens"][0]["direction"] == "strengthens"
    assert made["one: decides → false"][0]["decides"] is False
    turned = made["one: guard c demanded instead of excluded"][0]
    assert (turned["all"], turned["none"]) == (["c"], [])
    assert made["two: all without e"][1]["all"] == ["d"]
    assert made["two: severity minor → material"][1]["severity"] == "material"
    assert made["two: decides → true"][1]["decides"] is True
    assert len(made) == 11


def test_the_rest_of_the_table_stays() -> None:
    original = yaml.safe_load(TABLE)
    for mutant in mutants_of("rules.yaml", TABLE):
        rows = yaml.safe_load(mutant.text)
        assert sum(row != before for row, before in zip(rows, original, strict=True)) == 1, mutant.what


@pytest.mark.parametrize(
    "path", sampled(["monitor/core/meaning/assess.py", "monitor/core/meaning/frames.py", "monitor/vocabulary/rules.yaml"], 3)
)
def test_mutants_of_the_engine_can_be_read(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    made = list(mutants_of(path, text))
    assert len(made) > 20
    for mutant in made[:: len(made) // 10]:
        assert mutant.text != text
        assert ast.parse(mutant.text) if path.endswith(".py") else yaml.load(mutant.text, Loader=yaml.CSafeLoader)
