"""Headlines of what was reworded that say no more than the fact: both sides, quoted, with no verdict on whom it serves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.headlines.both_sides import sides_by_edits
from monitor.core.meaning.headlines.condensed import condensed
from monitor.core.meaning.headlines.edit_weights import limited_by, run_weight, stance, turned_by
from monitor.core.meaning.headlines.edited import ALIKE, EditedClause, alike
from monitor.core.meaning.headlines.elsewhere import within
from monitor.core.meaning.headlines.operative import word_row_of
from monitor.core.meaning.headlines.place import lead_of
from monitor.core.meaning.headlines.quoting import SIDE_ROOM, Span, bare, quoted, stretch, without_hanging
from monitor.core.meaning.headlines.runs import EditRun, edit_runs, filled

_SHORT = 60
"""Characters up to which words that came or went are named by themselves, beside the clause they stand in."""
_BOTH_ROOM = 290
"""Characters of both sides together up to which both clauses are quoted whole."""
_REWRITTEN = 60
"""Characters from which an exchange on both sides is a clause written anew."""
_WHOLE_ROOM = 170
"""Characters of each side where both are quoted, and the changes are strewn over them."""
_EDITS_ROOM = 190
"""Characters of each side where several edits are quoted in their places."""
_REWRITTEN_ALIKE = 0.6
"""Share of common words below which both sides are quoted as well."""
_SAME_BEGINNING = 20
"""Characters that two sentences begin with where one is held to be the other."""
_GREW = 0.85
"""Share of the words of substance of the shorter side that stand in the longer one, from which it only grew."""
_LONG_SENTENCE = 110
"""Characters from which a sentence is long enough for a few words to be lost in it."""
_FURTHER_ROOM = 90
"""Characters of a further edit of the same clause."""
ALL_ROOM = 390
"""Characters of a headline up to which further edits are added to it."""
_TOLD_ANEW = 0.72
"""Share of the words of substance of a run that stand on the other side as well, from which both sides are quoted."""
_WORTH = 4.0
"""Weight from which another edit of the same clause is counted: one operative word."""
_A_WORD = 1.0
"""Weight of an edit of one word of substance."""
_BESIDE, _MARGIN, _BEFORE = 70, 30, 25
"""Characters beside words that came or went; after an exchange; and, at least, before it."""
_SIGNS = " ,;"
"""Between words that came or went and what stands before them."""
_PARTS = re.compile(r"[.;]\s")


@dataclass(frozen=True, slots=True)
class Wording:
    """A headline, how it was made, and what it leaves out."""

    text: str
    form: str
    """As `Headline.form`."""
    others: int = 0
    """Edits of the clause that it leaves out."""


def reworded(change: Comparison, clause: EditedClause, room: int = ALL_ROOM) -> Wording:
    """The headline of a clause that was edited: both sides, or the words that came or went in their clause.

    Args:
        change: what it belongs to.
        clause: both its sides.
        room: characters up to which further edits of it are told.
    """
    runs = [run for run in edit_runs(clause.old, clause.new) if filled(run.old) or filled(run.new)]
    lead = lead_of(clause.unit, change.context.new.page)
    opening = f"Under {lead}: " if lead else ""
    if not runs:
        return Wording(f"{opening}{quoted(clause.new)} is printed differently", "fact")
    share, parted = alike(clause.old, clause.new), _only_told_anew(change, clause, runs)
    if share < ALIKE:
        return Wording(f"{opening}{_both_sides(clause, 'is now' if parted else 'replaced by')}", "fact")
    turned = any(turned_by(clause, run) for run in runs)
    if len(clause.old) + len(clause.new) <= _BOTH_ROOM and not (len(runs) == 1 and _is_small(clause, runs[0])):
        return Wording(f"{opening}{quoted(clause.old)} is now {quoted(clause.new)}", "turn" if turned else "fact")
    told = None if parted else _by_edits(clause, runs, room)
    # "the laws of the place where you live, and you may …" → "the laws of Texas": more than the end of it went.
    one_sided = all(filled(run.old) != filled(run.new) for run in runs if run_weight(clause, run) >= _A_WORD)
    grew = one_sided and max(within(clause.old, clause.new), within(clause.new, clause.old)) >= _GREW
    if not told and (parted or (share < _REWRITTEN_ALIKE and not grew)):
        return Wording(f"{opening}{_both_sides(clause, 'is now')}", "fact")
    told = told or _by_runs(clause, runs, room)
    return Wording(f"{opening}{told.text}", told.form, told.others)


def _by_edits(clause: EditedClause, runs: list[EditRun], room: int) -> Wording | None:
    """Both sides of a clause that was edited in several places; None where it was in one, or where they do not fit."""
    worth = sorted((run for run in runs if run_weight(clause, run) >= _WORTH), key=lambda run: -run_weight(clause, run))
    sides = sides_by_edits((clause.old, clause.new), worth, _EDITS_ROOM) if len(worth) > 1 else None
    if not sides or len(worth) - len(sides[2]) < 2:
        return None
    turned = any(turned_by(clause, run) for run in worth)
    return _with_further(clause, Wording(f"“{sides[0]}” is now “{sides[1]}”", "turn" if turned else "fact"), sides[2], room)


def _with_further(clause: EditedClause, said: Wording, runs: Sequence[EditRun], room: int) -> Wording:
    """What is said with further edits by their words, as far as there is room; the rest is counted."""
    text, left = said.text, len(runs)
    for run in runs:
        also = _also(clause, run)
        if also and len(text) + len(also) <= room:
            text, left = f"{text}; {also}", left - 1
    return Wording(text, said.form, left)


def _only_told_anew(change: Comparison, clause: EditedClause, runs: Sequence[EditRun]) -> bool:
    """True where a run of its own is for the most part in the other side already: its words were not added, but parted from others."""
    came = [clause.new[slice(*run.new)] for run in runs if not filled(run.old)]
    went = [clause.old[slice(*run.old)] for run in runs if not filled(run.new)]
    sides = ((came, change.candidate.old), (went, change.candidate.new))
    return any(
        len(words) > _SHORT and within(words, " ".join(unit.text for unit in units)) >= _TOLD_ANEW
        for runs_of, units in sides
        for words in runs_of
    )


def _both_sides(clause: EditedClause, verb: str) -> str:
    """Both clauses; the room that a short one leaves is the other's."""
    rooms = [max(_WHOLE_ROOM, 2 * _WHOLE_ROOM - len(other)) for other in (clause.new, clause.old)]
    old, new = (condensed(side, room) for side, room in zip((clause.old, clause.new), rooms, strict=True))
    if old.startswith("…") != new.startswith("…") and clause.old[:_SAME_BEGINNING] == clause.new[:_SAME_BEGINNING]:
        # The whole of the one against the end of the other would read as if the beginning were gone.
        old, new = (stretch(side, 0, room) for side, room in zip((clause.old, clause.new), rooms, strict=True))
    if old == new:  # what differs stands beyond the room of both
        return _exchanged(clause, max(edit_runs(clause.old, clause.new), key=lambda run: run_weight(clause, run)))
    return f"“{old}” {verb} “{new}”"


