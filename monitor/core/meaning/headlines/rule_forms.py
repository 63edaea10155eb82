"""Headlines in a rule's words: only where the rule decides, goes the way that is said, and what it names stands in the quoted clause."""

from __future__ import annotations

from monitor.core.meaning.headlines.edited import EditedClause
from monitor.core.meaning.headlines.promise_words import denied_object, listed_verbs, plain_verbs
from monitor.core.meaning.headlines.quoting import quoted
from monitor.core.meaning.negation import DENYING
from monitor.core.meaning.parsed import ParsedText, read
from monitor.core.meaning.rules import Rule
from monitor.model import Direction, Severity

_UNVERIFIED = ("{clause}", "{topic}", "{recipients}")
"""Of these a headline cannot tell whether they are so; the fact is told instead."""


def rule_headline(clause: EditedClause, direction: Direction, severity: Severity, rule: Rule | None) -> str | None:
    """The rule's words with the clause they are about, or None where any of them is not certain."""
    if rule is None or not rule.decides or severity.rank < Severity.MATERIAL.rank:
        return None
    if rule.direction is not direction or any(name in rule.headline for name in _UNVERIFIED):
        return None
    said = rule.headline.split("{edit}")[0].split(" – “{quote}")[0]
    if "{acts}" in said or "{what}" in said:
        return _of_a_promise(said, clause)
    side = clause.new if clause.new else clause.old
    return f"{said}: {quoted(side)}" if not clause.both and _names(side, rule) else None


def _of_a_promise(said: str, clause: EditedClause) -> str | None:
    """The words for a promise that one of the sides makes, and the other doesn't."""
    old, new = (read(text) if text else ParsedText.of_text("") for text in (clause.old, clause.new))
    denials = [[frame for frame in side.frames if frame.role == "denial"] for side in (old, new)]
    if bool(denials[0]) == bool(denials[1]):
        return None
    text, frames = (clause.old, denials[0]) if denials[0] else (clause.new, denials[1])
    verbs, what = plain_verbs(text, frames), denied_object(text, frames)
    if not verbs or not what or len(frames) != len({frame.word for frame in frames}):
        return None
    return f"{said.format(acts=listed_verbs(verbs), what=what)} – {quoted(text)}"


def _names(text: str, rule: Rule) -> bool:
    """True when a plain clause names what the rule saw: "We do not scan faces" names faces, but as what is not done."""
    reading = read(text)
    wanted = {name.rsplit(":", 1)[-1] for name in rule.conditions}
    return bool(wanted & reading.concepts.keys()) and DENYING.isdisjoint(reading.words)
