"""What a change is about: topics of the public vocabulary, most specific first.

Every concept of monitor/vocabulary/concepts.en.yaml speaks for topics with a weight; the words that changed count most, then what the
statement names besides, then its headings. monitor/vocabulary/topic_model.json holds what was learned beyond that of concepts, and of the
words of statements and headings, from `python -m evaluation.train_topics`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from math import fsum, log
from typing import Any

from monitor.core.meaning.comparison import concepts_of_headings, section_concepts
from monitor.core.meaning.data_files import keyed, numbers
from monitor.core.meaning.features import of_group
from monitor.core.meaning.features.declared import DOCUMENT_KINDS, topic_traits
from monitor.core.meaning.observation import Observation
from monitor.core.meaning.parsed import ParsedText
from monitor.core.meaning.topic_names import TOPICS
from monitor.core.text.lexicon import english
from monitor.core.text.tokens import FUNCTION, stem, word_row

FILE = "topic_model.json"
MOST = 3
"""Topics named for one change."""
CLOSE = 0.01
"""Further topics are named when they are at least this likely beside the likeliest."""
_KINDS = {"changed": 0.9, "named": 0.3, "section": 0.45}
"""What a concept's own weight for a topic counts: among the changed words, anywhere in the statement, in its headings."""
_CHANGED_WORD = 0.5
_WORDS, _FEW = 0.75, 4
"""What the words of a statement count together: 0.75 by the root of how many there are, of fewer than four as of four."""
_HEADING, _HIGHER = 0.5, 0.25
"""What a word of the nearest heading counts, and one of the headings above that."""
NEAR = 1.0
"""How far behind the likeliest, in log-odds, the topic of a rule still leads."""
WORD, HEADING = "word:", "heading:"


def traits(change: Observation) -> dict[str, float]:
    """What of a change speaks for topics: concepts that changed, that it names, that its headings name; words of it and of its headings."""
    out: dict[str, float] = {}
    for bag in (change.removed_concepts, change.added_concepts):
        for name, weight in bag.items():
            out[f"changed:{name}"] = max(out.get(f"changed:{name}", 0.0), weight)
    for name in sorted(change.old.concepts.keys() | change.new.concepts.keys()):
        places = len(change.old.concepts.get(name, ())) + len(change.new.concepts.get(name, ()))
        out[f"named:{name}"] = min(places, 3) ** 0.5 / 2
    for concept in section_concepts(change):
        out[f"section:{concept.id}"] = 1.0
    out.update((name, 1.0) for name in _DOCUMENTS if name in of_group(change.features, "document"))
    return out | dict(_headings(change.section)) | _words(change)


