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

from monitor.core.diff.similarity import Left, pair_in_place, pair_similar
from monitor.core.text.segment import SegmentedText, Unit
from monitor.core.text.tokens import row_key, word_row


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

    old: SegmentedText
    new: SegmentedText
    same: list[tuple[int, int]] = field(default_factory=list)
    """Equal lines in the same order (old line, new line)."""
    moved: list[tuple[int, int]] = field(default_factory=list)
    """Equal lines out of order."""
    matches: list[Match] = field(default_factory=list)
    removed: list[Unit] = field(default_factory=list)
    added: list[Unit] = field(default_factory=list)


def align(old: SegmentedText, new: SegmentedText) -> Alignment:
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


def _leftover_units(page: SegmentedText, matched: set[int]) -> list[Unit]:
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


def _align_units(left: list[Unit], right: list[Unit], found: Alignment) -> None:
    lines_old, lines_new = [i for i, _ in found.same], [j for _, j in found.same]
    old, new = _lefts(left, lines_old), _lefts(right, sorted(lines_new))
    pairs = _pair_equal(old, new)
    taken_old, taken_new = {i for i, _ in pairs}, {j for _, j in pairs}
    in_order = _longest_in_order(pairs)
    for place, (i, j) in enumerate(pairs):
        found.matches.append(Match((old[i].unit,), (new[j].unit,), moved=place not in in_order or old[i].gap != new[j].gap, equal=True))
    rest_old = [i for i in range(len(old)) if i not in taken_old]
    rest_new = [j for j in range(len(new)) if j not in taken_new]
    left_old, left_new = [old[i] for i in rest_old], [new[j] for j in rest_new]
    similar = pair_similar(left_old, left_new)
    similar = sorted(similar + pair_in_place(left_old, left_new, similar))
    taken = _extend(similar, left_old, left_new, found)
    found.removed = [old[i].unit for n, i in enumerate(rest_old) if ("old", n) not in taken]
    found.added = [new[j].unit for n, j in enumerate(rest_new) if ("new", n) not in taken]


def _lefts(units: Sequence[Unit], lines: Sequence[int]) -> list[Left]:
    return [Left(unit, row_key(row := word_row(unit.text)), row, bisect_left(lines, unit.line)) for unit in units]


def _pair_equal(old: list[Left], new: list[Left]) -> list[tuple[int, int]]:
    """Equal keys of the same gap first, then anywhere; one-word units only where they stand."""
    near = _equal_keys((((x.key, x.gap), i) for i, x in enumerate(old)), (((x.key, x.gap), j) for j, x in enumerate(new)))
    taken_old, taken_new = {i for i, _ in near}, {j for _, j in near}
    far = _equal_keys(
        ((x.key, i) for i, x in enumerate(old) if i not in taken_old and len(x.words) > 1),
        ((x.key, j) for j, x in enumerate(new) if j not in taken_new and len(x.words) > 1),
    )
    return sorted(near + far)


# --- splits and merges -----------------------------------------------------------------------------------------------


def _extend(pairs: list[tuple[int, int]], old: list[Left], new: list[Left], found: Alignment) -> set[tuple[str, int]]:
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


def _take_in(chosen: list[int], side: list[Left], other: Left, taken: set[tuple[str, int]], name: str, held: list[Left]) -> None:
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