def _is_small(clause: EditedClause, run: EditRun) -> bool:
    """True for a few words of a long sentence on one side only; whoever saw both sentences would have to look for them."""
    words = max((clause.old[slice(*run.old)], clause.new[slice(*run.new)]), key=len)
    one_sided = filled(run.old) != filled(run.new)
    return one_sided and not turned_by(clause, run) and len(words) <= _SHORT and len(clause.new) >= _LONG_SENTENCE


def _by_runs(clause: EditedClause, runs: list[EditRun], room: int) -> Wording:
    # "We will not rely on it until …" → "We rely on it": however long the words are that went with it, the "not" is told.
    run = max(runs, key=lambda run: (limited_by(clause, run), run_weight(clause, run)))
    if min(run.old[1] - run.old[0], run.new[1] - run.new[0]) > _REWRITTEN:
        return Wording(_exchanged(clause, run, _WHOLE_ROOM), "fact")
    left = sorted(
        (other for other in runs if other is not run and run_weight(clause, other) >= _WORTH), key=lambda other: -run_weight(clause, other)
    )
    if len(runs) > 1 and (merged := _narrow(runs)):
        run, left = merged, []
    turned = turned_by(clause, run)
    if not turned and not filled(run.old):
        text = _one_sided(clause.new, run.new, "added", "now")
    elif not turned and not filled(run.new):
        text = _one_sided(clause.old, run.old, "dropped", "was")
    else:
        text = _exchanged(clause, run)
    return _with_further(clause, Wording(text, "turn" if turned else "fact"), left, room)


