"""The headline of a change: the most telling sentence that is certainly true of its two texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from monitor.core.meaning.evidence import shown_by
from monitor.core.meaning.headlines.blocks import leans, text_of
from monitor.core.meaning.headlines.condensed import condensed, limits_of
from monitor.core.meaning.headlines.edited import EditedClause, edited_clauses
from monitor.core.meaning.headlines.elsewhere import repeated
from monitor.core.meaning.headlines.facts import ALL_ROOM, Wording, reworded
from monitor.core.meaning.headlines.lists import enumeration, rows
from monitor.core.meaning.headlines.one_sided import came_or_went
from monitor.core.meaning.headlines.place import lead_of
from monitor.core.meaning.headlines.places import name_headline
from monitor.core.meaning.headlines.quoting import quoted, shown
from monitor.core.meaning.headlines.rule_forms import rule_headline
from monitor.core.meaning.headlines.values import value_headline, value_turn
from monitor.core.meaning.observation import Observation
from monitor.core.meaning.parsed import join
from monitor.core.meaning.rules import Rule
from monitor.model import Direction, Severity

# "You will not be liable for it" forbids nothing.
_BAN = re.compile(
    r"(?:you\s(?:may|must|shall|can)\snot|you\swill\snot(?!\s(?:be\s(?:liable|responsible|charged|billed|required|obliged|asked|held)|lose|have|need|owe|pay)\b)"
    r"|you\scannot|you\sagree\snot\sto|do\snot|don[’']t)\b",
    re.IGNORECASE,
)
_WORTH_SAYING = 0.1
"""Share of the weight of the most telling clause from which another is told beside it."""
_FIRST_ROOM = 280
"""Characters up to which further edits of a clause are told where others changed with it."""
_BESIDE_ROOM = 150
"""Characters of a clause that is told beside another."""
_TURNED_ROOM = 170
"""Further ones of a clause that turned: "without your consent" fell from it."""
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
    clauses = _rule_first(change, edited_clauses(change, direction), rule if severity.rank >= Severity.MATERIAL.rank else None)
    if change.candidate.recast and clauses and len(change.candidate.old) + len(change.candidate.new) > _PAIR:
        return Headline(_recast(change), "fact")
    said = _said(change, clauses, _Verdict(direction, severity, rule))
    said = _with_others(change, clauses, said) if change.reworded and clauses else said
    if clauses and clauses[0].both and said.form != "value" and repeated(clauses[0].old, clauses[0].new, change.context.new):
        # "You can change it in the settings" became "Note what that does not end", and stands in another section as well.
        said = Wording(f"{said.text} – the old words still stand elsewhere", said.form, said.others)
    more = f" – and {said.others} more {'edit' if said.others == 1 else 'edits'}" if said.others else ""
    return Headline(said.text + more, said.form, said.text.partition("“")[0].rstrip(" –:"))


def _recast(change: Observation) -> str:
    """A passage in wholly other words: which of its clauses came or went nobody can say, so the headline quotes both sides."""
    old, new = (condensed(shown(join(units)), _RECAST_ROOM) for units in (change.candidate.old, change.candidate.new))
    return f"“{old}” replaced by “{new}”"


_PAIR, _RECAST_ROOM = 2, 190
"""Sentences of a pair, and the characters that are quoted of a side where there are more."""


def _rule_first(change: Observation, clauses: list[EditedClause], rule: Rule | None) -> list[EditedClause]:
    """The clauses on which a rule rests that decides before all others: "a limit fell" is not told by the sentence beside it.

    Not where the rule tells good news, which may be the least of what a passage brings.
    """
    if rule is None or not rule.decides or rule.direction is Direction.STRENGTHENS or len(clauses) < _SEVERAL:
        return clauses
    names = [name for name in rule.conditions if name in change.features]
    shown = [abs(shown_by(change, names, clause.old) - shown_by(change, names, clause.new)) for clause in clauses]
    if shown[0] == max(shown):
        return clauses
    # Hardly above what told most, so that this is still worth telling beside it; "This is kept for a month" alone says nothing.
    raised = [
        replace(clause, weight=clauses[0].weight + _ABOVE * clause.weight) if grade == max(shown) and not leans(text_of(clause)) else clause
        for clause, grade in zip(clauses, shown, strict=True)
    ]
    return sorted(raised, key=lambda clause: -clause.weight)


_SEVERAL, _ABOVE = 2, 0.01


def _with_others(change: Observation, clauses: list[EditedClause], said: Wording) -> Wording:
    """What else was edited, came or went with the clause that tells most, as far as there is room; the rest is counted."""
    text, others = said.text, said.others
    first = [] if clauses[0].both else _alongside(clauses)
    # What no longer denies or limits as it did is told first, and whatever else is told.
    for clause in sorted(clauses, key=lambda clause: not _turns(clause)):
        if clause is clauses[0] or clause in first:
            continue
        also = _beside(change, clause) if _turns(clause) or clause.weight >= _WORTH_SAYING * clauses[0].weight else ""
        if also and len(text) + len(also) <= ALL_ROOM + _TURNED_ROOM * _turns(clause):
            text = f"{text}; {also}"
        else:
            others += 1
    return Wording(text, said.form, others)


def _turns(clause: EditedClause) -> bool:
    """True for an edited clause that denies or limits otherwise than it did."""
    return clause.both and limits_of(clause.old) != limits_of(clause.new)


def _beside(change: Observation, clause: EditedClause) -> str:
    """A further clause in few words; nothing where they would not tell it."""
    if clause.both:
        wording = reworded(change, clause)
        room = _BESIDE_ROOM + _TURNED_ROOM * _turns(clause)
        return wording.text if not wording.others and len(wording.text) <= room else ""
    lead = lead_of(clause.unit, (change.context.new if clause.new else change.context.old).page)
    under = f" under {lead}" if lead else ""
    return f"{'added' if clause.new else 'removed'}{under}: “{condensed(clause.new or clause.old, _BESIDE_ROOM)}”"


@dataclass(frozen=True, slots=True)
class _Verdict:
    direction: Direction
    severity: Severity
    rule: Rule | None

    def in_words_of_the_rule(self, clause: EditedClause) -> str | None:
        """The rule's words for a clause, where they are certain."""
        return rule_headline(clause, self.direction, self.severity, self.rule)


