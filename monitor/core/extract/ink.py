"""Text in the colour of what is behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from monitor.core.extract.dom import Node, Tree, found_by
from monitor.core.extract.stylesheet import PAPER, StyleRule, Value, color, declarations

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
_Color = tuple[float, float, float, float]


def by_attributes(node: Node) -> str:
    """What an element's attributes say of its colours, as declarations.

    >>> from monitor.core.extract.dom import parse
    >>> by_attributes(parse("<body bgcolor=FFFFFF>").body)
    'background-color:#FFFFFF;'
    """
    attributes, tag = node.attributes, node.tag
    ink = attributes.get("color") if tag == "font" else None
    found = [(name, value) for name, value in (("color", ink), ("background-color", attributes.get("bgcolor"))) if value]
    stated = "".join(f"{name}:{'#' if _HEX.fullmatch(value) else ''}{value};" for name, value in found if ";" not in value)
    return f"{stated}background-image:url(x);" if attributes.get("background") else stated


class Ink:
    """Compares the colour of texts with what is behind them.

    Args:
        tree: the page.
        sheets: the rules of its own style sheets.
        styled: its elements with a style attribute, among others.
        trusted: whether the page has no other style sheets, so that what it declares is all there is.
    """

    def __init__(self, tree: Tree, sheets: Sequence[StyleRule], styled: Sequence[Node], *, trusted: bool) -> None:
        self._tree, self._trusted, self._styled = tree, trusted, styled
        self._rules = [rule for rule in sheets if "background" in rule.body and not rule.pseudo]
        self._behind: dict[int, str] | None = None
        self._known: dict[str, bool] = {}
        self._under: dict[int, _Color | None] = {}
        inline = (style for node in styled if "background" in (style := node.attributes.get("style") or ""))
        self._old = found_by(tree, _OLD_PAPER)
        texts = dict.fromkeys((*inline, *(rule.body for rule in self._rules), *map(by_attributes, self._old)))
        found = (_color_in(paper) for text in texts for paper in PAPER.findall(text))
        self._colors = {paper for paper in found if paper is not None} | {_WHITE}

    def may_be_faint(self, inks: Iterable[str]) -> bool:
        """Whether one of these colours of text stands behind text somewhere on the page, or is none."""
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
        stated = styles.get("-webkit-text-fill-color") or styles.get("color")
        ink = color(stated) if stated else None
        if ink is None:
            return None if stated or (_color_in(behind) is None and not _PICTURE.search(behind)) else False
        if _PICTURE.search(behind) or "text" in styles.get("background-clip", styles.get("-webkit-background-clip", "")):
            return False
        if ink[3] <= 0.05:
            return True
        paper = _color_in(behind)
        if paper is None and self._trusted:
            paper = self._paper(node)
        return paper is not None and _alike(ink, paper)

    def papers(self) -> Mapping[int, str]:
        """What is declared to be behind each element that has a background of its own."""
        if self._behind is None:
            self._behind = {node.mem_id: _background(declarations(by_attributes(node))) for node in self._old[:MOST_PAPERS]}
            left = MOST_PAPERS
            for rule in self._rules:
                matched = found_by(self._tree, rule.selector) if left > 0 else []
                behind = _background(declarations(rule.body)) if matched else ""
                self._behind.update((node.mem_id, behind) for node in matched[:left])
                left -= len(matched) + 1
            for node in self._styled[:MOST_PAPERS]:
                if "background" in (style := node.attributes.get("style") or ""):
                    self._behind[node.mem_id] = _background(declarations(style))
        return self._behind

    def _paper(self, node: Node) -> _Color | None:
        """The colour behind an element; None where a picture is."""
        above = node.parent
        if above is None:
            return _WHITE
        if above.mem_id not in self._under:  # many texts stand in one element
            self._under[above.mem_id] = self._paper_of(above)
        return self._under[above.mem_id]

    def _paper_of(self, above: Node | None) -> _Color | None:
        papers = self.papers()
        while above is not None:
            behind = papers.get(above.mem_id, "")
            if _PICTURE.search(behind):
                return None
            if (found := _color_in(behind)) is not None:
                return found
            above = above.parent
        return _WHITE


def _alike(one: _Color, other: _Color) -> bool:
    return all(abs(a - b) <= NEAREST for a, b in zip(one[:3], other[:3], strict=True))


def _background(declared: Mapping[str, Value]) -> str:
    return " ".join(declared[name].text for name in ("background", "background-color", "background-image") if name in declared)


def _color_in(background: str) -> _Color | None:
    """The colour among the parts of a background, if it covers what is behind it."""
    for part in _PARTS.findall(background.lower()):
        found = color(part)
        if found is not None and found[3] > 0.5:
            return found
    return None
