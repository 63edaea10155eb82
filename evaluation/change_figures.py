"""Figures of the single labelled changes, cross-validated by service: `python -m evaluation.change_figures` prints them.

Each change is judged by models of severity, direction and topics that have seen no change of its service. What the figures mean is said in
docs/evaluation.md; they are those of the scorer that comes with the labels: precision and recall of alerts are weighted, since a label
stands for `weight` changes.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from sklearn.model_selection import GroupKFold

from bench.figures import replace_between, share
from evaluation.change_tables import figure_table, reliability_table, rule_table
from evaluation.changes import LabelledChange, change_rows, labelled_changes
from evaluation.examples import example_rows
from evaluation.topic_words import passages, texts, word_weights
from evaluation.train import model
from evaluation.train_meaning import lean_data, lean_samples
from evaluation.train_topics import told, topic_data, written_topics
from monitor.core.meaning.assess import OPPOSITE, Decision, decide
from monitor.model import Direction, Severity

FOLDS = 8
DOCUMENT = Path(__file__).resolve().parents[1] / "docs/evaluation.md"
_GONE = ("withdrawn", "narrowed")


def cross_validated(changes: Sequence[LabelledChange]) -> list[Decision]:
    """The verdict on each change by a model that has not learned from its service."""
    made: dict[int, Decision] = {}
    services = np.array([found.service for found in changes])
    written, written_about, pages = example_rows(), written_topics(), passages(texts())
    for taught, tested in GroupKFold(FOLDS).split(np.zeros(len(changes)), groups=services):
        known = [changes[at] for at in taught]
        learned, leans = model([*change_rows(known), *written]), lean_data(lean_samples(known))
        about = topic_data([*told(known), *written_about], word_weights(pages, set(services[tested])))
        made.update((at, decide(changes[at].change, learned, leans, about)) for at in tested)
    return [made[at] for at in range(len(changes))]


def figures(changes: Sequence[LabelledChange], decisions: Iterable[Decision]) -> dict[str, float]:
    """Every figure by its name."""
    n: Counter[str] = Counter()
    for found, made in zip(changes, decisions, strict=True):
        _count(n, found, made)
    precision, recall = share(n["tp"], n["tp"] + n["fp"]), share(n["tp"], n["tp"] + n["fn"])
    said = n["both"] - n["unclear"]
    return {
        "material precision": precision,
        "material recall": recall,
        "material F1": share(2 * precision * recall, precision + recall),
        "critical precision": share(n["critical as critical"], n["says critical"]),
        "critical recall": share(n["critical as critical"], n["critical"]),
        "direction said": share(said, n["both"]),
        "direction right where said": share(n["right"], said),
        "direction opposite, of told": share(n["opposite"], n["both"]),
        "first topic": share(n["topic"], n["both"]),
        "a told loss of a promise is one": share(n["says gone and is"], n["says gone"]),
        "lost promises told as a loss": share(n["gone told"], n["gone"]),
    }


def _count(n: Counter[str], found: LabelledChange, made: Decision) -> None:
    weight, told, label = found.label["weight"], made.severity.rank >= Severity.MATERIAL.rank, found.label
    n["tp" if told and found.material else "fp" if told else "fn" if found.material else "tn"] += weight
    critical, gone = label["materiality"] == "critical", label["promise"] in _GONE
    n["critical"] += critical
    n["says critical"] += made.severity is Severity.CRITICAL
    n["critical as critical"] += critical and made.severity is Severity.CRITICAL
    n["gone"] += gone
    n["gone told"] += gone and told and made.direction is Direction.WEAKENS
    first = made.reasons[0].id if made.reasons else ""
    if told and any(word in first for word in _GONE):
        n["says gone"] += 1
        n["says gone and is"] += gone
    if told and found.material:
        n["both"] += 1
        n["unclear"] += made.direction.value == "unclear"
        n["right"] += made.direction.value == label["direction"]
        n["opposite"] += OPPOSITE.get(made.direction) == label["direction"]
        n["topic"] += bool(made.topics) and made.topics[0] in label["topics"]


MUSTS = {
    "material F1": "0.78",
    "critical precision": "0.60",
    "critical recall": "0.60",
    "direction said": "0.50",
    "direction right where said": "0.85",
    "direction opposite, of told": "at most 0.05",
    "first topic": "0.85",
    "a told loss of a promise is one": "0.85",
    "lost promises told as a loss": "0.80",
}
"""What the figures were to reach when single changes were first labelled."""


def report(*, write: bool) -> None:
    """Prints the figures, or that there are no labels, and writes their tables into docs/evaluation.md if asked to."""
    changes = list(labelled_changes())
    if not changes:
        print("The single labelled changes are missing: set POLICY_MONITOR_SHARED to the folder of the large labelled set.")
        return
    decisions = cross_validated(changes)
    found, judged = figures(changes, decisions), list(zip(changes, decisions, strict=True))
    tables = {"changes": figure_table(found, MUSTS), "rules": rule_table(judged), "reliability": reliability_table(judged)}
    for name, text in tables.items():
        print(f"{text}\n")
        if write:
            replace_between(DOCUMENT, name, text)


def main(argv: Sequence[str] | None = None) -> None:
    """Prints the figures and tables."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.change_figures", description="Measures verdicts on single labelled changes."
    )
    parser.add_argument("--write", action="store_true", help="put the tables into docs/evaluation.md")
    report(write=parser.parse_args(argv).write)


if __name__ == "__main__":
    main()
