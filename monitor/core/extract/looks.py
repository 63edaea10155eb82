"""How each element of a page looks by what the page itself says: its attributes, and style sheets in CSS's order of weight."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice

from monitor.core.extract.appearance import Look, is_away, is_gone, is_struck, is_tiny, is_unseen
from monitor.core.extract.css_values import expanded
from monitor.core.extract.custom_properties import REFERRING, CustomProperties, initial_values
from monitor.core.extract.dom import Attributes, Node, Tree, found_by
from monitor.core.extract.embedded import data_text
from monitor.core.extract.ink import DRAWN, Ink, by_attributes
from monitor.core.extract.style_conditions import layers, ranks
from monitor.core.extract.stylesheet import (
    StyleRule,
    Value,
    content,
    declarations,
    imported,
    inks_of,
    may_hide,
    parsed,
    rules,
    specificity,
)

# What browsers hide or strike by themselves, and what carries a style of its own.
_ODD = (
    "[hidden],[style],dialog:not([open]),[popover],s,del,strike,[role=deletion],font[color],:has(> template[shadowrootmode]),"
    "svg:is([width='0'],[height='0']),"
    "svg :is(text,tspan,g,foreignObject):is([fill],[opacity],[fill-opacity],[display],[visibility])"
)
# Parts of a line: they have no width or height of their own, unless they are placed or shown as boxes.
_IN_LINES = frozenset(
    ("span", "b", "i", "a", "em", "strong", "u", "small", "mark", "q", "cite", "font", "sub", "sup", "abbr", "label", "code")
)
# What is written before an element's text has these from the element.
_INHERITED = frozenset(("font-size", "visibility"))
# Nothing can be written before or after these.
_REPLACED = frozenset(("input", "textarea", "select", "video", "audio", "iframe", "canvas", "object"))
_STRUCK = frozenset(("s", "del", "strike"))
_INLINE, _SHEET, _ATTRIBUTE = 2, 1, 0
MOST_LOOKUPS = 1_500
"""Rules that are looked for in a page of up to 100 KB; of longer pages, fewer."""
MOST_LOOKED_AT = 20_000
MOST_MATCHES = 60_000
"""Elements, counted once for each rule that names them."""
MOST_SWITCHES = 200
"""Rules that wait for a switch."""
# What shows text again in an element that is unseen, tiny or faint.
_SHOWING = tuple(re.compile(rf"{name}\s*:", re.IGNORECASE) for name in ("visibility", "font(?:-size)?", "color", "text-indent"))
# `<p class="fade-in">` with `.fade-in{opacity:0}`: a script shows it when the reader comes to it.
_REVEALED = re.compile(
    r"(?:^|[\s_-])(?:aos|wow|reveal|animate|animated|animation|fade|fadein|fade-in\w*|slide|slide-?in\w*|scroll-?\w*|lazy\w*|motion)(?:[\s_-]|$)"
)

_NO_LAYER = 1_000_000
_Weight = tuple[bool, int, int, tuple[int, int, int], int]
_Styles = dict[str, tuple[_Weight, Value]]


class Looks:
    """The looks of one page's elements, by the parser's number of the node; what is not in it looks plain.

    Args:
        tree: the page; no element may be removed from it afterwards.
        html: its source.
    """

    def __init__(self, tree: Tree, html: str) -> None:
        self.of: dict[int, Look] = {}
        self.linked_sheets = bool(tree.css_first("link[rel~=stylesheet][href]:not([href^='data:'])"))
        """The page has style sheets that were not read: class names may hide what they say they hide."""
        self._tree = tree
        self.nodes: dict[int, Node] = {}
        """The elements that were looked at."""
        self.switched: set[int] = set()
        """Elements that a style shows once the reader has switched something: tabs of radio buttons."""
        self._left = MOST_MATCHES
        self._styles: dict[int, _Styles] = {}
        self._pseudo: dict[tuple[int, str], _Styles] = {}
        self._apply_sheets(html)

    def _apply_sheets(self, html: str) -> None:
        texts = _sheets(self._tree)
        self._ranks = ranks([name for css, _ in texts for name in layers(css)])
        every = [rule for css, media in texts for rule in rules(css, media)]
        sheets = [rule for rule in every if not rule.switched]
        odd = found_by(self._tree, _ODD)
        complete = not self.linked_sheets
        self._custom = CustomProperties(self._tree, sheets, odd, initial_values(css for css, _ in texts), complete=complete)
        ink = Ink(self._tree, sheets, odd, self._custom, trusted=complete)
        for node in odd:
            style = self._possible(_stated(node))
            if not style or may_hide(style) or _is_odd(node) or ink.may_be_faint(inks_of(style)):
                self.nodes[node.mem_id] = node
        later: list[tuple[int, StyleRule]] = []
        names: frozenset[str] | None = None
        # Each rule is looked for in the whole page: long pages with thousands of rules would take minutes.
        left = MOST_LOOKUPS // (1 + len(html) // 100_000)
        for order, rule in enumerate(sheets):
            if not self._may_hide(rule, ink):
                later.append((order, rule))
                continue
            if names is None:
                names = _names(html, self._tree)
            if rule.names <= names and left > 0:
                left -= 1
                self._apply(rule, order, new=True)
        if self.nodes and later:
            known = self._known_names()
            for order, rule in later:
                if rule.names <= known and left > 0:
                    left -= 1
                    self._apply(rule, order, new=False)
        self._judge(self.nodes, ink)
        if self.of and len(sheets) < len(every):
            self._find_switched([rule for rule in every if rule.switched], names or _names(html, self._tree))
        looks = self.of.values()
        flags = (
            any(look.unseen for look in looks),
            any(look.tiny for look in looks),
            any(look.faint for look in looks),
            any(look.away for look in looks),
        )
        showing = [shows for shows, needed in zip(_SHOWING, flags, strict=True) if needed]
        if showing:
            names = _names(html, self._tree) if names is None else names
            rules_left = [(n, rule) for n, rule in later if rule.names <= names and any(one.search(rule.body) for one in showing)]
            self._show_again([node for node in odd if any(one.search(_stated(node)) for one in showing)], rules_left, ink)

    def _possible(self, style: str) -> str:
        return self._custom.possible(style) if "var(" in style else style

    def _may_hide(self, rule: StyleRule, ink: Ink) -> bool:
        if rule.hides or ink.may_be_faint(rule.inks):
            return True
        if "var(" not in rule.body:
            return False
        body = self._possible(rule.body)
        return body is not rule.body and (may_hide(body) or ink.may_be_faint(inks_of(body)))

    def _find_switched(self, shown: Sequence[StyleRule], names: frozenset[str]) -> None:
        for rule in shown[:MOST_SWITCHES]:
            if rule.names <= names and self._left > 0:
                matched = found_by(self._tree, rule.selector)
                self._left -= len(matched) + 1
                self.switched.update(node.mem_id for node in matched if node.mem_id in self.of)

    def _show_again(self, styled: Sequence[Node], later: Sequence[tuple[int, StyleRule]], ink: Ink) -> None:
        """Elements in hidden ones that can be seen again: `<div style="visibility:hidden"><p style="visibility:visible">`."""
        changed = {node.mem_id: node for node in styled if node.mem_id not in self.nodes}
        self.nodes.update(changed)
        for order, rule in later[: MOST_LOOKUPS // (5 + len(self.of) // 100)]:
            changed.update((node.mem_id, node) for node in self._apply(rule, order, new=True))
        self._judge(changed, ink)

    def _judge(self, nodes: Mapping[int, Node], ink: Ink) -> None:
        for key, node in islice(nodes.items(), MOST_LOOKED_AT):
            look = self._look(node, ink)
            if not look.plain:
                self.of[key] = look
        if any(look.faint for look in self.of.values()):  # what stands on a colour of its own in it can be seen after all
            for key in ink.papers():
                if (look := self.of.setdefault(key, Look())).faint is None:
                    look.faint = False

    def _known_names(self) -> set[str]:
        known: set[str] = set()
        for node in self.nodes.values():
            attributes = node.attributes
            known.update((attributes.get("class") or "").split(), (attributes.get("id") or "").split())
        return known

    def _apply(self, rule: StyleRule, order: int, *, new: bool) -> list[Node]:
        """Notes what a rule declares for the elements that it names, and returns them."""
        if self._left <= 0:
            return []
        matched = found_by(self._tree, rule.selector)
        self._left -= len(matched) + 1
        for node in matched[:MOST_MATCHES]:
            key = node.mem_id
            if key not in self.nodes:
                if not new:
                    continue
                self.nodes[key] = node
            styles = self._pseudo.setdefault((key, rule.pseudo), {}) if rule.pseudo else self._styles.setdefault(key, {})
            rank = self._ranks.get(rule.layer, self._ranks.get(rule.layer.partition(".")[0], 0)) if rule.layer else _NO_LAYER
            _cascade(styles, declarations(rule.body), (_SHEET, rank, specificity(rule.selector), order))
        return matched[:MOST_MATCHES]

    def _look(self, node: Node, ink: Ink) -> Look:
        attributes: Attributes = node.attributes
        cascaded, tag = self._styles.get(node.mem_id, {}), node.tag or ""
        if (tag == "font" or tag in DRAWN) and (stated := by_attributes(node)):
            _cascade(cascaded, declarations(stated), (_ATTRIBUTE, 0, (0, 0, 0), 0))
        if inline := attributes.get("style"):
            _cascade(cascaded, declarations(inline), (_INLINE, 0, (0, 0, 0), 0))
        styles = self._settled(cascaded, node)
        hides_itself = ("hidden" in attributes and attributes["hidden"] != "until-found") or (tag == "dialog" and "open" not in attributes)
        struck = is_struck(styles)
        if struck is None and (tag in _STRUCK or attributes.get("role") == "deletion"):
            struck = True
        empty = tag == "svg" and bool({attributes.get("width"), attributes.get("height")} & {"0", "0px"})
        displayed, revealed = not hides_itself and "popover" not in attributes, _is_revealed(attributes, styles)
        return Look(
            gone=empty or is_gone(styles, displayed=displayed, revealed=revealed, inline=_is_in_line(node, styles)),
            unseen=is_unseen(styles),
            tiny=is_tiny(styles),
            faint=ink.is_faint(node, styles),
            away=is_away(styles),
            struck=struck,
            before=self._written_before(node, attributes, ink, cascaded),
            after=self._written(node, "after", attributes, ink),
        )

    def variables(self, node: Node) -> Mapping[str, str]:
        """The custom properties that an element has, its own and those of the elements around it."""
        return self._custom.of(node)

    def stated(self, node: Node) -> _Styles:
        """What the page's styles say about an element that was looked at."""
        return self._styles.get(node.mem_id, {})

    def _settled(self, cascaded: _Styles, node: Node) -> dict[str, str]:
        """The properties of an element, with what its custom properties come to."""
        styles = {}
        for name, (_, value) in cascaded.items():
            if "var(" not in value.text:
                styles[name] = value.text
                continue
            if name not in REFERRING:
                continue
            text = self._custom.settled(value.text, node)
            if text is None:  # as if nothing had been said, by any rule
                styles[name] = "unset"
            elif text:
                for part, of_part in expanded(name, parsed(text)):
                    styles[part] = of_part
        return styles

    def _written_before(self, node: Node, attributes: Attributes, ink: Ink, cascaded: _Styles) -> str:
        marker = ""
        if node.tag == "li":
            marker = self._written(node, "marker", attributes, ink)
            stated = cascaded.get("list-style-type") or cascaded.get("list-style")
            if not marker and stated is not None and any(quote in stated[1].text for quote in "\"'"):
                marker = content(stated[1], attributes)
        return " ".join(filter(None, (marker, self._written(node, "before", attributes, ink))))

    def _written(self, node: Node, pseudo: str, attributes: Attributes, ink: Ink) -> str:
        """What a style writes before or after an element's text."""
        styles = self._pseudo.get((node.mem_id, pseudo))
        if not styles or "content" not in styles or node.tag in _REPLACED:
            return ""
        own = {name: value for name, value in self._settled(self._styles.get(node.mem_id, {}), node).items() if name in _INHERITED}
        texts = {**own, **self._settled(styles, node)}
        if is_gone({**texts, "content": ""}, displayed=True, revealed=False) or is_unseen(texts) or is_tiny(texts) or is_struck(texts):
            return ""
        if ("color" in texts or "-webkit-text-fill-color" in texts) and ink.is_faint(node, texts):
            return ""
        value = styles["content"][1]
        if "var(" in value.text:
            value = declarations(f"content:{self._custom.settled(_source(value), node) or 'none'}").get("content", value)
        return content(value, attributes)


