"""What a change is about: topics of the public vocabulary, most specific first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from monitor.core.features import Look, section_concepts
from monitor.core.vocabulary import english

MOST = 3
"""Topics named for one change."""
CLOSE = 0.45
"""Further topics are named when they score at least this share of the first."""


def scores(seen: Look) -> Counter[str]:
    """How much speaks for each topic: changed concepts count three times, the statement's own once, its headings once and a half."""
    votes: Counter[str] = Counter()
    for bag in (seen.gone_concepts, seen.come_concepts):
        for name, weight in bag.items():
            _vote(votes, name, 3.0 * weight)
    for name, places in {**seen.old.concepts, **seen.new.concepts}.items():
        _vote(votes, name, min(len(places), 3) ** 0.5)
    for concept in section_concepts(seen.section):
        _vote(votes, concept.id, 1.5)
    return votes


def _vote(votes: Counter[str], concept: str, weight: float) -> None:
    topics: Mapping[str, float] = english().concepts[concept].topics
    for topic, strength in topics.items():
        votes[topic] += weight * strength


def topics_of(seen: Look, first: str | None) -> tuple[str, ...]:
    """The topics of a change; `first` is what its rule speaks of."""
    ranked = scores(seen).most_common()
    if not ranked:
        return (first,) if first else ("other",)
    floor = CLOSE * ranked[0][1]
    named = ([first] if first else []) + [topic for topic, score in ranked if score >= floor and topic != first]
    return tuple(named[:MOST])
