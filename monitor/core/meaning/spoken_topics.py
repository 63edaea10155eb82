"""What a single sentence is about, without another version to compare it with: it is read as one that was added."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from monitor.core.meaning.parsed import ParsedDocument, join
from monitor.core.meaning.topic_names import OTHER, TOPICS
from monitor.core.meaning.topic_sums import EXACT, read_lean, sums_of
from monitor.core.meaning.topics import scores_of, traits_of_statement
from monitor.core.text.segment import SegmentedText, Unit

LEAST, BEHIND = 2.8, 2.2
"""Log-odds from which a sentence counts as about something, and how far behind the likeliest topic another is named: "We may change our
fees" is about fees as well as about changes. A sentence that says nothing of a topic scores up to 2.6 for it."""
MOST = 2
"""Topics of one sentence: under a third, readers would not look for it."""


def topics_in(unit: Unit, document: ParsedDocument, kind: str = "privacy") -> tuple[str, ...]:
    """The topics that a unit of a document speaks of, likeliest first; none when no topic stands out.

    Args:
        unit: of the document.
        document: all of it, for its headings and what introduces its lists.
        kind: of the document: privacy, terms, cookies or rules.
    """
    seen, section = read_lean(join((unit,))), document.page.section(unit.line)
    sums = sums_of(seen, section, kind)
    best = max(sums)
    if best < LEAST - EXACT:  # as most sentences do
        return ()
    ranked = sorted((-score, topic) for score, topic in zip(sums, TOPICS, strict=True))
    if not _decided(ranked):
        exact = scores_of(traits_of_statement(seen, section, kind))
        ranked = sorted((-score, topic) for topic, score in exact.items())
    return _spoken(ranked)


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
    above = [f"# {heading.lstrip('# ')}"] if heading else []
    page = SegmentedText("\n".join([*above, *([lead_in] if lead_in else []), text]))
    line = len(page.lines) - 1
    whole = Unit(page.starts[line], len(page.text), text, line, "text")
    return topics_in(whole, ParsedDocument(page), kind)
