"""The figures of docs/evaluation.md: `python -m evaluation.report [--write] [--show] [--model FILE | --cross-validate]`.

The public pairs are judged by the model that ships, which has not learned from them. With the large labelled set (evaluation/corpus.py) its
pairs are cross-validated by service through the whole engine: each service is judged by a model that has seen no pair of it, so that the
figure is the one to expect for an unknown policy. Rules and vocabulary were written by people who had read pairs of both sets; by that
much all figures are too good.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.figures import replace_between, share
from evaluation.changes import change_rows, labelled_changes
from evaluation.corpus import Pair, benchmark_pairs, labelled, missing
from evaluation.examples import example_rows
from evaluation.rows import Row, covered, rows_of, words
from evaluation.train import THRESHOLD, model
from monitor.core.compare import compare_documents
from monitor.core.meaning.classifier import Model, model_of
from monitor.model import Change

FOLDS = 10
DOCUMENT = Path(__file__).resolve().parents[1] / "docs/evaluation.md"


@dataclass
class Tally:
    """The counts behind the figures."""

    counts: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    def add(self, pair: Pair, changes: Sequence[Change]) -> None:
        """Counts one pair."""
        alerts = [change for change in changes if change.material]
        events = pair.material
        self.counts[{(True, True): "tp", (True, False): "fn", (False, True): "fp", (False, False): "tn"}[bool(events), bool(alerts)]] += 1
        for event in events:
            self._event(pair, event, [change for change in alerts if covers(change, event)])
        if pair.complete:
            for change in alerts:
                right = any(covers(change, event) for event in events)
                self.counts["alerts"] += 1
                self.counts["right"] += right
                if not right:
                    self.false.append(f"{pair.name} | {change.reasons[0].rule} | {_sides(change)}")

    def _event(self, pair: Pair, event: dict[str, str], found: Sequence[Change]) -> None:
        critical = event["materiality"] == "critical"
        self.counts["events"] += 1
        self.counts["critical"] += critical
        if not found:
            self.misses.append(f"{pair.name} | {event['materiality']} {event['topic']} | {event['old_quote']} → {event['new_quote']}"[:300])
            return
        self.counts["hit"] += 1
        self.counts["critical hit"] += critical
        self.counts["critical as critical"] += critical and any(change.severity == "critical" for change in found)
        self.counts["direction"] += any(change.direction == event["direction"] for change in found)
        self.counts["topic"] += any(event["topic"] in change.topics for change in found)

    def figures(self) -> dict[str, float]:
        """Every figure by its name, in the table's order."""
        n = self.counts
        precision, recall = share(n["tp"], n["tp"] + n["fp"]), share(n["tp"], n["tp"] + n["fn"])
        right, hit = share(n["right"], n["alerts"]), share(n["hit"], n["events"])
        return {
            "alert precision": precision, "alert recall": recall, "alert F1": _f1(precision, recall), "events precision": right,
            "events recall": hit, "events F1": _f1(right, hit), "critical recall": share(n["critical hit"], n["critical"]),
            "direction": share(n["direction"], n["hit"]), "topic": share(n["topic"], n["hit"]),
        }  # fmt: skip


def _sides(change: Change) -> str:
    return f"{change.old.text if change.old else '–'} → {change.new.text if change.new else '–'}".replace("\n", " ")[:260]


def covers(change: Change, event: dict[str, str]) -> bool:
    """Whether a change covers an event, on either side."""
    sides = ((change.old, event.get("old_quote")), (change.new, event.get("new_quote")))
    return any(side is not None and covered(words(quote), words(side.text)) for side, quote in sides)


