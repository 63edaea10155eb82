"""Aligns two texts: which lines and sentences are equal, moved, reworded, split or merged, and which were removed or added.

In passes, each over what the last one left: equal lines, equal sentences, rows with the same first cell, similar sentences.
Each takes about n·log n: equal
things are paired by (content, how many-th occurrence), so that a hundred thousand identical lines cost no more than different ones, and
candidates for similarity come from an index of rare words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from monitor.core.diff.placement import Places
from monitor.core.diff.row_pairs import pair_rows
from monitor.core.diff.similarity import Leftover, pair_in_place, pair_similar
from monitor.core.text.segment import SegmentedText, Unit
from monitor.core.text.tokens import word_row
from monitor.core.text.wording import wording_key


@dataclass(frozen=True, slots=True)
class Match:
    """Units of the old text that became units of the new one."""

    old: tuple[Unit, ...]
    new: tuple[Unit, ...]
    moved: bool
    """They are in another place of the text."""
    equal: bool
    """They hold the same words: only typography, markup or the place differs."""
    under: tuple[str, str] = ("", "")
    """Of equal words that say something else: the lead-in or heading above them in the old text, and in the new one."""

    def mirrored(self) -> Match:
        """The same match with old and new exchanged."""
        return Match(self.new, self.old, self.moved, self.equal, self.under[::-1])


@dataclass(slots=True)
class Alignment:
    """What two texts have in common, and the rest."""

    old: SegmentedText
    new: SegmentedText
    same: list[tuple[int, int]] = field(default_factory=list)
    """Equal lines in the same order, as (old line, new line)."""
    moved: list[tuple[int, int]] = field(default_factory=list)
    """Equal lines out of order."""
    matches: list[Match] = field(default_factory=list)
    """Everything else that both texts hold."""
    removed: list[Unit] = field(default_factory=list)
    added: list[Unit] = field(default_factory=list)


def align(old: SegmentedText, new: SegmentedText) -> Alignment:
    """Aligns two texts; every unit of either is in exactly one of the alignment's lists."""
    found = Alignment(old, new)
    pairs = _equal_lines(old, new)
    in_order = _longest_increasing(pairs)
    for place, pair in enumerate(pairs):
        (found.same if place in in_order else found.moved).append(pair)
    left = _unpaired_units(old, {i for i, _ in pairs})
    right = _unpaired_units(new, {j for _, j in pairs})
    if left or right:
        _align_units(left, right, found)
    return found


def _unpaired_units(text: SegmentedText, paired: set[int]) -> list[Unit]:
    return [unit for line, content in enumerate(text.lines) if line not in paired and content.strip() for unit in text.units(line)]


# --- equal things ----------------------------------------------------------------------------------------------------


def _equal_lines(before: SegmentedText, after: SegmentedText) -> list[tuple[int, int]]:
    """Pairs of equal lines by old line: the common start and end, and between them the k-th occurrence of a line with the k-th.

    Blank lines are only paired in the common start and end: anywhere else each would pair with some other one.
    """
    old, new = before.lines, after.lines
    head = 0
    limit = min(len(old), len(new))
    while head < limit and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < limit - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle = _pair_middle(before, after, range(head, len(old) - tail), range(head, len(new) - tail))
    ends = [(len(old) - n, len(new) - n) for n in range(tail, 0, -1)]
    return [(n, n) for n in range(head)] + middle + ends


def _pair_middle(old: SegmentedText, new: SegmentedText, span_old: range, span_new: range) -> list[tuple[int, int]]:
    """Equal lines that are not blank; those that occur often are paired in the same place first.

    "- Name" is in five lists of a text: where it goes from the second, it has not moved from each of the others to the one before.
    """
    left, right = ([(text.lines[n], n) for n in span if text.lines[n].strip()] for text, span in ((old, span_old), (new, span_new)))
    often = {line for side in (left, right) for line, count in Counter(line for line, _ in side).items() if count > 1}
    if not often:
        return _equal_keys(left, right)
    places_old, places_new = Places(old), Places(new)
    near = _equal_keys(
        [((line, places_old.key(n)), n) for line, n in left if line in often],
        [((line, places_new.key(n)), n) for line, n in right if line in often],
    )
    taken_old, taken_new = {i for i, _ in near}, {j for _, j in near}
    far = _equal_keys([pair for pair in left if pair[1] not in taken_old], [pair for pair in right if pair[1] not in taken_new])
    return sorted(near + far)