def _said(change: Observation, clauses: list[EditedClause], verdict: _Verdict) -> Wording:
    if any(change.candidate.under):
        return _moved_below(change)
    if not clauses:
        return Wording(f"Printed differently: {quoted(shown(join(change.candidate.new or change.candidate.old)))}", "fact")
    if not clauses[0].both:
        return _of_one(change, clauses, verdict)
    return _of_both(change, clauses[0], verdict, _FIRST_ROOM if len(clauses) > 1 else ALL_ROOM)


def _moved_below(change: Observation) -> Wording:
    """Equal words below another lead-in or heading, which the headline quotes: it is all that differs."""
    words = quoted(shown(join(change.candidate.new)))
    old, new = (quoted(shown(lead.strip("#*_ ").rstrip(":"))) if lead else "" for lead in change.candidate.under)
    if not (old and new):
        return Wording(f"{words} stands below {new} now" if new else f"{words} no longer stands below {old}", "fact")
    return Wording(f"{words} stands below {new} now, not {old}" if old != new else f"{words} has another rank below {new}", "fact")


def _of_both(change: Observation, clause: EditedClause, verdict: _Verdict, room: int) -> Wording:
    """The headline of a clause that was edited."""
    if turn := value_turn(clause.old, clause.new):
        return Wording(value_headline(turn, verdict.direction), "value")
    if named := name_headline(clause):
        return Wording(named, "value")
    if listed := enumeration(clause):
        return Wording(listed, "list")
    wording = reworded(change, clause, room)
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
    return Wording(came_or_went(change, _alongside(clauses), ban=_bans(change, clauses[0], verdict.direction)), "fact")


def _alongside(clauses: list[EditedClause]) -> list[EditedClause]:
    """The clauses that came, or went, with the one that tells most."""
    return [clause for clause in clauses if not clause.both and bool(clause.new) == bool(clauses[0].new)]


def _bans(change: Observation, clause: EditedClause, direction: Direction) -> bool:
    """True for a new rule for the reader.

    A rule that stood elsewhere before is no new one, and whom it serves is said only where the verdict says it as well.
    """
    came = change.kind == "added" and change.found_elsewhere < _FOUND and direction is Direction.WEAKENS
    return came and _BAN.match(clause.new) is not None
