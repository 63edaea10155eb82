"""The whole document as a redline: both texts as lines of marked runs, for the one-column and the side-by-side view."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from monitor.model import Change, Changelog, Edit, Passage, PassageKind
from monitor.present import phrases

# "## 6. Sharing", "  - your name", "12) cookies", "> quoted": the marker is layout, and a change of it alone is no change of words.
_MARKER = re.compile(r"^(?P<indent> *)(?:(?P<heading>#{1,6}) +|(?P<item>[-*+•]|\d{1,3}[.)]) +|> ?)")


# Lines. Browsers skip painting whole chunks; a policy without headings would otherwise be one chunk of thousands of lines.
_CHUNK = 60
# Of the reading column at its usual width.
_CHARACTERS_PER_ROW = 75


@dataclass(frozen=True, slots=True)
class TextRun:
    """Text of one line with one mark."""

    mark: str
    """"=" in both texts, "-" in the old, "+" in the new, "<" moved away from here, ">" moved to here."""
    text: str
    change: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A heading, a list item or a paragraph."""

    runs: tuple[TextRun, ...]
    state: str
    """same | new | old | both: the text that has the line; "both" if it differs between them."""
    shape: str
    """h | li | p"""
    level: int
    """Of a heading 1 to 6, of a list item 0 for the outermost."""
    bullet: str
    changes: tuple[str, ...]
    """The ids of its changes, each once."""
    starts: tuple[tuple[str, str], ...]
    """(side, id) of the changes that begin on this line; side is "from" for the old place of a move, else "at"."""


class HasRuns(Protocol):
    """What is shown as a paragraph."""

    @property
    def runs(self) -> tuple[TextRun, ...]:
        """Its text, cut where marks begin and end."""


@dataclass(slots=True)
class _PlacedChanges:
    """The changes that already have an anchor on the page."""

    places: set[tuple[str, str]] = field(default_factory=set)

    def first(self, runs: Iterable[TextRun]) -> tuple[tuple[str, str], ...]:
        found = []
        for run in runs:
            place = ("from" if run.mark == "<" else "at", run.change or "")
            if run.change and place not in self.places:
                self.places.add(place)
                found.append(place)
        return tuple(found)


def redline(changelog: Changelog, old: str, new: str) -> list[list[Line]]:
    """The lines of both texts in the order of the new one, in chunks that begin at headings.

    Args:
        changelog: of the two texts; its passages cover both.
        old: the old version's text.
        new: the new version's text.
    """
    changes = {change.id: change for change in changelog.changes}
    runs = [run for passage in changelog.passages for run in _runs(passage, changes, old, new)]
    placed = _PlacedChanges()
    chunks: list[list[Line]] = [[]]
    for cut in _lines(runs):
        shown = _line(cut, placed)
        if (shown.shape == "h" or len(chunks[-1]) >= _CHUNK) and chunks[-1]:
            chunks.append([])
        chunks[-1].append(shown)
    return [chunk for chunk in chunks if chunk]


def _runs(passage: Passage, changes: dict[str, Change], old: str, new: str) -> Iterator[TextRun]:
    before = old[slice(*passage.old)] if passage.old else ""
    after = new[slice(*passage.new)] if passage.new else ""
    if passage.kind is PassageKind.SAME:
        yield TextRun("=", after or before)
    elif passage.kind is PassageKind.MOVED:
        yield TextRun("<" if passage.new is None else ">", before or after, passage.change)
    else:
        change = changes.get(passage.change or "")
        for mark, text in _edits(change, before, after):
            yield TextRun(mark, text, passage.change)


def _edits(change: Change | None, before: str, after: str) -> Iterable[Edit]:
    """The change's own word-level edits if they cover exactly this stretch, else the two stretches one after the other."""
    # A change may cover several passages ("split", "merged"); then its edits do not fit any one of them.
    if change and change.edits and _side(change.edits, "+") == before and _side(change.edits, "-") == after:
        return merge_edits(change.edits)
    return [edit for edit in (("-", before), ("+", after)) if edit[1]] if before != after else [("=", after)]


