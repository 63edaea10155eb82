"""What a single sentence is about, without another version to compare it with: it is read as one that was added."""

from __future__ import annotations

from monitor.core.meaning.parsed import ParsedDocument, ParsedText
from monitor.core.meaning.topics import OTHER, scores_of, traits_of_statement
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
    found = scores_of(traits_of_statement(ParsedText.of((unit,)), document.page.section(unit.line), kind))
    ordered = sorted(found, key=lambda topic: (-found[topic], topic))
    best = ordered[0]
    if best == OTHER or found[best] < LEAST:
        return ()
    return tuple(topic for topic in ordered if topic != OTHER and found[topic] >= max(LEAST, found[best] - BEHIND))[:MOST]


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
