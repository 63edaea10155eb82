"""Walks a page's tree once, without recursion, and writes down its blocks, the elements that held them, and what cannot be seen."""

from __future__ import annotations

from monitor.core.extract.appearance import Look
from monitor.core.extract.blocks import WalkedPage
from monitor.core.extract.dom import (
    BARE,
    CUSTOM,
    REGIONS,
    SKIPPED,
    Attributes,
    Node,
    Tree,
    parse,
)
from monitor.core.extract.elements import ENTER, ElementReader, Leave, speaks
from monitor.core.extract.embedded import framed_text
from monitor.core.extract.sight import Sight

MOST_NODES = 400_000
DEEPEST_FRAME = 3
MOST_WITHIN = 1_000
"""Pages within one page that are read, twice counted: the text of a frame, the content of a shadow root."""
_LISTS = frozenset(("ul", "ol", "table"))
# Drawn when something else can't be: their clauses are read, and the rest ("Your browser shows no PDF") is not.
_MUTED = frozenset(("noscript", "object"))
_NO_VEIL: tuple[bool, ...] = (False, False, False, False)


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


class PageWalk(ElementReader):
    """One walk; `run` may be called for several roots, whose blocks follow one another.

    Args:
        base: the address that relative links start from.
        sight: what of the page can be seen.
        depth: how many pages this one stands in, as the text of a frame.
    """

    def __init__(self, base: str | None, sight: Sight, depth: int = 0) -> None:
        super().__init__(base, sight)
        self.walked.may_change = sight.may_change
        self._nodes = 0
        self._looks = sight.looks
        self._depth = depth
        self._veil = _NO_VEIL
        self._within: list[object] = []  # pages of frames: their nodes are gone when they are

    def run(self, root: Node) -> WalkedPage:
        """Walks an element and everything in it, in document order."""
        stack: list[tuple[Node, Leave]] = []
        enter, seen, parts, looks = self._enter, self._enter_seen, self._parts, self._looks
        node: Node | None = root
        left = MOST_NODES - self._nodes
        while node is not None and left:
            left -= 1
            tag = node.tag
            child = None
            if tag == "-text":
                text = node.text_content or ""
                if self._veiled:
                    self._note_unseen(text)
                elif parts or not text.isspace():
                    parts.append(text if "](" not in text else text.replace("](", "] ("))  # no link, though it looks like one
            elif tag in BARE and not (looks and node.mem_id in looks):
                child = node.first_child
                if child is not None:
                    stack.append((node, None))
            else:
                look = looks.get(node.mem_id) if looks else None
                descend, leave = seen(node, tag or "-", False) if look is None else enter(node, tag or "-", look)
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

    # --- what can be seen -----------------------------------------------------------------------------------------------

    def _enter(self, node: Node, tag: str, look: Look) -> tuple[bool, Leave]:
        """An element about which a style or an attribute says something."""
        if tag in ("html", "body"):
            self._say(look.before)
            return self._enter_seen(node, tag, False)
        opens = self._sight.opens(node)
        if look.struck:
            words = " ".join((node.text(deep=True) or "").split())
            if words and not (look.gone or self._veiled):
                self.walked.struck.append(words)
                self._parts.append(" " if self._parts else "")
            return False, None
        if look.gone and not opens and tag not in REGIONS and tag not in _LISTS:
            self._note_unseen(node.text(deep=True))
            return False, None
        outer = self._veil
        mine = tuple(
            was if now is None else now
            for was, now in zip(outer, (look.unseen and not opens, look.tiny, look.faint, look.away), strict=True)
        )
        self._veil, self._veiled = mine, any(mine)
        descend, leave = self._enter_seen(node, tag, look.gone and not opens)
        if look.before:
            self._parts.append(f" {look.before} " if self._parts else f"{look.before} ")
        if mine == outer and not look.after:
            return descend, leave

        def leave_look() -> None:
            if look.after:
                self._parts.append(f" {look.after} ")
            self._veil, self._veiled = outer, any(outer)
            if leave is not None:
                leave()

        return descend, leave_look

    # --- what an element is: (look into it?, what to do after it) -------------------------------------------------------

    def _enter_seen(self, node: Node, tag: str, hidden: bool) -> tuple[bool, Leave]:
        if tag in SKIPPED or tag[0] == "-":
            return self._enter_skipped(node, tag)
        attributes: Attributes = node.attributes
        muted = attributes.get("aria-hidden") == "true" if attributes else False
        if tag == "object" and (html := framed_text(tag, attributes)):  # drawn in place of what is in the object
            self._read_within(html)
            return False, None
        if tag in REGIONS or ("-" in tag and CUSTOM.search(tag)):
            return self._enter_region(tag, attributes, hidden, muted or tag in _MUTED, self._sight.opens(node))
        if muted and tag not in _LISTS and not self._sight.opens(node) and not speaks(node):
            return False, None
        if tag in _LISTS:
            return self._enter_list(node, tag, attributes, hidden) if tag != "table" else self._enter_table(node, tag, attributes, hidden)
        enter = ENTER.get(tag)
        return enter(self, node, tag, attributes) if enter is not None else (True, None)

    def _enter_skipped(self, node: Node, tag: str) -> tuple[bool, Leave]:
        if tag == "script":
            self.walked.scripts += 1
        elif tag == "template" and node.mem_id in self._sight.roots:
            tree, sight = self._sight.roots[node.mem_id]
            self._read_tree(tree, sight)
        elif tag in ("iframe", "embed"):
            if html := framed_text(tag, node.attributes):
                self._read_within(html)
        elif tag in ("video", "audio", "canvas"):
            self._note_unseen(node.text(deep=True))
        return False, None

    def _read_within(self, html: str) -> None:
        """Reads a page within the page: its blocks take its place."""
        tree = parse(html) if self._depth < DEEPEST_FRAME and not self._veiled else None
        if tree is not None:
            self._read_tree(tree, Sight.of(tree, html, self._depth))

    def _read_tree(self, tree: Tree, sight: Sight) -> None:
        if tree.body is None or self._veiled or len(self._within) >= MOST_WITHIN:
            return
        self._flush()
        inner = PageWalk(self._base, sight, self._depth + 1)
        self._within += (tree, inner)
        found = inner.run(tree.body)
        if self._table is not None:
            self._parts.append(" ".join(block.text for block in found.blocks))
            return
        walked, at, place = self.walked, len(self.walked.blocks), len(self.walked.regions)
        walked.blocks += found.blocks
        walked.unseen += found.unseen
        walked.unseen_words += found.unseen_words
        walked.struck += found.struck
        walked.links, walked.headings = walked.links + found.links, walked.headings + found.headings
        for region in found.regions:
            region.start, region.end = region.start + at, region.end + at
            region.parent = region.parent + place if region.parent >= 0 else self._open
            walked.regions.append(region)
