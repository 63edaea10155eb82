"""Aligns two texts: which lines and sentences are the same, moved, reworded, split or merged, and which came or went.

In three passes, each over what the last left: equal lines; equal sentences; similar sentences. Every pass costs about n·log n: equal things
are paired by (content, how many-th occurrence), so that a hundred thousand identical lines are no worse than different ones, and
candidates for similarity come from an index of rare words.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from math import log

from monitor.core.segment import Page, Unit
from monitor.core.wording import key, stem, words

NEAR = 0.42
"""Similarity from which two leftover sentences in the same gap are one reworded sentence."""
FAR = 0.58
"""The same for sentences that stand in different places of the text."""
MAX_CANDIDATES = 12
"""Leftover sentences compared in full with one sentence, best by shared rare words first."""
MAX_VOTES = 400
"""Sentences that one word may name as candidates."""


@dataclass(frozen=True, slots=True)
class Match:
    """Units of the old text that became units of the new one."""

    old: tuple[Unit, ...]
    new: tuple[Unit, ...]
    moved: bool
    equal: bool
    """The same words: differs in typography, markup or place alone."""


@dataclass(slots=True)
class Alignment:
    """Everything that two pages have in common, and the rest."""

    old: Page
    new: Page
    same: list[tuple[int, int]] = field(default_factory=list)
    """Equal lines in the same order (old line, new line)."""
    moved: list[tuple[int, int]] = field(default_factory=list)
    """Equal lines out of order."""
    matches: list[Match] = field(default_factory=list)
    removed: list[Unit] = field(default_factory=list)
    added: list[Unit] = field(default_factory=list)


def align(old: Page, new: Page) -> Alignment:
    """Aligns two pages; see the module's text for how."""
    found = Alignment(old, new)
    pairs = _equal_lines(old.lines, new.lines)
    in_order = _longest_in_order(pairs)
    _sort_pairs(pairs, in_order, found)
    left = _leftover_units(old, {i for i, _ in pairs})
    right = _leftover_units(new, {j for _, j in pairs})
    if left or right:
        _align_units(left, right, found)
    return found


def _sort_pairs(pairs: list[tuple[int, int]], in_order: set[int], found: Alignment) -> None:
    for place, (i, j) in enumerate(pairs):
        if place in in_order or not found.old.lines[i].strip():
            found.same.append((i, j))
        else:
            found.moved.append((i, j))


def _leftover_units(page: Page, matched: set[int]) -> list[Unit]:
    return [unit for line in range(len(page.lines)) if line not in matched and page.lines[line].strip() for unit in page.units(line)]


# --- equal things ----------------------------------------------------------------------------------------------------


