"""Declarative shadow roots: the page within an element, and what it says about that element and of what is in its slots."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from monitor.core.extract.appearance import is_gone
from monitor.core.extract.dom import Node, Tree, found_by, matches
from monitor.core.extract.embedded import shadow_of
from monitor.core.extract.looks import Looks
from monitor.core.extract.stylesheet import declarations

HOST = "x-shadow-host"
MOST_ROOTS = 500
# Of the elements of HTML, these can have a root; so can elements of a page's own, whose names hold a hyphen.
_HOSTS = frozenset((
    "article", "aside", "blockquote", "body", "div", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "main", "nav", "p",
    "section", "span",
))  # fmt: skip
_HOST = re.compile(r":host(?:\(((?:[^()]|\([^()]{0,200}\)){0,200})\))?(?!-)")
_CONTEXT = re.compile(r":host-context\(((?:[^()]|\([^()]{0,200}\)){0,200})\)")
_SLOTTED = re.compile(r"(?<![^{};])([^{};]*)::slotted\(((?:[^()]|\([^()]{0,200}\)){0,200})\)\s*\{([^{}]{0,2000})\}")
_PART = re.compile(r"(?<![^{};,])([^{};,]*)::part\(\s*([\w-]+)\s*\)\s*\{([^{}]{0,2000})\}")


@dataclass(frozen=True, slots=True)
class ShadowRoot:
    """A root and the element that it stands in."""

    template: Node
    host: Node
    source: str
    """Its page, in an element that takes the place of the host."""


def shadow_roots(tree: Tree, page: str, looks: Looks) -> Iterator[ShadowRoot]:
    """The roots of a page that browsers draw: of each element the first one, where an element can have one.

    Args:
        tree: the page.
        page: its source.
        looks: how its elements look; what its styles say about a host counts more than what the root says.
    """
    if "shadowroot" not in page.lower():
        return
    sheets = (node.text(deep=True) for node in found_by(tree, "style")) if "::part" in page else ()
    parts = [found for css in sheets for found in _PART.findall(css)]
    seen: set[int] = set()
    for template in found_by(tree, "template[shadowrootmode],template[shadowroot]")[:MOST_ROOTS]:
        host = template.parent
        source = shadow_of(template)
        if host is None or source is None or host.mem_id in seen or not (host.tag in _HOSTS or "-" in (host.tag or "")):
            continue
        seen.add(host.mem_id)
        css = "".join(f"[part~={part}]{{{body}}}" for outer, part, body in parts if matches(host, outer.strip() or "*"))
        yield ShadowRoot(template, host, _placed(host, source, looks, css))


def _placed(host: Node, source: str, looks: Looks, css: str) -> str:
    """The root's page in the place of its host, whose style says what the outer page says about it."""
    stated = looks.stated(host).items()
    style = ";".join(f"{name}:{value.text}{' !important' if value.important else ''}" for name, (_, value) in stated if name[:2] != "--")
    inherited = ";".join(f"{name}:{value}" for name, value in looks.variables(host).items())
    kept = (f'{name}="{html.escape(value or "")}"' for name, value in host.attributes.items() if name not in ("style", "hidden", "slot"))
    if ":host" in source:
        source = _CONTEXT.sub(lambda one: HOST if _is_within(host, one[1]) else f"{HOST}-elsewhere", source)
        source = _HOST.sub(lambda one: f"{HOST}:is({one[1]})" if one[1] else HOST, source)
    sheet = f"<style>{css}</style>" if css else ""
    return f'<body style="{html.escape(inherited)}">{sheet}<{HOST} {" ".join(kept)} style="{html.escape(style)}">{source}</{HOST}></body>'


def _is_within(host: Node, selector: str) -> bool:
    above: Node | None = host
    while above is not None and above.is_element_node:
        if matches(above, selector):
            return True
        above = above.parent
    return False


def open_slots(root: Tree, gone: Mapping[int, bool]) -> frozenset[str]:
    """The names of the slots of a root that can be seen; "" is that of what names none.

    Args:
        root: its page.
        gone: the elements of it that cannot be seen, by the parser's number.
    """
    names: dict[str, bool] = {}
    for slot in found_by(root, "slot"):
        names.setdefault(slot.attributes.get("name") or "", _is_in_sight(slot, gone))
    return frozenset(name for name, seen in names.items() if seen)


def _is_in_sight(node: Node, gone: Mapping[int, bool]) -> bool:
    above: Node | None = node
    while above is not None:
        if gone.get(above.mem_id):
            return False
        above = above.parent
    return True


def children(host: Node) -> Iterator[Node]:
    """What is in an element."""
    child = host.first_child
    while child is not None:
        yield child
        child = child.next


def slot_of(child: Node) -> str:
    """The name of the slot that a child of a host asks for."""
    return (child.attributes.get("slot") or "") if child.is_element_node else ""


def slotted_away(source: str, child: Node) -> bool:
    """Whether the root's own rules hide what is in its slots: `::slotted(.old){display:none}`."""
    if "::slotted" not in source or not child.is_element_node:
        return False
    for _, selector, body in _SLOTTED.findall(source):
        styles = {name: value.text for name, value in declarations(body).items()}
        if matches(child, selector) and (is_gone(styles, displayed=True, revealed=False) or styles.get("visibility") == "hidden"):
            return True
    return False