def _source(value: Value) -> str:
    return "".join(token.serialize() for token in value.raw)


def _is_in_line(node: Node, styles: Mapping[str, str]) -> bool:
    """Whether an element is a part of a line of text, and no box."""
    if node.tag not in _IN_LINES or styles.get("display", "inline") != "inline" or styles.get("float", "none") != "none":
        return False
    above = node.parent
    # In a flexible box or a grid, every child is a box.
    boxed = above is not None and ("flex" in (style := above.attributes.get("style") or "") or "grid" in style)
    return styles.get("position", "static") not in ("absolute", "fixed") and not boxed


def _cascade(styles: _Styles, declared: Mapping[str, Value], place: tuple[int, int, tuple[int, int, int], int]) -> None:
    level, rank, weighs, order = place
    for name, value in declared.items():
        # Of important declarations, those of earlier layers weigh more.
        weight: _Weight = (value.important, level, -rank if value.important else rank, weighs, order)
        if name == "all":
            for other in [other for other in styles if styles[other][0] <= weight]:
                del styles[other]
            if "display" not in styles and value.text in ("unset", "initial"):
                styles["display"] = (weight, Value("inline", value.important))
        elif name not in styles or styles[name][0] <= weight:
            styles[name] = (weight, value)


_ENDS = re.compile(r"[\s>]")


