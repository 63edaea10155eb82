"""The reading order of a page's lines: columns one after the other, though they were drawn row by row."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from monitor.core.extract.pdf_lines import TextLine

_FEWEST = 4
"""Lines that a column has at least."""
_FEWEST_LETTERS = 14
"""Of half of a column's lines at least; cells of a table are shorter."""
_FULL = 0.7
"""Share of a column's width that half of its lines fill at least: running text is set in full lines, cells of a table are not."""
_STOPS = re.compile(r"[.!?:;。！？：；|]['\"”’»)]*$")


def in_reading_order(lines: Sequence[TextLine], *, sort: bool = False) -> list[TextLine]:
    """The lines as a reader reads them; parts of one line that are no columns are joined again. Turned text comes last.

    Args:
        lines: in the order in which the file draws them, which is nearly always that of reading.
        sort: True when that order is of no use.
    """
    turns = Counter(line.angle for line in lines)
    angle = turns.most_common(1)[0][0] if turns else 0
    main = [line for line in lines if line.angle == angle]
    if sort or angle:
        main.sort(key=lambda line: (-round(line.base / max(line.size, 1.0) * 2), line.left))
    return [*_joined(_by_columns(main, 4)), *(line for line in lines if line.angle != angle)]


def _by_columns(lines: list[TextLine], depth: int) -> list[TextLine]:
    """With each stretch of columns put in order, of up to `depth` + 1 columns."""
    gutters = Counter(_gutter(*pair) for pair in itertools.pairwise(lines) if _beside(*pair))
    for gutter, times in gutters.most_common(8) if depth else ():
        if times < _FEWEST:
            break
        for start, end in _stretches(lines, gutter):
            left, right = _sides(lines[start:end], gutter)
            if _are_columns(left, right, lines[start:end], gutter):
                columns = [*_by_columns(left, depth - 1), *_by_columns(right, depth - 1)]
                return [*_by_columns(lines[:start], depth), *columns, *_by_columns(lines[end:], depth)]
    return lines


def _beside(first: TextLine, second: TextLine) -> bool:
    """True for neighbours on one height, with a gap between them."""
    return abs(first.base - second.base) < 1.2 * max(first.size, 1.0) and (first.right < second.left or second.right < first.left)


def _gutter(first: TextLine, second: TextLine) -> int:
    """The left edge of the one on the right, to a tenth of an inch: columns begin at one place, but end where their words do."""
    return round((max(first.left, second.left) - 2) / 7.2)


def _stretches(lines: Sequence[TextLine], gutter: int) -> list[tuple[int, int]]:
    """Where lines follow one another that do not cross the gutter; those long enough for columns."""
    edge = gutter * 7.2
    found, start = [], 0
    for at in range(len(lines) + 1):
        if at == len(lines) or lines[at].left < edge - 6 < edge + 1 < lines[at].right:
            found += [(start, at)] if at - start >= 2 * _FEWEST else []
            start = at + 1
    return found


def _sides(lines: Sequence[TextLine], gutter: int) -> tuple[list[TextLine], list[TextLine]]:
    """Left and right of the gutter, each from top to bottom."""
    edge = gutter * 7.2 - 6
    ordered = sorted(lines, key=lambda line: -line.base)
    return [line for line in ordered if line.left < edge], [line for line in ordered if line.left >= edge]


def _are_columns(left: Sequence[TextLine], right: Sequence[TextLine], drawn: Sequence[TextLine], gutter: int) -> bool:
    """True for two columns of running text that were drawn in turns."""
    edge = gutter * 7.2 - 6
    turns = sum((one.left < edge) != (other.left < edge) for one, other in itertools.pairwise(drawn))
    if min(len(left), len(right)) < _FEWEST or turns < 2 * _FEWEST - 2 or turns < 0.6 * len(drawn):
        return False
    return _is_prose(left) and _is_prose(right) and not _are_rows(left, right)


def _is_prose(lines: Sequence[TextLine]) -> bool:
    """True for lines that fill their column and of which many run on into the next."""
    start, end = min(line.left for line in lines), max(line.right for line in lines)
    if median(line.right - line.left for line in lines) < _FULL * (end - start):
        return False
    if median(len(line.text) for line in lines) < (_FEWEST_LETTERS if lines[0].text.isascii() else _FEWEST_LETTERS // 3):
        return False
    return sum(_runs_on(*pair) for pair in itertools.pairwise(lines)) >= 0.4 * (len(lines) - 1)


def _runs_on(line: TextLine, following: TextLine) -> bool:
    letter = following.text[:1]
    return not _STOPS.search(line.text) and not letter.isupper() and (letter.isalpha() or letter in "(“\"'")


def _are_rows(left: Sequence[TextLine], right: Sequence[TextLine]) -> bool:
    """True for cells of several lines: both sides have their wider gaps, at least two, at the same heights."""
    gaps = [_wider_gaps(lines) for lines in (left, right)]
    return len(gaps[0]) >= 2 and len(gaps[0]) == len(gaps[1]) and all(abs(one - other) < 3 for one, other in zip(*gaps, strict=True))


def _wider_gaps(lines: Sequence[TextLine]) -> list[float]:
    steps = [one.base - other.base for one, other in itertools.pairwise(lines)]
    return [line.base for line, step in zip(lines[1:], steps, strict=True) if step > 1.25 * median(steps)]


def _joined(lines: Sequence[TextLine]) -> list[TextLine]:
    """With the parts of one line joined that follow each other on it."""
    out: list[TextLine] = []
    for line in lines:
        last = out[-1] if out else None
        if last is not None and abs(last.base - line.base) < 0.5 and last.right < line.left and last.size == line.size:
            out[-1] = replace(last, text=f"{last.text} {line.text}", right=line.right, bold=last.bold and line.bold)
        else:
            out.append(line)
    return out
