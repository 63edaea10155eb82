"""What a change is about: topics of the public vocabulary, most specific first.

Every concept of monitor/vocabulary/en.yaml speaks for topics with a weight; the words that changed count most, then what the statement
names besides, then its headings. monitor/vocabulary/topics.json holds what labelled changes taught beyond that, from
`python -m evaluation.train_meaning`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import log
from typing import Any

from monitor.core.look import Look, section_concepts
from monitor.core.vocabulary import english
from monitor.core.wording import FUNCTION, stem

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


def traits(seen: Look) -> dict[str, float]:
    """What of a change speaks for topics: concepts that changed, that it names, that its headings name, stems of changed words."""
    out: dict[str, float] = {}
    for bag in (seen.gone_concepts, seen.come_concepts):
        for name, weight in bag.items():
            out[f"changed:{name}"] = max(out.get(f"changed:{name}", 0.0), weight)
    for name in seen.old.concepts.keys() | seen.new.concepts.keys():
        places = len(seen.old.concepts.get(name, ())) + len(seen.new.concepts.get(name, ()))
        out[f"named:{name}"] = min(places, 3) ** 0.5 / 2
    for concept in section_concepts(seen.section):
        out[f"section:{concept.id}"] = 1.0
    out.update((f"stem:{stem(word)}", _STEM_WEIGHT) for word in (*seen.gone, *seen.come) if word not in FUNCTION)
    out.update((name, 1.0) for name in seen.features if name in _DOCUMENTS)
    return out


_DOCUMENTS = frozenset(f"document:{kind}" for kind in ("privacy", "terms", "cookies", "rules"))


def scores(seen: Look, learned: Mapping[str, Any] | None = None) -> dict[str, float]:
    """How much speaks for each topic, as log-odds up to a common constant; `learned` as topics.json, which it is if None."""
    learned = _shipped() if learned is None else learned
    out: dict[str, float] = dict(learned["intercept"])
    weights: Mapping[str, Mapping[str, float]] = learned["weights"]
    for name, value in traits(seen).items():
        for topic, weight in (*weights.get(name, {}).items(), *own_weights(name)):
            out[topic] = out.get(topic, 0.0) + weight * value
    return out


@cache
def own_weights(trait: str) -> tuple[tuple[str, float], ...]:
    """The weights that the vocabulary itself gives a trait, by topic."""
    kind, _, name = trait.partition(":")
    concept = english().concepts.get(name) if kind in _KINDS else None
    return tuple((topic, _KINDS[kind] * strength) for topic, strength in concept.topics.items()) if concept else ()


@cache
def _shipped() -> Mapping[str, Any]:
    data: Mapping[str, Any] = json.loads(files("monitor.vocabulary").joinpath("topics.json").read_text(encoding="utf-8"))
    return data


def ranked(seen: Look, learned: Mapping[str, Any] | None = None) -> tuple[str, ...]:
    """Topics that are not beyond belief, most likely first."""
    found = scores(seen, learned)
    top = max(found.values(), default=0.0)
    return tuple(sorted((topic for topic, score in found.items() if score >= top + log(CLOSE)), key=lambda topic: (-found[topic], topic)))


def topics_of(seen: Look, first: str | None) -> tuple[str, ...]:
    """The topics of a change, at most three; `first` is what its rule speaks of, and leads."""
    named = ranked(seen)[:MOST]
    return led_by(first, named) if first else named or (OTHER,)


def led_by(first: str, named: Sequence[str]) -> tuple[str, ...]:
    """Topics with one put in front, at most three.

    >>> led_by("retention", ("security", "retention"))
    ('retention', 'security')
    """
    return (first, *(topic for topic in named if topic != first))[:MOST]
