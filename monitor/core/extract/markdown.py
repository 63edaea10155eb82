"""Reads Markdown and plain text, whatever wrote it, into blocks: setext headings, hard wraps, loose tables, any bullet."""

from __future__ import annotations

import re

from monitor.core.extract.blocks import HEADING, ITEM, PARAGRAPH, Block, block_of, heading_of, table_of, without_escaped_bars
from monitor.core.extract.inline import plain_spaces, without_marks, without_struck
from monitor.core.extract.links import with_links
from monitor.core.text.markdown_links import starts_inside_link, strip_closing_half

_ARCHIVE_HEADER = re.compile(
    r"\s*+(?:>\s*+)?\*?The following text is extracted and transformed from the [^\n]{1,300}? archived on \d{4}-\d{2}-\d{2}\.[^\n]*\n?"
)
_CELL_BREAK = re.compile(r"(?:(?<!\s)\s++)?<br\s*+/?>\s*+", re.IGNORECASE)


def read_markup(text: str, base: str | None = None) -> list[Block]:
    """The blocks of a Markdown or plain text.

    Args:
        text: any text; canonical text comes back as itself.
        base: the address that relative links start from.
    """
    text = plain_spaces(text.replace("\r\n", "\n").lstrip("\ufeff"))
    text = without_struck(text)
    if header := _ARCHIVE_HEADER.match(text):
        text = text[header.end() :]
    if "<br" in text or "<BR" in text:
        text = "\n".join(_CELL_BREAK.sub(KEPT_BREAK, line) if line.lstrip()[:1] == "|" else line for line in text.split("\n"))
    return MarkdownReader(with_links(without_marks(text), base), base).read()


def is_markdown(blocks: list[Block], text: str) -> bool:
    """Whether a text bears Markdown's own marks, rather than being plain."""
    return "](" in text or "**" in text or any(block.kind == HEADING for block in blocks)


_CELL_ITEM = re.compile(r"(\x01|^)[*+-]\s+")
_CELL_GAP = re.compile(r"(?:(?<!\s)\s++)?\x01\s*+(?:\x01\s*+)++")
KEPT_BREAK = "\x01"
"""Stands for "<br>" in a table's row while inline marks are read."""
_DELIMITER = re.compile(r"\|?(?:\s*:?-{3,}:?\s*\|)*\s*:?-{3,}:?\s*\|?$")
_UNDERLINE = re.compile(r"(?:={2,}|-{2,})$")
_MARKED = re.compile(r"(?:[-*+–—•·●○▪◦‣>#|]|\d{1,3}[.)]\s)")
_OPENERS = frozenset(["*", "#", "|", "•", ""])
"""What a line may open with that surely does not belong to the line above; a dash may underline it."""
_QUIET = frozenset("[(\"“'‘«¿")
_PIPE = re.compile(r"(?<!\\)\|")
LONGEST_WRAP = 130
"""Characters: text with longer lines that follow each other was not wrapped by hand, so there each line is a paragraph."""


