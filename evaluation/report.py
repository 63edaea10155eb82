"""The figures of docs/evaluation.md: `python -m evaluation.report [--write]`, cross-validated by service through the whole engine.

Each service's pairs are judged by a model that saw no pair of that service, so a figure here is what a stranger's policy would get. Rules
and vocabulary were written by people who read the labelled pairs; that much the figures flatter us, and a held-out set tells how much.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evaluation.corpus import MATERIAL, Pair, labelled, ours
from evaluation.examples import example_rows
from evaluation.rows import Row, covered, rows_of, words
from evaluation.train import THRESHOLD, model
from monitor.core.compare import compare_documents
from monitor.core.meaning.classifier import Model
from monitor.model import Change

FOLDS = 10
DOCUMENT = Path(__file__).resolve().parents[1] / "docs/evaluation.md"


@dataclass
class Tally:
    """Counts from which every figure follows."""

    counts: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    def add(self, pair: Pair, changes: Sequence[Change]) -> None:
        """Counts one pair."""
        told = [change for change in changes if change.material]
        events = pair.material
        self.counts[{(True, True): "tp", (True, False): "fn", (False, True): "fp", (False, False): "tn"}[bool(events), bool(told)]] += 1
        for event in events:
            self._event(pair, event, [change for change in told if covers(change, event)])
        if pair.complete:
            for change in told:
                right = any(covers(change, event) for event in events)
                self.counts["told"] += 1
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
        right, hit = share(n["right"], n["told"]), share(n["hit"], n["events"])
        return {
            "alert precision": precision, "alert recall": recall, "alert F1": _f1(precision, recall), "events precision": right,
            "events recall": hit, "events F1": _f1(right, hit), "critical recall": share(n["critical hit"], n["critical"]),
            "direction": share(n["direction"], n["hit"]), "topic": share(n["topic"], n["hit"]),
        }  # fmt: skip


def _sides(change: Change) -> str:
    return f"{change.old.text if change.old else '–'} → {change.new.text if change.new else '–'}".replace("\n", " ")[:260]


def covers(change: Change, event: dict[str, str]) -> bool:
    """Whether a change tells of an event, on either side."""
    sides = ((change.old, event.get("old_quote")), (change.new, event.get("new_quote")))
    return any(side is not None and covered(words(quote), words(side.text)) for side, quote in sides)


def share(part: int, whole: int) -> float:
    """One count by another; 0 of nothing is 0."""
    return part / whole if whole else 0.0


def _f1(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0


def folds(services: Iterable[str]) -> list[set[str]]:
    """Services in FOLDS groups, the same at every run."""
    groups: list[set[str]] = [set() for _ in range(FOLDS)]
    for n, service in enumerate(sorted(set(services))):
        groups[n % FOLDS].add(service)
    return groups


def cross_validated(pairs: Sequence[Pair], extra: Sequence[Pair]) -> list[tuple[Pair, Model]]:
    """Each pair with a model that saw nothing of its service."""
    rows: dict[str, list[Row]] = {}
    for pair in [*pairs, *extra]:
        rows.setdefault(pair.service, []).extend(rows_of(pair))
    written = example_rows()
    judged = []
    for group in folds(pair.service for pair in pairs):
        learned = model([row for service, found in sorted(rows.items()) if service not in group for row in found] + written)
        judged += [(pair, learned) for pair in pairs if pair.service in group]
    return judged


def measure() -> dict[str, Tally]:
    """A tally per set."""
    pairs = labelled("pool", "memos", "seed")
    tallies = {name: Tally() for name in ("pool", "memos", "seed")}
    for pair, learned in cross_validated(pairs, ours()):
        tallies[pair.set].add(pair, compare_documents(pair.old, pair.new, model=learned).changes)
    return tallies


def table(tallies: dict[str, Tally]) -> str:
    """The figures as a Markdown table."""
    names = list(next(iter(tallies.values())).figures())
    lines = [f"| figure | {' | '.join(tallies)} |", f"|---|{'---|' * len(tallies)}"]
    for name in names:
        lines.append(f"| {name} | {' | '.join(f'{tally.figures()[name]:.3f}' for tally in tallies.values())} |")
    return "\n".join(lines)


def main() -> None:
    """Prints the figures; `--write` puts them into docs/evaluation.md, `--show` lists misses and false alarms."""
    tallies = measure()
    pool, memos = tallies["pool"].counts, tallies["memos"].counts
    both = share(pool["critical hit"] + memos["critical hit"], pool["critical"] + memos["critical"])
    criticals = pool["critical"] + memos["critical"]
    text = f"{table(tallies)}\n\nCritical recall, pool and memos together: {both:.3f} of {criticals}; threshold {THRESHOLD}.\n"
    print(text)
    if "--show" in sys.argv:
        for name, tally in tallies.items():
            print("\n".join(f"MISSED {name} {line}" for line in tally.misses))
            print("\n".join(f"FALSE {name} {line}" for line in tally.false))
    if "--write" in sys.argv:
        head, _, tail = DOCUMENT.read_text().partition("<!-- figures -->")
        DOCUMENT.write_text(f"{head}<!-- figures -->\n{text}<!-- end -->{tail.partition('<!-- end -->')[2]}")


__all__ = ["MATERIAL", "Tally", "measure", "table"]

if __name__ == "__main__":
    main()
