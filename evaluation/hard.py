"""Measures changes made to be hard: `python -m evaluation.hard` judges evaluation/hard/*.yaml, which no model has learned from.

They are our own writing, labelled by the same guide and written without consulting the labelled pairs. Half of them change the substance in
a few words or hide a change in a rewritten paragraph; the other half say the same thing in many other words, or mention data without any
change of practice. Real changes are easier; these figures show which kind is hardest.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.figures import share
from evaluation.corpus import Pair
from evaluation.examples import example_pairs
from evaluation.report import covers
from monitor.core.compare import compare_documents

FOLDER = Path(__file__).with_name("hard")


def figures() -> Iterator[str]:
    """The table, a row per file: precision of alerts, recall of changes of substance, and how often the direction is right."""
    counts: dict[str, Counter[str]] = {}
    for pair in example_pairs(FOLDER):
        counts.setdefault(pair.name.rsplit("-", 1)[0], Counter()).update(_outcomes(pair))
    yield "| file | changes | of substance | alerts right | substance alerted | direction |\n|---|---|---|---|---|---|"
    for name, n in counts.items():
        shares = (share(n["right"], n["alerted"]), share(n["right"], n["substance"]), share(n["direction"], n["directed"]))
        yield f"| {name} | {n['pairs']} | {n['substance']} | " + " | ".join(f"{share:.2f}" for share in shares) + " |"


def _outcomes(pair: Pair) -> Iterator[str]:
    alerted = [change for change in compare_documents(pair.old, pair.new).changes if change.material]
    substance = bool(pair.material)
    outcomes = {"pairs": True, "substance": substance, "alerted": bool(alerted), "right": bool(alerted) and substance}
    yield from (name for name, holds in outcomes.items() if holds)
    if alerted and substance and pair.material[0]["direction"] != "neutral":
        found = [change for change in alerted if covers(change, pair.material[0])] or alerted
        yield "directed"
        if any(change.direction == pair.material[0]["direction"] for change in found):
            yield "direction"


def main() -> None:
    """Prints the table."""
    sys.stdout.write("\n".join(figures()) + "\n")


if __name__ == "__main__":
    main()