class MarkdownReader:
    """One pass over the lines; what is gathered so far is a paragraph or item (`held`), or a table (`rows`)."""

    def __init__(self, text: str, base: str | None) -> None:
        self.lines = text.split("\n")
        self.base = base
        self.blocks: list[Block] = []
        self.held: list[str] = []
        self.indent = 0
        self.rows: list[list[str]] = []
        self.wrap = -1

    def read(self) -> list[Block]:
        """The blocks, in order."""
        held = self.held
        for number, (line, following) in enumerate(zip(self.lines, [*self.lines[1:], ""], strict=True)):
            text = line.strip()
            if not text:
                if held:
                    self._flush()
                if self.rows:
                    self._end_table()
                continue
            if not held and not self.rows and (not following or following.lstrip()[:1] in _OPENERS) and self._alone(line, text):
                continue
            first = text[0]
            if self.rows or first == "|":
                if self._row(text):
                    continue
                self._end_table()
            if not held:
                if first not in "`[" or not self._fence(text):
                    self.indent = len(line) - len(line.lstrip())
                    held.append(line)
            else:
                self._follow(number, line, text)
        self._flush()
        self._end_table()
        return self.blocks

    def _alone(self, line: str, text: str) -> bool:
        """Takes a line that stands alone and is plainly a paragraph or a bulleted item: most lines are, and this is the short way."""
        first = text[0]
        if "  " in text[4:] or "\\" in text or starts_inside_link(text):
            return False
        if first.isalpha() or (first in _QUIET and len(text) > 1):
            if text[1:2] == " " and first == "o":
                return False
            self.blocks.append(Block(PARAGRAPH, text))
            return True
        if first in "*-" and text[1:2] == " ":
            rest = text[2:].lstrip()
            if rest[:1].isalpha() and rest[:2] != "o ":
                self.blocks.append(Block(ITEM, f"- {rest}", len(line) - len(line.lstrip())))
                return True
        return False

    def _fence(self, text: str) -> bool:
        """True for a line that only opens or closes something: a code fence, a link around blocks."""
        return text == "[" or (text[:3] == "```" and text.count("`") == 3)

    def _row(self, text: str) -> bool:
        if "|" not in text or (text[0] == "|" and len(text) == 1):
            return False
        if _DELIMITER.match(text):
            return True
        self._flush()
        inner = text[1:] if text[0] == "|" else text
        inner = inner[:-1] if inner[-1:] == "|" and inner[-2:-1] != "\\" else inner
        self.rows.append([_cell(cell) for cell in _PIPE.split(inner)])
        return True

    def _end_table(self) -> None:
        if self.rows:
            self.blocks += table_of(self.rows)
            self.rows = []

    def _follow(self, number: int, line: str, text: str) -> None:
        """A line right below another one: an underline, a table's rule, an item, a hard wrap or a paragraph of its own."""
        held = self.held
        if text[0] in "=-" and _UNDERLINE.match(text) and len(held[-1]) < 300:
            self._underlined(1 if text[0] == "=" else 2)
        elif text[0] in "-:|" and "|" in text and "|" in held[-1] and _DELIMITER.match(text):
            header = held.pop()
            self._flush()
            self._row(header)
        elif _MARKED.match(text) or held[-1].lstrip()[:1] == "#":
            self._flush()
            self.indent = len(line) - len(line.lstrip())
            held.append(line)
        elif self._continues(held[-1], text, number):
            held.append(line)
        else:
            self._flush()
            held.append(line)

    def _underlined(self, level: int) -> None:
        title = strip_closing_half(self.held.pop())
        self._flush()
        if (block := heading_of("#" * level + " " + " ".join(title.split()).lstrip("#> ").rstrip("# "))) is not None:
            self.blocks.append(block)

    def _continues(self, above: str, text: str, number: int) -> bool:
        if above.endswith(("  ", "\\")):
            return not _complete(above.rstrip(" \\"), text)
        if self.wrap < 0:
            pairs = zip(self.lines, self.lines[1:], strict=False)
            self.wrap = max((len(above.strip()) for above, below in pairs if above.strip() and below.strip() and _prose(above)), default=0)
        if self.wrap > LONGEST_WRAP:
            return text[0].islower() and above.rstrip()[-1] not in ".:;!?"
        return len(above.strip()) >= 0.6 * self.wrap or (text[0].islower() and above.rstrip()[-1] not in ".:;!?")

    def _flush(self) -> None:
        if not self.held:
            return
        text = " ".join(" ".join(self.held).rstrip("\\").split())
        if len(self.held) > 1:
            text = _settled(text, self.base)
        text = strip_closing_half(text)
        indent, self.indent = self.indent, 0
        self.held.clear()
        if (block := block_of(text, indent)) is not None:
            self.blocks.append(block)


def _prose(line: str) -> bool:
    """Counts towards the width of hand-wrapped text: no table, no heading."""
    return line.lstrip()[:1] not in "|#"


def _settled(text: str, base: str | None) -> str:
    """Joined lines can complete a mark or a link that no line held alone."""
    return " ".join(with_links(without_marks(text), base).split())


def _cell(cell: str) -> str:
    text = " ".join(without_escaped_bars(cell).split())
    if KEPT_BREAK in text:
        text = _CELL_ITEM.sub(r"\1• ", _CELL_GAP.sub(KEPT_BREAK * 2, text)).strip(" " + KEPT_BREAK).replace(KEPT_BREAK, "<br>")
    return "• " + text[2:].lstrip() if text[:2] in ("* ", "- ", "+ ") else text


def _complete(above: str, below: str) -> bool:
    """Whether a forced line break ends a paragraph: the line above is a sentence or a title, and the one below begins something new."""
    return above[-1:] in ".:;!?。" or _MARKED.match(below) is not None or (len(above) < 60 and below[:1].isupper())


def broken(lines: list[str]) -> list[str]:
    """Lines between forced breaks (`<br>`), joined where a break falls inside a sentence.

    >>> broken(["We keep your data", "for two years.", "Then we erase it."])
    ['We keep your data for two years.', 'Then we erase it.']
    """
    out: list[str] = []
    for line in lines:
        if out and line and out[-1] and not _complete(out[-1], line):
            out[-1] = f"{out[-1]} {line}"
        else:
            out.append(line)
    return [line for line in out if line]
