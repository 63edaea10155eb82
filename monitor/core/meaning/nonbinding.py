"""Gates for text that binds nobody: menus and lists of links, praise of the company, disclaimers for linked sites."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.meaning.assertion import asserts
from monitor.core.meaning.features import of_group
from monitor.core.meaning.observation import Observation
from monitor.core.meaning.parsed import ParsedText, join
from monitor.core.text.late_pattern import late
from monitor.core.text.markdown_links import remove, spans
from monitor.core.text.segment import Unit
from monitor.core.text.shingles import outside_links
from monitor.core.text.tokens import words

# "# Lumen Books Privacy Notice" (case product-renamed) has four words; a label of five would be a short sentence.
_LABEL_WORDS = 4
# A list of links has more words than this; of fewer, the gate for menus judges: "[Terms of Use](…)" (case words-run-together).
_NAVIGATION_WORDS = 3
# Case company-describes-itself: "Larchmere Desk is a leading provider of customer service software. Larchmere Desk focuses on building
# …"; and from our examples "Founded in 2011 in Tampere by two students, the company has 140 employees".
_DESCRIBES_ITSELF = late(
    r"\b(?:(?:is|are|was) (?:an?|the|one of the|among the)(?: [\w’']+){0,3} "
    r"(?:lead(?:er|ing)|provider|pioneer|compan(?:y|ies)|maker|specialist)s?|"
    r"leading (?:provider|global|independent|international|european)|"
    r"focus(?:es|ed)? on|speciali[sz]es in|founded (?:in|by)|headquartered in|"
    r"(?:our|its|the) mission|(?:trusted|chosen) by (?:more than|over|millions|thousands)|we are (?:passionate|proud)|award winning)\b"
)
"""For text in lower case without hyphens."""
_MORE_THAN_PRAISE = frozenset(
    ("you", "your", "yours", "yourself", "controller", "controllers", "processor", "registered", "incorporated", "acquired", "merged")
)
"""Words of the reader, and of who answers for data: where one stands, more is said than praise."""
# Case link-disclaimer-added: "Our pages hold links to other websites, whose privacy practices may differ from ours". Both patterns must
# hold: with the first alone, "Our pages contain links to sites that are run by other people …" would pass with all that follows in it;
# with the second alone, "We are not responsible for its content".
_LINKS = late(r"\blinks?(?: \w+){0,3} to(?: \w+){0,3} (?:web ?sites?|sites?|pages|services)\b")
_THEIR_OWN = late(
    r"\b(?:not responsible|no responsibility|no control|cannot control|not control|not liable|"
    r"(?:privacy|data) (?:practices|polic(?:y|ies)|statements?|notices?))\b"
)
# What a company does itself: a disclaimer that also says "we share" is more than a disclaimer.
_OWN_CONDUCT = frozenset({"sell", "share", "collect", "use", "retain", "train"})


def is_navigation(change: Observation) -> bool:
    """True for a list of links that came or went."""
    if change.reworded or not of_group(change.features, "form").get("form:links"):
        return False
    side = change.new if change.new.words else change.old
    return len(side.words) > _NAVIGATION_WORDS and not any(_states(line) for line in side.text.split("\n"))


def is_menu(change: Observation) -> bool:
    """True when both sides are links alone, or labels before the first heading of a document that has headings."""
    before_all = not change.section and "document:headings" in of_group(change.features, "document")
    return all(_menu_side(units, before_all) for units in (change.candidate.old, change.candidate.new) if units)


def _menu_side(units: Sequence[Unit], before_all: bool) -> bool:
    text = join(units)
    # A row of a table may be short and link, and still list a recipient (case table-row-sensitive-added).
    if units[0].kind == "row" or not (before_all or _may_link(text)):
        return False
    lines = [line for line in text.split("\n") if words(line)]
    linked = [line for line in lines if _may_link(line) and not outside_links(line)]
    labels = all(len(words(line)) <= _LABEL_WORDS for line in lines if line not in linked)
    return bool(lines) and labels and bool(linked or before_all) and not any(map(_states, lines))


def _states(line: str) -> bool:
    """True when the line, one of its links, or what stands between them asserts something."""
    labels = [link.label for link in spans(line)]
    return any(map(asserts, labels)) or asserts(remove(line, " · ") if labels else line)


def _may_link(text: str) -> bool:
    return "](" in text or "://" in text


def is_company_talk(change: Observation) -> bool:
    """True when each side describes the company ("X is a leading provider of …"), and nobody may, must or will do anything in it."""
    return all(_describes_itself(side) for side in (change.old, change.new) if side.text)


def _describes_itself(side: ParsedText) -> bool:
    return not side.frames and _MORE_THAN_PRAISE.isdisjoint(side.words) and bool(_DESCRIBES_ITSELF.search(_flat(side)))


def is_record(change: Observation) -> bool:
    """True where only the years differ of what the company says of its past: "we have kept our prices for 5 years", then "for 8 years"."""
    if not change.reworded or not all(word.isdecimal() for word in (*change.removed, *change.added)):
        return False
    return all(
        _PAST.search(side.lower) and _READER.isdisjoint(side.words) and len(side.words) <= _ONE_SENTENCE
        for side in (change.old, change.new)
    )


# "We have kept our prices stable for 5 years"; not "we have to keep it for 5 years", nor "members who have paid for 5 years".
_PAST = late(r"\bha(?:s|ve) \w+(?: \w+){0,6} for (?:the (?:last|past) |more than |over )?\d+ years\b")
_READER = frozenset(("you", "your", "yours", "if", "until", "must", "may", "will", "shall"))
_ONE_SENTENCE = 20


def is_link_disclaimer(change: Observation) -> bool:
    """True for a statement that came or went and says no more than that linked sites have policies of their own.

    Annotators call it minor: the company's own conduct is the same.
    """
    side = change.new if change.new.text else change.old
    if change.reworded or any(frame.act in _OWN_CONDUCT and frame.role in ("intrusion", "denial") for frame in side.frames):
        return False
    text = _flat(side)
    return bool(_LINKS.search(text) and _THEIR_OWN.search(text))


def _flat(side: ParsedText) -> str:
    return side.lower.replace("-", " ")
