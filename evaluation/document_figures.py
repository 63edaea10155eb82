"""How well revised documents are read: `python -m evaluation.document_figures [--write]` prints the figures, or puts them into the docs.

Each document of evaluation/documents is compared as it was and as it is now. Every change that is told stands at a place of which it is
known what is different there. Those of evaluation/documents/unseen are only measured: nothing is made or learned for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bench.figures import share
from evaluation.labelled_documents import FOLDER, UNSEEN, LabelledDocument, Place, Truth, documents
from evaluation.sentence_figures import measure
from monitor.core.compare import compare_documents
from monitor.core.meaning.assess import OPPOSITE
from monitor.model import Change, Document, Severity, Side


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of a document, and the places at which each change stands."""

    document: LabelledDocument
    changes: tuple[tuple[Change, tuple[Place, ...]], ...]


def told(found: Iterable[LabelledDocument]) -> Iterator[Told]:
    """What is said of each document."""
    for document in found:
        changes = compare_documents(Document(document.old), Document(document.new)).changes
        yield Told(document, tuple((change, tuple(_at(change, document.places))) for change in changes))


def _at(change: Change, places: Sequence[Place]) -> Iterator[Place]:
    for place in places:
        if _overlaps(change.old, place.old) or _overlaps(change.new, place.new):
            yield place


def _overlaps(side: Side | None, span: tuple[int, int]) -> bool:
    return side is not None and side.span[0] < span[1] and span[0] < side.span[1]


def figures(judged: Iterable[Told]) -> dict[str, float]:
    """Every figure by its name."""
    n: Counter[str] = Counter()
    for made in judged:
        _count(n, made)
    return {
        "material differences told": share(n["truths told"], n["truths"]),
        "changes told": n["told"],
        "told where something material is different": share(n["told right"], n["told"]),
        "told where nothing is different": share(n["told same"], n["told"]),
        "told as added or removed where both versions have something": n["one-sided"],
        "changes told as critical": n["critical"],
        "critical where something critical is different": share(n["critical right"], n["critical"]),
        "critical where nothing material is different": share(n["critical false"], n["critical"]),
        "directions said": n["said"],
        "direction right": share(n["right"], n["said"]),
        "direction opposite": share(n["opposite"], n["said"]),
        "direction said where nothing is different": share(n["said same"], n["said"]),
    }


def _count(n: Counter[str], made: Told) -> None:
    alerts = [(change, places) for change, places in made.changes if change.material]
    for place in made.document.places:
        grave = [truth for truth in place.truths if truth.severity.rank >= Severity.MATERIAL.rank]
        n["truths"] += len(grave)
        n["truths told"] += len(grave) if any(place in places for _, places in alerts) else 0
    for change, places in alerts:
        n["one-sided"] += not (change.old and change.new) and any(place.is_in_both for place in places)
        _count_alert(n, change, [truth for place in places for truth in place.truths])


def _count_alert(n: Counter[str], change: Change, truths: Sequence[Truth]) -> None:
    gravest = max((truth.severity for truth in truths), key=lambda severity: severity.rank, default=Severity.NONE)
    n["told"] += 1
    n["told right"] += gravest.rank >= Severity.MATERIAL.rank
    n["told same"] += not truths
    if change.severity is Severity.CRITICAL:
        n["critical"] += 1
        n["critical right"] += gravest is Severity.CRITICAL
        n["critical false"] += gravest.rank < Severity.MATERIAL.rank
    if change.direction in OPPOSITE:
        ways = {truth.direction for truth in truths}
        n["said"] += 1
        n["said same"] += not truths
        n["right"] += change.direction in ways
        n["opposite"] += change.direction not in ways and OPPOSITE[change.direction] in ways


def _columns() -> dict[str, dict[str, float]]:
    sets = {"read": list(documents(FOLDER)), "unseen": list(documents(UNSEEN))}
    return {f"{name}: {len(found)} documents": figures(told(found)) for name, found in sets.items() if found}


def main(argv: Sequence[str] | None = None) -> None:
    """Prints the figures of both sets."""
    measure(argv, "evaluation.document_figures", "Measures what is said of revised documents.", "documents", _columns)


if __name__ == "__main__":
    main()
