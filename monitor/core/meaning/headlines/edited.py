"""Which clauses of a change were edited, which came and which went; the one that tells most stands first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.headlines.operative import telling, weight_of, word_row_of
from monitor.core.meaning.headlines.quoting import Span, shown
from monitor.core.meaning.negation import DENYING
from monitor.core.meaning.parsed import read
from monitor.core.text.edits import edits
from monitor.core.text.segment import Unit
from monitor.core.text.tokens import word_row

ALIKE = 0.45
"""Share of common words from which two clauses are one clause that was edited."""
_SOMEWHAT_ALIKE = 0.2
"""Share from which the last two clauses that are left over are held for one."""
_MUCH_ALIKE, _REGROUPED = 0.75, 800
"""Share of common words, and characters up to which, several sentences are held against several others as one clause."""
_PROMISE_GONE, _PROMISE_MADE = 2.2, 1.2
"""What a promise not to do something counts against another clause: one that went is what has to be told, one that came is good news."""
_GAP = 3
"""Unchanged words that part two runs of changed ones; fewer are part of one run."""
_WORTH = 1.0
"""Weight below which an edit is not worth mentioning: "the" → "a"."""


@dataclass(frozen=True, slots=True)
class EditedClause:
    """A clause before and after, as texts to be shown; empty on the side where it does not stand."""

    old: str
    new: str
    unit: Unit
    """Where it stands now, or stood."""
    weight: float

    @property
    def both(self) -> bool:
        """True for a clause that was edited."""
        return bool(self.old and self.new)


@dataclass(frozen=True, slots=True)
class EditRun:
    """Words that were put in place of others: where they stand in the old and in the new clause; empty spans where none do."""

    old: Span
    new: Span


def edited_clauses(change: Comparison) -> list[EditedClause]:
    """The clauses that differ, the most telling first; headings stand for clauses only where nothing else changed."""
    old, new = _clauses(change.candidate.old), _clauses(change.candidate.new)
    rest_old, rest_new = _beyond(old, new), _beyond(new, old)
    if whole := _regrouped(rest_old, rest_new):
        return [whole]
    pairs = _pairs(rest_old, rest_new)
    for a, b in pairs:
        rest_old.remove(a)
        rest_new.remove(b)
    if len(rest_old) == len(rest_new) == 1 and alike(rest_old[0][0], rest_new[0][0]) >= _SOMEWHAT_ALIKE:
        # What stands between two sentences that stayed was put for what stood there.
        pairs.append((rest_old.pop(), rest_new.pop()))
    found = [EditedClause(a[0], b[0], b[1], _edit_weight(a[0], b[0])) for a, b in pairs]
    found += [EditedClause(text, "", unit, _worth(text, _PROMISE_GONE)) for text, unit in rest_old]
    found += [EditedClause("", text, unit, _worth(text, _PROMISE_MADE)) for text, unit in rest_new]
    return sorted((clause for clause in found if clause.weight >= _WORTH or len(found) == 1), key=lambda clause: -clause.weight)


_Clause = tuple[str, Unit]


def _clauses(units: Sequence[Unit]) -> list[_Clause]:
    told = [unit for unit in units if unit.kind != "heading"] or list(units)
    return [(text, unit) for unit in told if (text := shown(unit.text))]


def _beyond(here: Sequence[_Clause], there: Sequence[_Clause]) -> list[_Clause]:
    stands = Counter(text for text, _ in there)
    rest = []
    for text, unit in here:
        if stands[text]:
            stands[text] -= 1
        else:
            rest.append((text, unit))
    return rest


def _regrouped(old: Sequence[_Clause], new: Sequence[_Clause]) -> EditedClause | None:
    """Sentences that were cut otherwise ("We keep logs and erase them." → "We keep logs. We erase them.") as one clause, or None."""
    if not old or not new or len(old) == len(new):
        return None
    texts = [" ".join(text for text, _ in side) for side in (old, new)]
    if max(map(len, texts)) > _REGROUPED or alike(*texts) < _MUCH_ALIKE:
        return None
    return EditedClause(texts[0], texts[1], new[0][1], _edit_weight(*texts))


def _pairs(old: Sequence[_Clause], new: Sequence[_Clause]) -> list[tuple[_Clause, _Clause]]:
    """Clauses that are one clause before and after, each at most once, the most alike first."""
    if len(old) == len(new) == 1:
        return [(old[0], new[0])]  # what the alignment matched was put one for the other, however little they share
    graded = sorted(
        ((alike(a[0], b[0]), i, j) for i, a in enumerate(old) for j, b in enumerate(new)),
        key=lambda grade: (-grade[0], grade[1] + grade[2], abs(grade[1] - grade[2])),
    )
    taken: tuple[set[int], set[int]] = set(), set()
    pairs = []
    for share, i, j in graded:
        if share >= ALIKE and i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append((old[i], new[j]))
    return pairs


def _worth(text: str, promise: float) -> float:
    """How much a clause tells that came or went; what the company promises not to do comes before what is said around it."""
    # Without a word that denies there is no denial, which is seen without reading the clause.
    promises = not DENYING.isdisjoint(word_row(text)) and any(frame.role == "denial" for frame in read(text).frames)
    return telling(text) * (promise if promises else 1.0)


def alike(one: str, other: str) -> float:
    """The share of words that two clauses have in common: 0 to 1."""
    left, right = (Counter(word_row_of(text)) for text in (one, other))
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 0.0


def _edit_weight(old: str, new: str) -> float:
    left, right = (Counter(word_row_of(text)) for text in (old, new))
    if changed := (left - right) + (right - left):
        return weight_of(changed)
    return _WORTH if old != new else 0.0  # the words were exchanged, or only a sign was: “$100” → “£100”


@lru_cache(maxsize=64)
def edit_runs(old: str, new: str) -> tuple[EditRun, ...]:
    """The runs of changed words between two clauses, in order; the same ones, mirrored, when the clauses are exchanged."""
    if new < old:
        return tuple(EditRun(run.new, run.old) for run in edit_runs(new, old))
    runs: list[EditRun] = []
    a = b = 0
    near = False
    for sign, text in edits(old, new):
        to_a, to_b = a + len(text) * (sign != "+"), b + len(text) * (sign != "-")
        if sign == "=":
            near = len(word_row_of(text)) < _GAP and "." not in text and ";" not in text
        elif runs and near:
            last = runs.pop()
            runs.append(EditRun((last.old[0], to_a), (last.new[0], to_b)))
        else:
            runs.append(EditRun((a, to_a), (b, to_b)))
            near = True
        a, b = to_a, to_b
    return tuple(EditRun(_trimmed(old, run.old), _trimmed(new, run.new)) for run in runs)


def _trimmed(text: str, span: Span) -> Span:
    """A span without blanks and signs at its edges; an empty one stays where it is."""
    start, end = span
    while start < end and text[start] in " ,;":
        start += 1
    while end > start and text[end - 1] in " ,;":
        end -= 1
    return start, end
