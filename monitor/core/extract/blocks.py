"""The blocks of a document, and how they are written as canonical Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from monitor.core.text.late_pattern import late

PARAGRAPH, HEADING, ITEM, TABLE = range(4)


@dataclass(slots=True)
class Block:
    """A paragraph, heading, list item or table, its text on one line."""

    kind: int
    text: str
    level: int = 0
    """Of a heading: 1 to 6. Of an item: how far it is indented, in any growing measure."""
    link_chars: int = 0
    """How much of the text is in links: menus are made of them."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Of a table."""


_BULLET = late(r"(?:(?:[-*+–—•·●○▪▫■□◦‣⁃∙➢➤►▶✓✔❖§o](?=\s)|[•·●○▪▫■□◦‣⁃∙➢➤►▶✓✔❖])\s*)+")
_NUMBER = late(r"(\d{1,3})[.)]\s+(?=\S)")
_BARE = frozenset("-*+–—•·●○▪◦_=~|[")
_RULED = "-*+_=~–—.•·●○▪◦ "
_ESCAPED_BAR = late(r"(?<!\\)\\++\|")
_RULE = late(r"(?:[-*_=~–—.•]\s?){3,}$")
_BAR = "\x00"  # stands for a literal pipe inside a cell until the table is written
_DELIMITER = late(r":?-{3,}:?$")
_ORDINARY = late(r"[^\W\d_]|[(\"“‘']")


def block_of(text: str, indent: int = 0, link_chars: int = 0) -> Block | None:
    """Classify one line of text by its first characters and normalise its marker; None when it holds no words.

    HTML, plain text and Markdown all go through here, which is why the written form reads back as itself.

    >>> block_of("•  Your name")
    Block(kind=2, text='- Your name', level=0, link_chars=0, rows=())
    """
    if text and _ORDINARY.match(text) and text[:2] != "o " and "\\|" not in text and text[-1] != "\\":
        return Block(PARAGRAPH, text, 0, link_chars)
    text = without_escaped_bars(text).rstrip("\\ ")
    text = text.lstrip("|> ").rstrip("| ") if text[:1] in ("|", ">") else text
    if not text or text in _BARE or _RULE.match(text):
        return None
    if text[0] == "#" and (heading := heading_of(text)) is not None:
        return heading
    if numbered := _NUMBER.match(text):
        return _item(f"{int(numbered[1])}.", text[numbered.end() :], indent, link_chars)
    if bullet := _BULLET.match(text):
        return _item("-", text[bullet.end() :], indent, link_chars)
    return Block(PARAGRAPH, text, 0, link_chars)


def _item(marker: str, rest: str, indent: int, link_chars: int) -> Block | None:
    if rest[:1] == "#" and (heading := heading_of(rest)) is not None:
        if not heading.text or marker == "-":
            return heading if heading.text or marker == "-" else Block(PARAGRAPH, marker)
        return Block(HEADING, f"{marker} {heading.text}", heading.level)
    if marker == "-" and not rest.strip(_RULED):
        return None
    return Block(ITEM, f"{marker} {rest}", indent, link_chars)


def without_escaped_bars(text: str) -> str:
    """Unescape pipes, which need a backslash only inside a table."""
    return _ESCAPED_BAR.sub("|", text) if "\\|" in text else text


def heading_of(text: str) -> Block | None:
    """The heading in an ATX line ("## Sharing"), or None.

    >>> heading_of("## 2. Sharing ##").text
    '2. Sharing'
    """
    level = len(text) - len(text.lstrip("#"))
    rest = without_escaped_bars(text[level:]).rstrip("\\ ").strip()
    if not 1 <= level <= 6 or text[level : level + 1] not in ("", " "):
        return None
    while rest.endswith("#") and (closed := rest.rstrip("#"))[-1:] in (" ", ""):
        rest = closed.rstrip("\\ ")
    return Block(HEADING, rest, level) if rest else Block(PARAGRAPH, "")


def table_of(rows: Iterable[Sequence[str]]) -> list[Block]:
    """The table with these cells, empty rows and columns left out; paragraphs when a single column is left (a layout, no table)."""
    kept = [row for row in rows if any(cell and not _DELIMITER.match(cell) for cell in row)]
    width = max((len(row) for row in kept), default=0)
    filled = [[*row, *[""] * (width - len(row))] for row in kept]
    used = [column for column in range(width) if any(row[column] for row in filled)]
    if len(used) < 2:
        return [block for row in filled for column in used for line in row[column].split("<br>") if (block := block_of(line)) is not None]
    cells = tuple(tuple(without_escaped_bars(row[column]).replace("|", _BAR) for column in used) for row in filled)
    return [Block(TABLE, " ".join(cell for row in cells for cell in row if cell).replace(_BAR, "|").replace("<br>", " "), rows=cells)]


def _written(block: Block) -> str:
    if block.kind == HEADING:
        return f"{'#' * block.level} {block.text}"
    if block.kind != TABLE:
        return block.text
    lines = ["| " + " | ".join(row).replace(_BAR, "\\|") + " |" for row in block.rows]
    lines.insert(1, "|" + " --- |" * len(block.rows[0]))
    return "\n".join(lines)


def write(blocks: Iterable[Block]) -> str:
    """The canonical Markdown: a blank line between blocks, none between the items of a list, nesting by the width of the marker above."""
    out: list[str] = []
    levels: list[tuple[int, int, int]] = []  # (level as read, its indent, the indent of what nests in it)
    for block in blocks:
        if not block.text:
            continue
        if block.kind != ITEM:
            levels.clear()
            out += ("\n\n", _written(block))
            continue
        out.append("\n" if levels else "\n\n")
        while levels and levels[-1][0] > block.level:
            levels.pop()
        indent = levels[-1][2] if levels else 0
        if levels and levels[-1][0] == block.level:
            indent = levels.pop()[1]
        levels.append((block.level, indent, indent + (2 if block.text[0] == "-" else 3)))
        out += (" " * indent, block.text)
    return "".join(out[1:])


@dataclass(slots=True)
class Region:
    """An element that holds blocks: those from `start` to `end`."""

    tag: str
    names: str
    """Its class, id and role, lower case, with a space around each."""
    start: int
    end: int = -1
    parent: int = -1
    """Place of the region around it, or -1."""
    hidden: bool = False
    """Nothing in it can be seen."""
    muted: bool = False
    """It can be seen, or opened, but is rarely text of the document: hidden from screen readers, a dialog behind a button, a fallback."""
    folded: bool = False
    """It is hidden until a control of the page opens it."""
    controls: int = 0
    """Fields to fill in that are in it."""


@dataclass(slots=True)
class WalkedPage:
    """What a walk over a page found."""

    blocks: list[Block] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    links: int = 0
    scripts: int = 0
    headings: int = 0
    unseen: list[str] = field(default_factory=list)
    """Texts of elements that cannot be seen, as far as they are no regions."""
    unseen_words: list[str] = field(default_factory=list)
    """Single words in a paragraph that cannot be seen: a "not" among them turns the sentence round."""
    struck: list[str] = field(default_factory=list)
    """Texts with a line through them: no longer in force."""
    may_change: bool = False
    """A script, or a style sheet that was not read, may show what is hidden."""
    cut: bool = False
    """The page has more nodes than the limit; the rest was not read."""