@lru_cache(maxsize=512)
def _headings(section: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    """What the words of the headings speak for; the statements of a section share them."""
    out: dict[str, float] = {}
    for at, heading in enumerate(section):
        out.update(dict.fromkeys(_named(HEADING, word_row(heading)), _HEADING if at == len(section) - 1 else _HIGHER))
    return tuple(out.items())


def traits_of_statement(seen: ParsedText, section: tuple[str, ...], kind: str) -> dict[str, float]:
    """What `traits` gives of a statement that was added, without the comparison with nothing: all of its words and concepts are new.

    Args:
        seen: the statement.
        section: the headings above it.
        kind: of the document: privacy, terms, cookies or rules.
    """
    out = {f"changed:{name}": 1.0 for name in seen.concepts}
    out.update((f"named:{name}", min(len(places), 3) ** 0.5 / 2) for name, places in seen.concepts.items())
    out.update((f"section:{concept.id}", 1.0) for concept in concepts_of_headings(section))
    if f"document:{kind}" in _DOCUMENTS:
        out[f"document:{kind}"] = 1.0
    out.update(_headings(section))
    stated = word_traits(seen.words)
    out.update(dict.fromkeys(stated, share_of_words(len(stated))))
    return out


def word_traits(row: Iterable[str]) -> set[str]:
    """The traits of the words of a statement."""
    return _named(WORD, row)


def share_of_words(count: int) -> float:
    """What each of so many words counts in a statement that was added."""
    share: float = _WORDS / max(_FEW, count) ** 0.5 + _CHANGED_WORD
    return share


def _words(change: Observation) -> dict[str, float]:
    """The words of a statement, those that changed above all."""
    changed = _named(WORD, change.content)
    stated = {*_named(WORD, change.old.words), *_named(WORD, change.new.words), *changed}
    share = _WORDS / max(_FEW, len(stated)) ** 0.5
    return dict.fromkeys(sorted(stated), share) | dict.fromkeys(sorted(changed), share + _CHANGED_WORD)


def _named(kind: str, row: Iterable[str]) -> set[str]:
    return {_trait(kind, word) for word in set(row) - FUNCTION}


@lru_cache(maxsize=20_000)
def _trait(kind: str, word: str) -> str:
    return kind + stem(word)


_DOCUMENTS = tuple(f"document:{kind}" for kind in DOCUMENT_KINDS)


def scores(change: Observation, learned: Mapping[str, Any] | None = None) -> dict[str, float]:
    """How much speaks for each topic, as log-odds up to a common constant; `learned` as topic_model.json, which it is if None."""
    return scores_of(traits(change), shipped() if learned is None else TopicTable(learned))


def scores_of(found: Mapping[str, float], table: TopicTable | None = None) -> dict[str, float]:
    """The scores of traits that were found already; `table`: what each adds, as shipped if None."""
    table = shipped() if table is None else table
    columns = [[intercept] for intercept in table.intercept]
    for name, value in found.items():
        for at, weight in table[name]:
            columns[at].append(weight * value)
    # fsum: the same whatever the order of the traits, so that two processes rank equals alike.
    return dict(zip(TOPICS, map(fsum, columns), strict=True))


def votes(change: Observation, topic: str) -> dict[str, tuple[float, float]]:
    """What speaks for a topic, and against it: by trait its value and what it adds to the log-odds."""
    at = TOPICS.index(topic)
    return {name: (value, value * dict(shipped()[name]).get(at, 0.0)) for name, value in traits(change).items()}


def meaning_of(trait: str) -> str:
    """What a trait says of a change, in plain words."""
    kind, _, root = trait.partition(":")
    if kind == "word":
        return f"the statement has a word with the stem “{root}”"
    return f"a heading above it has a word with the stem “{root}”" if kind == "heading" else topic_traits()[trait].means


_Row = tuple[tuple[int, float], ...]
"""What something adds to topics, by their place in TOPICS; a trait speaks for seven of the 22, and most words for none."""


class TopicTable(dict[str, _Row]):
    """What a trait of the value 1 adds, by what was learned and by the vocabulary together; empty for one that says nothing."""

    def __init__(self, learned: Mapping[str, Any]) -> None:
        super().__init__()
        self.intercept = [learned["intercept"].get(topic, 0.0) for topic in TOPICS]
        self._weights: Mapping[str, Mapping[str, float]] = learned["weights"]

    def __missing__(self, name: str) -> _Row:
        learned, own = self._weights.get(name, {}), dict(own_weights(name))
        # A topic of weight 0 is left out: it adds nothing to the sum.
        sums = ((at, learned.get(topic, 0.0) + own.get(topic, 0.0)) for at, topic in enumerate(TOPICS) if topic in learned or topic in own)
        row = tuple((at, weight) for at, weight in sums if weight)
        if row or len(self) < _REMEMBERED:
            self[name] = row
        return row


_REMEMBERED = 20_000
"""Traits that say nothing (words of which nothing was learned) which are remembered at most."""


@cache
def own_weights(trait: str) -> tuple[tuple[str, float], ...]:
    """The weights that the vocabulary itself gives a trait, by topic."""
    kind, _, name = trait.partition(":")
    concept = english().concepts.get(name) if kind in _KINDS else None
    return tuple((topic, _KINDS[kind] * strength) for topic, strength in concept.topics.items()) if concept else ()


@cache
def shipped() -> TopicTable:
    """The table of what was learned, as it comes with the program."""
    data = json.loads(files("monitor.vocabulary").joinpath(FILE).read_text(encoding="utf-8"))
    check(data)
    return TopicTable(data)


def check(learned: Mapping[str, Any]) -> None:
    """Raises ValueError when what was learned names a trait or a topic that there is not."""
    keyed(FILE, learned, ("intercept", "weights"))
    topic_traits().check(
        (name for name in keyed(f"{FILE}: weights", learned["weights"]) if not name.startswith((WORD, HEADING))), f"{FILE}: weights"
    )
    for name, row in [("intercept", learned["intercept"]), *learned["weights"].items()]:
        if unknown := numbers(f"{FILE}: {name}", row).keys() - set(TOPICS):
            raise ValueError(f"{FILE}: {name}: {min(unknown)!r} is not a topic")


def ranked(change: Observation, learned: Mapping[str, Any] | None = None) -> tuple[str, ...]:
    """Topics that are not beyond belief, most likely first."""
    return _ranked(scores(change, learned))


def _ranked(found: Mapping[str, float]) -> tuple[str, ...]:
    least = max(found.values()) + log(CLOSE)
    return tuple(sorted((topic for topic, score in found.items() if score >= least), key=lambda topic: (-found[topic], topic)))


def topics_of(change: Observation, first: str | None, learned: Mapping[str, Any] | None = None) -> tuple[str, ...]:
    """The topics of a change, at most three; `learned` as in `scores`.

    `first`, what its rule speaks of, leads where it is nearly as likely as the likeliest. A rule knows what a statement does, its words
    what it is about: a rule of promises files "We never share your child's photos" under sharing, its words say that it is about children.
    """
    return led(scores(change, learned), first)


def led(found: Mapping[str, float], first: str | None) -> tuple[str, ...]:
    """The topics by their scores, as `topics_of` gives them."""
    named = _ranked(found)[:MOST]
    return led_by(first, named) if first and found[first] >= found[named[0]] - NEAR else named


def led_by(first: str, named: Sequence[str]) -> tuple[str, ...]:
    """Topics with one put in front, at most three.

    >>> led_by("retention", ("security", "retention"))
    ('retention', 'security')
    """
    return (first, *(topic for topic in named if topic != first))[:MOST]
