"""Single changes labelled by reading: each with its severity and direction, found again among the candidates of its pair.

The labels stand in `eval/changes` of the large set, which a clone does not have. A candidate answers a label when their words agree for at
least half of the longer side; the best one answers, as in the scorer of the set.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.corpus import MATERIAL, Pair, labelled, shared
from evaluation.rows import Row, common, words
from monitor.core.compare import candidates_of
from monitor.core.diff.candidates import Candidate
from monitor.core.extract import read_snapshot
from monitor.core.meaning.document_context import document_context
from monitor.core.meaning.immaterial import immaterial
from monitor.core.meaning.observation import Observation, observe
from monitor.model import ChangeKind, Document

_LONGEST = 400
"""Words of a side that are compared."""
_AGREE, _SHARED_WORDS = 0.5, 0.4
"""The least agreement, and the share of common words below which the order of the words is not looked at."""


@dataclass(frozen=True)
class LabelledChange:
    """A candidate change with what a person said of it."""

    label: dict[str, Any]
    change: Observation

    @property
    def material(self) -> bool:
        """True when the person would want an alert."""
        return self.label["materiality"] in MATERIAL

    @property
    def service(self) -> str:
        """Whose document it is; a cross-validation keeps all changes of a service together."""
        return str(self.label["service"])


def labelled_changes(every: int = 1, *, chosen: Sequence[dict[str, Any]] | None = None) -> Iterator[LabelledChange]:
    """The labelled changes of every n-th pair; none where the large set is missing.

    Moved statements are left out, since nothing of them is judged, and so are labels that no candidate answers.

    Args:
        every: n.
        chosen: some of `change_labels()`. Only their pairs are read and compared, which takes most of the time.
    """
    labels = defaultdict(list)
    for label in change_labels() if chosen is None else chosen:
        labels[label["pair"]].append(label)
    if not labels:
        return
    with gzip.open(shared() / "eval/changes/pairs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % every == 0:
                pair = json.loads(line)
                if chosen is None or pair["pair"] in labels:
                    yield from _of_pair(_document(pair["old"]), _document(pair["new"]), labels[pair["pair"]])


def change_labels() -> list[dict[str, Any]]:
    """The labels alone, in the order of their pairs; none where the large set is missing."""
    path = shared() / "eval/changes/labels.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def public_changes() -> Iterator[LabelledChange]:
    """Those of our own writing, which every clone has; fewer and plainer than the labelled ones."""
    for pair in labelled("public"):
        labels = [
            {
                "id": f"{pair.name}-{number}", "pair": pair.name, "service": pair.service, "weight": 1.0, "old": event["old_quote"],
                "new": event["new_quote"], "topics": [event["topic"]], "direction": event["direction"],
                "materiality": event["materiality"], "promise": "none",
            }
            for number, event in enumerate(pair.events)
        ]  # fmt: skip
        yield from _of_pair(pair.old, pair.new, labels)


def _document(text: str) -> Document:
    return read_snapshot(text.encode(), media_type="text/markdown").document or Document("")


def _of_pair(old: Document, new: Document, labels: Sequence[dict[str, Any]]) -> Iterator[LabelledChange]:
    found, candidates = candidates_of(old, new)
    context = document_context(old, new, found, [candidate for candidate in candidates if not candidate.equal])
    sides = [_sides(candidate) for candidate in candidates]
    for label in labels:
        at = answering([words(label.get(side)) for side in ("old", "new")], sides)
        if at is not None and candidates[at].kind is not ChangeKind.MOVED:
            yield LabelledChange(label, observe(candidates[at], context))


def _sides(candidate: Candidate) -> list[list[str]]:
    return [words("\n".join(unit.text for unit in units)) for units in (candidate.old, candidate.new)]


def answering(asked: Sequence[list[str]], candidates: Sequence[Sequence[list[str]]]) -> int | None:
    """Which candidate answers a label, by the words of both sides; None when none does."""
    bag = {word for side in asked for word in side}
    best, found = _AGREE, None
    for at, sides in enumerate(candidates):
        other = {word for side in sides for word in side}
        if len(bag & other) < _SHARED_WORDS * max(len(bag), len(other)):
            continue
        longer = sum(max(len(a), len(b)) for a, b in zip(asked, sides, strict=True))
        agreement = sum(common(a[:_LONGEST], b[:_LONGEST]) for a, b in zip(asked, sides, strict=True)) / longer if longer else 0.0
        if agreement >= best:
            best, found = agreement, at
    return found


def change_rows(changes: Sequence[LabelledChange]) -> list[Row]:
    """Labelled changes as rows to learn from; those that a gate settles are left out, since no model is asked about them."""
    return [_row(found) for found in changes if immaterial(found.change) is None]


def _row(found: LabelledChange) -> Row:
    label, empty = found.label, Document("")
    event = {
        "topic": label["topics"][0],
        "direction": label["direction"],
        "materiality": label["materiality"],
        "old_quote": label.get("old"),
        "new_quote": label.get("new"),
    }
    pair = Pair(label["id"], "changes", found.service, empty, empty, (event,), True)
    return Row(pair, found.change, (0,) if found.material else (), True)
