"""What a change is about: topics of the public vocabulary, most specific first.

Every concept of monitor/vocabulary/concepts.en.yaml speaks for topics with a weight; the words that changed count most, then what the
statement names besides, then its headings. monitor/vocabulary/topic_model.json holds what labelled changes taught beyond that, from
`python -m evaluation.train_meaning`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from math import log
from typing import Any

from monitor.core.meaning.comparison import section_concepts
from monitor.core.meaning.data_files import keyed, numbers
from monitor.core.meaning.features.declared import DOCUMENT_KINDS, topic_traits
from monitor.core.meaning.observation import Observation
from monitor.core.text.lexicon import english
from monitor.core.text.tokens import stem

FILE = "topic_model.json"
MOST = 3
"""Topics named for one change."""
CLOSE = 0.01
"""Further topics are named when they are at least this likely beside the likeliest."""
OTHER = "other"
TOPICS = (
    "data-collected", "purpose-of-use", "ai-training", "third-party-sharing", "sale-of-data", "advertising-tracking",
    "retention", "security", "user-rights", "choice-consent", "children-age", "international-transfer", "legal-disclosure",
    "notice-of-changes", "dispute-liability", "content-license", "acceptable-use", "account-termination", "payments",
    "contact-identity", "scope-definitions", OTHER,
)  # fmt: skip
"""The public vocabulary of topics; schema and reports use the same."""
_KINDS = {"changed": 0.9, "named": 0.3, "section": 0.45}
"""What a concept's own weight for a topic counts: among the changed words, anywhere in the statement, in its headings."""
_STEM_WEIGHT = 0.5


def traits(change: Observation) -> dict[str, float]:
    """What of a change speaks for topics: concepts that changed, that it names, that its headings name, stems of changed words."""
    out: dict[str, float] = {}
    for bag in (change.removed_concepts, change.added_concepts):
        for name, weight in bag.items():
            out[f"changed:{name}"] = max(out.get(f"changed:{name}", 0.0), weight)
    for name in sorted(change.old.concepts.keys() | change.new.concepts.keys()):
        places = len(change.old.concepts.get(name, ())) + len(change.new.concepts.get(name, ()))
        out[f"named:{name}"] = min(places, 3) ** 0.5 / 2
    for concept in section_concepts(change):
        out[f"section:{concept.id}"] = 1.0
    out.update(dict.fromkeys(map(_stem_trait, change.content), _STEM_WEIGHT))
    out.update((name, 1.0) for name in _DOCUMENTS if name in change.features)
    return out


@lru_cache(maxsize=20_000)
def _stem_trait(word: str) -> str:
    return f"stem:{stem(word)}"


_DOCUMENTS = tuple(f"document:{kind}" for kind in DOCUMENT_KINDS)


def scores(change: Observation, learned: Mapping[str, Any] | None = None) -> dict[str, float]:
    """How much speaks for each topic, as log-odds up to a common constant; `learned` as topic_model.json, which it is if None."""
    table = _table() if learned is None else _Table(learned)
    rows = [row for trait in traits(change).items() for row in table[trait]]
    return dict(zip(TOPICS, map(sum, zip(table.intercept, *rows, strict=True)), strict=True))


def votes(change: Observation, topic: str) -> dict[str, tuple[float, float]]:
    """What speaks for a topic, and against it: by trait its value and what it adds to the log-odds."""
    at = TOPICS.index(topic)
    return {name: (value, sum(row[at] for row in _table()[name, value])) for name, value in traits(change).items()}


def meaning_of(trait: str) -> str:
    """What a trait says of a change, in plain words."""
    kind, _, stem_of_word = trait.partition(":")
    return f"a word with the stem “{stem_of_word}” changed" if kind == "stem" else topic_traits()[trait].means


_Row = tuple[float, ...]
"""What something adds to each topic, in the order of TOPICS."""


class _Table(dict[tuple[str, float], tuple[_Row, ...]]):
    """What a trait of a value adds, by what was learned and by the vocabulary itself; made once, for traits take few values."""

    def __init__(self, learned: Mapping[str, Any]) -> None:
        super().__init__()
        self.intercept = _row(learned["intercept"], 1.0)
        self._weights: Mapping[str, Mapping[str, float]] = learned["weights"]

    def __missing__(self, trait: tuple[str, float]) -> tuple[_Row, ...]:
        name, value = trait
        rows = tuple(_row(weights, value) for weights in (self._weights.get(name, {}), dict(own_weights(name))) if weights)
        if rows or len(self) < _REMEMBERED:
            self[trait] = rows
        return rows


def _row(weights: Mapping[str, float], value: float) -> _Row:
    return tuple(weights.get(topic, 0.0) * value for topic in TOPICS)


_REMEMBERED = 20_000
"""Traits that say nothing (stems of words that no label taught) which are remembered at most."""


@cache
def own_weights(trait: str) -> tuple[tuple[str, float], ...]:
    """The weights that the vocabulary itself gives a trait, by topic."""
    kind, _, name = trait.partition(":")
    concept = english().concepts.get(name) if kind in _KINDS else None
    return tuple((topic, _KINDS[kind] * strength) for topic, strength in concept.topics.items()) if concept else ()


@cache
def _table() -> _Table:
    data = json.loads(files("monitor.vocabulary").joinpath(FILE).read_text(encoding="utf-8"))
    check(data)
    return _Table(data)


def check(learned: Mapping[str, Any]) -> None:
    """Raises ValueError when what was learned names a trait or a topic that there is not."""
    keyed(FILE, learned, ("intercept", "weights"))
    topic_traits().check(
        (name for name in keyed(f"{FILE}: weights", learned["weights"]) if not name.startswith("stem:")), f"{FILE}: weights"
    )
    for name, row in [("intercept", learned["intercept"]), *learned["weights"].items()]:
        if unknown := numbers(f"{FILE}: {name}", row).keys() - set(TOPICS):
            raise ValueError(f"{FILE}: {name}: {min(unknown)!r} is not a topic")


def ranked(change: Observation, learned: Mapping[str, Any] | None = None) -> tuple[str, ...]:
    """Topics that are not beyond belief, most likely first."""
    found = scores(change, learned)
    top = max(found.values(), default=0.0)
    return tuple(sorted((topic for topic, score in found.items() if score >= top + log(CLOSE)), key=lambda topic: (-found[topic], topic)))


def topics_of(change: Observation, first: str | None) -> tuple[str, ...]:
    """The topics of a change, at most three; `first` is what its rule speaks of, and leads."""
    named = ranked(change)[:MOST]
    return led_by(first, named) if first else named or (OTHER,)


def led_by(first: str, named: Sequence[str]) -> tuple[str, ...]:
    """Topics with one put in front, at most three.

    >>> led_by("retention", ("security", "retention"))
    ('retention', 'security')
    """
    return (first, *(topic for topic in named if topic != first))[:MOST]
