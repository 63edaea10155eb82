"""An explanation on the screen: its lines, their width, and nothing that steers a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.core.compare import compare_documents, explain
from monitor.model import Document
from monitor.render.explanation import explanation_text


def shown(old: str, new: str, width: int = 100) -> str:
    before, after = Document(f"# Privacy\n\n{old}\n"), Document(f"# Privacy\n\n{new}\n")
    change = compare_documents(before, after).changes[0]
    return explanation_text(1, change, explain(before, after, change.id), width=width)


def test_every_part_of_a_verdict_has_its_line() -> None:
    text = shown("We keep logs for 30 days.", "We keep logs for 24 months.")
    heads = [line.split()[0] for line in text.splitlines() if line[:1].strip()]
    assert heads[:4] == ["1.", "removed", "added", "gate"]
    assert {"RULE", "rule", "likelihood", "direction", "topic"} <= set(heads)
    assert "matched retention:doubled: data is kept at least twice as long" in text
    assert "put first by the rule that provides the headline" in " ".join(text.split())


def test_behind_a_gate_nothing_else_is_shown() -> None:
    text = shown("We keep your colour of choice.", "We keep your color of choice.")
    assert "synonym: " in text
    assert "likelihood" not in text
    assert "not determined, because the gate settles the change" in text


def test_figures_that_differ_are_not_printed_as_equal() -> None:
    two = (Document("# Privacy\n\nWe keep logs for 30 days.\n"), Document("# Privacy\n\nWe keep logs for 24 months.\n"))
    change = compare_documents(*two).changes[0]
    found = replace(explain(*two, change.id), likelihood=0.3199, threshold=0.32)
    text = " ".join(explanation_text(1, change, found, width=100).split())
    assert "0.3199 is below the threshold of 0.3200" in text
    assert "all other features of the linear model, which begins at" in text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    assert max(map(len, shown("We do not sell your data.", "We may sell your data.", width).splitlines())) <= width


def test_control_characters_of_a_text_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in shown("We keep logs for 30 days.", "We keep \x1b[31mlogs\x1b[0m for 24 months.")
