"""The whole document as a redline: the passages of two texts as lines of marked pieces, ready to be shown in either view."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from monitor.model import Change, Changelog, Edit, Passage, PassageKind

_MARKER = re.compile(r"^(?P<indent> *)(?:(?P<heading>#{1,6}) +|(?P<item>[-*+•]|\d{1,3}[.)]) +|> ?)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in one line."""

    mark: str
    """"=" in both texts, "-" in the old, "+" in the new, "<" moved away from here, ">" moved to here."""
    text: str
    change: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A heading, a list item or a paragraph."""

    pieces: tuple[Piece, ...]
    state: str
    """same | new | old | both: in which of the texts it stands, or that it differs between them."""
    shape: str
    """h | li | p"""
    level: int
    """Of a heading 1 to 6, of a list item 0 for the outermost."""
    bullet: str
    changes: tuple[str, ...]
    """The ids of its changes, each once."""
    starts: tuple[tuple[str, str], ...]
    """(side, id) of the changes that are met first on this line; side is "from" for the old place of a move, "at" for all else."""


@dataclass(slots=True)
class _Seen:
    """The changes that already have their place on the page."""

    places: set[tuple[str, str]] = field(default_factory=set)

    def first(self, pieces: Iterable[Piece]) -> tuple[tuple[str, str], ...]:
        found = []
        for piece in pieces:
            place = ("from" if piece.mark == "<" else "at", piece.change or "")
            if piece.change and place not in self.places:
                self.places.add(place)
                found.append(place)
        return tuple(found)


def redline(changelog: Changelog, old: str, new: str) -> list[list[Line]]:
    """The lines of both texts in the order of the new one, in chunks that begin at headings.

    Args:
        changelog: its passages cover both texts once.
        old: the old version's text.
        new: the new version's text.
    """
    changes = {change.id: change for change in changelog.changes}
    pieces = [piece for passage in changelog.passages for piece in _pieces(passage, changes, old, new)]
    seen = _Seen()
    chunks: list[list[Line]] = [[]]
    for cut in _lines(pieces):
        shown = _line(cut, seen)
        if (shown.shape == "h" or len(chunks[-1]) >= 60) and chunks[-1]:
            chunks.append([])
        chunks[-1].append(shown)
    return [chunk for chunk in chunks if chunk]


def _pieces(passage: Passage, changes: dict[str, Change], old: str, new: str) -> Iterator[Piece]:
    before = old[slice(*passage.old)] if passage.old else ""
    after = new[slice(*passage.new)] if passage.new else ""
    if passage.kind is PassageKind.SAME:
        yield Piece("=", after or before)
    elif passage.kind is PassageKind.MOVED:
        yield Piece("<" if passage.new is None else ">", before or after, passage.change)
    else:
        change = changes.get(passage.change or "")
        for mark, text in _edits(change, before, after):
            yield Piece(mark, text, passage.change)


def _edits(change: Change | None, before: str, after: str) -> Iterable[Edit]:
    """The change's own word-level edits when they tell exactly this stretch, else the two stretches one after the other."""
    if change and change.edits and _side(change.edits, "+") == before and _side(change.edits, "-") == after:
        return smooth(change.edits)
    return [edit for edit in (("-", before), ("+", after)) if edit[1]] if before != after else [("=", after)]


def smooth(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Edits of which only blanks lie between are drawn together, so that a run of changed words is one mark, not one a word.

    >>> smooth([("=", "for "), ("-", "90"), ("+", "as"), ("=", " "), ("-", "days"), ("+", "long"), ("=", ".")])
    (('=', 'for '), ('-', '90 days'), ('+', 'as long'), ('=', '.'))
    """
    found: list[Edit] = []
    out, into, blank = "", "", ""
    for mark, text in (*edits, ("=", "")):
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


def _lines(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Cuts pieces at line ends; lines without visible text are left out."""
    line: list[Piece] = []
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        line.append(Piece(piece.mark, first, piece.change))
        for text in rest:
            if any(p.text.strip() for p in line):
                yield line
            line = [Piece(piece.mark, text, piece.change)]
    if any(p.text.strip() for p in line):
        yield line


def _line(pieces: list[Piece], seen: _Seen) -> Line:
    shape, level, bullet, pieces = _shape(pieces)
    shown = tuple(p if p.text.strip() else Piece(p.mark, p.text) for p in pieces if p.text)
    marks = {p.mark for p in shown if p.text.strip()}
    state = "same" if marks <= {"="} else "new" if marks <= {"+", ">"} else "old" if marks <= {"-", "<"} else "both"
    changes = tuple(dict.fromkeys(p.change for p in shown if p.change))
    return Line(shown, state, shape, level, bullet, changes, seen.first(shown))


def _shape(pieces: list[Piece]) -> tuple[str, int, str, list[Piece]]:
    """What kind of block the line is; its Markdown marker is taken off every piece that begins the line on its side."""
    shape, level, bullet = "p", 0, ""
    for place, piece in enumerate(pieces):
        if not piece.text:
            continue
        if match := _MARKER.match(piece.text):
            pieces[place] = Piece(piece.mark, piece.text[match.end() :], piece.change)
            if match["heading"]:
                shape, level = "h", len(match["heading"])
            elif match["item"]:
                shape, level, bullet = "li", min(len(match["indent"]) // 2, 3), match["item"] if match["item"][0].isdigit() else "•"
        if piece.mark == "=":
            break
    return shape, level, bullet, pieces


def unmarked(text: str) -> str:
    """A statement without the Markdown marker of its line: "- your name" → "your name"."""
    return _MARKER.sub("", text, count=1)


def plain_lines(text: str) -> list[Line]:
    """A text alone, as lines: the version in force."""
    return [_line(cut, _Seen()) for cut in _lines([Piece("=", text)])]


def weight(chunk: Iterable[Line]) -> int:
    """How tall a chunk will be on the page, roughly: 1 to 4, so that a browser can leave it unpainted until it is near."""
    rows = sum(1 + sum(len(p.text) for p in line.pieces) // 75 for line in chunk)
    return 1 if rows < 5 else 2 if rows < 12 else 3 if rows < 25 else 4
