"""Pairs leftover units that are one statement reworded, found through an index of rare words.

Similarity is the Dice coefficient of the weighted words: twice the weight that two units share, by their total weight.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain
from math import log

from monitor.core.text.segment import Unit
from monitor.core.text.stance import may_say_the_same
from monitor.core.text.tokens import stem

NEAR = 0.42
"""Similarity from which two leftovers in the same gap are one reworded statement."""
FAR = 0.58
"""The same for leftovers in different places of the text, which need more in common to be one statement that moved."""
# Below this bound on their similarity (the lighter one shared whole) two units can't reach FAR; 0.99 leaves room for rounding.
_UNREACHABLE = 0.99 * FAR
# Share of the lighter of two units in one gap that makes them a pair although one is much longer: a clause was added to the other.
_CONTAINED = 0.8
# Of several candidates the one in the same place, then the one of the same kind (an item for an item) is preferred.
_SAME_GAP_BONUS, _SAME_KIND_BONUS = 0.15, 0.05
# Words from which a unit states something; shorter ones ("Your rights", "Your data") are labels, which share words by chance.
_STATEMENT_WORDS = 4
# Letters from which a word says what a statement is about.
_CONTENT_LETTERS = 4
# Words up to which two statements in the same place may be one put for the other: of longer ones, sharing one word means nothing.
_REPLACED_WORDS = 60
MAX_CANDIDATES = 12
"""Leftovers compared in full with one leftover, those that share the rarest words first."""
MAX_VOTES = 400
"""Leftovers that one word may propose as candidates."""


@dataclass(slots=True)
class Leftover:
    """A unit of a line that has no equal in the other text, with what the search for its partner needs."""

    unit: Unit
    key: str
    words: Sequence[str]
    gap: int
    """How many of the equal lines come before it: leftovers of one gap are in the same place of both texts."""
    _bag: Counter[str] | None = None

    @property
    def bag(self) -> Counter[str]:
        """How often each word occurs, counted once; not to be modified."""
        if self._bag is None:
            self._bag = Counter(self.words)
        return self._bag


def pair_similar(old: list[Leftover], new: list[Leftover], paired: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """One-to-one pairs of similar units as indexes into both lists, ascending; the most similar ones are paired first.

    Args:
        old: the leftovers of the old text.
        new: the leftovers of the new text.
        paired: pairs that were found before, which are left alone.
    """
    if not old or not new:
        return []
    taken_old, taken_new = {i for i, _ in paired}, {j for _, j in paired}
    weight = _weights(old, new)
    mass_new = [_mass(x.bag, weight) for x in new]
    index = _Index(new, weight)
    scored = []
    for i, left in enumerate(old):
        if i in taken_old:
            continue
        items = [(w, n, weight[w]) for w, n in left.bag.items()]
        mass = _mass(left.bag, weight)
        for j in index.candidates(left):
            if j in taken_new or (left.gap != new[j].gap and 2 * min(mass, mass_new[j]) < _UNREACHABLE * (mass + mass_new[j])):
                continue
            score = _score(left, new[j], _shared(items, new[j].bag), mass, mass_new[j])
            if score:
                scored.append((-score, i, j))
    scored.sort()
    return _greedy(scored)


def _shared(items: list[tuple[str, int, float]], other: Counter[str]) -> float:
    """The weight of the words that two units share, each word as often as both hold it."""
    total = 0.0
    of_other = other.get
    for word, n, weight in items:
        if m := of_other(word):
            total += min(n, m) * weight
    return total


def _score(left: Leftover, right: Leftover, shared: float, mass: float, mass_right: float) -> float:
    """How well two units pair, or 0 if they are not similar enough."""
    score = 2 * shared / (mass + mass_right) if mass + mass_right else 0.0
    near = left.gap == right.gap
    if score < (NEAR if near else FAR):
        least = min(mass, mass_right)
        if not (near and least and shared / least >= _CONTAINED and min(len(left.words), len(right.words)) >= _STATEMENT_WORDS):
            return 0.0
    return score + (_SAME_GAP_BONUS if near else 0) + (_SAME_KIND_BONUS if left.unit.kind == right.unit.kind else 0)


def _greedy(scored: list[tuple[float, int, int]]) -> list[tuple[int, int]]:
    used_old: set[int] = set()
    used_new: set[int] = set()
    pairs = []
    for _, i, j in scored:
        if i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            pairs.append((i, j))
    return sorted(pairs)


def pair_in_place(old: list[Leftover], new: list[Leftover], paired: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pairs of leftovers that are alone in their gap: a statement replaced by another on the same subject, in other words.

    Args:
        old: the leftovers of the old text.
        new: the leftovers of the new text.
        paired: what `pair_similar` found, which is left alone.
    """
    paired_old, paired_new = {i for i, _ in paired}, {j for _, j in paired}
    rivals: dict[tuple[int, str], list[int]] = defaultdict(list)
    for j, right in enumerate(new):
        if j not in paired_new:
            rivals[(right.gap, right.unit.kind)].append(j)
    pairs = []
    for i, left in enumerate(old):
        spot = (left.gap, left.unit.kind)
        if i in paired_old or left.unit.kind not in ("text", "item") or len(rivals[spot]) != 1:
            continue
        nearby = range(max(0, i - _NEARBY), min(len(old), i + _NEARBY + 1))
        is_alone = sum(n not in paired_old and (old[n].gap, old[n].unit.kind) == spot for n in nearby) == 1
        if is_alone and _replaces(left, new[rivals[spot][0]]):
            pairs.append((i, rivals[spot].pop()))
    return pairs


