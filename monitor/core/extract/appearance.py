"""What the declared properties of one element make of its text: gone, invisible, struck out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

FAR = 500
"""Pixels to the left of or above the page from which text can't be seen; "-9999px" is what people write."""
_LENGTH = re.compile(r"(-?\d*\.?\d+)(px|em|rem|pt|vw|vh|vmin|vmax|ch|ex|in|cm|mm|pc|%)?")
_PIXELS = {
    **dict.fromkeys(("em", "rem", "pc"), 16.0),
    **dict.fromkeys(("vh", "vmin", "ch", "ex"), 8.0),
    **dict.fromkeys(("vw", "vmax"), 12.8),
    "pt": 1.33,
    "in": 96.0,
    "cm": 38.0,
    "mm": 3.8,
}
# Words for screen readers alone: "position:absolute; clip:rect(0 0 0 0); height:1px; width:1px; overflow:hidden".
_NO_CLIP = re.compile(r"rect\(\s*(0|1px|0px)[\s,]+(0|1px|0px)[\s,]+(0|1px|0px)[\s,]+(0|1px|0px)\s*\)")
# The same by newer means: "clip-path: inset(50%)", "circle(0)", a polygon without an area.
_NO_SHAPE = re.compile(r"inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0|polygon\(\s*0[^,]*,\s*0[^,]*,\s*0[^,)]*\)")
# "transform: scale(0)", "scaleX(0)", "scale(1, 0)"; "scale(0.5)" is small and can be read. Turned by a right angle, text has no width.
_SCALED = re.compile(
    r"scale(?:[xy3]d?)?\(\s*0(?:\.0+)?\s*[,)]|scale(?:x|y)?\(\s*[\d.]+\s*,\s*0(?:\.0+)?\s*\)|rotate[xy]\(\s*-?(?:90|270)deg|"
    r"matrix\(\s*0\s*,\s*0\s*,\s*0\s*,\s*0\s*,"
)
_INSET = re.compile(r"inset\(([^()]*)\)")
_BESIDE = re.compile(r"(?:100|1[1-9]\d|[2-9]\d\d)%")
_DISSOLVED = re.compile(r"opacity\(\s*(?:0|0?\.0\d*|[0-5]%)\s*\)")
_A_SCREEN_AWAY = ("-100%", "-100v", "-110%", "-120%", "-150%", "-200%")
_MOVED = re.compile(r"translate(?:x|y|3d)?\(([^)]*)\)")
# What has no height shows its text all the same, unless it also cuts off what overflows.
_HIDES_OVERFLOW = frozenset(("hidden", "clip"))


@dataclass(slots=True)
class Look:
    """How the text of an element looks. None: as that of the element around it."""

    gone: bool = False
    """Nothing in it can be seen, whatever the elements in it say of themselves."""
    unseen: bool | None = None
    tiny: bool | None = None
    faint: bool | None = None
    struck: bool | None = None
    before: str = ""
    after: str = ""

    @property
    def plain(self) -> bool:
        """Nothing is special about it."""
        return self == _PLAIN


_PLAIN = Look()


def is_gone(styles: Mapping[str, str], *, displayed: bool, revealed: bool) -> bool:
    """Whether nothing of an element can be seen.

    Args:
        styles: its properties.
        displayed: False for what browsers hide by themselves (`hidden`, a closed dialog), unless a style shows it.
        revealed: it is faded in as the reader scrolls.
    """
    display = styles.get("display")
    if display == "none" or (display is None and not displayed):
        return True
    if (
        styles.get("content-visibility") == "hidden"
        or _DISSOLVED.search(styles.get("filter", ""))
        or (_number(styles.get("opacity")) <= 0.05 and not revealed)
    ):
        return True
    return _is_outside(styles) or _is_cut_off(styles)


