"""Assesses a change in a judged language, and tells it in English with quotations of the original."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.assess import Assessment, settled
from monitor.core.meaning.document_context import DocumentContext
from monitor.core.meaning.headline import clipped, told_by_edits
from monitor.core.meaning.parsed import join
from monitor.core.meaning.promises.fates import LOST
from monitor.core.meaning.reasons import topic_name
from monitor.core.meaning.rules import Rule
from monitor.core.meaning.tongues.fates import is_asked
from monitor.core.meaning.tongues.side import TongueChange
from monitor.core.meaning.tongues.verdict import TongueVerdict, decide
from monitor.core.text.edits import LONGEST_EDIT, edits
from monitor.core.text.markdown_links import as_shown
from monitor.model import Direction, Reason, Severity

_ACTS = {"train": "train models on", "track": "track", "retain": "keep", "monitor": "monitor"}
"""How a headline names an act, where it is not as it stands."""
_THINGS = {"data": "your data", "content": "your content", "money": "your money", "rights": "your rights", "reader": "you"}
_OPENINGS = {"added": "New statement on", "removed": "Removed statement on", "reworded": "Changed:"}
_BARE = {"added": "This statement was added.", "removed": "This statement was removed.", "reworded": "This statement was reworded."}


def assess_in(candidate: Candidate, context: DocumentContext, code: str) -> Assessment:
    """The assessment of a change between two texts in a language that is judged beside English."""
    change = TongueChange.of(candidate, context, code)
    made = decide(change)
    if made.gate:
        return settled(made.gate, made.topics, candidate)
    reasons = tuple(_reason(rule, change, made.topics) for rule in made.reasons)
    return Assessment(made.severity, made.direction, made.topics, reasons, headline_of(change, made), made.certainty)


def headline_of(change: TongueChange, made: TongueVerdict) -> str:
    """One plain sentence, with a quotation of the words that it rests on."""
    rule, what = made.speaker, topic_name(made.topics[0])
    told = _told(change)
    named = rule is not None and made.severity.rank >= Severity.MATERIAL.rank and "{clause}" not in rule.headline
    if rule is not None and named:
        filled = _filled(rule.headline, change)
        if filled is not None:
            head = rule.headline.format(topic=what, quote=quote_of(change, rule), edit="", clause="", **filled)
            return head if "{quote}" in rule.headline else f"{head} – {told}"
    if change.kind == "reworded":
        return f"Changed: {what} – {told}"
    return f"{_OPENINGS[change.kind]} {what} – {told}"


def _told(change: TongueChange) -> str:
    """The words that changed, quoted in what stands around them; of what came or went, its beginning."""
    candidate = change.comparison.candidate
    old, new = join(candidate.old) if candidate.old else "", join(candidate.new) if candidate.new else ""
    # "…30 Tage" is now "…90 Tage": the words around what changed are quoted, not the whole statement.
    if old and new and len(old) + len(new) <= LONGEST_EDIT and (told := told_by_edits(edits(as_shown(old), as_shown(new)))):
        return told
    return f"“{clipped(as_shown(new or old).replace('|', ' '))}”"


def _filled(template: str, change: TongueChange) -> dict[str, str] | None:
    """What a template asks for; None where the promise that it speaks of was not read."""
    filled = {"acts": "", "what": "", "recipients": ""}
    if "{recipients}" in template:
        return None
    if "{acts}" in template or "{what}" in template:
        fates = [found for found in change.fates if found.promise.kind == "denied" or is_asked(found.promise)]
        told = [found for found in fates if found.fate in LOST] or [found for found in fates if found.fate == "made"]
        if not told:
            return None  # a headline names no promise that was not read
        acts = list(dict.fromkeys(_ACTS.get(found.act, found.act) for found in told))
        filled["acts"] = acts[0] if len(acts) == 1 else f"{', '.join(acts[:-1])} or {acts[-1]}"
        filled["what"] = _THINGS.get(told[0].object, "your data") + " without your consent" * is_asked(told[0].promise)
    return filled


def _reason(rule: Rule, change: TongueChange, topics: Iterable[str]) -> Reason:
    filled = _filled(rule.says, change)
    evidence = quote_of(change, rule)
    if filled is None:
        return Reason(rule.id, _BARE[change.kind], evidence)
    return Reason(rule.id, rule.says.format(topic=topic_name(next(iter(topics))), kind=change.kind, **filled), evidence)


def quote_of(change: TongueChange, rule: Rule) -> str:
    """The words that a rule rests on: the promise where there is one, else the first statement that changed."""
    for found in change.fates:
        if (found.fate in LOST) == (rule.direction is Direction.WEAKENS) and found.fate != "kept" and "promise" in rule.id:
            return found.clause
    candidate = change.comparison.candidate
    first, second = (
        (candidate.old, candidate.new) if rule.direction is Direction.WEAKENS and not candidate.new else (candidate.new, candidate.old)
    )
    units, other = (first, second) if first else (second, first)
    stands = {unit.text.strip() for unit in other}
    changed = [unit for unit in units if unit.text.strip() not in stands]
    return as_shown((changed or list(units))[0].text).strip()