def merge_edits(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Edits with nothing but white space between them are merged, so that a run of changed words becomes one mark.

    >>> merge_edits([("=", "for "), ("-", "90"), ("+", "as"), ("=", " "), ("-", "days"), ("+", "long"), ("=", ".")])
    (('=', 'for '), ('-', '90 days'), ('+', 'as long'), ('=', '.'))
    """
    found: list[Edit] = []
    out, into, blank = "", "", ""
    for mark, text in (*edits, ("=", "")):  # the last, empty one flushes what is pending
        # A blank between two edits belongs to both sides: "90 days" became "as long".
        if mark == "-":
            out, into, blank = out + blank + text, into + blank, ""
        elif mark == "+":
            out, into, blank = out + blank, into + blank + text, ""
        elif text.isspace() and not blank and (out or into):
            blank = text
        else:
            found += [edit for edit in (("-", out), ("+", into), ("=", blank + text)) if edit[1]]
            out, into, blank = "", "", ""
    return tuple(found)


def _side(edits: Iterable[Edit], without: str) -> str:
    return "".join(text for mark, text in edits if mark != without)


def _lines(runs: Iterable[TextRun]) -> Iterator[list[TextRun]]:
    """Cuts runs at line ends; lines without visible text are left out."""
    line: list[TextRun] = []
    for run in runs:
        first, *rest = run.text.split("\n")
        line.append(TextRun(run.mark, first, run.change))
        for text in rest:
            if any(p.text.strip() for p in line):
                yield line
            line = [TextRun(run.mark, text, run.change)]
    if any(p.text.strip() for p in line):
        yield line


def _line(runs: list[TextRun], placed: _PlacedChanges) -> Line:
    shape, level, bullet, runs = _shape(runs)
    shown = tuple(p if p.text.strip() else TextRun(p.mark, p.text) for p in runs if p.text)
    # A line of which only the white space differs counts as the same.
    marks = {p.mark for p in shown if p.text.strip()}
    state = "same" if marks <= {"="} else "new" if marks <= {"+", ">"} else "old" if marks <= {"-", "<"} else "both"
    changes = tuple(dict.fromkeys(p.change for p in shown if p.change))
    return Line(shown, state, shape, level, bullet, changes, placed.first(shown))


def _shape(runs: list[TextRun]) -> tuple[str, int, str, list[TextRun]]:
    """What kind of block the line is; its Markdown marker is removed from each run that begins the line in either text."""
    shape, level, bullet = "p", 0, ""
    for place, run in enumerate(runs):
        if not run.text:
            continue
        if match := _MARKER.match(run.text):
            runs[place] = TextRun(run.mark, run.text[match.end() :], run.change)
            if match["heading"]:
                shape, level = "h", len(match["heading"])
            elif match["item"]:
                shape, level, bullet = "li", min(len(match["indent"]) // 2, 3), match["item"] if match["item"][0].isdigit() else "•"
        if run.mark == "=":  # both texts have begun the line by now
            break
    return shape, level, bullet, runs


def without_marker(text: str, *, of: str | None = None) -> str:
    """A statement without the Markdown marker of its line; several items of a list keep theirs, as bullets.

    A "-" at the start of a later line would read as "removed" in a changelog.

    Args:
        text: a statement, or the part of one that an edit covers.
        of: the whole statement, if `text` is its beginning.

    >>> without_marker("- your name")
    'your name'
    >>> without_marker("- your name;\\n- your age.")
    '• your name;\\n• your age.'
    """
    return phrases.with_bullets(text) if phrases.lists_items(of or text) else _MARKER.sub("", text, count=1)


def plain_lines(text: str) -> list[Line]:
    """One text as lines, nothing marked."""
    return [_line(cut, _PlacedChanges()) for cut in _lines([TextRun("=", text)])]


def height_class(chunk: Iterable[HasRuns]) -> int:
    """Roughly how tall a chunk is on the page, 1 to 4, so that browsers can skip painting it while it is off screen."""
    rows = sum(1 + sum(len(p.text) for p in line.runs) // _CHARACTERS_PER_ROW for line in chunk)
    return 1 if rows < 5 else 2 if rows < 12 else 3 if rows < 25 else 4
