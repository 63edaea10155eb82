"""Leaves out of a long redline what did not change and is far from any change; otherwise, each page would repeat the whole document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from monitor.render.redline import Line, TextRun

AROUND = 1
"""Unchanged paragraphs that are kept before and after a changed one."""
WHOLE_UP_TO = 10_000
"""Characters of unchanged text up to which a document is shown whole."""
# Paragraphs, and characters in them, from which saying that something is left out takes less room than showing it.
_LEAST_LINES, _LEAST_CHARACTERS = 2, 400


@dataclass(frozen=True, slots=True)
class OmittedPassage:
    """Unchanged paragraphs in a row that are left out."""

    paragraphs: int
    words: int
    state: str = "gap"
    runs: tuple[TextRun, ...] = ()


def in_context(chunks: Sequence[Sequence[Line]]) -> list[list[Line | OmittedPassage]]:
    """The redline of a long document without what is far from its changes; of a short one, as it is.

    Headings stay, so that a reader sees where in the document a change is. So do all lines where no line changed: a page of nothing but
    gaps would show nothing.
    """
    lines = [line for chunk in chunks for line in chunk]
    changed = [place for place, line in enumerate(lines) if _is_marked(line)]
    if not changed or sum(_length(line) for line in lines if line.state == "same") <= WHOLE_UP_TO:
        return [list(chunk) for chunk in chunks]
    near = {place for at in changed for place in range(at - AROUND, at + AROUND + 1)}
    shown: list[list[Line | OmittedPassage]] = []
    start = 0
    for chunk in chunks:
        shown.append(list(_cut(chunk, near, start)))
        start += len(chunk)
    return shown


def _cut(chunk: Sequence[Line], near: set[int], start: int) -> Iterator[Line | OmittedPassage]:
    """One chunk, whose first line has the number `start`."""
    for is_far, found in groupby(enumerate(chunk, start), key=lambda placed: placed[0] not in near and placed[1].shape != "h"):
        run = [line for _, line in found]
        if is_far and len(run) >= _LEAST_LINES and sum(map(_length, run)) >= _LEAST_CHARACTERS:
            yield OmittedPassage(len(run), sum(len(part.text.split()) for line in run for part in line.runs))
        else:
            yield from run


def _is_marked(line: Line) -> bool:
    return line.state != "same" or bool(line.changes or line.starts)


def _length(line: Line) -> int:
    return sum(len(part.text) for part in line.runs)
