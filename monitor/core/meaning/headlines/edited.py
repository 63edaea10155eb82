"""Which clauses of a change were edited, which came and which went; the one that tells most stands first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.headlines.operative import telling, weight_of, word_row_of
from monitor.core.meaning.headlines.quoting import Span
from monitor.core.meaning.headlines.roles import PROMISE, role_of, standing
from monitor.core.meaning.headlines.spoken_clauses import Clause, spoken
from monitor.core.meaning.negation import DENYING
from monitor.core.meaning.parsed import ParsedDocument, read
from monitor.core.text.edits import edits
from monitor.core.text.segment import Unit
from monitor.core.text.tokens import FUNCTION, word_row
from monitor.model import Direction

ALIKE = 0.45
"""Share of common words from which two clauses are one clause that was edited."""
_SOMEWHAT_ALIKE = 0.2
"""Share from which the last two clauses that are left over are held for one."""
_MUCH_ALIKE, _CUT_OTHERWISE, _REGROUPED = 0.75, 0.5, 800
"""Share of common words from which several sentences are held against several others as one clause: whatever they are; where each holds
mostly words of the other side; and up to how many characters."""
_HOLDS = 0.4
"""Share of the words of substance of each clause that the other side holds, where sentences were cut otherwise."""
_WITHIN, _WITHIN_WORDS = 0.75, 4
"""Share of the words of substance of a clause that stand in one of the other side, from which it is that clause; and how many it has."""
_STOOD_WORDS = 6
"""Words of a clause from which it is worth asking whether it stands elsewhere in the other text."""
_PROMISE_GONE, _PROMISE_MADE = 2.2, 1.2
"""What a promise not to do something counts against another clause: one that went is what has to be told, one that came is good news."""
_PLAIN_SENTENCE = 14.0
"""What a plain sentence tells, which none does more that only points, introduces or excepts."""
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


def edited_clauses(change: Comparison, direction: Direction = Direction.UNCLEAR) -> list[EditedClause]:
    """The clauses that differ, the most telling first; headings stand for clauses only where nothing else changed.

    Args:
        change: whose sides are compared.
        direction: what is said of whom it serves: a clause that goes the other way is not told first.
    """
    old, new = spoken(change.candidate.old), spoken(change.candidate.new)
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
    edited = [EditedClause(a[0], b[0], b[1], _edit_weight(a[0], b[0])) for a, b in pairs]
    if len(edited) + len(rest_old) + len(rest_new) == 1:  # as of most changes: nothing has to be compared
        return edited or [EditedClause(text, "", unit, _WORTH) for text, unit in rest_old] or [EditedClause("", *rest_new[0], _WORTH)]
    went = [EditedClause(text, "", unit, _worth(text, direction, came=False)) for text, unit in rest_old]
    came = [EditedClause("", text, unit, _worth(text, direction, came=True)) for text, unit in rest_new]
    found = [clause for clause in edited if clause.weight >= _WORTH]
    found += [clause for clause in went if not _stands(clause.old, new, change.context.new)]
    found += [clause for clause in came if not _stands(clause.new, old, change.context.old)]
    # Where all of it stands elsewhere, that it came here or went from here is what there is to say.
    return sorted(found or [*edited, *went, *came], key=lambda clause: -clause.weight)


def _stands(text: str, beside: Sequence[Clause], document: ParsedDocument) -> bool:
    """True for a clause that stands on the other side as well, or elsewhere in the other text: it is not new, and not gone."""
    row = word_row(text)
    return len(row) >= _STOOD_WORDS and (any(_says(text, other) for other, _ in beside) or document.has(row))


def _says(text: str, other: str) -> bool:
    """True where a clause says for the most part what another does; neither of them denies alone, and no figure is its own."""
    rows = [set(word_row_of(side)) for side in (text, other)]
    denies = [not DENYING.isdisjoint(row) for row in rows]
    figures = {word for word in rows[0] - rows[1] if any(map(str.isdigit, word))}
    return within(text, other) >= _WITHIN and denies[0] == denies[1] and not figures


def within(text: str, other: str) -> float:
    """The share of the words of substance of one clause that stand in another; 0 for one that has but few of them."""
    left, right = (Counter(word for word in word_row_of(side) if word not in FUNCTION) for side in (text, other))
    return (left & right).total() / left.total() if left.total() >= _WITHIN_WORDS else 0.0


def _beyond(here: Sequence[Clause], there: Sequence[Clause]) -> list[Clause]:
    stands = Counter(text for text, _ in there)
    rest = []
    for text, unit in here:
        if stands[text]:
            stands[text] -= 1
        else:
            rest.append((text, unit))
    return rest


def _regrouped(old: Sequence[Clause], new: Sequence[Clause]) -> EditedClause | None:
    """Sentences that were cut otherwise ("We keep logs and erase them." → "We keep logs. We erase them.") as one clause, or None."""
    if not old or not new or len(old) == len(new):
        return None
    texts = [" ".join(text for text, _ in side) for side in (old, new)]
    share = alike(*texts) if max(map(len, texts)) <= _REGROUPED else 0.0
    if share < _CUT_OTHERWISE or (share < _MUCH_ALIKE and not _cut_otherwise(old, new, texts)):
        return None
    return EditedClause(texts[0], texts[1], new[0][1], _edit_weight(*texts))


def _cut_otherwise(old: Sequence[Clause], new: Sequence[Clause], texts: Sequence[str]) -> bool:
    """True where no clause is all its own: a sentence was parted into two, rather than one added to it."""
    sides = ((old, texts[1]), (new, texts[0]))
    return all(within(text, other) >= _HOLDS for side, other in sides for text, _ in side)


def _pairs(old: Sequence[Clause], new: Sequence[Clause]) -> list[tuple[Clause, Clause]]:
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
    held = sorted(
        ((max(within(a[0], b[0]), within(b[0], a[0])), i, j) for i, a in enumerate(old) for j, b in enumerate(new)),
        key=lambda grade: -grade[0],
    )
    for share, i, j in held:
        # "Do not harm it" → "Do not harm it – for example, by bringing …": the longer it grew, the less they have in common.
        if share >= _WITHIN and i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append((old[i], new[j]))
    return pairs


def _worth(text: str, direction: Direction, *, came: bool) -> float:
    """How much a clause tells that came or went; what the company promises not to do comes before what is said around it."""
    # Without a word that denies there is no denial, which is seen without reading the clause.
    promises = not DENYING.isdisjoint(word_row(text)) and any(frame.role == "denial" for frame in read(text).frames)
    role = role_of(text)
    if role.share < 1:
        # However many grave words stand in it, a pointer to the notice of sales tells less than "You may not lend it".
        return min(telling(text), _PLAIN_SENTENCE) * standing(role, text, came=came, direction=direction)
    if promises:
        return telling(text) * standing(PROMISE, text, came=came, direction=direction) * (_PROMISE_MADE if came else _PROMISE_GONE)
    return telling(text) * standing(role, text, came=came, direction=direction)


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