def _also(clause: EditedClause, run: EditRun) -> str:
    """A further edit by its words alone; nothing where they are too long, or where they turn the sentence and need it around them."""
    old, new = bare(clause.old[slice(*run.old)]), bare(clause.new[slice(*run.new)])
    turning = any(stance(word_row_of(side)) for side in (old, new)) if old and new else turned_by(clause, run)
    if max(len(old), len(new)) > _FURTHER_ROOM or turning:
        return ""
    if old and new:
        return f"“{old}” became “{new}”"
    return f"also “{new}” added" if new else f"also “{old}” dropped"


def _narrow(runs: list[EditRun]) -> EditRun | None:
    """All runs as one where they stand so near each other that one quotation holds them."""
    whole = EditRun((runs[0].old[0], runs[-1].old[1]), (runs[0].new[0], runs[-1].new[1]))
    fits = all(end - start <= SIDE_ROOM - 20 for start, end in (whole.old, whole.new))
    return whole if fits else None


def _exchanged(clause: EditedClause, run: EditRun, room: int = SIDE_ROOM) -> str:
    """Both quotations, which begin at the same word of what stands unchanged before the exchanged ones."""
    places = [len(text[: span[0]].rstrip(_SIGNS)) for text, span in ((clause.old, run.old), (clause.new, run.new))]
    shared = 0
    while shared < min(places) and clause.old[places[0] - shared - 1] == clause.new[places[1] - shared - 1]:
        shared += 1
    longest = max(run.old[1] - run.old[0], run.new[1] - run.new[0])
    before = min(shared, max(_BEFORE, room - longest - _MARGIN))
    # The quotations begin with a word: its first letter is looked for to the left, as far as both sides are the same.
    begin = clause.new.rfind(" ", 0, max(0, places[1] - before) + 1) + 1
    before = min(places[1] - begin, shared)
    while before and not (_at_word(clause.old, places[0] - before) and _at_word(clause.new, places[1] - before)):
        before -= 1  # "the personal data" and "Personal data" share "ersonal data"
    sides = ((clause.old, run.old, places[0]), (clause.new, run.new, places[1]))
    old, new = (f"“{stretch(text, place - before, room, (place, span[1]))}”" for text, span, place in sides)
    return f"{old} is now {new}"


def _at_word(text: str, at: int) -> bool:
    return at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "'’")


def _one_sided(text: str, span: Span, verb: str, tense: str) -> str:
    """Words that came or went: named, and shown in their clause; long ones are quoted with what stands before them."""
    words = bare(text[slice(*span)])
    if len(words) <= _SHORT:
        return f"“{words}” {verb}: {tense} {quoted(text, must=span)}"
    before, after = text[: span[0]], text[span[1] :]
    parts = [part.strip() for part in _PARTS.split(before)]
    sentence = not parts[-1] and text[slice(*span)].endswith((".", "!", "?"))
    if near := parts[-2] if sentence and len(parts) > 1 else parts[-1]:
        beside = f", after {quoted(near, _BESIDE, (max(0, len(near) - _BESIDE), len(near)))}"
    else:
        beside = f", before {quoted(after.lstrip(' .;,'), _BESIDE)}" if bare(after) else ""
    what = {"added": "Added", "dropped": "Removed"}[verb] if sentence else f"Words {verb}"
    return f"{what}: {quoted(without_hanging(words))}{beside}"