def _is_outside(styles: Mapping[str, str]) -> bool:
    position = styles.get("position", "static")
    if position in ("absolute", "fixed", "relative"):
        off = -FAR if position != "relative" else -999
        if any(_is_beyond(styles.get(side), off) for side in ("left", "top", "right", "bottom", "inset")):
            return True
        if position == "fixed" and any(styles.get(side, "").startswith(_A_SCREEN_AWAY) for side in ("left", "top", "right", "bottom")):
            return True
    if any(_is_beyond(styles.get(name), -999) for name in ("text-indent", "margin-left", "margin-top", "margin")):
        return True
    if "transform" not in styles and "translate" not in styles:
        return False
    moved = [*_MOVED.findall(styles.get("transform", "")), styles.get("translate", "")]
    return any(_pixels(part) <= -999 for one in moved for part in re.split(r"[,\s]+", one))


def _is_beyond(length: str | None, limit: float) -> bool:
    return length is not None and length[:1] == "-" and _pixels(length) <= limit


def _is_cut_off(styles: Mapping[str, str]) -> bool:
    if styles.get("position") in ("absolute", "fixed") and _NO_CLIP.search(styles.get("clip", "")):
        return True
    shape = styles.get("clip-path")
    if shape is not None and (_NO_SHAPE.search(shape) or _is_cut_away(shape)):
        return True
    if _SCALED.search(styles.get("transform", "")) or styles.get("scale") == "0":
        return True
    overflow = {styles.get(name, "") for name in ("overflow", "overflow-x", "overflow-y")}
    if not any(_HIDES_OVERFLOW.intersection(value.split()) for value in overflow):
        return False
    # Words beside a box that shows nothing beside it: "text-indent:100%; white-space:nowrap".
    if _BESIDE.match(styles.get("text-indent", "")) and styles.get("white-space") == "nowrap":
        return True
    sizes = (styles.get(name, "") for name in ("height", "max-height", "width", "max-width"))
    return any(size and size[0].isdigit() and _pixels(size) <= 1 for size in sizes)


def _is_cut_away(shape: str) -> bool:
    """Whether the insets of a clip path leave nothing: "inset(0 100% 0 0)"."""
    found = _INSET.search(shape)
    parts = found[1].split() if found else []
    if not parts or any(not part.endswith("%") and part.strip("0.px") for part in parts):
        return False
    sides = [_number(part) if part.endswith("%") else 0.0 for part in parts[:4]]
    top, right = sides[0], sides[1] if len(sides) > 1 else sides[0]
    bottom, left = sides[2] if len(sides) > 2 else top, sides[3] if len(sides) > 3 else right
    return top + bottom >= 1 or right + left >= 1


def is_unseen(styles: Mapping[str, str]) -> bool | None:
    """Whether visibility hides the text."""
    value = styles.get("visibility")
    return None if value in (None, "inherit", "unset", "revert") else value in ("hidden", "collapse")


def is_tiny(styles: Mapping[str, str]) -> bool | None:
    """Whether the letters are too small to be seen; relative sizes of nothing are nothing."""
    value = styles.get("font-size")
    if value is None:
        font = styles.get("font", "")
        found = re.search(r"(?:^|\s)(0(?:px|em|rem|pt|%)?)(?:/|\s)", font)
        return True if found else None
    size = _LENGTH.fullmatch(value)
    if size is None:
        return None if value in ("inherit", "smaller", "larger", "unset") or "(" in value else False
    if size[2] in ("em", "%", "ex", "ch") and float(size[1]) > 0.1:
        return None
    return _pixels(value) <= 1.5


def is_struck(styles: Mapping[str, str]) -> bool | None:
    """Whether a line runs through the text; None where nothing is said."""
    lines = [value for name in ("text-decoration", "text-decoration-line") if (value := styles.get(name)) is not None]
    return any("line-through" in value for value in lines) if lines else None


def _number(text: str | None) -> float:
    if text is None:
        return 1.0
    found = _LENGTH.fullmatch(text)
    return float(found[1]) / (100 if found[2] == "%" else 1) if found else 1.0


def _pixels(text: str) -> float:
    """A length in pixels of an ordinary screen; 0 for none (percentages too: of what is not known)."""
    found = _LENGTH.match(text)
    if found is None or found[2] == "%":
        return 0.0
    return float(found[1]) * _PIXELS.get(found[2] or "px", 1.0)