def _equal_lines(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of equal lines, by old line: common ends first, then the k-th occurrence with the k-th; blank lines are never paired alone."""
    head = 0
    limit = min(len(old), len(new))
    while head < limit and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < limit - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle = _equal_keys(
        ((line, i) for i, line in enumerate(old[head : len(old) - tail], head) if line.strip()),
        ((line, j) for j, line in enumerate(new[head : len(new) - tail], head) if line.strip()),
    )
    ends = [(len(old) - n, len(new) - n) for n in range(tail, 0, -1)]
    return [(n, n) for n in range(head)] + middle + ends


def _equal_keys(old: Iterable[tuple[Hashable, int]], new: Iterable[tuple[Hashable, int]]) -> list[tuple[int, int]]:
    """Pairs of places with equal keys, the k-th occurrence with the k-th, by old place."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    for name, j in new:
        places[name].append(j)
    used: Counter[Hashable] = Counter()
    pairs = []
    for name, i in old:
        seen = used[name]
        if seen < len(places.get(name, ())):
            pairs.append((i, places[name][seen]))
            used[name] += 1
    return pairs


def _longest_in_order(pairs: Sequence[tuple[int, int]]) -> set[int]:
    """Indexes of a longest run of pairs whose new places rise (patience sorting)."""
    if all(a[1] < b[1] for a, b in itertools.pairwise(pairs)):
        return set(range(len(pairs)))
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        before.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(j)
            piles.append(index)
        else:
            tops[pile], piles[pile] = j, index
    chain = set()
    at = piles[-1]
    while at >= 0:
        chain.add(at)
        at = before[at]
    return chain


# --- leftovers -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Left:
    """A leftover unit with what similarity needs."""

    unit: Unit
    key: str
    words: list[str]
    gap: int
    """How many equal lines in order stand before it: two leftovers of one gap stand at the same place."""
    _bag: Counter[str] | None = None

    @property
    def bag(self) -> Counter[str]:
        """The words with how often each stands there, counted once and not to be altered."""
        if self._bag is None:
            self._bag = Counter(self.words)
        return self._bag


def _align_units(left: list[Unit], right: list[Unit], found: Alignment) -> None:
    lines_old, lines_new = [i for i, _ in found.same], [j for _, j in found.same]
    old = [_Left(u, key(u.text), words(u.text), bisect_left(lines_old, u.line)) for u in left]
    new = [_Left(u, key(u.text), words(u.text), bisect_left(sorted_new, u.line)) for sorted_new in (sorted(lines_new),) for u in right]
    pairs = _pair_equal(old, new)
    taken_old, taken_new = {i for i, _ in pairs}, {j for _, j in pairs}
    in_order = _longest_in_order(pairs)
    for place, (i, j) in enumerate(pairs):
        found.matches.append(Match((old[i].unit,), (new[j].unit,), moved=place not in in_order or old[i].gap != new[j].gap, equal=True))
    rest_old = [i for i in range(len(old)) if i not in taken_old]
    rest_new = [j for j in range(len(new)) if j not in taken_new]
    left_old, left_new = [old[i] for i in rest_old], [new[j] for j in rest_new]
    similar = _pair_similar(left_old, left_new)
    similar = sorted(similar + _pair_in_place(left_old, left_new, similar))
    taken = _extend(similar, left_old, left_new, found)
    found.removed = [old[i].unit for n, i in enumerate(rest_old) if ("old", n) not in taken]
    found.added = [new[j].unit for n, j in enumerate(rest_new) if ("new", n) not in taken]


def _pair_equal(old: list[_Left], new: list[_Left]) -> list[tuple[int, int]]:
    """Equal keys of the same gap first, then anywhere; one-word units only where they stand."""
    near = _equal_keys((((x.key, x.gap), i) for i, x in enumerate(old)), (((x.key, x.gap), j) for j, x in enumerate(new)))
    taken_old, taken_new = {i for i, _ in near}, {j for _, j in near}
    far = _equal_keys(
        ((x.key, i) for i, x in enumerate(old) if i not in taken_old and len(x.words) > 1),
        ((x.key, j) for j, x in enumerate(new) if j not in taken_new and len(x.words) > 1),
    )
    return sorted(near + far)


def _pair_similar(old: list[_Left], new: list[_Left]) -> list[tuple[int, int]]:
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


def _score(left: _Left, right: _Left, shared: float, mass: float, mass_right: float) -> float:
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


def _pair_in_place(old: list[_Left], new: list[_Left], paired: list[tuple[int, int]]) -> list[tuple[int, int]]:
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


def _replaces(left: _Left, right: _Left) -> bool:
    """True for two statements of ordinary length that may say different things of the same matter."""
    return max(len(left.words), len(right.words)) <= 60 and min(len(left.words), len(right.words)) >= 4 and _kindred(left, right)


def _kindred(left: _Left, right: _Left) -> bool:
    """True when two statements share a word of substance, by its stem."""
    return bool({stem(w) for w in left.words if len(w) > 3} & {stem(w) for w in right.words if len(w) > 3})


def _weights(old: list[_Left], new: list[_Left]) -> dict[str, float]:
    """Rare words weigh more: log(1 + N / n), with N units and n of them holding the word."""
    frequency = Counter(w for x in (*old, *new) for w in x.bag)
    total = len(old) + len(new)
    return {w: log(1 + total / n) for w, n in frequency.items()}


def _mass(bag: Counter[str], weight: dict[str, float]) -> float:
    return sum(n * weight[w] for w, n in bag.items())


class _Index:
    """Leftover units of the new text by their words, for naming those worth comparing with one of the old."""

    def __init__(self, units: list[_Left], weight: dict[str, float]) -> None:
        self.units, self.weight = units, weight
        self.budget = 400 if len(units) < 2000 else 80
        self.holders: dict[str, list[int]] = defaultdict(list)
        for j, unit in enumerate(units):
            for word in unit.bag:
                self.holders[word].append(j)
        self._alone: dict[tuple[str, int], list[int]] = {}

    def candidates(self, left: _Left) -> list[int]:
        """Those that share the rarest words, best first; common words name candidates only while few units hold them."""
        voting = self._voting(left)
        if len(voting) != 1:
            return self._ranked(voting, left.gap)
        spot = (voting[0], left.gap)
        if spot not in self._alone:  # thousands of items that share one common word have the same candidates
            self._alone[spot] = self._ranked(voting, left.gap)
        return self._alone[spot]

    def _voting(self, left: _Left) -> list[str]:
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
        votes: dict[int, float] = defaultdict(float)
        for word in voting:
            weight = self.weight[word]
            for j in self.holders[word][:MAX_VOTES]:
                votes[j] += weight
        ranked = [(-vote * 1.3 if self.units[j].gap == gap else -vote, j) for j, vote in votes.items()]
        return [j for _, j in (sorted(ranked)[:MAX_CANDIDATES] if len(ranked) < 60 else nsmallest(MAX_CANDIDATES, ranked))]


# --- splits and merges -----------------------------------------------------------------------------------------------


def _extend(pairs: list[tuple[int, int]], old: list[_Left], new: list[_Left], found: Alignment) -> set[tuple[str, int]]:
    """Turns pairs into matches, taking in a leftover neighbour whose words the other side holds: a split or a merge."""
    taken = {("old", i) for i, _ in pairs} | {("new", j) for _, j in pairs}
    for i, j in pairs:
        olds, news = [i], [j]
        _take_in(news, new, old[i], taken, "new", [new[n] for n in news])
        _take_in(olds, old, new[j], taken, "old", [old[n] for n in olds])
        same = len(olds) + len(news) > 2 and "".join(old[n].key for n in olds) == "".join(new[n].key for n in news)
        match = Match(tuple(old[n].unit for n in olds), tuple(new[n].unit for n in news), moved=old[i].gap != new[j].gap, equal=same)
        found.matches.append(match)
    return taken


def _take_in(chosen: list[int], side: list[_Left], other: _Left, taken: set[tuple[str, int]], name: str, held: list[_Left]) -> None:
    missing = Counter(other.bag)
    for part in held:
        missing -= part.bag
    for step in (-1, 1):
        at = (min if step < 0 else max)(chosen) + step
        while 0 <= at < len(side) and (name, at) not in taken and side[at].gap == side[chosen[0]].gap:
            bag = side[at].bag
            shared = sum((bag & missing).values())
            if not side[at].words or shared < (0.6 if len(side[at].words) >= 4 else 1.0) * len(side[at].words):
                break
            taken.add((name, at))
            chosen.append(at)
            missing -= bag
            at += step
    chosen.sort()
