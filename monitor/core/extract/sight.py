"""What of a page a reader can see: how its elements look, and which hidden ones a control opens."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor.core.extract.appearance import Look
from monitor.core.extract.controls import opened
from monitor.core.extract.dom import Node, Tree
from monitor.core.extract.looks import Looks


@dataclass(slots=True)
class Sight:
    """What can be seen of one page; by default all of it."""

    looks: dict[int, Look] = field(default_factory=dict)
    opened: frozenset[int] = frozenset()
    unread_sheets: bool = False
    """The page has style sheets that were not read."""
    scripted: bool = False
    """The page has scripts, or attributes that run one."""

    @property
    def may_change(self) -> bool:
        """What the page itself hides may be shown by a script, or by a style sheet of another address."""
        return self.scripted or self.unread_sheets

    @classmethod
    def of(cls, tree: Tree, html: str) -> Sight:
        """What can be seen of a page with this source; nothing may be taken out of the tree afterwards."""
        looks = Looks(tree, html)
        scripted = tree.css_first("script:not([type*=json]),[onload]") is not None
        return cls(looks.of, opened(tree, looks.of, looks.nodes.values()) | looks.switched, looks.linked_sheets, scripted)

    def opens(self, node: Node) -> bool:
        """Whether a visible control opens an element."""
        return bool(self.opened) and node.mem_id in self.opened
