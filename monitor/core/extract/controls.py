"""Hidden elements that something on the page opens: panels of accordions, tabs, "read more". They belong to what a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from monitor.core.extract.appearance import Look
from monitor.core.extract.dom import Attributes, Node, Tree, beginning, found_by

CONTROLS = (
    "button,summary,[role=button],[role=tab],[aria-expanded],[aria-controls],[data-toggle],[data-bs-toggle],[data-target],[onclick],"
    "label[for],a[href^='#'],[popovertarget],[commandfor]"
)
# Icons are hidden from screen readers by the hundred, and open nothing.
_SILENT = "[aria-hidden=true]:not(svg):not(i):not(span):not(img):not(a):not(button)"
_OPENERS = frozenset(("button", "summary"))
# `<h3 class="accordion-title">Sharing</h3><div hidden>…`: a script listens to it, and no attribute says so.
_NAMED_OPENER = re.compile(
    r"(?:^|[\s_-])(?:accordion|collaps\w*|toggle\w*|expand\w*|trigger|question|opener|read-?more|show-?more|tab)(?:[\s_-]|$)"
)
# `onclick="toggle('more')"` names what it opens.
_QUOTED = re.compile(r"[\"'][#.]?([\w-]+)[\"']")
_POINTING = frozenset(("aria-controls", "aria-owns", "for", "popovertarget", "commandfor", "href"))
_LONGEST_TITLE = 400
"""Characters of what is before a panel and holds the button for it."""


def opened(tree: Tree, looks: Mapping[int, Look], nodes: Iterable[Node]) -> frozenset[int]:
    """The parser's numbers of hidden elements that a visible control opens.

    Args:
        tree: the page.
        looks: how its elements look.
        nodes: those elements.
    """
    hidden = [node for node in (*nodes, *found_by(tree, _SILENT)) if _hides(node, looks)]
    if not hidden:
        return frozenset()
    controls = found_by(tree, CONTROLS)
    found: set[int] = set()
    for _ in range(3):  # an opened panel may hold the button of another
        names = set(_targets(node for node in controls if not _is_out_of_sight(node, looks, found)))
        now = {
            node.mem_id for node in hidden if node.mem_id in found or _is_named(node.attributes, names) or _stands_by_opener(node, looks)
        }
        if now == found:
            break
        found = now
    return frozenset(found)


def _hides(node: Node, looks: Mapping[int, Look]) -> bool:
    look = looks.get(node.mem_id)
    return (look is not None and (look.gone or bool(look.unseen))) or node.attributes.get("aria-hidden") == "true"


def _is_out_of_sight(node: Node, looks: Mapping[int, Look], found: set[int]) -> bool:
    above: Node | None = node
    while above is not None:
        look = looks.get(above.mem_id)
        if look is not None and look.gone and above.mem_id not in found:
            return True
        above = above.parent
    return False


def _targets(controls: Iterable[Node]) -> Iterator[str]:
    """What the controls name: "#id" of what they open, ".class", and "@id" of their own, by which panels name them."""
    for node in controls:
        for name, value in node.attributes.items():
            if not value:
                continue
            if name == "id":
                yield f"@{value}"
            elif name == "onclick":
                yield from (f"#{word}" for word in _QUOTED.findall(value))
            elif name in _POINTING or name.startswith("data-"):
                if name == "href" and value[0] != "#":
                    continue
                yield from (word if word[0] in "#." else f"#{word}" for word in value.split()[:20])


def _is_named(attributes: Attributes, names: set[str]) -> bool:
    if attributes.get("role") == "tabpanel" or f"#{attributes.get('id')}" in names:
        return True
    if any(f"@{word}" in names for word in (attributes.get("aria-labelledby") or "").split()):
        return True
    return any(f".{word}" in names for word in (attributes.get("class") or "").split())


def _stands_by_opener(node: Node, looks: Mapping[int, Look]) -> bool:
    """Whether the element before it, or before the element that it begins, is a button or holds one; or a button follows ("Read more")."""
    before = _neighbour(node, back=True)
    if before is not None and before.tag == "summary" and node.parent is not None and "open" in node.parent.attributes:
        return False  # it is open already, and hides this all the same
    if before is None and node.parent is not None and node.parent.tag not in ("body", "main", "html", "article"):
        before = _neighbour(node.parent, back=True)
    if before is not None and _opens(before, looks):
        return True
    after = _neighbour(node, back=False)
    return node.tag == "span" and after is not None and after.tag in ("button", "a") and not _hides(after, looks)


def _neighbour(node: Node, *, back: bool) -> Node | None:
    other = node.prev if back else node.next
    while other is not None and not other.is_element_node:
        if other.is_text_node and (other.text_content or "").strip():
            return None
        other = other.prev if back else other.next
    return other


def _opens(node: Node, looks: Mapping[int, Look]) -> bool:
    attributes = node.attributes
    if _hides(node, looks):
        return False
    if node.tag in _OPENERS or attributes.get("role") in ("button", "tab") or "aria-expanded" in attributes or "onclick" in attributes:
        return True
    if node.tag == "label" and "for" in attributes:
        return True
    if _NAMED_OPENER.search((attributes.get("class") or "").lower()):
        return True
    return (
        len(beginning(node, _LONGEST_TITLE)) < _LONGEST_TITLE
        and node.css_first("button,[role=button],[aria-expanded],[onclick],label[for]") is not None
    )
