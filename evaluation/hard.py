"""A second look, at changes made to be hard: `python -m evaluation.hard` judges evaluation/hard/*.yaml, of which nothing was ever learned.

Our own writing, by the same guide, without a look at the labelled pairs: half of it changes substance in few words or hides it in a
paragraph rewritten, half says the same in many other words or speaks of data without doing anything. Real changes are easier; what counts
here is which kind is hardest.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from evaluation.corpus import Pair
from evaluation.examples import example_pairs
from evaluation.report import covers, share
from monitor.core.compare import compare_documents

FOLDER = Path(__file__).with_name("hard")


def figures() -> Iterator[str]:
    """A table row per file: how often an alert is right, how many changes of substance raise one, which way they are said to go."""
    counts: dict[str, Counter[str]] = {}
    for pair in example_pairs(FOLDER):
        counts.setdefault(pair.name.rsplit("-", 1)[0], Counter()).update(_judged(pair))
    yield "| file | changes | of substance | alerts right | substance alerted | direction |\n|---|---|---|---|---|---|"
    for name, n in counts.items():
        shares = (share(n["right"], n["told"]), share(n["right"], n["substance"]), share(n["direction"], n["directed"]))
        yield f"| {name} | {n['pairs']} | {n['substance']} | " + " | ".join(f"{share:.2f}" for share in shares) + " |"


def _judged(pair: Pair) -> Iterator[str]:
    told = [change for change in compare_documents(pair.old, pair.new).changes if change.material]
    substance = bool(pair.material)
    yield from (name for name, holds in (("pairs", True), ("substance", substance), ("told", told), ("right", told and substance)) if holds)
    if told and substance and pair.material[0]["direction"] != "neutral":
        found = [change for change in told if covers(change, pair.material[0])] or told
        yield "directed"
        if any(change.direction == pair.material[0]["direction"] for change in found):
            yield "direction"


def main() -> None:
    """Prints the table."""
    sys.stdout.write("\n".join(figures()) + "\n")


if __name__ == "__main__":
    main()
