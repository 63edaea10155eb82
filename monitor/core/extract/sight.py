"""What of a page a reader can see: how its elements look, and which hidden ones a control opens."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor.core.extract.appearance import Look
from monitor.core.extract.controls import opened
from monitor.core.extract.dom import Node, Tree, found_by, parse
from monitor.core.extract.looks import Looks
from monitor.core.extract.shadow import ShadowRoot, children, open_slots, shadow_roots, slot_of, slotted_away

DEEPEST_ROOT = 3
"""Shadow roots that may be nested."""


@dataclass(slots=True)
class Sight:
    """What can be seen of one page; by default all of it."""

    looks: dict[int, Look] = field(default_factory=dict)
    opened: frozenset[int] = frozenset()
    unread_sheets: bool = False
    """The page has style sheets that were not read."""
    scripted: bool = False
    """The page has scripts, or attributes that run one."""
    roots: dict[int, tuple[Tree, Sight]] = field(default_factory=dict)
    """The pages of its shadow roots, by the parser's number of the template."""

    @property
    def may_change(self) -> bool:
        """What the page itself hides may be shown by a script, or by a style sheet of another address."""
        return self.scripted or self.unread_sheets

    @classmethod
    def of(cls, tree: Tree, html: str, depth: int = 0) -> Sight:
        """What can be seen of a page with this source; nothing may be taken out of the tree afterwards."""
        looks = Looks(tree, html)
        scripted = tree.css_first("script:not([type*=json]),[onload]") is not None
        sight = cls(looks.of, opened(tree, looks.of, looks.nodes.values()) | looks.switched, looks.linked_sheets, scripted)
        if depth < DEEPEST_ROOT:
            for root in shadow_roots(tree, html, looks):
                sight._add(root, depth)
        return sight

    def _add(self, root: ShadowRoot, depth: int) -> None:
        """Sees a shadow root, and through its slots what else is in its host."""
        tree = parse(root.source)
        if tree is None:
            return
        inner = Sight.of(tree, root.source, depth + 1)
        self.roots[root.template.mem_id] = tree, inner
        slots = open_slots(tree, {key: look.gone for key, look in inner.looks.items()})
        filled = set()
        for child in children(root.host):
            if child.mem_id == root.template.mem_id or not (child.is_element_node or (child.is_text_node and child.text_content)):
                continue
            if child.is_element_node or (child.text_content or "").strip():
                filled.add(slot_of(child))
            if slot_of(child) not in slots or slotted_away(root.source, child):
                self.looks[child.mem_id] = Look(gone=True)
        for slot in found_by(tree, "slot"):  # what a slot shows by itself gives way to what fills it
            if (slot.attributes.get("name") or "") in filled:
                inner.looks[slot.mem_id] = Look(gone=True)

    def opens(self, node: Node) -> bool:
        """Whether a visible control opens an element."""
        return bool(self.opened) and node.mem_id in self.opened
