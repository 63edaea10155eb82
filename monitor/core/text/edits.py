"""diff-match-patch with its inner loop written anew for speed; every answer is the same, to the edit."""

from __future__ import annotations

from typing import Any

from diff_match_patch import diff_match_patch


class Myers(diff_match_patch):  # type: ignore[misc]
    """The library's matcher without a deadline: an answer that depends on the machine's load would not be deterministic.

    The library asks the clock at every step and indexes strings from both ends in its innermost loop, where most of the time of word-level
    edits went. Here that loop works on lists and local names; what it finds, and in which order, is the same.
    """

    def __init__(self) -> None:
        super().__init__()
        self.Diff_Timeout = 0

    def diff_bisect(self, text1: str, text2: str, deadline: float) -> list[Any]:
        """Splits a diff at the middle snake (Myers 1986) and goes on with both halves."""
        found = middle(text1, text2)
        if found is None:
            return [(self.DIFF_DELETE, text1), (self.DIFF_INSERT, text2)]
        halves: list[Any] = self.diff_bisectSplit(text1, text2, *found, deadline)
        return halves


def middle(old: str, new: str) -> tuple[int, int] | None:
    """Where the search from the front and the one from the end first meet, as places in both texts; None when nothing is shared.

    >>> middle("abcd", "xbcy")
    (3, 3)
    """
    most = (len(old) + len(new) + 1) // 2
    delta = len(old) - len(new)
    centre = most + abs(delta) + 1
    front, back = _Search(old, new, centre), _Search(old[::-1], new[::-1], centre)
    for step in range(most):
        line = front.advance(step, back, delta, meets=delta % 2 != 0)
        if line is None and (line := back.advance(step, front, delta, meets=delta % 2 == 0)) is not None:
            line = delta - line
        if line is not None:
            x = front.reach[centre + line]
            return x, x - line
    return None


class _Search:
    """How far each diagonal is reached from one end of both texts; with room enough on both sides that no place needs a check."""

    __slots__ = ("centre", "high", "low", "new", "old", "reach")

    def __init__(self, old: str, new: str, centre: int) -> None:
        self.old, self.new = list(old), list(new)
        self.centre = centre
        self.reach = [-1] * (2 * centre + 1)
        self.reach[centre + 1] = 0
        self.low = self.high = 0
        """Diagonals left out at either end: they ran off the texts."""

    def advance(self, step: int, rival: _Search, delta: int, *, meets: bool) -> int | None:
        """One more edit on every diagonal; the one on which both searches meet, where they can (`meets`)."""
        old, new, reach, centre, other = self.old, self.new, self.reach, self.centre, rival.reach
        size_old, size_new = len(old), len(new)
        mirror = 2 * centre + delta
        for at in range(centre - step + self.low, centre + step + 1 - self.high, 2):
            before, x = reach[at - 1], reach[at + 1]
            if before >= x:
                x = before + 1
            y = x - at + centre
            while x < size_old and y < size_new and old[x] == new[y]:
                x += 1
                y += 1
            reach[at] = x
            if x > size_old:
                self.high += 2
            elif y > size_new:
                self.low += 2
            elif meets and x + other[mirror - at] >= size_old:
                return at - centre
        return None
