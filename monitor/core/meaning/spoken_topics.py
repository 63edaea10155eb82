"""What a single sentence is about, without another version to compare it with: it is read as one that was added."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import log
from typing import NamedTuple

from monitor.core.meaning.fragments import Above, above
from monitor.core.meaning.parsed import ParsedDocument, ParsedText, join
from monitor.core.meaning.row_answers import cells_of, is_answer, is_hedged, opening_answer
from monitor.core.meaning.said_on import is_recipient
from monitor.core.meaning.table_rows import topics_of_heads
from monitor.core.meaning.topic_names import OTHER, TOPICS
from monitor.core.meaning.topic_sums import EXACT, read_lean, sums_of
from monitor.core.meaning.topics import CLOSE, scores_of, traits_of_statement
from monitor.core.meaning.topics import MOST as NAMED
from monitor.core.text.segment import SegmentedText, Unit, line_kind

LEAST, BEHIND = 2.8, 2.2
"""Log-odds from which a sentence counts as about something, and how far behind the likeliest topic another is named: "We may change our
fees" is about fees as well as about changes. A sentence that says nothing of a topic scores up to 2.6 for it."""
MOST = 2
"""Topics of one sentence: under a third, readers would not look for it."""


_TAKEN = "third-party-sharing"
PERHAPS_BEHIND = 3.5
"""How far behind the likeliest topic an alert's other topics are named as likely. Of labelled sentences that were added, those so near were
rightly named in 0.4, those farther behind in 0.05."""


class SpokenTopics(NamedTuple):
    """The topics of a sentence, likeliest first."""

    plainly: tuple[str, ...]
    """What it is about."""
    perhaps: tuple[str, ...]
    """What an alert that tells of the sentence names besides. The first topic of an alert is always among these or those above."""


def spoken_of(unit: Unit, document: ParsedDocument, kind: str, read_with: Above) -> SpokenTopics:
    """The topics that a unit of a document speaks of.

    Args:
        unit: of the document.
        document: all of it, for its headings and what introduces its lists.
        kind: of the document: privacy, terms, cookies or rules.
        read_with: what stands above it, for a unit that does not say all by itself.
    """
    section, seen = document.page.section(unit.line), read_lean(join((unit,)))
    ranked = _ranked(seen, section, kind)
    plainly = _plainly(unit, _spoken(ranked), section, kind, read_with)
    perhaps = [*_near(ranked), *_named_in(seen)]
    perhaps += topics_of_heads(cells_of(read_with.head)) if read_with.head else ()
    return SpokenTopics(plainly, tuple(topic for topic in dict.fromkeys(perhaps) if topic not in plainly))


_NAMING = {"advertising-tracking": frozenset(("advertiser", "targeted-ads"))}
"""Concepts that name a topic where a sentence is about another first: "We may share your data with advertising partners"."""


def _plainly(unit: Unit, alone: tuple[str, ...], section: tuple[str, ...], kind: str, read_with: Above) -> tuple[str, ...]:
    """What a unit is about together with what stands above it."""
    if read_with.is_question and (is_hedged(unit.text) or opening_answer(unit.text)):
        asked = _asked_in(read_with.lead_in, section, kind)
        return asked if is_answer(unit.text) else tuple(dict.fromkeys((*asked, *alone)))
    together = f"{read_with.words}\n{unit.text}"
    if read_with.head:  # in a sentence a verb tells what a word is about, in a row the head of its column
        return tuple(dict.fromkeys((*_spoken_in(together, section, kind)[:1], *_asked_in(read_with.head, section, kind)))) or alone
    if alone or not read_with.words:
        return alone
    return _spoken_in(together, section, kind) or ((_TAKEN,) if is_recipient(read_with) else ())


def topics_in(unit: Unit, document: ParsedDocument, kind: str = "privacy") -> tuple[str, ...]:
    """The topics that a unit of a document speaks of plainly by itself, likeliest first; none when no topic stands out."""
    return _spoken(_ranked(read_lean(join((unit,))), document.page.section(unit.line), kind))


