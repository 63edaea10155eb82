"""Text in the colour of what is behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from monitor.core.extract.colors import Color, color
from monitor.core.extract.custom_properties import CustomProperties
from monitor.core.extract.dom import Node, Tree, found_by
from monitor.core.extract.stylesheet import PAPER, StyleRule, Value, declarations

_WHITE = (1.0, 1.0, 1.0, 1.0)
NEAREST = 0.03
"""Difference of each of red, green and blue (0 to 1) up to which two colours can't be told apart."""
MOST_PAPERS = 60_000
"""Elements with a background that are looked at, counted once for each rule that names them."""
# White letters on a photograph or a gradient can be read.
_PICTURE = re.compile(r"url\(|gradient|image-set|element\(")
# "#fff", "rgb(1, 2, 3)" and "white" in "#fff url(a.png) no-repeat".
_PARTS = re.compile(r"[a-z-]++(?:\([^()]*+\))?+|#[0-9a-f]++")
# Attributes from the time before style sheets: `<body bgcolor="000000">`, `<td background="sky.gif">`, `<font color=white>`.
_OLD_PAPER = "[bgcolor],[background]"
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
DRAWN = frozenset(("text", "tspan", "g", "foreignObject"))
"""Parts of a drawing that hold words, and say by attributes how they look."""
_OF_DRAWINGS = ("fill", "opacity", "fill-opacity", "display", "visibility", "stroke")
# What words of a drawing may be on.
_SHAPES = "rect,path,circle,ellipse,polygon,image,use"
# "text-shadow:0 0 1px #000" draws letters that have no colour of their own; so does a stroke.
_EDGED = re.compile(r"(?:text-shadow|text-stroke[\w-]*)\s*:", re.IGNORECASE)


def by_attributes(node: Node) -> str:
    """What an element's attributes say about its colours, as declarations.

    >>> from monitor.core.extract.dom import parse
    >>> by_attributes(parse("<body bgcolor=FFFFFF>").body)
    'background-color:#FFFFFF;'
    """
    attributes, tag = node.attributes, node.tag
    ink = attributes.get("color") if tag == "font" else None
    found = [(name, value) for name, value in (("color", ink), ("background-color", attributes.get("bgcolor"))) if value]
    if tag in DRAWN:
        found += [(name, value) for name in _OF_DRAWINGS if (value := attributes.get(name))]
    stated = "".join(f"{name}:{'#' if _HEX.fullmatch(value) else ''}{value};" for name, value in found if ";" not in value)
    return f"{stated}background-image:url(x);" if attributes.get("background") else stated


