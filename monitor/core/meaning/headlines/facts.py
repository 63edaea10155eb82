"""Headlines that say no more than the fact: what was added, removed or reworded, quoted, with no verdict on whom it serves."""

from __future__ import annotations

import re

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.frames import MODALS
from monitor.core.meaning.headlines.edited import EditedClause, EditRun, edit_runs
from monitor.core.meaning.headlines.operative import weight_of, words_in
from monitor.core.meaning.headlines.place import lead_of, place_of, stands_among
from monitor.core.meaning.headlines.quoting import SIDE_ROOM, Span, bare, quoted
from monitor.core.meaning.negation import DENYING

_SHORT = 60
"""Characters up to which words that came or went are named by themselves, beside the clause they stand in."""
_BOTH_ROOM = 290
"""Characters of both sides together up to which both clauses are quoted whole."""
_REWRITTEN, _REWRITTEN_ROOM = 60, 130
"""Characters from which an exchange on both sides is a clause written anew, and what is quoted of each side then."""
_FEW = 10
"""Words of a run in which one that denies turns the sentence."""
_BESIDE, _MARGIN = 70, 12
"""Characters of what stands beside words that came or went; room for the last word of a quotation."""
_PARTS = re.compile(r"[.;]\s")
_TURN_WEIGHT = 8.0
"""What it counts that a run turns the sentence, against the weights of words."""
_TURNING = DENYING | MODALS.keys() | {"only"}
"""Words that turn a sentence: what is denied, and how far the company binds itself."""


def came_or_went(change: Comparison, clause: EditedClause, count: int) -> str:
    """The headline of a clause that stands on one side only, with the place where it stands.

    Args:
        change: what it belongs to.
        clause: the clause that tells most.
        count: how many clauses came, or went, with it.
    """
    document, units = (change.context.new, change.candidate.new) if clause.new else (change.context.old, change.candidate.old)
    where = place_of(clause.unit, document.page)
    amount = f" ({count} statements)" if count > 1 else ""
    return f"{_opening(bool(clause.new), where, stands_among(where, units))}{amount}: {quoted(clause.new or clause.old)}"


def _opening(came: bool, where: str, own: bool) -> str:
    """How it begins; where the heading came with the clause, nothing was added to what stands under it."""
    if not where or own:
        return f"{'Added' if came else 'Removed'}{f', under {where}' if where else ''}"
    return f"{'Added to' if came else 'Removed from'} {where}"


def reworded(change: Comparison, clause: EditedClause) -> tuple[str, str]:
    """The headline of a clause that was edited, and its form: both sides, or the words that came or went in their clause."""
    runs = [run for run in edit_runs(clause.old, clause.new) if _filled(run.old) or _filled(run.new)]
    lead = lead_of(clause.unit, change.context.new.page)
    opening = f"Under {lead}: " if lead else ""
    if not runs:
        return f"{opening}{quoted(clause.new)} is printed differently", "fact"
    if len(clause.old) + len(clause.new) <= _BOTH_ROOM:
        form = "turn" if any(_turned_by(clause, run) for run in runs) else "fact"
        return f"{opening}{quoted(clause.old)} is now {quoted(clause.new)}", form
    told, form = _by_runs(clause, runs)
    return f"{opening}{told}", form


def _filled(span: Span) -> bool:
    return span[0] < span[1]


def _by_runs(clause: EditedClause, runs: list[EditRun]) -> tuple[str, str]:
    run = max(runs, key=lambda run: _weight(clause, run))
    if min(run.old[1] - run.old[0], run.new[1] - run.new[0]) > _REWRITTEN:
        return f"{quoted(clause.old, _REWRITTEN_ROOM)} is now {quoted(clause.new, _REWRITTEN_ROOM)}", "fact"
    if len(runs) > 1 and (merged := _narrow(runs)):
        run = merged
    turned = _turned_by(clause, run)
    if not turned and not _filled(run.old):
        return _one_sided(clause.new, run.new, "added", "now"), "fact"
    if not turned and not _filled(run.new):
        return _one_sided(clause.old, run.old, "dropped", "was"), "fact"
    old, new = _same_place(clause, run)
    return f"{quoted(clause.old, SIDE_ROOM, old)} is now {quoted(clause.new, SIDE_ROOM, new)}", "turn" if turned else "fact"


def _turned_by(clause: EditedClause, run: EditRun) -> bool:
    """True where the few words of one run turn the sentence; a whole sentence with "may" in it that came beside it does not."""
    old, new = ([word for _, _, word in words_in(text[slice(*span)])] for text, span in ((clause.old, run.old), (clause.new, run.new)))
    return len(old) + len(new) <= _FEW and _stance(old) != _stance(new)


def _stance(words: list[str]) -> list[str]:
    """What is denied, and how far one binds oneself; "may" and "can" say the same, and so do "not" and "never"."""
    return sorted("not" if word in DENYING else MODALS.get(word, word) for word in words if word in _TURNING)


def _weight(clause: EditedClause, run: EditRun) -> float:
    if _letters(clause.old[slice(*run.old)]) == _letters(clause.new[slice(*run.new)]):
        return 0.0  # "cookies—small" → "cookiessmall"
    turned = _TURN_WEIGHT if _turned_by(clause, run) else 0.0
    return turned + weight_of(
        word for text, span in ((clause.old, run.old), (clause.new, run.new)) for _, _, word in words_in(text[slice(*span)])
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _narrow(runs: list[EditRun]) -> EditRun | None:
    """All runs as one where they stand so near each other that one quotation holds them."""
    whole = EditRun((runs[0].old[0], runs[-1].old[1]), (runs[0].new[0], runs[-1].new[1]))
    fits = all(end - start <= SIDE_ROOM - 20 for start, end in (whole.old, whole.new))
    return whole if fits else None


def _same_place(clause: EditedClause, run: EditRun) -> tuple[Span, Span]:
    """What both quotations have to hold: the words that changed with what stands before them on both sides, as far as one is quoted."""
    shared = 0
    while shared < min(run.old[0], run.new[0]) and clause.old[run.old[0] - shared - 1] == clause.new[run.new[0] - shared - 1]:
        shared += 1
    longest = max(run.old[1] - run.old[0], run.new[1] - run.new[0])
    before = min(shared, max(0, SIDE_ROOM - longest - _MARGIN))
    starts = [start - before for start in (run.old[0], run.new[0])]
    if starts[1] and (blank := clause.new.find(" ", starts[1], run.new[0])) >= 0:
        starts = [start + blank + 1 - starts[1] for start in starts]
    return (starts[0], run.old[1]), (starts[1], run.new[1])


def _one_sided(text: str, span: Span, verb: str, tense: str) -> str:
    """Words that came or went: named, and shown in their clause; long ones are quoted with what stands before them."""
    words = bare(text[slice(*span)])
    if len(words) <= _SHORT:
        return f"“{words}” {verb}: {tense} {quoted(text, must=span)}"
    before, after = text[: span[0]], text[span[1] :]
    if near := _PARTS.split(before)[-1].strip():
        beside = f", after {quoted(near, _BESIDE, (max(0, len(near) - _BESIDE), len(near)))}"
    else:
        beside = f", before {quoted(after.lstrip(' .;,'), _BESIDE)}" if bare(after) else ""
    return f"Words {verb}: {quoted(words)}{beside}"