def _equal_keys(old: Iterable[tuple[Hashable, int]], new: Iterable[tuple[Hashable, int]]) -> list[tuple[int, int]]:
    """Pairs of places with equal keys by old place, the k-th occurrence of a key with the k-th."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    for key, j in new:
        places[key].append(j)
    used: Counter[Hashable] = Counter()
    pairs = []
    for key, i in old:
        if used[key] < len(places.get(key, ())):
            pairs.append((i, places[key][used[key]]))
            used[key] += 1
    return pairs


def _longest_increasing(pairs: Sequence[tuple[int, int]]) -> set[int]:
    """Indexes of a longest subsequence of pairs whose new places increase."""
    places = [j for _, j in pairs]
    if places == sorted(places):  # each new place is paired once
        return set(range(len(pairs)))
    return set(longest_increasing(places))


def longest_increasing(places: Sequence[int]) -> list[int]:
    """Indexes of a longest subsequence that increases strictly, in order (patience sorting).

    >>> longest_increasing([3, 1, 2, 2])
    [1, 3]
    """
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        pile = bisect_left(tops, place)
        before.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(place)
            piles.append(index)
        else:
            tops[pile], piles[pile] = place, index
    chain, at = [], piles[-1] if piles else -1
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]


# --- leftovers -------------------------------------------------------------------------------------------------------


def _align_units(left: list[Unit], right: list[Unit], found: Alignment) -> None:
    """Matches the units of lines that have no equal: equal units first, then similar ones, then what is in the same place."""
    old = _leftovers(left, [i for i, _ in found.same])
    new = _leftovers(right, [j for _, j in found.same])
    pairs = _pair_equal(old, new)
    in_order = _longest_increasing(pairs)
    for place, (i, j) in enumerate(pairs):
        found.matches.append(Match((old[i].unit,), (new[j].unit,), moved=place not in in_order or old[i].gap != new[j].gap, equal=True))
    paired_old, paired_new = {i for i, _ in pairs}, {j for _, j in pairs}
    rest_old = [one for i, one in enumerate(old) if i not in paired_old]
    rest_new = [one for j, one in enumerate(new) if j not in paired_new]
    rows = pair_rows(rest_old, rest_new)
    similar = sorted(rows + pair_similar(rest_old, rest_new, rows))
    similar = sorted(similar + pair_in_place(rest_old, rest_new, similar))
    taken_old, taken_new = _match_similar(similar, rest_old, rest_new, found)
    found.removed = [one.unit for n, one in enumerate(rest_old) if n not in taken_old]
    found.added = [one.unit for n, one in enumerate(rest_new) if n not in taken_new]


def _leftovers(units: Sequence[Unit], same_lines: Sequence[int]) -> list[Leftover]:
    return [Leftover(unit, wording_key(unit.text, row := word_row(unit.text)), row, bisect_left(same_lines, unit.line)) for unit in units]


def _pair_equal(old: list[Leftover], new: list[Leftover]) -> list[tuple[int, int]]:
    """Pairs with equal words: in the same gap first, then anywhere, but a single word ("Name" in a list) only in the same gap."""
    near = _equal_keys((((x.key, x.gap), i) for i, x in enumerate(old)), (((x.key, x.gap), j) for j, x in enumerate(new)))
    taken_old, taken_new = {i for i, _ in near}, {j for _, j in near}
    far = _equal_keys(
        ((x.key, i) for i, x in enumerate(old) if i not in taken_old and len(x.words) > 1),
        ((x.key, j) for j, x in enumerate(new) if j not in taken_new and len(x.words) > 1),
    )
    return sorted(near + far)


# --- splits and merges -----------------------------------------------------------------------------------------------

# Share of a neighbour's words that must be missing words of the other side for it to be a part that was split off. Short neighbours, of
# fewer than four words, must hold nothing else: "Contact us." shares words with many sentences.
_SHARED_PART = 0.6
_SHORT_PART = 4


def _match_similar(pairs: list[tuple[int, int]], old: list[Leftover], new: list[Leftover], found: Alignment) -> tuple[set[int], set[int]]:
    """Turns pairs into matches, extended to splits and merges; returns which old and new leftovers are taken."""
    taken_old, taken_new = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, j in pairs:
        news = _with_parts(j, new, old[i], taken_new)
        olds = _with_parts(i, old, new[j], taken_old)
        equal = len(olds) + len(news) > 2 and "".join(old[n].key for n in olds) == "".join(new[n].key for n in news)
        match = Match(tuple(old[n].unit for n in olds), tuple(new[n].unit for n in news), moved=old[i].gap != new[j].gap, equal=equal)
        found.matches.append(match)
    return taken_old, taken_new


def _with_parts(place: int, side: list[Leftover], other: Leftover, taken: set[int]) -> list[int]:
    """A leftover with its free neighbours that hold words which `other`, its partner, holds and it lacks; they are added to `taken`."""
    chosen = [place]
    missing: Counter[str] | None = None  # most have no free neighbour, and nothing has to be counted
    for step in (-1, 1):
        at = place + step
        while 0 <= at < len(side) and at not in taken and side[at].gap == side[place].gap:
            neighbour = side[at]
            missing = other.bag - side[place].bag if missing is None else missing
            if not is_part(neighbour.words, neighbour.bag, missing):
                break
            taken.add(at)
            chosen.append(at)
            missing -= neighbour.bag
            at += step
    return sorted(chosen)


def is_part(row: Sequence[str], bag: Counter[str], missing: Counter[str]) -> bool:
    """Whether a statement may be a part of another that was split off: enough of its words are words that its partner lacks.

    Args:
        row: the statement's words.
        bag: how often each of them occurs.
        missing: the words of the other that its partner lacks.
    """
    needed = _SHARED_PART if len(row) >= _SHORT_PART else 1.0
    return bool(row) and (bag & missing).total() >= needed * len(row)
