"""Walks a page's tree once, without recursion, and writes down its blocks and the elements that held them."""

from __future__ import annotations

from collections.abc import Callable

from monitor.core.extract.blocks import Region, WalkedPage
from monitor.core.extract.dom import BARE, BLOCKS, CUSTOM, FOR_READERS, HEADINGS, LEVELS, REGIONS, SKIPPED, Attributes, Node, is_hidden
from monitor.core.extract.links import protected_address
from monitor.core.extract.markdown import read_markup
from monitor.core.extract.paragraphs import BREAK, IMAGE, ParagraphBuilder
from monitor.core.extract.tables import Table, is_layout

MOST_NODES = 400_000

Leave = Callable[[], None] | None


def _after(node: Node, stack: list[tuple[Node, Leave]]) -> Node | None:
    """The node that follows in document order once this one is done, leaving the elements that end here."""
    while stack:
        following = node.next
        if following is not None:
            return following
        node, leave = stack.pop()
        if leave is not None:
            leave()
    return None


class PageWalk(ParagraphBuilder):
    """One walk; `run` may be called for several roots, whose blocks follow one another."""

    def __init__(self, base: str | None) -> None:
        super().__init__(base)
        self._open = -1
        self._nodes = 0

    def run(self, root: Node) -> WalkedPage:
        """Walks one element."""
        stack: list[tuple[Node, Leave]] = []
        enter, parts = self._enter, self._parts
        node: Node | None = root
        left = MOST_NODES - self._nodes
        while node is not None and left:
            left -= 1
            tag = node.tag
            child = None
            if tag == "-text":
                text = node.text_content or ""
                if parts or not text.isspace():
                    parts.append(text if "](" not in text else text.replace("](", "] ("))  # no link, though it looks like one
            elif tag in BARE:
                child = node.first_child
                if child is not None:
                    stack.append((node, None))
            else:
                descend, leave = enter(node, tag or "-")
                child = node.first_child if descend else None
                if child is not None:
                    stack.append((node, leave))
                elif leave is not None:
                    leave()
            node = child or _after(node, stack)
        self._nodes = MOST_NODES - left
        self.walked.cut = node is not None
        while stack:
            leave = stack.pop()[1]
            if leave is not None:
                leave()
        self._flush()
        return self.walked

    # --- what an element is: (look into it?, what to do after it) -------------------------------------------------------

    def _enter(self, node: Node, tag: str) -> tuple[bool, Leave]:
        if tag in SKIPPED or tag[0] == "-":
            self.walked.scripts += tag == "script"
            return False, None
        attributes: Attributes = node.attributes
        hidden = is_hidden(attributes) if attributes else False
        if tag in REGIONS or ("-" in tag and CUSTOM.search(tag)):
            return self._enter_region(tag, attributes, hidden)
        if hidden and tag not in ("html", "table", "ul", "ol"):
            return False, None
        enter = _ENTER.get(tag)
        return enter(self, node, tag, attributes) if enter is not None else (True, None)

    def _enter_block(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        if self._parts:
            self._flush()
        return True, self._flush

    def _enter_break(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        self._parts.append(BREAK)
        return False, None

    def _enter_region(self, tag: str, attributes: Attributes, hidden: bool) -> tuple[bool, Leave]:
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
        walked.regions.append(Region(tag, names, len(walked.blocks), -1, self._open, hidden and tag != "body"))
        self._open = len(walked.regions) - 1
        return True, self._leave_region

    def _leave_region(self) -> None:
        self._flush()
        region = self.walked.regions[self._open]
        region.end = len(self.walked.blocks)
        self._open = region.parent

    def _enter_list(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        start = attributes.get("start") or ""
        descend, _ = self._enter_region(tag, attributes, is_hidden(attributes))
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

    def _enter_table(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        if self._table is not None or is_layout(node, attributes):
            return self._enter_region(tag, attributes, is_hidden(attributes))[0], self._leave_layout
        self._enter_region(tag, attributes, is_hidden(attributes))
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
            return self._enter_region(tag, attributes, False)
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
        """Buttons are no text of the page, but for the titles of accordions."""
        if self._heading:
            return True, None
        if "aria-expanded" in attributes or "aria-controls" in attributes or "accordion" in (attributes.get("class") or "").lower():
            self._flush()
            return True, self._flush
        return False, None

    def _enter_field(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        if self._open >= 0 and attributes.get("type") not in ("hidden", "checkbox", "radio"):
            self.walked.regions[self._open].controls += 1
        return False, None

    def _enter_image(self, node: Node, tag: str, attributes: Attributes) -> tuple[bool, Leave]:
        words = attributes.get("alt")
        if words and self._parts:
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
        if names and "-" in names and FOR_READERS.search(names):
            return False, None
        code = attributes.get("data-cfemail")
        if code and (address := protected_address(code)):
            self._parts.append(address)
            return False, None
        return True, None


_ENTER: dict[str, Callable[[PageWalk, Node, str, Attributes], tuple[bool, Leave]]] = {
    **dict.fromkeys(BLOCKS, PageWalk._enter_block),
    "br": PageWalk._enter_break,
    **dict.fromkeys(HEADINGS, PageWalk._enter_heading),
    **dict.fromkeys(("ul", "ol"), PageWalk._enter_list),
    "li": PageWalk._enter_item,
    "a": PageWalk._enter_link,
    "table": PageWalk._enter_table,
    "tr": PageWalk._enter_row,
    **dict.fromkeys(("td", "th"), PageWalk._enter_cell),
    "pre": PageWalk._enter_pre,
    "button": PageWalk._enter_button,
    "input": PageWalk._enter_field,
    "img": PageWalk._enter_image,
    "bdo": PageWalk._enter_override,
    "span": PageWalk._enter_span,
}