def _names(html: str, tree: Tree) -> frozenset[str]:
    """Every class and id in a page's source; most rules of its style sheets name none of them."""
    found: set[str] = set()
    if "CLASS" in html or " class =" in html or " ID=" in html or " id =" in html:
        for node in tree.css("[class],[id]"):
            attributes = node.attributes
            found.update((attributes.get("class") or "").split(), (attributes.get("id") or "").split())
        return frozenset(found)
    for part in (*html.split("class=")[1:], *html.split("id=")[1:]):
        if part[:1].isspace():
            part = part.lstrip()  # noqa: PLW2901 - "class = 'a'" is the same
        quote = part[:1]
        value = part[1:].partition(quote)[0] if quote in ("'", '"') else _ENDS.split(part, maxsplit=1)[0]
        if value not in found:
            found.add(value)
            if " " in value or "\n" in value or "\t" in value:
                found.update(value.split())
    return frozenset(found)


def _stated(node: Node) -> str:
    """The declarations in an element's own attributes."""
    stated = by_attributes(node) if node.tag == "font" or node.tag in DRAWN else ""
    return f"{stated}{node.attributes.get('style') or ''}"


def _is_odd(node: Node) -> bool:
    """Whether browsers hide or strike an element without being told by a style."""
    attributes = node.attributes
    if node.tag in _STRUCK or node.tag in DRAWN or node.tag in ("dialog", "svg"):
        return True
    return "hidden" in attributes or "popover" in attributes or "role" in attributes


