"""Headlines that say no more than the fact: what was added, removed or reworded, quoted, with no verdict on whom it serves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.frames import MODALS
from monitor.core.meaning.headlines.edited import ALIKE, EditedClause, EditRun, alike, edit_runs
from monitor.core.meaning.headlines.operative import weight_of, word_row_of
from monitor.core.meaning.headlines.place import lead_of, place_of, stands_among
from monitor.core.meaning.headlines.quoting import SIDE_ROOM, Span, bare, quoted, stretch
from monitor.core.meaning.negation import DENYING

_SHORT = 60
"""Characters up to which words that came or went are named by themselves, beside the clause they stand in."""
_BOTH_ROOM = 290
"""Characters of both sides together up to which both clauses are quoted whole."""
_REWRITTEN, _REWRITTEN_ROOM = 60, 130
"""Characters from which an exchange on both sides is a clause written anew, and what is quoted of each side then."""
_SHORT_CLAUSE = 30
"""Characters below which a clause is a label rather than a statement."""
_WORTH = 4.0
"""Weight from which another edit of the same clause is counted: one operative word."""
_FEW = 10
"""Words of a run in which one that denies turns the sentence."""
_BESIDE, _MARGIN, _BEFORE = 70, 30, 25
"""Characters beside words that came or went; after an exchange; and, at least, before it."""
_SIGNS = " ,;"
"""Between words that came or went and what stands before them."""
_PARTS = re.compile(r"[.;]\s")
_TURN_WEIGHT = 8.0
"""What it counts that a run turns the sentence, against the weights of words."""
_TURNING = DENYING | MODALS.keys() | {"only"}
"""Words that turn a sentence: what is denied, and how far the company binds itself."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A headline, how it was made, and what it leaves out."""

    text: str
    form: str
    """As `Headline.form`."""
    others: int = 0
    """Edits of the clause that it leaves out."""


def came_or_went(change: Comparison, clause: EditedClause, count: int, *, beside: EditedClause | None = None, ban: bool = False) -> str:
    """The headline of a clause that stands on one side only, with the place where it stands.

    Args:
        change: what it belongs to.
        clause: the clause that tells most.
        count: how many clauses came, or went, with it.
        beside: the clause that tells most after it, quoted as well where both are short.
        ban: it forbids the reader something that was not forbidden before.
    """
    document, units = (change.context.new, change.candidate.new) if clause.new else (change.context.old, change.candidate.old)
    where = place_of(clause.unit, document.page)
    amount = f" ({count} statements)" if count > 1 else ""
    opening = (
        f"New rule for you{f', in {where}' if where else ''}" if ban else _opening(bool(clause.new), where, stands_among(where, units))
    )
    first = quoted(clause.new or clause.old)
    second = quoted(beside.new or beside.old) if beside else ""
    also = (
        f"; {second}"
        if beside
        and beside.weight >= clause.weight / 2
        and len(first) + len(second) <= _BOTH_ROOM
        and min(len(first), len(second)) >= _SHORT_CLAUSE
        else ""
    )
    return f"{opening}{amount}: {first}{also}"


def _opening(came: bool, where: str, own: bool) -> str:
    """How it begins; where the heading came with the clause, nothing was added to what stands under it."""
    if not where or own:
        return f"{'Added' if came else 'Removed'}{f', under {where}' if where else ''}"
    return f"{'Added to' if came else 'Removed from'} {where}"


def reworded(change: Comparison, clause: EditedClause) -> Wording:
    """The headline of a clause that was edited: both sides, or the words that came or went in their clause."""
    runs = [run for run in edit_runs(clause.old, clause.new) if _filled(run.old) or _filled(run.new)]
    lead = lead_of(clause.unit, change.context.new.page)
    opening = f"Under {lead}: " if lead else ""
    if alike(clause.old, clause.new) < ALIKE:
        rooms = (max(_REWRITTEN_ROOM, _BOTH_ROOM - len(other)) for other in (clause.new, clause.old))
        old, new = (quoted(side, room) for side, room in zip((clause.old, clause.new), rooms, strict=True))
        return Wording(f"{opening}{old} replaced by {new}", "fact")
    if not runs:
        return Wording(f"{opening}{quoted(clause.new)} is printed differently", "fact")
    if len(clause.old) + len(clause.new) <= _BOTH_ROOM:
        form = "turn" if any(_turned_by(clause, run) for run in runs) else "fact"
        return Wording(f"{opening}{quoted(clause.old)} is now {quoted(clause.new)}", form)
    told = _by_runs(clause, runs)
    return Wording(f"{opening}{told.text}", told.form, told.others)


def _filled(span: Span) -> bool:
    return span[0] < span[1]


def _by_runs(clause: EditedClause, runs: list[EditRun]) -> Wording:
    run = max(runs, key=lambda run: _weight(clause, run))
    if min(run.old[1] - run.old[0], run.new[1] - run.new[0]) > _REWRITTEN:
        return Wording(_exchanged(clause, runs[0], _REWRITTEN_ROOM), "fact")
    others = sum(_weight(clause, other) >= _WORTH for other in runs if other is not run)
    if len(runs) > 1 and (merged := _narrow(runs)):
        run, others = merged, 0
    turned = _turned_by(clause, run)
    if not turned and not _filled(run.old):
        return Wording(_one_sided(clause.new, run.new, "added", "now"), "fact", others)
    if not turned and not _filled(run.new):
        return Wording(_one_sided(clause.old, run.old, "dropped", "was"), "fact", others)
    return Wording(_exchanged(clause, run), "turn" if turned else "fact", others)


def _turned_by(clause: EditedClause, run: EditRun) -> bool:
    """True where the few words of one run turn the sentence; a whole sentence with "may" in it that came beside it does not."""
    old, new = (word_row_of(text[slice(*span)]) for text, span in ((clause.old, run.old), (clause.new, run.new)))
    return len(old) + len(new) <= _FEW and _stance(old) != _stance(new)


def _stance(words: Sequence[str]) -> list[str]:
    """What is denied, and how far one binds oneself; "may" and "can" say the same, and so do "not" and "never"."""
    return sorted("not" if word in DENYING else MODALS.get(word, word) for word in words if word in _TURNING)


def _weight(clause: EditedClause, run: EditRun) -> float:
    if _letters(clause.old[slice(*run.old)]) == _letters(clause.new[slice(*run.new)]):
        return 0.0  # "cookies—small" → "cookiessmall"
    turned = _TURN_WEIGHT if _turned_by(clause, run) else 0.0
    return turned + weight_of(
        word for text, span in ((clause.old, run.old), (clause.new, run.new)) for word in word_row_of(text[slice(*span)])
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


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
    sides = ((clause.old, run.old, places[0]), (clause.new, run.new, places[1]))
    old, new = (f"“{stretch(text, place - before, room, (place, span[1]))}”" for text, span, place in sides)
    return f"{old} is now {new}"


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
