"""The headline of a change: the most telling sentence that is certainly true of its two texts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.core.meaning.headlines.edited import EditedClause, edited_clauses
from monitor.core.meaning.headlines.facts import Wording, came_or_went, reworded
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
    said = _said(change, clauses, _Verdict(direction, severity, rule))
    others = said.others + (len(clauses) - 1 if change.reworded and clauses else 0)
    more = f" – and {others} more {'edit' if others == 1 else 'edits'}" if others else ""
    return Headline(said.text + more, said.form, said.text.partition("“")[0].rstrip(" –:"))


@dataclass(frozen=True, slots=True)
class _Verdict:
    direction: Direction
    severity: Severity
    rule: Rule | None

    def in_words_of_the_rule(self, clause: EditedClause) -> str | None:
        """The rule's words for a clause, where they are certain."""
        return rule_headline(clause, self.direction, self.severity, self.rule)


def _said(change: Observation, clauses: list[EditedClause], verdict: _Verdict) -> Wording:
    if not clauses:
        return Wording(f"Printed differently: {quoted(shown(join(change.candidate.new or change.candidate.old)))}", "fact")
    return _of_both(change, clauses[0], verdict) if clauses[0].both else _of_one(change, clauses, verdict)


def _of_both(change: Observation, clause: EditedClause, verdict: _Verdict) -> Wording:
    """The headline of a clause that was edited."""
    if turn := value_turn(clause.old, clause.new):
        return Wording(value_headline(turn, verdict.direction), "value")
    if named := name_headline(clause):
        return Wording(named, "value")
    if listed := enumeration(clause):
        return Wording(listed, "list")
    wording = reworded(change, clause)
    # "We do not sell it" → "We may sell it": both sides tell more than any rule does.
    if wording.form != "turn" and (words := verdict.in_words_of_the_rule(clause)):
        return Wording(words, "rule")
    return wording


def _of_one(change: Observation, clauses: list[EditedClause], verdict: _Verdict) -> Wording:
    """The headline of a clause that came or went."""
    if listed := rows(change):
        return Wording(listed, "list")
    if words := verdict.in_words_of_the_rule(clauses[0]):
        return Wording(words, "rule")
    count = 1 if change.reworded else len(clauses)
    beside = clauses[1] if count > 2 else None
    return Wording(came_or_went(change, clauses[0], count, beside=beside, ban=_bans(change, clauses[0], verdict.direction)), "fact")


def _bans(change: Observation, clause: EditedClause, direction: Direction) -> bool:
    """True for a new rule for the reader.

    A rule that stood elsewhere before is no new one, and whom it serves is said only where the verdict says it as well.
    """
    came = change.kind == "added" and change.found_elsewhere < _FOUND and direction is Direction.WEAKENS
    return came and _BAN.match(clause.new) is not None
