"""What the words of policies say of topics, learned without labels: a heading tells what the passages below it are about.

"How long we keep data" stands above sentences about retention in hundreds of documents, and their words ("backup", "months", "until")
come to speak for it. The vocabulary's concepts in the headings and in a passage say how likely each topic is, and a multinomial model
learns to tell as much from the stems of the passage alone. Only stems that many services use are learned, so that no name is.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.feature_extraction import DictVectorizer

from evaluation.corpus import labelled, shared
from evaluation.offsets import choice_loss, minimum
from monitor.core.meaning.topic_names import OTHER, TOPICS
from monitor.core.text.lexicon import english
from monitor.core.text.segment import SegmentedText
from monitor.core.text.tokens import FUNCTION, stem, words

SHORTEST, LONGEST = 6, 60
"""Words of a passage; a longer paragraph makes several."""
MOST = 600
"""Passages of one service: every n-th of a longer one, so that no service speaks for all."""
SERVICES_AT_LEAST, PASSAGES_AT_LEAST = 12, 20
"""Services, and passages, that must use a stem before anything is learned of it."""
_NEAREST, _HIGHER, _OWN = 0.9, 0.35, 0.35
"""What the concepts of the nearest heading, of those above it and of the passage count."""
_NOTHING = 1.0
"""What speaks for no topic: where the concepts say less, a passage is about something else."""
_SURE = 0.25
"""How likely a topic must be for its passage to be learned from."""
_SPREAD, _ROUNDS = 0.5, 40


@dataclass(frozen=True)
class Passages:
    """Passages of policies, each with its service, the stems of its words and how likely each topic is."""

    services: Any
    stems: Sequence[str]
    table: csr_matrix
    """Passages by stems: 1 where one stands."""
    likely: Any


def texts() -> Iterator[tuple[str, str]]:
    """Every document of the large set once, with its service; none where that is missing."""
    folder, seen = shared() / "eval/changes", set()
    if (folder / "pairs.jsonl.gz").exists():
        with gzip.open(folder / "pairs.jsonl.gz", "rt", encoding="utf-8") as lines:
            for pair in map(json.loads, lines):
                if (key := (pair["service"], pair["document"])) not in seen:
                    seen.add(key)
                    yield pair["service"], pair["new"]
    for labels in labelled("pool", "memos"):
        yield labels.service, labels.new.text


def passages(found: Iterator[tuple[str, str]] | Sequence[tuple[str, str]]) -> Passages | None:
    """The passages of documents by service, where the concepts are sure enough of their topic; None without any."""
    by_service: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {}
    for service, text in found:
        by_service.setdefault(service, {}).update(_cut(text))
    kept = [
        (service, headings, run) for service, all_ in by_service.items() for run, headings in list(all_.items())[:: 1 + len(all_) // MOST]
    ]
    votes = np.array([_votes(headings, run) for _, headings, run in kept])
    if not len(votes):
        return None
    likely = np.exp(votes - votes.max(1, keepdims=True))
    likely /= likely.sum(1, keepdims=True)
    sure = np.flatnonzero(likely.max(1) >= _SURE)
    vectors = DictVectorizer()
    table = vectors.fit_transform([{stem(word): 1.0 for word in kept[at][2] if word not in FUNCTION} for at in sure]).tocsr()
    return Passages(np.array([kept[at][0] for at in sure]), [str(name) for name in vectors.feature_names_], table, likely[sure])


def _cut(text: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Runs of words, each with its headings."""
    page = SegmentedText(text)
    for number, line in enumerate(page.lines):
        if line.startswith("#") or len(row := words(line)) < SHORTEST:
            continue
        headings = page.section(number)
        for start in range(0, len(row) - SHORTEST + 1, LONGEST):
            yield tuple(row[start : start + LONGEST]), headings


def _votes(headings: Sequence[str], run: Sequence[str]) -> Any:
    votes = _OWN * _concepts(tuple(run))
    for at, heading in enumerate(reversed(headings)):
        votes = votes + (_HIGHER if at else _NEAREST) * _heading(heading)
    votes[TOPICS.index(OTHER)] = _NOTHING
    return votes


@lru_cache(maxsize=100_000)
def _heading(heading: str) -> Any:
    return _concepts(tuple(words(heading)))


def _concepts(run: tuple[str, ...]) -> Any:
    votes = np.zeros(len(TOPICS))
    for concept in {concept.id: concept for _, _, concept in english().find(run)}.values():
        for topic, weight in concept.topics.items():
            votes[TOPICS.index(topic)] += weight
    return votes


def word_weights(found: Passages | None, away: AbstractSet[str] = frozenset()) -> Mapping[str, Any]:
    """What each stem adds to the log-odds of each topic, by passages of services that are not `away`."""
    if found is None:
        return {}
    here = np.flatnonzero(~np.isin(found.services, sorted(away)))
    known = _known(found.table[here], found.services[here])
    table, likely = found.table[here][:, known], found.likely[here]
    sizes = np.maximum(1.0, np.asarray(table.sum(1)).ravel())
    table = hstack([diags(sizes**-0.5) @ table, np.ones((len(here), 1))]).tocsr()
    often = likely.sum(0)
    weights = likely @ (often.mean() / np.maximum(often, 50)) ** 0.5
    loss = choice_loss(table, np.zeros(likely.shape), likely, weights)
    learned = minimum(loss, np.zeros(table.shape[1] * len(TOPICS)), _SPREAD, _ROUNDS).reshape(-1, len(TOPICS))
    return {found.stems[at]: row for at, row in zip(known, learned, strict=False)}


def _known(table: csr_matrix, services: Any) -> Any:
    """Columns of stems that enough passages and services use."""
    _, numbers = np.unique(services, return_inverse=True)
    owners = csr_matrix((np.ones(len(numbers)), (numbers, np.arange(len(numbers)))))
    used = np.asarray(((owners @ table) > 0).sum(0)).ravel()
    return np.flatnonzero((used >= SERVICES_AT_LEAST) & (np.asarray(table.sum(0)).ravel() >= PASSAGES_AT_LEAST))
