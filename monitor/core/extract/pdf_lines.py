"""Lines of a printed page, and headings told by their type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

LARGER = 1.12
"""Times the size of the running text from which a line is set apart by its size."""
LONGEST, MOST_WORDS = 170, 28
_DEEPEST = 4
_ENDS = re.compile(r"[.,;:!…]\s*$")
_NUMBERED = re.compile(r"(?:[A-Z]|\d{1,2}(?:\.\d{1,2})*)[.)]?\s+\S")
_WORDS = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as it is printed."""

    text: str
    size: float = 0.0
    """Of its letters, in points; 0 when unknown."""
    bold: bool = False
    left: float = 0.0
    right: float = 0.0
    """Where it begins and ends, in points from the left edge of the upright page."""
    base: float = 0.0
    """Its baseline, in points from the bottom; all three as if the text were upright."""
    angle: int = 0
    """0, 90, 180 or 270 degrees by which it is turned."""


def marked(pages: Sequence[Sequence[TextLine]]) -> list[list[str]]:
    """The pages' lines, headings as Markdown has them ("## 1. Sharing"), those that run over several lines joined.

    >>> marked([[TextLine("Sharing", 14.0), TextLine("We share nothing with anybody.", 10.0)]])
    [['## Sharing', 'We share nothing with anybody.']]
    """
    size, bold = _running(pages)
    runs = [list(_runs(page, size, bold)) for page in pages]
    levels = _levels({_style(run[0]) for page in runs for run in page if _heads(run)})
    return [[text for run in page for text in _written(run, levels)] for page in runs]


def _style(line: TextLine) -> tuple[float, bool]:
    return round(line.size, 1), line.bold


def _running(pages: Sequence[Sequence[TextLine]]) -> tuple[float, bool]:
    """Size and boldness of most of the text."""
    letters: Counter[tuple[float, bool]] = Counter()
    for page in pages:
        for line in page:
            letters[_style(line)] += len(line.text)
    return letters.most_common(1)[0][0] if letters else (0.0, False)


def _runs(page: Sequence[TextLine], size: float, bold: bool) -> Iterator[list[TextLine]]:
    """Lines one by one; those that are set apart from the running text, together with the like ones below, up to the next number."""
    run: list[TextLine] = []
    for line in page:
        apart = bool(size) and (line.size >= LARGER * size or (line.bold and not bold and line.size >= 0.98 * size))
        if run and (not apart or _style(line) != _style(run[0]) or _NUMBERED.match(line.text.strip())):
            yield run
            run = []
        if apart:
            run.append(line)
        else:
            yield [replace(line, size=0.0)]
    if run:
        yield run


def _heads(run: Sequence[TextLine]) -> bool:
    """True for lines that are set apart and short enough, and no sentence."""
    text = _joined(run)
    if not run[0].size or not 2 < len(text) <= LONGEST or text.count(" ") >= MOST_WORDS or not _WORDS.search(text):
        return False
    return not _ENDS.search(text) or bool(_NUMBERED.match(text) and text.count(" ") < 8)


def _levels(styles: set[tuple[float, bool]]) -> dict[tuple[float, bool], int]:
    """The heading level of each style: larger first, and the largest of several is the title's."""
    ranked = sorted(styles, key=lambda style: (-style[0], not style[1]))
    first = 1 if len(ranked) > 1 else 2
    return {style: min(first + place, _DEEPEST) for place, style in enumerate(ranked)}


def _written(run: Sequence[TextLine], levels: dict[tuple[float, bool], int]) -> list[str]:
    if _heads(run):
        return [f"{'#' * levels[_style(run[0])]} {_joined(run)}"]
    return [line.text for line in run]


def _joined(run: Sequence[TextLine]) -> str:
    return " ".join(line.text.strip() for line in run)
