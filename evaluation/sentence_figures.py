"""How well single sentences are read: `python -m evaluation.sentence_figures [--write]` prints the figures, or puts them into the docs.

Each sentence of evaluation/sentences/unseen is added to a short policy, and removed from one. What the program says is then compared with
whom the sentence favours. Nothing has been learned from these sentences, and everybody can make the figures again.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.figures import replace_between, share, table
from evaluation.labelled_sentences import FIRST, SECOND, THIRD, UNSEEN, LabelledSentence, sentences
from monitor.core.compare import compare_documents
from monitor.core.meaning.assess import OPPOSITE
from monitor.model import Change, Direction, Document, Severity

DOCUMENT = Path(__file__).resolve().parents[1] / "docs/evaluation.md"
POLICY = (
    "# Privacy Policy\n\nWe keep your account details while you have an account.\n\n## Your information\n\n"
    "We use cookies to remember your basket.{}\n\nYou can write to privacy@example.com.\n"
)
"""What the sentences are added to, behind the sentence on cookies."""
_WAYS = {"reader": Direction.STRENGTHENS, "company": Direction.WEAKENS}


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of a sentence that came or went."""

    sentence: LabelledSentence
    change: Change
    came: bool

    @property
    def truth(self) -> Direction | None:
        """Which way it goes for the reader; None where it favours neither side."""
        way = _WAYS.get(self.sentence.serves)
        return way if way is None or self.came else OPPOSITE[way]


def told(found: Iterable[LabelledSentence]) -> Iterator[Told]:
    """What is said of each sentence: when it is added, and when it is removed."""
    without = Document(POLICY.format(""))
    for sentence in found:
        holding = Document(POLICY.format(f" {sentence.text}"))
        for old, new, came in ((without, holding, True), (holding, without, False)):
            yield from (Told(sentence, change, came) for change in compare_documents(old, new).changes)


def figures(judged: Iterable[Told]) -> dict[str, float]:
    """Every figure by its name."""
    n: Counter[str] = Counter()
    for made in judged:
        _count(n, made)
    return {
        "material sentences told as material": share(n["material told"], n["material"]),
        "minor sentences told as material": share(n["minor told"], n["minor"]),
        "direction said, of those told as material": share(n["said"], n["told"]),
        "direction right where said": share(n["right"], n["said"]),
        "direction opposite where said": share(n["opposite"], n["said"]),
        "direction said of what favours neither side": share(n["neither"], n["said"]),
        "told as critical, and is": share(n["critical right"], n["critical"]),
    }


def _count(n: Counter[str], made: Told) -> None:
    material, alert = made.sentence.materiality != "minor", made.change.severity.rank >= Severity.MATERIAL.rank
    kind = "material" if material else "minor"
    n[kind] += 1
    n[f"{kind} told"] += alert
    n["critical"] += made.change.severity is Severity.CRITICAL
    n["critical right"] += made.change.severity is Severity.CRITICAL and made.sentence.materiality == "critical"
    if not alert:
        return
    n["told"] += 1
    if made.change.direction in _WAYS.values():
        n["said"] += 1
        n["neither" if made.truth is None else "right" if made.truth is made.change.direction else "opposite"] += 1


def measure(argv: Sequence[str] | None, prog: str, says: str, name: str, columns: Callable[[], Mapping[str, Mapping[str, float]]]) -> None:
    """Prints a table with a row for each figure and a column for each set, and writes it into docs/evaluation.md if asked to.

    Args:
        argv: the arguments; those of the process by default.
        prog, says: the module and what it does, for its help.
        name: of the markers in the page.
        columns: measures; the figures of each set by its heading.
    """
    parser = argparse.ArgumentParser(prog=f"python -m {prog}", description=says)
    parser.add_argument("--write", action="store_true", help="put the table into docs/evaluation.md")
    write = parser.parse_args(argv).write
    found = columns()
    names = list(next(iter(found.values())))
    text = table(["figure", *found], [[figure, *(one[figure] for one in found.values())] for figure in names])
    print(text)
    if write:
        replace_between(DOCUMENT, name, text)


def _columns() -> dict[str, dict[str, float]]:
    sets = {name: list(sentences(UNSEEN, file)) for name, file in (("first", FIRST), ("second", SECOND), ("third", THIRD))}
    return {f"{name} set: {len(found)} sentences": figures(told(found)) for name, found in sets.items()}


def main(argv: Sequence[str] | None = None) -> None:
    """Prints the figures of the unseen sets."""
    measure(argv, "evaluation.sentence_figures", "Measures what is said of single sentences.", "sentences", _columns)


if __name__ == "__main__":
    main()
