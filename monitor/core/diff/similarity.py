"""Similar statements: pairs of leftovers that are one statement reworded, found through an index of rare words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest
from math import log

from monitor.core.text.segment import Unit
from monitor.core.text.tokens import stem

NEAR = 0.42
"""Similarity from which two leftover sentences in the same gap are one reworded sentence."""
FAR = 0.58
"""The same for sentences that stand in different places of the text."""
_HOPELESS = 0.99 * FAR
"""Twice the lighter side by both, below which even a statement held whole is not FAR similar."""
MAX_CANDIDATES = 12
"""Leftover sentences compared in full with one sentence, best by shared rare words first."""
MAX_VOTES = 400
"""Sentences that one word may name as candidates."""


@dataclass(slots=True)
class Left:
    """A leftover unit with what similarity needs."""

    unit: Unit
    key: str
    words: Sequence[str]
    gap: int
    """How many equal lines in order stand before it: two leftovers of one gap stand at the same place."""
    _bag: Counter[str] | None = None

    @property
    def bag(self) -> Counter[str]:
        """The words with how often each stands there, counted once and not to be altered."""
        if self._bag is None:
            self._bag = Counter(self.words)
        return self._bag


def pair_similar(old: list[Left], new: list[Left]) -> list[tuple[int, int]]:
    """One-to-one pairs of similar units, most similar first."""
    if not old or not new:
        return []
    weight = _weights(old, new)
    mass_new = [_mass(x.bag, weight) for x in new]
    index = _Index(new, weight)
    scored = []
    for i, left in enumerate(old):
        items = [(w, n, weight[w]) for w, n in left.bag.items()]
        mass = _mass(left.bag, weight)
        for j in index.candidates(left):
            if left.gap != new[j].gap and 2 * min(mass, mass_new[j]) < _HOPELESS * (mass + mass_new[j]):
                continue
            score = _score(left, new[j], _shared(items, new[j].bag), mass, mass_new[j])
            if score:
                scored.append((-score, i, j))
    scored.sort()
    return _greedy(scored)


def _shared(items: list[tuple[str, int, float]], other: Counter[str]) -> float:
    """The weight of the words that two units have in common."""
    total = 0.0
    of_other = other.get
    for word, n, weight in items:
        if m := of_other(word):
            total += min(n, m) * weight
    return total


def _score(left: Left, right: Left, shared: float, mass: float, mass_right: float) -> float:
    """How well two units pair, or 0 when they are too unlike; place and kind break ties."""
    score = 2 * shared / (mass + mass_right) if mass + mass_right else 0.0
    near = left.gap == right.gap
    if score < (NEAR if near else FAR):
        least = min(mass, mass_right)
        if not (near and least and shared / least >= 0.8 and min(len(left.words), len(right.words)) >= 4):
            return 0.0
    return score + (0.15 if near else 0) + (0.05 if left.unit.kind == right.unit.kind else 0)


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


def pair_in_place(old: list[Left], new: list[Left], paired: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leftovers that stand alone at the same place of the same paragraph: one statement put for another, though the words differ."""
    done_old, done_new = {i for i, _ in paired}, {j for _, j in paired}
    spots: dict[tuple[int, str], list[int]] = defaultdict(list)
    for j, right in enumerate(new):
        if j not in done_new:
            spots[(right.gap, right.unit.kind)].append(j)
    out = []
    for i, left in enumerate(old):
        spot = (left.gap, left.unit.kind)
        if i in done_old or left.unit.kind not in ("text", "item") or len(rivals := spots.get(spot, [])) != 1:
            continue
        around = range(max(0, i - _ROUND), min(len(old), i + _ROUND + 1))
        right = new[rivals[0]]
        if sum(n not in done_old and (old[n].gap, old[n].unit.kind) == spot for n in around) == 1 and _replaces(left, right):
            out.append((i, rivals.pop()))
    return out


_ROUND = 39
"""Leftovers before and after one that are looked at to tell whether it stands alone."""


def _replaces(left: Left, right: Left) -> bool:
    """True for two statements of ordinary length that may say different things of the same matter."""
    return max(len(left.words), len(right.words)) <= 60 and min(len(left.words), len(right.words)) >= 4 and _kindred(left, right)


def _kindred(left: Left, right: Left) -> bool:
    """True when two statements share a word of substance, by its stem."""
    return bool({stem(w) for w in left.words if len(w) > 3} & {stem(w) for w in right.words if len(w) > 3})


def _weights(old: list[Left], new: list[Left]) -> dict[str, float]:
    """Rare words weigh more: log(1 + N / n), with N units and n of them holding the word."""
    frequency = Counter(w for x in (*old, *new) for w in x.bag)
    total = len(old) + len(new)
    return {w: log(1 + total / n) for w, n in frequency.items()}


def _mass(bag: Counter[str], weight: dict[str, float]) -> float:
    return sum(n * weight[w] for w, n in bag.items())


class _Index:
    """Leftover units of the new text by their words, for naming those worth comparing with one of the old."""

    def __init__(self, units: list[Left], weight: dict[str, float]) -> None:
        self.units, self.weight = units, weight
        self.budget = 400 if len(units) < 2000 else 80
        self.holders: dict[str, list[int]] = defaultdict(list)
        for j, unit in enumerate(units):
            for word in unit.bag:
                self.holders[word].append(j)
        self.near: dict[int, set[int]] = defaultdict(set)
        """Units by the place where they stand."""
        for j, unit in enumerate(units):
            self.near[unit.gap].add(j)
        self._alone: dict[tuple[str, int], list[int]] = {}

    def candidates(self, left: Left) -> list[int]:
        """Those that share the rarest words, best first; common words name candidates only while few units hold them."""
        voting = self._voting(left)
        if len(voting) != 1:
            return self._ranked(voting, left.gap)
        spot = (voting[0], left.gap)
        if spot not in self._alone:  # thousands of items that share one common word have the same candidates
            self._alone[spot] = self._ranked(voting, left.gap)
        return self._alone[spot]

    def _voting(self, left: Left) -> list[str]:
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
        near = self.near.get(gap, ())
        ranked = [(-vote * 1.3 if j in near else -vote, j) for j, vote in votes.items()]
        return [j for _, j in (sorted(ranked)[:MAX_CANDIDATES] if len(ranked) < 60 else nsmallest(MAX_CANDIDATES, ranked))]
