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
from evaluation.train_meaning import covering, lean_data, samples, topic_data, written_examples
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
    found = list(samples(rows, key))
    written = list(samples(written_examples(), key))
    places = np.array([row.pair.service for row in rows])
    for _, tested in GroupKFold(FOLDS).split(np.zeros(len(rows)), groups=places):
        away = set(places[tested])
        taught = [sample for sample in found if sample.pair.service not in away] + written
        if key == "topic":
            data = topic_data(taught)
            for at in tested:
                yield id(rows[at]), topics.ranked(rows[at].change, data)[: topics.MOST]
        else:
            weights = lean_data(taught)
            for at in tested:
                lean = direction.lean_of(rows[at].change, Severity.MATERIAL, weights=weights)
                yield id(rows[at]), (lean.direction.value,)


def main() -> None:
    """Prints the figures."""
    sys.stdout.write("\n".join(figures(covering())) + "\n")


if __name__ == "__main__":
    main()
