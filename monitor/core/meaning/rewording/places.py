"""Which paragraphs of two texts stand for each other: those that share statements already, and those that are like each other and near."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import exp

from monitor.core.diff.align import longest_increasing
from monitor.core.text.segment import SegmentedText

_IN_PLACE, _SLACK, _DRIFT = 7.0, 1.0, 0.2
"""What it speaks for a pair (log-odds) that both stand in the same place; paragraphs beside it that count for little, and how many more of
them for each paragraph to the nearest that is known: there the place is less sure, and says less."""


def paragraphs(page: SegmentedText) -> dict[int, int]:
    """The number of the paragraph that each line belongs to; a list and its lead-in are one, blank lines belong to none."""
    found: dict[int, int] = {}
    number, before = -1, ""
    for line, text in enumerate(page.lines):
        units = page.units(line) if text.strip() else ()
        if not units:
            continue
        listed = all(unit.kind == "item" for unit in units) and before != ""
        number += not listed
        found[line] = number
        before = "item" if units[-1].kind == "item" else "lead-in" if text.rstrip().endswith(":") else ""
    return found


class ParagraphPlaces:
    """Where a paragraph of the old text would stand in the new one, by the paragraphs around it that both have."""

    def __init__(self, known: Iterable[tuple[int, int]], ends: tuple[int, int]) -> None:
        self._known = longest(known)
        self._ends = ends

    def bonus(self, old: int, new: int) -> float:
        """What the places of two paragraphs speak for their being one, from 0 (nothing) on."""
        behind = bisect_left(self._known, (old, -1))
        before = self._known[behind - 1] if behind else (-1, -1)
        after = self._known[behind] if behind < len(self._known) else self._ends
        share = (old - before[0]) / (after[0] - before[0]) if after[0] > before[0] else 0.0
        apart = abs(new - (before[1] + share * (after[1] - before[1])))
        slack = _SLACK + _DRIFT * min(old - before[0], after[0] - old)
        return _IN_PLACE / slack * exp(-((apart / slack) ** 2))


def longest(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """As many of the pairs as follow one another on both sides."""
    ordered = sorted(set(pairs))
    return [ordered[at] for at in longest_increasing([to for _, to in ordered])]


def components(links: Iterable[tuple[int, int]]) -> list[tuple[Sequence[int], Sequence[int]]]:
    """The groups of paragraphs that are linked, each with those of the old text and of the new one, in order."""
    root: dict[tuple[int, int], tuple[int, int]] = {}

    def top(node: tuple[int, int]) -> tuple[int, int]:
        while root.setdefault(node, node) != node:
            node = root[node]
        return node

    for old, new in sorted(set(links)):
        root[top((0, old))] = top((1, new))
    groups: defaultdict[tuple[int, int], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for node in sorted(root):
        groups[top(node)][node[0]].append(node[1])
    return [(old, new) for old, new in groups.values()]
