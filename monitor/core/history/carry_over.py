"""What one text hands on to the next: which lines and statements stay, move, are reworded or are new, in little more than the difference.

That is all that has to be known of two texts in order to trace statements through them, so it can be kept instead of the texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from monitor.core.diff.align import Alignment, align
from monitor.core.text.segment import SegmentedText, Unit
from monitor.core.text.tokens import key

Place = tuple[int, int]
"""(line, number of the unit within it)"""
Matched = tuple[list[Place], list[Place], bool, bool]
"""Units of the old text, the units of the new text that they became, whether these moved, and whether they have the same words."""


_DIGITS = 16
"""Of a digest of words."""


class Step(NamedTuple):
    """What a text has of the one before; everything is a number, or a digest of words."""

    lines: int
    """Of the new text."""
    same: list[tuple[int, int, int]]
    """Stretches of equal lines: (first old line, first new line, how many)."""
    moved: list[tuple[int, int]]
    """Equal lines in another place: (old, new)."""
    cut: list[tuple[int, int]]
    """Other lines of the new text, and how many units each has."""
    matches: list[Matched]
    added: list[tuple[Place, str]]
    """New units with the digest of their words."""
    words: list[str]
    """Digests of the words of all units of the lines in `cut`, in order: the other words stood in the text before."""
    begun: list[int]
    """The lines of a first text that are not blank."""


def first_step(text: SegmentedText, *, alone: bool = False) -> Step:
    """What there is of a first text. `alone`: no other one follows, so nobody asks for its words."""
    begun = [line for line, content in enumerate(text.lines) if content.strip()]
    return Step(len(text.lines), [], [], [], [], [], [] if alone else _words(unit for _, unit in units_of(text)), begun)


def step_between(old: SegmentedText, new: SegmentedText) -> Step:
    """What the old text hands on to the new one."""
    found = align(old, new)
    whole = {j for _, j in (*found.same, *found.moved)}
    cut = [(line, len(new.units(line))) for line, content in enumerate(new.lines) if line not in whole and content.strip()]
    places_old = _places(old, {unit.line for match in found.matches for unit in match.old})
    places_new = _places(new, {line for line, _ in cut})
    matches = [([places_old[u.start] for u in m.old], [places_new[u.start] for u in m.new], m.moved, m.equal) for m in found.matches]
    return Step(
        lines=len(new.lines),
        same=_stretches(found),
        moved=[(i, j) for i, j in found.moved if new.lines[j].strip()],
        cut=cut,
        matches=matches,
        added=[(places_new[unit.start], words_digest(unit)) for unit in found.added],
        words=_words(unit for line, _ in cut for unit in new.units(line)),
        begun=[],
    )


def to_data(step: Step) -> list[Any]:
    """A step as JSON can hold it."""
    return list(step)


def from_data(data: list[Any]) -> Step:
    """The step that `to_data` made a list of."""
    lines, same, moved, cut, matches, added, words, begun = data
    return Step(lines, same, moved, cut, matches, added, words, begun)


def units_of(text: SegmentedText) -> Iterator[tuple[Place, Unit]]:
    """All units of a text in reading order."""
    for line, content in enumerate(text.lines):
        if content.strip():
            yield from (((line, number), unit) for number, unit in enumerate(text.units(line)))


def words_digest(unit: Unit) -> str:
    """Equal for units of the same words; empty for one without any."""
    words = key(unit.text)
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS] if words else ""


def digests_in(joined: str) -> list[str]:
    """The digests of words that were joined to one string."""
    return [joined[start : start + _DIGITS] for start in range(0, len(joined), _DIGITS)]


def _words(units: Iterator[Unit]) -> list[str]:
    return list(dict.fromkeys(digest for unit in units if (digest := words_digest(unit))))


def _places(text: SegmentedText, lines: set[int]) -> dict[int, Place]:
    """The places of the units of some lines, by where they start."""
    return {unit.start: (line, number) for line in lines for number, unit in enumerate(text.units(line))}


def _stretches(found: Alignment) -> list[tuple[int, int, int]]:
    stretches: list[tuple[int, int, int]] = []
    for i, j in sorted(found.same, key=lambda pair: pair[1]):
        if stretches:
            first_old, first_new, count = stretches[-1]
            if (i, j) == (first_old + count, first_new + count):
                stretches[-1] = (first_old, first_new, count + 1)
                continue
        stretches.append((i, j, 1))
    return stretches
