"""What each kind of element adds to a page's blocks: headings, lists, tables, links, fields, pictures."""

from __future__ import annotations

from collections.abc import Callable

from monitor.core.extract.blocks import Region
from monitor.core.extract.dom import BLOCKS, FOR_READERS, HEADINGS, LEVELS, Attributes, Node, beginning
from monitor.core.extract.embedded import drawn_text, options
from monitor.core.extract.links import protected_address
from monitor.core.extract.markdown import read_markup
from monitor.core.extract.paragraphs import BREAK, IMAGE, ParagraphBuilder
from monitor.core.extract.sight import Sight
from monitor.core.extract.statement import is_clause
from monitor.core.extract.tables import Table, is_layout

MOST_UNSEEN = 200
"""Hidden texts that are remembered, for the note about them."""
# Values of these fields are not drawn as words.
_NO_WORDS = frozenset(("hidden", "checkbox", "radio", "password", "file", "range", "color", "image"))

Leave = Callable[[], None] | None
"""What is to do when an element ends."""


def speaks(node: Node) -> bool:
    """Whether an element's text reads like a clause."""
    return is_clause(beginning(node, 2000))


class ElementReader(ParagraphBuilder):
    """Reads elements; each method returns whether to look into the element, and what to do after it.

    Args:
        base: the address that relative links start from.
        sight: what of the page can be seen.
    """

    def __init__(self, base: str | None, sight: Sight) -> None:
        super().__init__(base)
        self._sight = sight
        self._open = -1
        self._veiled = False

    def _note_unseen(self, text: str | None) -> None:
        if not text or text.isspace():
            return
        unseen = self.walked.unseen if len(text) > 20 else self.walked.unseen_words
        if len(unseen) < MOST_UNSEEN and (len(text) > 20 or self._parts):
            unseen.append(" ".join(text[:4000].split()))

    def _say(self, text: str | None) -> None:
        """Text that is in no element of its own: in its paragraph when there is one, else as one."""
        if text and not self._veiled:
            self._parts.append(f" {text} ")

    def _enter_block(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        if self._parts:
            self._flush()
        return True, self._flush

    def _enter_break(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        self._parts.append(BREAK)
        return False, None

    def _enter_region(
        self, tag: str, attributes: Attributes, hidden: bool = False, muted: bool = False, folded: bool = False
    ) -> tuple[bool, Leave]:
        self._flush()
        if self._table is not None:
            return not hidden, self._flush
        names = ""
        if attributes:
            if attributes.get("role") == "heading" and not self._heading:
                return self._enter_titled(attributes)
            names = f" {attributes.get('id') or ''} {attributes.get('class') or ''} role={attributes.get('role') or ''} ".lower()
            if attributes.get("aria-modal") == "true":
                names += "role=dialog "
        walked = self.walked
        walked.regions.append(Region(tag, names, len(walked.blocks), -1, self._open, hidden, muted, folded))
        self._open = len(walked.regions) - 1
        return True, self._leave_region

    def _leave_region(self) -> None:
        self._flush()
        region = self.walked.regions[self._open]
        region.end = len(self.walked.blocks)
        self._open = region.parent

    def _enter_list(self, node: Node, tag: str, attributes: Attributes, hidden: bool) -> tuple[bool, Leave]:
        start = attributes.get("start") or ""
        muted = attributes.get("aria-hidden") == "true"
        descend, _ = self._enter_region(tag, attributes, hidden, muted, self._sight.opens(node))
        self._lists.append(None if tag != "ol" else int(start) if start.isascii() and start.isdigit() and len(start) < 4 else 1)
        return descend, self._leave_list

    def _leave_list(self) -> None:
        self._flush()
        self._lists.pop()
        self._marker = ""
        if self._table is None:
            self._leave_region()

    def _enter_item(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        self._flush()
        number = self._lists[-1] if self._lists else None
        if number is None:
            self._marker = "-"
        else:
            value = attributes.get("value") or ""
            number = int(value) if value.isascii() and value.isdigit() and len(value) < 4 else number
            self._marker = f"{number}."
            self._lists[-1] = number + 1
        return True, self._leave_item

    def _leave_item(self) -> None:
        self._flush()
        self._marker = ""

    def _enter_heading(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        self._flush()
        self._heading = HEADINGS[tag]
        self.walked.headings += 1
        return True, self._leave_heading

    def _enter_titled(self, attributes: Attributes) -> tuple[bool, Leave]:
        """A heading by its role alone."""
        level = attributes.get("aria-level") or ""
        self._heading = int(level) if level in LEVELS else 2
        self.walked.headings += 1
        return True, self._leave_heading

    def _leave_heading(self) -> None:
        self._flush()
        self._heading = 0

    def _enter_link(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        href = attributes.get("href")
        if href is None or self._link is not None:
            return True, None
        self.walked.links += 1
        self._link, self._link_start = href, len(self._parts)
        return True, self._leave_link

    def _leave_link(self) -> None:
        self._close_link()
        self._link = None

    def _enter_table(self, node: Node, tag: str, attributes: Attributes, hidden: bool) -> tuple[bool, Leave]:
        muted, folded = attributes.get("aria-hidden") == "true", self._sight.opens(node)
        if self._table is not None or is_layout(node, attributes):
            return self._enter_region(tag, attributes, hidden, muted, folded)[0], self._leave_layout
        self._enter_region(tag, attributes, hidden, muted, folded)
        self._table = Table()
        return True, self._leave_table

    def _leave_layout(self) -> None:
        if self._table is None:
            self._leave_region()
        else:
            self._flush()

    def _leave_table(self) -> None:
        self._flush()
        table, self._table = self._table, None
        if table is not None:
            self.walked.blocks += table.blocks()
        self._leave_region()

    def _enter_row(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        self._flush()
        if self._table is not None:
            self._table.row()
        return True, self._flush

    def _enter_cell(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        self._flush()
        if self._table is None:
            return self._enter_region(tag, attributes)
        self._table.cell(attributes)
        return True, self._flush

    def _enter_pre(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        self._flush()
        text = node.text(deep=True)
        if self._table is not None or len(text) < 200 or "\n" not in text:
            return True, self._flush
        self.walked.blocks += read_markup(text, self._base)
        return False, None

    def _enter_button(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        """Buttons are no text of the page, but for the titles of accordions and for what reads like a clause."""
        if self._heading or speaks(node):
            return True, None
        if "aria-expanded" in attributes or "aria-controls" in attributes or "accordion" in (attributes.get("class") or "").lower():
            self._flush()
            return True, self._flush
        return False, None

    def _enter_field(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        sort = attributes.get("type")
        if self._open >= 0 and sort not in ("hidden", "checkbox", "radio"):
            self.walked.regions[self._open].controls += 1
        if sort not in _NO_WORDS:
            text = attributes.get("value") or attributes.get("placeholder")
            self._say(text if text and is_clause(text) else None)
        return False, None

    def _enter_text_area(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        text = (node.text(deep=True) or "").strip()
        if text.count(" ") < 5 or self._veiled:
            return self._enter_field(node, tag, attributes)
        if self._table is not None or "\n" not in text:
            self._say(text)
        else:
            self._flush()
            self.walked.blocks += read_markup(text, self._base)
        return False, None

    def _enter_choice(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        """Of the entries of a list to choose from only those that are sentences: nobody reads two hundred countries."""
        for option in options(node):
            if is_clause(option):
                self._say(option)
        return self._enter_field(node, tag, attributes)

    def _enter_drawing(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        return drawn_text(node), None

    def _enter_ruby(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        """The small print above a word tells how it is spoken; only a clause there is more than that."""
        return is_clause(node.text(deep=True) or ""), None

    def _enter_image(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        words = attributes.get("alt")
        if words and is_clause(words):
            self._say(words)
        elif words and self._parts:
            self._parts.append(f"{IMAGE}{words}{IMAGE}")
        return False, None

    def _enter_override(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        """`<bdo dir=rtl>` draws its letters in reverse; the characters that say so in plain text are put in its place."""
        if (attributes.get("dir") or "").lower() not in ("rtl", "ltr"):
            return True, None
        self._parts.append("\u202e" if (attributes.get("dir") or "").lower() == "rtl" else "\u202d")
        return True, lambda: self._parts.append("\u202c")

    def _enter_span(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        names = attributes.get("class")
        if names and "-" in names and FOR_READERS.search(names) and (self._sight.unread_sheets or not speaks(node)):
            self._note_unseen(node.text(deep=True))
            return False, None
        code = attributes.get("data-cfemail")
        if code and (address := protected_address(code)):
            self._parts.append(address)
            return False, None
        return True, None


ENTER: dict[str, Callable[[ElementReader, Node, str, Attributes], tuple[bool, Leave]]] = {
    **dict.fromkeys(BLOCKS, ElementReader._enter_block),
    "br": ElementReader._enter_break,
    **dict.fromkeys(HEADINGS, ElementReader._enter_heading),
    "li": ElementReader._enter_item,
    "a": ElementReader._enter_link,
    "tr": ElementReader._enter_row,
    **dict.fromkeys(("td", "th"), ElementReader._enter_cell),
    "pre": ElementReader._enter_pre,
    "button": ElementReader._enter_button,
    "input": ElementReader._enter_field,
    "textarea": ElementReader._enter_text_area,
    "select": ElementReader._enter_choice,
    "svg": ElementReader._enter_drawing,
    "rt": ElementReader._enter_ruby,
    "img": ElementReader._enter_image,
    "bdo": ElementReader._enter_override,
    "span": ElementReader._enter_span,
}
