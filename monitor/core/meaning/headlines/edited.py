"""Which clauses of a change were edited, which came and which went; the one that tells most stands first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.headlines.elsewhere import IS_THAT, like, own_parts, stands, within
from monitor.core.meaning.headlines.operative import telling, weight_of, word_row_of
from monitor.core.meaning.headlines.roles import PROMISE, role_of, standing
from monitor.core.meaning.headlines.spoken_clauses import Clause, spoken
from monitor.core.meaning.negation import DENYING
from monitor.core.meaning.parsed import ParsedDocument, read
from monitor.core.meaning.word_difference import difference, shared
from monitor.core.text.segment import Unit
from monitor.core.text.tokens import word_row
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
_PROMISE_GONE, _PROMISE_MADE = 2.2, 1.2
"""What a promise not to do something counts against another clause: one that went is what has to be told, one that came is good news."""
_PLAIN_SENTENCE = 14.0
"""What a plain sentence tells, which none does more that only points, introduces or excepts."""
_SAID_AGAIN = 0.4
"""What a clause counts that the other text holds in nearly the same words."""
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
    edited = [_edited(a, b, old, new) for a, b in pairs]
    if len(edited) + len(rest_old) + len(rest_new) == 1:  # as of most changes: nothing has to be compared
        return edited or [EditedClause(text, "", unit, _WORTH) for text, unit in rest_old] or [EditedClause("", *rest_new[0], _WORTH)]
    went = [EditedClause(text, "", unit, _worth(text, direction, came=False)) for text, unit in rest_old]
    came = [EditedClause("", text, unit, _worth(text, direction, came=True)) for text, unit in rest_new]
    if not edited:
        went, came = _own_first(went, change.context.new), _own_first(came, change.context.old)
    found = [clause for clause in edited if clause.weight >= _WORTH]
    found += [clause for clause in went if not stands(clause.old, new, change.context.new)]
    found += [clause for clause in came if not stands(clause.new, old, change.context.old)]
    # Where all of it stands elsewhere, that it came here or went from here is what there is to say.
    return sorted(found or [*edited, *went, *came], key=lambda clause: -clause.weight)


def _own_first(clauses: Sequence[EditedClause], there: ParsedDocument) -> list[EditedClause]:
    """Clauses that came, or went, together; what the other text says in nearly the same words tells less than what it does not."""
    return [replace(clause, weight=clause.weight * _SAID_AGAIN) if like(clause.new or clause.old, there) else clause for clause in clauses]


def _edited(a: Clause, b: Clause, old: Sequence[Clause], new: Sequence[Clause]) -> EditedClause:
    """A clause before and after, without what another clause of the other side says as well."""
    if len(old) == len(new) == 1:
        return EditedClause(a[0], b[0], b[1], _edit_weight(a[0], b[0]))
    before = own_parts(a[0], b[0], [text for text, unit in new if unit is not b[1]])
    after = own_parts(b[0], a[0], [text for text, unit in old if unit is not a[1]])
    same = (before, after) != (a[0], b[0]) and word_row(before) == word_row(after)
    return EditedClause(before, after, b[1], 0.0 if same else _edit_weight(before, after))


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
    # "within 6 months" → "within a year" is told by its clause, not among the words of the sentence beside it that fell.
    alone = share >= _MUCH_ALIKE and _figures(texts[0]) == _figures(texts[1])
    if share < _CUT_OTHERWISE or not (alone or _cut_otherwise(old, new, texts)):
        return None
    return EditedClause(texts[0], texts[1], new[0][1], _edit_weight(*texts))


def _figures(text: str) -> set[str]:
    return {word for word in word_row_of(text) if any(map(str.isdigit, word))}


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
        if share >= IS_THAT and i not in taken[0] and j not in taken[1]:
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
    left, right = word_row_of(one), word_row_of(other)
    total = len(left) + len(right)
    return 2 * shared(left, right) / total if total else 0.0


def _edit_weight(old: str, new: str) -> float:
    gone, come = difference(word_row_of(old), word_row_of(new))
    if gone or come:
        return weight_of([*gone, *come])
    return _WORTH if old != new else 0.0  # the words were exchanged, or only a sign was: “$100” → “£100”