# Leftovers before and after one that are checked for rivals; a limit, lest a gap of thousands cost its square.
_NEARBY = 39


def _replaces(left: Leftover, right: Leftover) -> bool:
    """True for two statements of ordinary length that may be about the same subject.

    They share a content word by its stem, or take the same stand in wholly other words ("may appeal" for "can challenge it").
    """
    short, long = sorted((len(left.words), len(right.words)))
    if short < _STATEMENT_WORDS or long > _REPLACED_WORDS:
        return False
    stems_left, stems_right = ({stem(w) for w in side.words if len(w) >= _CONTENT_LETTERS} for side in (left, right))
    if stems_left & stems_right:
        return True
    # Either way round: which text came first must not tell what is a pair.
    return may_say_the_same(left.words, right.words) or may_say_the_same(right.words, left.words)


def _weights(old: list[Leftover], new: list[Leftover]) -> dict[str, float]:
    """The weight of each word: log(1 + N / n) for a word that n of N units hold, so that rare words count more."""
    frequency = Counter(chain.from_iterable(x.bag for x in (*old, *new)))
    total = len(old) + len(new)
    return {w: log(1 + total / n) for w, n in frequency.items()}


def _mass(bag: Counter[str], weight: dict[str, float]) -> float:
    return sum(n * weight[w] for w, n in bag.items())


class _Index:
    """The new text's leftovers by their words, to find those worth comparing with one of the old text."""

    def __init__(self, units: list[Leftover], weight: dict[str, float]) -> None:
        self.units, self.weight = units, weight
        # How many candidates the words of one unit may propose in all; a large text must make do with its rarest words.
        self.budget = 400 if len(units) < 2000 else 80
        self.holders: dict[str, list[int]] = defaultdict(list)
        for j, unit in enumerate(units):
            for word in unit.bag:
                self.holders[word].append(j)
        self.by_gap: dict[int, set[int]] = defaultdict(set)
        for j, unit in enumerate(units):
            self.by_gap[unit.gap].add(j)
        self._by_single_word: dict[tuple[str, int], list[int]] = {}

    def candidates(self, left: Leftover) -> list[int]:
        """The units that share the rarest words, best first; common words propose candidates only while few units hold them."""
        voting = self._voting(left)
        if len(voting) != 1:
            return self._ranked(voting, left.gap)
        spot = (voting[0], left.gap)
        if spot not in self._by_single_word:  # thousands of items that share one common word have the same candidates
            self._by_single_word[spot] = self._ranked(voting, left.gap)
        return self._by_single_word[spot]

    def _voting(self, left: Leftover) -> list[str]:
        budget = self.budget
        voting: list[str] = []
        for _, word in sorted((-self.weight[word], word) for word in left.bag):
            holders = len(self.holders.get(word, ()))
            budget -= holders
            if budget < 0 and voting:
                break
            if holders:
                voting.append(word)
        return voting

    def _ranked(self, voting: list[str], gap: int) -> list[int]:
        votes: dict[int, float] = {}
        votes_of = votes.get
        for word in voting:
            weight = self.weight[word]
            for j in self.holders[word][:MAX_VOTES]:
                votes[j] = votes_of(j, 0.0) + weight
        near = self.by_gap.get(gap, ())
        ranked = [(-vote * 1.3 if j in near else -vote, j) for j, vote in votes.items()]
        return [j for _, j in (sorted(ranked)[:MAX_CANDIDATES] if len(ranked) < 60 else nsmallest(MAX_CANDIDATES, ranked))]