def _is_revealed(attributes: Attributes, styles: Mapping[str, str]) -> bool:
    """Whether an element is faded in as the reader scrolls: it says so by its class, a library's attribute or an animation."""
    if styles.get("animation", styles.get("animation-name", "none")) != "none" or "data-aos" in attributes or "data-animate" in attributes:
        return True
    return _REVEALED.search(f"{attributes.get('class') or ''}".lower()) is not None


def _sheets(tree: Tree) -> Sequence[tuple[str, str]]:
    """(text, media) of each style sheet that the page brings with it."""
    found = []
    for node in tree.css("style,link[rel~=stylesheet][href^='data:']"):
        attributes = node.attributes
        if node.tag == "style":
            css = node.first_child.text_content if node.first_child is not None else ""
        else:
            other = "disabled" in attributes or "alternate" in (attributes.get("rel") or "").lower()
            css = "" if other else data_text(attributes.get("href") or "", "text/css")
        if css and (attributes.get("type") or "text/css").strip().lower() == "text/css" and not _is_for_others(node):
            media = attributes.get("media") or ""
            found += [(data_text(address, "text/css"), media) for address in imported(css)]
            found.append((css, media))
    return found


def _is_for_others(node: Node) -> bool:
    """Whether a sheet is for browsers that run no scripts: `<noscript><style>.no-script{display:none}</style></noscript>`."""
    above = node.parent
    return above is not None and above.tag == "noscript"
