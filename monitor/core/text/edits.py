"""Word-level edits between two texts: Myers' algorithm from diff-match-patch, over words instead of characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from diff_match_patch import diff_match_patch

from monitor.core.text.characters import WORD
from monitor.core.text.late_pattern import late
from monitor.model import Edit, Side

LONGEST_EDIT = 6_000
"""Characters of both sides together beyond which the words of one change are not compared one by one; the sides are shown whole."""


_MOST_STEPS = 1_200
"""Edits from either end that are searched for; the work grows with their square. Sides of LONGEST_EDIT characters have no more."""


class Myers(diff_match_patch):  # type: ignore[misc]
    """The library's matcher without a deadline: an answer that depends on the machine's load would not be deterministic.

    The library asks the clock at every step and indexes strings from both ends in its innermost loop, where most of the time of word-level
    edits went. Here that loop works on lists and local names; what it finds, and in which order, is the same.
    """

    def __init__(self) -> None:
        super().__init__()
        self.Diff_Timeout = 0

    def diff_bisect(self, text1: str, text2: str, deadline: float) -> list[Any]:
        """Splits a diff at the middle snake (Myers 1986) and continues with both halves."""
        found = middle(text1, text2)
        if found is None:
            return [(self.DIFF_DELETE, text1), (self.DIFF_INSERT, text2)]
        halves: list[Any] = self.diff_bisectSplit(text1, text2, *found, deadline)
        return halves

    def diff_cleanupMerge(self, diffs: list[Any]) -> None:  # noqa: N802 - the library's name
        """Merges neighbours of one kind; two in three of its calls are of one edit, or of two in which nothing can be merged."""
        if not (0 < len(diffs) <= 2 and all(text for _, text in diffs) and _are_merged(diffs)):
            super().diff_cleanupMerge(diffs)


def _are_merged(diffs: Sequence[tuple[int, str]]) -> bool:
    """True for one edit, or two: an equality beside another edit, or what went before what came with no end in common."""
    if len(diffs) == 1:
        return True
    (kind, one), (following, other) = diffs
    if kind == -1 and following == 1:
        return one[0] != other[0] and one[-1] != other[-1]
    return (kind == 0) != (following == 0)


def middle(old: str, new: str) -> tuple[int, int] | None:
    """Where the search from the front and the one from the end first meet, as places in both texts.

    None when nothing is shared, or when too much differs to search on.

    >>> middle("abcd", "xbcy")
    (3, 3)
    """
    most = (len(old) + len(new) + 1) // 2
    delta = len(old) - len(new)
    centre = most + abs(delta) + 1
    front, back = _Search(old, new, centre), _Search(old[::-1], new[::-1], centre)
    for step in range(min(most, _MOST_STEPS)):
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


_TOKEN = late(rf"\s+|{WORD}|[^\w\s]|.", re.DOTALL)
"""What edits are made of: a run of white space, a word (see `characters`), or one other character."""
_ASCII_TOKEN = late(r"\s+|[a-zA-Z0-9]+(?:'[a-zA-Z0-9]+)*|.", re.DOTALL)
"""The same for texts in ASCII; the other takes twenty milliseconds to compile, and such texts two to compare."""
_MATCHER = Myers()
_FIRST_CODE = 0x100


@lru_cache(maxsize=256)
def edits(old: str, new: str) -> tuple[Edit, ...]:
    """Word-level edits; joining "=" and "-" gives `old`, joining "=" and "+" gives `new`, to the character.

    >>> edits("We will not share it.", "We may share it.")
    (('=', 'We '), ('-', 'will not'), ('+', 'may'), ('=', ' share it.'))
    """
    token = _ASCII_TOKEN if old.isascii() and new.isascii() else _TOKEN
    left, right = token.findall(old), token.findall(new)
    if len(left) + len(right) > 200 and len(set(left) & set(right)) < 0.3 * min(len(set(left)), len(set(right))):
        return ("-", old), ("+", new)  # little in common: word by word would be slow to find and hard to read
    codes: dict[str, str] = {}
    found = _MATCHER.diff_main(_encoded(left, codes), _encoded(right, codes), False)
    _MATCHER.diff_cleanupSemantic(found)
    back = {code: token for token, code in codes.items()}
    return tuple(_join(_spell(found, back)))


def edits_of(old: Side | None, new: Side | None) -> tuple[Edit, ...]:
    """The edits between the two sides of a change; none where one is missing, both are equal, or they are too long."""
    if old is None or new is None or old.text == new.text or len(old.text) + len(new.text) > LONGEST_EDIT:
        return ()
    return edits(old.text, new.text)


def _encoded(tokens: list[str], codes: dict[str, str]) -> str:
    for token in dict.fromkeys(tokens):
        if token not in codes:
            codes[token] = chr(_code(len(codes)))
    return "".join(map(codes.__getitem__, tokens))


def _code(n: int) -> int:
    """A code point for the n-th token, stepping over the surrogates."""
    return n + _FIRST_CODE if n + _FIRST_CODE < 0xD800 else n + _FIRST_CODE + 0x800


def _spell(found: list[tuple[int, str]], back: dict[str, str]) -> list[Edit]:
    signs = {0: "=", -1: "-", 1: "+"}
    return [(signs[op], "".join(map(back.__getitem__, codes))) for op, codes in found]


def _join(spelled: list[Edit]) -> list[Edit]:
    """Runs "- + = - +" whose "=" is only white space are one edit: "may now" → "will", not three."""
    out: list[Edit] = []
    removed = added = ""
    for position, (sign, text) in enumerate(spelled):
        if sign == "-":
            removed += text
        elif sign == "+":
            added += text
        elif text.isspace() and removed and added and position + 1 < len(spelled):
            removed += text
            added += text
        else:
            out += [(s, t) for s, t in (("-", removed), ("+", added)) if t]
            removed = added = ""
            out.append(("=", text))
    return out + [(s, t) for s, t in (("-", removed), ("+", added)) if t]
