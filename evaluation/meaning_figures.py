"""Figures of topics and directions, cross-validated by service: `python -m evaluation.meaning_figures` prints them."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from sklearn.model_selection import GroupKFold

from evaluation.corpus import Pair
from evaluation.rows import Row
from evaluation.train_meaning import covering, lean_data, samples
from evaluation.train_topics import covering as topics_of_pairs
from evaluation.train_topics import topic_data, written_examples, written_topics
from monitor.core.meaning import direction, topics
from monitor.model import Severity

FOLDS = 8


def figures(rows: Sequence[Row]) -> Iterator[str]:
    """Cross-validated by service: share of covered material events whose topic, or direction, some covering change says."""
    predicted = {key: dict(unseen(rows, key)) for key in ("topic", "direction")}
    hits: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    covering: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows:
        for n in row.covers:
            covering[row.pair.name, n].append(row)
    for (_, n), owners in covering.items():
        event = owners[0].pair.material[n]
        right = (
            any(event["topic"] in predicted["topic"][id(r)] for r in owners),
            any(event["direction"] in predicted["direction"][id(r)] for r in owners),
        )
        for group in _groups(owners[0].pair, event):
            hits[group].append(right)
    for group, found in sorted(hits.items()):
        topic, lean = (sum(h[at] for h in found) / len(found) for at in (0, 1))
        yield f"{group:22} events {len(found):4}   topic {topic:.3f}   direction {lean:.3f}"


def _groups(pair: Pair, event: Mapping[str, Any]) -> tuple[str, ...]:
    if pair.set == "bench":
        return ("benchmark pairs",)
    kind = "reworded" if event["old_quote"] and event["new_quote"] else "added" if event["new_quote"] else "removed"
    return ("all", f"kind {kind}", f"gold {event['direction']}")


def unseen(rows: Sequence[Row], key: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """What is predicted of each row by weights that never saw its service."""
    predict = _topics if key == "topic" else _directions
    places = np.array([row.pair.service for row in rows])
    for taught, tested in GroupKFold(FOLDS).split(np.zeros(len(rows)), groups=places):
        chosen = [rows[at] for at in tested]
        yield from zip(map(id, chosen), predict([rows[at] for at in taught], chosen), strict=True)


def _topics(taught: Sequence[Row], tested: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    data = topic_data([*topics_of_pairs(taught), *written_topics()], {})
    return (topics.ranked(row.change, data)[: topics.MOST] for row in tested)


def _directions(taught: Sequence[Row], tested: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    weights = lean_data(list(samples([*taught, *written_examples()])))
    for row in tested:
        yield (direction.lean_of(row.change, Severity.MATERIAL, weights=weights).direction.value,)


def main() -> None:
    """Prints the figures."""
    sys.stdout.write("\n".join(figures(covering())) + "\n")


if __name__ == "__main__":
    main()