def _f1(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0


def folds(services: Iterable[str]) -> list[set[str]]:
    """The services in FOLDS groups, the same in every run."""
    groups: list[set[str]] = [set() for _ in range(FOLDS)]
    for n, service in enumerate(sorted(set(services))):
        groups[n % FOLDS].add(service)
    return groups


def cross_validated(pairs: Sequence[Pair], extra: Sequence[Pair]) -> list[tuple[Pair, Model]]:
    """Each pair with a model that has seen nothing of its service.

    Learned from the single labelled changes, as the model that ships; without them from the pairs themselves and `extra` ones.
    """
    rows: dict[str, list[Row]] = {}
    for row in change_rows(list(labelled_changes())) or [row for pair in [*pairs, *extra] for row in rows_of(pair)]:
        rows.setdefault(row.pair.service, []).append(row)
    written = example_rows()
    judged = []
    for group in folds(pair.service for pair in pairs):
        learned = model([row for service, found in sorted(rows.items()) if service not in group for row in found] + written)
        judged += [(pair, learned) for pair in pairs if pair.service in group]
    return judged


def measure_public(model: Model | None = None, *, cross_validate: bool = False) -> Tally:
    """The tally of the public pairs.

    Args:
        model: judges the pairs; the one that ships if None.
        cross_validate: judge each service by a model from the examples and the other public pairs instead.
    """
    pairs, tally = labelled("public"), Tally()
    for pair, judge in cross_validated(pairs, ()) if cross_validate else [(pair, model) for pair in pairs]:
        tally.add(pair, compare_documents(pair.old, pair.new, model=judge).changes)
    return tally


def measure() -> dict[str, Tally]:
    """A tally for each part of the large set, cross-validated."""
    pairs = labelled("pool", "memos", "seed")
    tallies = {name: Tally() for name in ("pool", "memos", "seed")}
    for pair, learned in cross_validated(pairs, benchmark_pairs()):
        tallies[pair.set].add(pair, compare_documents(pair.old, pair.new, model=learned).changes)
    return tallies


def table(tallies: dict[str, Tally]) -> str:
    """The figures as a Markdown table."""
    names = list(next(iter(tallies.values())).figures())
    lines = [f"| figure | {' | '.join(tallies)} |", f"|---|{'---|' * len(tallies)}"]
    for name in names:
        lines.append(f"| {name} | {' | '.join(f'{tally.figures()[name]:.3f}' for tally in tallies.values())} |")
    return "\n".join(lines)


def large_set(tallies: dict[str, Tally]) -> str:
    """The table of the large set, with the recall of critical events of both random and expert-chosen pairs."""
    pool, memos = tallies["pool"].counts, tallies["memos"].counts
    criticals = pool["critical"] + memos["critical"]
    both = share(pool["critical hit"] + memos["critical hit"], criticals)
    return f"{table(tallies)}\n\nCritical recall, pool and memos together: {both:.3f} of {criticals}; threshold {THRESHOLD}."


def show(name: str, tally: Tally) -> None:
    """Prints the events that no alert covers and the alerts that cover no event."""
    for line in tally.misses:
        print(f"MISSED {name} {line}")
    for line in tally.false:
        print(f"FALSE {name} {line}")


def main(argv: Sequence[str] | None = None) -> None:
    """Prints the figures: of the public pairs, and of the large set if it is there."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.report", description="Measures how well changes are judged.")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/evaluation.md")
    parser.add_argument("--show", action="store_true", help="list missed events and false alarms")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--model", type=Path, metavar="FILE", help="judge the public pairs with this severity_model.json, and nothing else")
    which.add_argument("--cross-validate", action="store_true", help="judge the public pairs with models trained on the other public pairs")
    options = parser.parse_args(argv)
    model = model_of(json.loads(options.model.read_text(encoding="utf-8"))) if options.model else None
    public = measure_public(model, cross_validate=options.cross_validate)
    ours_alone = options.model is not None or options.cross_validate
    absent = missing()
    tallies = {} if ours_alone or absent else measure()
    print(table({"public": public}), end="\n\n")
    if tallies:
        print(large_set(tallies))
    elif absent:
        print(absent)
    for name, tally in {"public": public, **tallies}.items() if options.show else ():
        show(name, tally)
    if options.write and not ours_alone:
        replace_between(DOCUMENT, "public", table({"public": public}))
        if tallies:
            replace_between(DOCUMENT, "figures", large_set(tallies))


if __name__ == "__main__":
    main()
