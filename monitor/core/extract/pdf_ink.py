"""What a reader sees of the letters of a PDF page: which are struck through, and which are not there to be seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

MOST_DRAWN = 20_000
"""Drawings of a page; a map or a chart has more and is no policy."""
_PALE = 250
"""Each of red, green and blue from which ink is white."""
_THIN = 2.5
"""Points that a line through words is high at most."""
_SHORT = 4.0
"""Points that such a line is wide at least: a dash is none."""
_LOW, _HIGH = 0.1, 0.5
"""Where such a line is above the foot of the letters, in their size: an underline is lower, the border of a cell higher."""
_TINY = 1.0
"""Points of type that nobody can read."""
_REACH = 2.0
"""Points by which the ends of a line miss the letters that it begins and ends with."""
_SAMPLES = 12
"""Places on a line where a letter is looked for."""
_BREAKS = "\r\n\ufffe"
"""What PDFium writes between lines; U+FFFE at a hyphen."""
TEXT, PATH, OTHER = "text", "path", "other"


class Box(NamedTuple):
    """A rectangle of the page, in points from its left foot."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Box) -> bool:
        """True where two have a spot in common."""
        return self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top


class Drawing(NamedTuple):
    """One drawing of a page: a piece of text, a path, or a picture."""

    kind: str
    """text | path | other"""
    box: Box
    colour: tuple[int, int, int, int] = (0, 0, 0, 255)
    """Red, green, blue and how dense."""
    address: int = 0
    """By which the letters of a piece of text know it."""
    size: float = 0.0
    """Of its letters, in points; 0 when unknown."""
    blank: bool = False
    """Letters that are there to be searched, and not drawn."""

    @property
    def white(self) -> bool:
        """True when it is drawn in the colour of paper."""
        return min(self.colour[:3]) >= _PALE


class PageInk(NamedTuple):
    """The drawings of a page that matter to its letters."""

    unseen: frozenset[int]
    """Addresses of pieces of text that nobody sees."""
    lines: tuple[Box, ...]
    """Thin level lines."""


class PlacedLetters(Protocol):
    """The letters of a page, by their number."""

    text: str
    """A character for each."""

    def owner(self, number: int) -> int:
        """The address of the piece of text that a letter belongs to; 0 for what is only implied, such as the end of a line."""

    def origin(self, number: int) -> tuple[float, float]:
        """Where a letter begins, and its foot."""

    def size(self, number: int) -> float:
        """Its size on the page, in points."""

    def at(self, x: float, y: float, reach: float) -> int:
        """The letter at a place of the page; below 0 where none is."""


def shown_letters(letters: PlacedLetters, ink: PageInk) -> list[str]:
    """The letters of a page as a reader sees them: empty for unseen ones, `~~` around those that a line goes through."""
    shown = list(letters.text)
    if ink.unseen:
        for number, letter in enumerate(shown):
            if not letter.isspace() and letters.owner(number) in ink.unseen:
                shown[number] = ""
    for first, last in _struck(letters, ink.lines):
        if any(shown[first : last + 1]):
            shown[first], shown[last] = f"~~{shown[first]}", f"{shown[last]}~~"
    return shown


def ink_of(drawn: Sequence[Drawing], notes: Sequence[Box], paper: Box) -> PageInk:
    """What of a page's drawings matters to its letters.

    Args:
        drawn: the drawings.
        notes: the boxes of what a reviewer struck.
        paper: what of the page is shown.
    """
    lines = [_middle(box) for box in notes]
    lines += [
        one.box for one in drawn if one.kind == PATH and one.box.top - one.box.bottom <= _THIN and one.box.right - one.box.left >= _SHORT
    ]
    grounds = [one.box for one in drawn if one.kind == OTHER or (one.kind == PATH and not one.white)]
    pictures = [one.box for one in drawn if one.kind == OTHER]
    texts = [one for one in drawn if one.kind == TEXT]
    # Of a scan only the letters that lie unseen on its picture can be read.
    asked = [one for one in texts if not (one.blank and any(one.box.meets(picture) for picture in pictures))]
    hidden = frozenset(one.address for one in asked if _is_unseen(one, paper, grounds))
    # A form has letters of its own; borders of tables cross none.
    lettered = [one.box for one in drawn if one.kind != PATH]
    crossing = tuple(line for line in lines if any(line.meets(box) for box in lettered))
    return PageInk(hidden if len(hidden) < len(texts) else frozenset(), crossing)


def _middle(box: Box) -> Box:
    height = box.bottom + (box.top - box.bottom) * (0.5 - _LOW)
    return Box(box.left, height - 0.5, box.right, height + 0.5)


def _is_unseen(text: Drawing, paper: Box, grounds: Sequence[Box]) -> bool:
    if text.blank or text.colour[3] == 0 or 0 < text.size < _TINY or not text.box.meets(paper):
        return True
    # White letters on a dark row or a picture are read.
    return text.white and not any(text.box.meets(ground) for ground in grounds)


def _struck(letters: PlacedLetters, lines: Sequence[Box]) -> Iterator[tuple[int, int]]:
    """The first and the last letter that each line goes through."""
    text, done = letters.text, set[int]()
    for line in lines:
        seed = _seed(letters, line)
        if seed is None or seed in done:
            continue
        first = last = seed
        while first > 0 and text[first - 1] not in _BREAKS and _lies_under(letters, first - 1, seed, line):
            first -= 1
        while last + 1 < len(text) and text[last + 1] not in _BREAKS and _lies_under(letters, last + 1, seed, line):
            last += 1
        while first < last and text[last].isspace():
            last -= 1
        if first < last and done.isdisjoint((first, last)):
            done |= set(range(first, last + 1))
            yield first, last


def _seed(letters: PlacedLetters, line: Box) -> int | None:
    """A letter that a line goes through; a full stop lies below it."""
    middle, step = (line.bottom + line.top) / 2, (line.right - line.left) / _SAMPLES
    for sample in range(_SAMPLES):
        found = letters.at(line.left + step * (sample + 0.5), middle, _REACH)
        if found >= 0:
            size = letters.size(found)
            return found if _LOW * size <= middle - letters.origin(found)[1] <= _HIGH * size else None
    return None


def _lies_under(letters: PlacedLetters, number: int, seed: int, line: Box) -> bool:
    """True for a letter on the foot of the first one, within the ends of the line."""
    x, foot = letters.origin(number)
    return line.left - _REACH <= x <= line.right - _REACH and abs(foot - letters.origin(seed)[1]) <= 1