class Ink:
    """Compares the colour of texts with what is behind them.

    Args:
        tree: the page.
        sheets: the rules of its own style sheets.
        styled: its elements with a style attribute, among others.
        custom: what its custom properties come to.
        trusted: whether the page has no other style sheets, so that what it declares is all there is.
    """

    def __init__(self, tree: Tree, sheets: Sequence[StyleRule], styled: Sequence[Node], custom: CustomProperties, *, trusted: bool) -> None:
        self._tree, self._trusted, self._styled, self._custom = tree, trusted, styled, custom
        self._edged_rules = [rule for rule in sheets if _EDGED.search(rule.body) and not rule.pseudo]
        self._edged: set[int] | None = None
        self._drawn: dict[int, bool] = {}
        self._rules = [rule for rule in sheets if "background" in rule.body and not rule.pseudo]
        self._behind: dict[int, str] | None = None
        self._known: dict[str, bool] = {}
        self._under: dict[int, Color | None] = {}
        inline = (style for node in styled if "background" in (style := node.attributes.get("style") or ""))
        self._old = found_by(tree, _OLD_PAPER)
        texts = dict.fromkeys((*inline, *(rule.body for rule in self._rules), *map(by_attributes, self._old)))
        found = (_color_in(paper) for text in texts for paper in PAPER.findall(custom.possible(text) if "var(" in text else text))
        self._colors = {paper for paper in found if paper is not None} | {_WHITE}

    def may_be_faint(self, inks: Iterable[str]) -> bool:
        """Whether one of these colours of text is behind text somewhere on the page, or is none."""
        return any(self._stands_behind(ink) for ink in inks)

    def _stands_behind(self, stated: str) -> bool:
        known = self._known.get(stated)
        if known is None:
            ink = color(stated)
            known = ink is not None and (ink[3] <= 0.05 or any(_alike(ink, paper) for paper in self._colors))
            self._known[stated] = known
        return known

    def is_faint(self, node: Node, styles: Mapping[str, str]) -> bool | None:
        """Whether an element's text has no colour of its own to be seen by; None when it declares none."""
        behind = f"{styles.get('background', '')} {styles.get('background-color', '')} {styles.get('background-image', '')}"
        if node.tag in DRAWN:
            return self._is_faint_in_drawing(node, styles)
        stated = styles.get("-webkit-text-fill-color") or styles.get("color")
        ink = color(stated) if stated else None
        if ink is None:
            return None if stated or (_color_in(behind) is None and not _PICTURE.search(behind)) else False
        if _PICTURE.search(behind) or "text" in styles.get("background-clip", styles.get("-webkit-background-clip", "")):
            return False
        paper = _color_in(behind)
        if paper is None and self._trusted:
            paper = self._paper(node)
        faint = ink[3] <= 0.05 or (paper is not None and _alike(ink, paper))
        return faint and not self._has_edges(node, styles, paper)

    def _is_faint_in_drawing(self, node: Node, styles: Mapping[str, str]) -> bool | None:
        """The same of words in a drawing, which are filled with a colour; with a shape behind them, they are taken to be seen."""
        stated = styles.get("fill")
        if stated is None and "fill-opacity" not in styles:
            return None
        if styles.get("stroke", "none") != "none":
            return False
        if stated == "none" or styles.get("fill-opacity", "1").rstrip("%") in ("0", "0.0"):
            return True
        above: Node | None = node
        while above is not None and above.tag != "svg":
            above = above.parent
        ink = color(stated) if stated else None
        if above is None or ink is None:
            return False
        if above.mem_id not in self._drawn:
            self._drawn[above.mem_id] = above.css_first(_SHAPES) is not None
        if self._drawn[above.mem_id]:
            return False
        paper = self._paper(node) if self._trusted else None
        return ink[3] <= 0.05 or (paper is not None and _alike(ink, paper))

    def _has_edges(self, node: Node, styles: Mapping[str, str], paper: Color | None) -> bool:
        """Whether a shadow or a stroke draws the letters."""
        own = (
            f"{styles.get('text-shadow', '')} {styles.get('-webkit-text-stroke', '')} {styles.get('-webkit-text-stroke-color', '')}".strip()
        )
        if own:
            found = _color_in(own)
            return found is not None and (paper is None or not _alike(found, paper)) and self._is_drawn(own)
        if self._edged is None:
            rules = (one.mem_id for rule in self._edged_rules for one in found_by(self._tree, rule.selector)[:MOST_PAPERS])
            inline = (one.mem_id for one in self._styled if _EDGED.search(one.attributes.get("style") or ""))
            self._edged = {*rules, *inline} if self._edged_rules or self._styled else set()
        above = node.parent
        while above is not None and self._edged:
            if above.mem_id in self._edged:
                return True
            above = above.parent
        return False

    @staticmethod
    def _is_drawn(edge: str) -> bool:
        return edge != "none" and not edge.startswith("0px ")

    def papers(self) -> Mapping[int, str]:
        """What is declared to be behind each element that has a background of its own."""
        if self._behind is None:
            self._behind = {node.mem_id: _background(declarations(by_attributes(node))) for node in self._old[:MOST_PAPERS]}
            left = MOST_PAPERS
            for rule in self._rules:
                matched = found_by(self._tree, rule.selector) if left > 0 else []
                behind = _background(declarations(rule.body)) if matched else ""
                for node in matched[:left]:
                    self._behind[node.mem_id] = (self._custom.settled(behind, node) or "") if "var(" in behind else behind
                left -= len(matched) + 1
            for node in self._styled[:MOST_PAPERS]:
                if "background" in (style := node.attributes.get("style") or ""):
                    behind = _background(declarations(style))
                    self._behind[node.mem_id] = (self._custom.settled(behind, node) or "") if "var(" in behind else behind
        return self._behind

    def _paper(self, node: Node) -> Color | None:
        """The colour behind an element; None where a picture is."""
        above = node.parent
        if above is None:
            return _WHITE
        if above.mem_id not in self._under:  # many texts are in one element
            self._under[above.mem_id] = self._paper_of(above)
        return self._under[above.mem_id]

    def _paper_of(self, above: Node | None) -> Color | None:
        papers = self.papers()
        while above is not None:
            behind = papers.get(above.mem_id, "")
            if _PICTURE.search(behind):
                return None
            if (found := _color_in(behind)) is not None:
                return found
            above = above.parent
        return _WHITE


def _alike(one: Color, other: Color) -> bool:
    return all(abs(a - b) <= NEAREST for a, b in zip(one[:3], other[:3], strict=True))


def _background(declared: Mapping[str, Value]) -> str:
    return " ".join(declared[name].text for name in ("background", "background-color", "background-image") if name in declared)


def _color_in(background: str) -> Color | None:
    """The colour among the parts of a background, if it covers what is behind it."""
    for part in _PARTS.findall(background.lower()):
        found = color(part)
        if found is not None and found[3] > 0.5:
            return found
    return None
