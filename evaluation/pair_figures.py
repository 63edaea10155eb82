"""How well rewordings are read: `python -m evaluation.pair_figures [--write]` prints the figures, or puts them into the docs.

Each pair of evaluation/pairs/unseen is put into a short policy, in its order and turned round. What the program says is then compared with
what the change does to the reader. Nothing has been learned from these pairs, and everybody can make the figures again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bench.figures import share
from evaluation.labelled_pairs import SAME, UNSEEN, LabelledPair, pairs
from evaluation.labelled_sentences import FIFTH, FIRST, FOURTH, SECOND, THIRD
from evaluation.sentence_figures import POLICY, measure
from monitor.core.compare import compare_documents
from monitor.model import Change, Direction, Document, Severity

_WAYS = {"weakens": Direction.WEAKENS, "strengthens": Direction.STRENGTHENS}


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of a pair: one change, or two where the later sentence was not seen to stand for the earlier."""

    pair: LabelledPair
    changes: tuple[Change, ...]

    @property
    def severity(self) -> Severity:
        """The gravest of its changes."""
        return max((change.severity for change in self.changes), key=lambda severity: severity.rank, default=Severity.NONE)

    @property
    def ways(self) -> set[Direction]:
        """The directions of what is told as material."""
        alerts = (change for change in self.changes if change.severity.rank >= Severity.MATERIAL.rank)
        return {change.direction for change in alerts} & {*_WAYS.values()}


def told(found: Iterable[LabelledPair]) -> Iterator[Told]:
    """What is said of each pair, in its order and turned round."""
    for pair in found:
        for one in (pair, pair.turned()):
            old, new = (Document(POLICY.format(f" {text}")) for text in (one.before, one.after))
            yield Told(one, tuple(compare_documents(old, new).changes))


def figures(judged: Iterable[Told]) -> dict[str, float]:
    """Every figure by its name."""
    n: Counter[str] = Counter()
    for made in judged:
        _count(n, made)
    return {
        "material changes told as material": share(n["material told"], n["material"]),
        "material changes told as cosmetic": share(n["material hidden"], n["material"]),
        "paraphrases told as material": share(n["same told"], n["same"]),
        "paraphrases told as cosmetic": share(n["same hidden"], n["same"]),
        "told as material, and is": share(n["material told"], n["told"]),
        "told as critical, and is": share(n["critical right"], n["critical"]),
        "direction said, of material changes told": share(n["material said"], n["material told"]),
        "direction right where said": share(n["right"], n["said"]),
        "direction opposite where said": share(n["opposite"], n["said"]),
        "direction said of a paraphrase": share(n["same said"], n["said"]),
    }


def _count(n: Counter[str], made: Told) -> None:
    pair, alert = made.pair, made.severity.rank >= Severity.MATERIAL.rank
    kind = "same" if pair.direction == SAME else pair.severity if pair.severity == "minor" else "material"
    n[kind] += 1
    n["told"] += alert
    n[f"{kind} told"] += alert
    n[f"{kind} hidden"] += made.severity.rank <= Severity.COSMETIC.rank
    n["critical"] += made.severity is Severity.CRITICAL
    n["critical right"] += made.severity is Severity.CRITICAL and pair.severity == "critical"
    if not made.ways:
        return
    truth = _WAYS.get(pair.direction)
    n["said"] += 1
    n[f"{kind} said"] += 1
    n["right"] += made.ways == {truth}
    n["opposite"] += truth is not None and made.ways != {truth}


def _columns() -> dict[str, dict[str, float]]:
    files = {"first": FIRST, "second": SECOND, "third": THIRD, "fourth": FOURTH, "fifth": FIFTH}
    sets = {name: list(pairs(UNSEEN, file)) for name, file in files.items()}
    return {f"{name} set: {len(found)} pairs": figures(told(found)) for name, found in sets.items()}


def main(argv: Sequence[str] | None = None) -> None:
    """Prints the figures of the unseen sets."""
    measure(argv, "evaluation.pair_figures", "Measures what is said of single rewordings.", "pairs", _columns)


if __name__ == "__main__":
    main()
