"""The headline of a change: the most telling sentence that is certainly true of its two texts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.core.meaning.headlines.edited import EditedClause, edited_clauses
from monitor.core.meaning.headlines.facts import came_or_went, reworded
from monitor.core.meaning.headlines.lists import enumeration, rows
from monitor.core.meaning.headlines.places import name_headline
from monitor.core.meaning.headlines.quoting import quoted, shown
from monitor.core.meaning.headlines.rule_forms import rule_headline
from monitor.core.meaning.headlines.values import value_headline, value_turn
from monitor.core.meaning.observation import Observation
from monitor.core.meaning.parsed import join
from monitor.core.meaning.rules import Rule
from monitor.model import Direction, Severity

_BAN = re.compile(r"(?:you\s(?:may|must|shall|will|can)\snot|you\scannot|you\sagree\snot\sto|do\snot|don[’']t)\b", re.IGNORECASE)
_FOUND = 0.6
"""Share of a clause that stands in the other version from which it did not come or go, but moved."""


@dataclass(frozen=True, slots=True)
class Headline:
    """One sentence about a change."""

    text: str
    form: str
    """value | turn | list | rule | fact: how it was made, from the most to the least that a sentence says by itself."""
    lead: str = ""
    """How it begins before its first quotation."""


def sentence_of(change: Observation, *, direction: Direction, severity: Severity, rule: Rule | None = None) -> Headline:
    """The headline of a change.

    Args:
        change: as observed.
        direction: what is said of whom the change serves; nothing in the headline contradicts it, or says more than it.
        severity: what is said of how much it matters; a rule lends its words only to what is material or worse.
        rule: the row that speaks for the change; its words are used where what they fill in stands in the text.
    """
    clauses = edited_clauses(change)
    text, form = _told(change, clauses, direction, severity, rule)
    return Headline(text, form, text.partition("“")[0].rstrip(" –:"))


def _told(change: Observation, clauses: list[EditedClause], direction: Direction, severity: Severity, rule: Rule | None) -> tuple[str, str]:
    if not clauses:
        return f"Printed differently: {quoted(shown(join(change.candidate.new or change.candidate.old)))}", "fact"
    main = clauses[0]
    if not main.both and (listed := rows(change)):
        return listed, "list"
    told, form = _of_both(main, direction) if main.both else (None, "")
    if not told:
        told, form = rule_headline(main, direction, severity, rule), "rule"
    others = len(clauses) - 1 if change.reworded else 0
    if not told and main.both:
        wording = reworded(change, main)
        told, form, others = wording.text, wording.form, others + wording.others
    elif not told:
        told, form = _of_one(change, clauses, direction), "fact"
    return told + (f" – and {others} more {'edit' if others == 1 else 'edits'}" if others else ""), form


def _of_both(clause: EditedClause, direction: Direction) -> tuple[str | None, str]:
    """The headline of a value, a name or a list that alone changed in a clause."""
    if turn := value_turn(clause.old, clause.new):
        return value_headline(turn, direction), "value"
    if named := name_headline(clause):
        return named, "value"
    return enumeration(clause), "list"


def _of_one(change: Observation, clauses: list[EditedClause], direction: Direction) -> str:
    """The headline of a clause that came or went."""
    main = clauses[0]
    count = 1 if change.reworded else len(clauses)
    beside = clauses[1] if count > 2 else None
    # A rule that stood elsewhere before is no new one; whom a rule serves is said only where the verdict says it as well.
    ban = bool(
        main.new and direction is Direction.WEAKENS and change.kind == "added" and change.found_elsewhere < _FOUND and _BAN.match(main.new)
    )
    return came_or_went(change, main, count, beside=beside, ban=ban)