def _spoken_in(text: str, section: tuple[str, ...], kind: str) -> tuple[str, ...]:
    """The topics that some words speak of plainly."""
    return _spoken(_ranked(read_lean(text), section, kind))


@lru_cache(maxsize=64)
def _asked_in(text: str, section: tuple[str, ...], kind: str) -> tuple[str, ...]:
    """What a question or the heads of a table ask about: "Do you share my data with advertisers?", "Shared with advertisers"."""
    seen = read_lean(text)
    return tuple(dict.fromkeys((*_spoken(_ranked(seen, section, kind)), *_named_in(seen))))


def _named_in(seen: ParsedText) -> list[str]:
    return [topic for topic, naming in _NAMING.items() if not naming.isdisjoint(seen.concepts)]


def _ranked(seen: ParsedText, section: tuple[str, ...], kind: str) -> list[tuple[float, str]]:
    """All topics of a text by (minus the score, topic), in order."""
    sums = sums_of(seen, section, kind)
    ranked = sorted((-score, topic) for score, topic in zip(sums, TOPICS, strict=True))
    if max(sums) < LEAST - EXACT or _decided(ranked):  # most sentences are about nothing plainly
        return ranked
    exact = scores_of(traits_of_statement(seen, section, kind))
    return sorted((-score, topic) for topic, score in exact.items())


def _near(ranked: Sequence[tuple[float, str]]) -> tuple[str, ...]:
    """The first topic that an alert names, and its others that stand out as well and are not far behind."""
    best = -ranked[0][0]
    least = max(LEAST, best - PERHAPS_BEHIND, best + log(CLOSE))
    named = tuple(topic for score, topic in ranked[1:NAMED] if -score >= least)
    return tuple(topic for topic in (ranked[0][1], *named) if topic != OTHER)


def _spoken(ranked: Sequence[tuple[float, str]]) -> tuple[str, ...]:
    """The topics that stand out, by (minus the score, topic) of all, in order."""
    best = -ranked[0][0]
    if ranked[0][1] == OTHER or best < LEAST:
        return ()
    return tuple(topic for score, topic in ranked if topic != OTHER and -score >= max(LEAST, best - BEHIND))[:MOST]


def _decided(ranked: Sequence[tuple[float, str]]) -> bool:
    """False when scores are so near each other, or so near what is asked of them, that what a sum is off by could decide."""
    scores = [-score for score, _ in ranked]
    best = scores[0]
    least = max(LEAST, best - BEHIND)
    said = [score for score in scores if score >= least - EXACT]
    return all(abs(score - bound) > EXACT for score in said for bound in (LEAST, best - BEHIND)) and all(
        upper - lower > EXACT for upper, lower in pairwise(scores[: len(said) + 1])
    )


def topics_of_sentence(text: str, lead_in: str = "", heading: str = "", kind: str = "privacy") -> tuple[str, ...]:
    """The topics of a sentence that stands alone, below its heading.

    >>> topics_of_sentence("We keep your account data for 12 months.")
    ('retention',)
    """
    return topics_in(*_alone(text, lead_in, heading), kind)


def spoken_of_sentence(text: str, lead_in: str = "", heading: str = "", kind: str = "privacy") -> SpokenTopics:
    """The same, with what the sentence says only with what stands above it, and with the topics that it is perhaps about."""
    unit, document = _alone(text, lead_in, heading)
    return spoken_of(unit, document, kind, above(unit, document.page))


def _alone(text: str, lead_in: str, heading: str) -> tuple[Unit, ParsedDocument]:
    opening = [f"# {heading.lstrip('# ')}"] if heading else []
    page = SegmentedText("\n".join([*opening, *([lead_in] if lead_in else []), text]))
    line = len(page.lines) - 1
    return Unit(page.starts[line], len(page.text), text, line, line_kind(text)), ParsedDocument(page)
