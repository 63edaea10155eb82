"""What the declared properties of one element make of its text: gone, invisible, struck out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from monitor.core.extract.css_values import PIXELS

FAR = 500
"""Pixels to the left of or above the page from which text can't be seen; "-9999px" is what people write."""
_LENGTH = re.compile(r"([+-]?\d*\.?\d+(?:e[+-]?\d+)?)([a-z]+|%)?")
# Words for screen readers alone: "position:absolute; clip:rect(0 0 0 0); height:1px; width:1px; overflow:hidden".
_NO_CLIP = re.compile(r"rect\(\s*(0|1px|0px)[\s,]+(0|1px|0px)[\s,]+(0|1px|0px)[\s,]+(0|1px|0px)\s*\)")
# The same by newer means: "clip-path: inset(50%)", "circle(0)", "rect(0 0 0 0)", a path that goes nowhere.
_NO_SHAPE = re.compile(
    r"inset\(\s*(?:[5-9]\d|100)%|inset\(\s*[5-9]\d\dpx|circle\(\s*0|ellipse\(\s*0|ellipse\(\s*\S+ 0(?:px|%)?\s*(?:\)|at)|rect\(\s*0 0 0 0|"
    r"xywh\(\s*\S+ \S+ (?:0|\S+ 0)(?:px|%)?\s*[)r]|path\([^)]*[\"']m[\d\s.,-]*z?[\"']"
)
_POLYGON = re.compile(r"polygon\(([^()]*)\)")
_INSET = re.compile(r"inset\(([^()]*)\)")
_SAME_WAY = re.compile(r"(?<![a-z0-9])([a-z0-9]{1,24}+)\(([^()]*+)\)")
_LONGEST_SHAPE = 2_000
"""Characters of a mask or a path; longer ones draw something."""
# A mask without a size: "linear-gradient(#000 0 0) 0 0/0 0".
_NO_MASK = re.compile(r"/\s*0(?:px|%)?(?: 0(?:px|%)?)?(?:$|[,\s])")
_GRADIENT = re.compile(r"gradient\(((?:[^()]|\([^()]*\))*)\)")
_CLEAR = re.compile(r"transparent\b|#0000(?:0000)?\b|rgba?\([^()]*[,/]\s*0%?\s*\)")
_DIRECTION = re.compile(r"to [a-z ]+|-?[\d.]+(?:deg|turn|rad)|circle.*|ellipse.*|at .*")
_BESIDE = re.compile(r"(?:100|1[1-9]\d|[2-9]\d\d)%")
_DISSOLVED = re.compile(r"opacity\(\s*(?:0|0?\.0\d*|[0-5]%)\s*\)|brightness\(\s*0%?\s*\) invert\(\s*(?:1|100%)?\s*\)")
_A_SCREEN_AWAY = ("-100%", "-100v", "-110%", "-120%", "-150%", "-200%")
_MOVED = re.compile(r"translate(?:x|y|3d)?\(([^)]*)\)")
# What has no height shows its text all the same, unless it also cuts off what overflows.
_HIDES_OVERFLOW = frozenset(("hidden", "clip"))
_SCROLLS = frozenset(("auto", "scroll"))


@dataclass(slots=True)
class Look:
    """How the text of an element looks. None: as that of the element around it.

    What is gone takes everything in it along; of what is unseen, tiny, faint or away, an element in it may be seen again.
    """

    gone: bool = False
    """Nothing in it can be seen, whatever the elements in it say about themselves."""
    unseen: bool | None = None
    tiny: bool | None = None
    faint: bool | None = None
    away: bool | None = None
    """Moved out of its box by an indent, which elements in it inherit."""
    struck: bool | None = None
    before: str = ""
    after: str = ""

    @property
    def plain(self) -> bool:
        """Nothing is special about it."""
        return self == _PLAIN


_PLAIN = Look()


def is_gone(styles: Mapping[str, str], *, displayed: bool, revealed: bool, inline: bool = False) -> bool:
    """Whether nothing of an element can be seen.

    Args:
        styles: its properties.
        displayed: False for what browsers hide by themselves (`hidden`, a closed dialog), unless a style shows it.
        revealed: it is faded in as the reader scrolls.
        inline: it is a part of a line, which has no size of its own, and is neither moved nor scaled.
    """
    display = styles.get("display")
    if display == "none" or (display is None and not displayed):
        return True
    if (
        styles.get("content-visibility") == "hidden"
        or styles.get("-webkit-text-security", "none") != "none"
        or styles.get("content", "").startswith("url(")
        or _DISSOLVED.search(styles.get("filter", ""))
        or any(_masks_all(styles.get(name, "")) for name in ("mask", "mask-image"))
        or styles.get("mask-size", "") in ("0", "0px", "0 0", "0px 0px")
        or (_number(styles.get("opacity")) <= 0.05 and not revealed)
    ):
        return True
    return _is_outside(styles) or _is_clipped(styles) or (not inline and _is_cut_off(styles))


@lru_cache(maxsize=512)
def _masks_all(mask: str) -> bool:
    """Whether a mask lets nothing through: it has no size, or consists of transparent colours."""
    if not mask or mask == "none" or len(mask) > _LONGEST_SHAPE:
        return False
    if _NO_MASK.search(mask):
        return True
    stops = [part.strip() for inner in _GRADIENT.findall(mask) for part in re.split(r",(?![^()]*\))", inner)]
    colors = [stop for stop in stops if not _DIRECTION.fullmatch(stop)]
    return bool(colors) and "url(" not in mask and all(_CLEAR.match(stop) for stop in colors)


def _is_outside(styles: Mapping[str, str]) -> bool:
    position = styles.get("position", "static")
    if position in ("absolute", "fixed", "relative"):
        off = -FAR if position != "relative" else -999
        if any(_is_beyond(styles.get(side), off) for side in ("left", "top", "right", "bottom", "inset")):
            return True
        if position != "relative" and any(styles.get(side, "").startswith(_A_SCREEN_AWAY) for side in ("left", "top")):
            return True
        if position == "fixed" and any(_is_off_screen(styles.get(side, "")) for side in ("left", "top", "right", "bottom")):
            return True
    if any(_is_beyond(styles.get(name), -999) for name in ("margin-left", "margin-top")):
        return True
    if "transform" not in styles and "translate" not in styles:
        return False
    moved = [*_MOVED.findall(styles.get("transform", "")), styles.get("translate", "")]
    return any(_pixels(part) <= -999 for one in moved for part in re.split(r"[,\s]+", one) if part)


def _is_off_screen(length: str) -> bool:
    """Of what stays where it is while the reader scrolls."""
    return length.startswith(_A_SCREEN_AWAY) or _pixels(length) >= 5000


def _is_beyond(length: str | None, limit: float) -> bool:
    return length is not None and length[:1] == "-" and _pixels(length) <= limit


def _is_clipped(styles: Mapping[str, str]) -> bool:
    if styles.get("position") in ("absolute", "fixed") and _NO_CLIP.search(styles.get("clip", "")):
        return True
    shape = styles.get("clip-path")
    return (
        shape is not None
        and len(shape) <= _LONGEST_SHAPE
        and (_NO_SHAPE.search(shape) is not None or _is_cut_away(shape) or _is_flat(shape))
    )


def _is_cut_off(styles: Mapping[str, str]) -> bool:
    """Whether a box has no area in which its text could be seen."""
    if is_scaled_away(styles) or 0 < _number(styles.get("zoom")) <= 0.09:  # browsers take a zoom of nothing for none
        return True
    if styles.get("contain") in ("strict", "size paint", "paint size") and "height" not in styles and "min-height" not in styles:
        return True
    overflow = {part for name in ("overflow", "overflow-x", "overflow-y") for part in styles.get(name, "").split()}
    if overflow & _HIDES_OVERFLOW:
        return _has_no_size(styles, most=1) or _is_moved_out(styles)
    return bool(overflow & _SCROLLS) and _has_no_size(styles, most=0)


def _is_moved_out(styles: Mapping[str, str]) -> bool:
    """Whether text is outside of a box that shows nothing outside."""
    # Words beside a box: "text-indent:100%; white-space:nowrap".
    indent = styles.get("text-indent", "")
    if (_BESIDE.match(indent) and styles.get("white-space") == "nowrap") or _pixels(indent) >= 2000:
        return True
    if styles.get("grid-template-rows") in ("0", "0fr", "0px"):
        return True
    line = _LENGTH.fullmatch(styles.get("line-height", ""))
    return line is not None and float(line[1]) == 0 and "height" not in styles and "min-height" not in styles


def _has_no_size(styles: Mapping[str, str], most: int) -> bool:
    """Whether a box is hardly larger than nothing; a height in percent is one of something that is not known."""
    for side in ("height", "width"):
        sizes = [styles.get(name, "") for name in (side, f"max-{side}")]
        none = any(
            size and (size[0].isdigit() or size[0] == ".") and not (size[-1] == "%" and side == "height") and _pixels(size) <= most
            for size in sizes
        )
        held_open = _pixels(styles.get(f"min-{side}", "")) > 8 or (side == "height" and _pixels(styles.get("padding-bottom", "")) > 8)
        if none and not held_open:
            return True
    return False


def is_scaled_away(styles: Mapping[str, str]) -> bool:
    """Whether a transformation leaves no area: "scale(0)", "scaleX(0)", "rotateY(90deg)"; "scale(0.5)" is small and can be read."""
    size = styles.get("scale", "none").split()
    if size != ["none"] and any(abs(_number(part)) <= 0.02 for part in size[:2] if _LENGTH.fullmatch(part)):
        return True
    turned = styles.get("rotate", "")
    if turned[:2] in ("x ", "y ") and _is_right_angle(turned[2:]):
        return True
    transform = styles.get("transform", "")
    if "rotatey(180deg)" in transform and styles.get("backface-visibility") == "hidden":
        return True
    return any(_flattens(name, [part.strip() for part in inner.split(",")]) for name, inner in _SAME_WAY.findall(transform))


def _flattens(name: str, parts: Sequence[str]) -> bool:
    if name.startswith("scale") and name != "scalez":
        return any(abs(_number(part)) <= 0.02 for part in parts[:2])
    if name in ("rotatex", "rotatey", "skewx", "skewy", "skew"):
        return _is_right_angle(parts[0])
    if name == "rotate3d" and len(parts) == 4:
        return parts[2] in ("0", "") and _is_right_angle(parts[3])
    places = {"matrix": (0, 1, 2, 3), "matrix3d": (0, 1, 4, 5)}.get(name)
    if places is None or len(parts) <= places[3]:
        return False
    a, b, c, d = (_number(parts[place]) for place in places)
    return abs(a * d - b * c) <= 0.0004


def _is_right_angle(angle: str) -> bool:
    found = _LENGTH.fullmatch(angle)
    if found is None:
        return False
    degrees = float(found[1]) * {"turn": 360.0, "rad": 57.29578, "grad": 0.9}.get(found[2] or "deg", 1.0)
    return abs(abs(degrees) % 180 - 90) <= 0.5


@lru_cache(maxsize=512)
def _is_flat(shape: str) -> bool:
    """Whether all corners of a polygon stand on one line of the screen."""
    found = _POLYGON.search(shape)
    if found is None:
        return False
    corners = [corner.split() for corner in found[1].split(",") if corner.strip() not in ("evenodd", "nonzero")]
    if not all(len(corner) == 2 for corner in corners):
        return False
    return len({corner[0].replace("px", "").replace("0%", "0") for corner in corners}) == 1 or (
        len({corner[1].replace("px", "") for corner in corners}) == 1
    )


def _is_cut_away(shape: str) -> bool:
    """Whether the insets of a clip path leave nothing: "inset(0 100% 0 0)"."""
    found = _INSET.search(shape)
    parts = found[1].partition("round")[0].split() if found else []
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


def is_away(styles: Mapping[str, str]) -> bool | None:
    """Whether an indent moves the text out of its box; None where nothing is said."""
    value = styles.get("text-indent")
    if value is None or value in ("inherit", "unset"):
        return None
    return _is_beyond(value, -999) or (value[:1] == "-" and value.endswith("%") and _number(value) <= -1)


def is_struck(styles: Mapping[str, str]) -> bool | None:
    """Whether a line runs through the text; None where nothing is said."""
    lines = [value for name in ("text-decoration", "text-decoration-line") if (value := styles.get(name)) is not None]
    if any(_CLEAR.search(value) for value in (*lines, styles.get("text-decoration-color", ""))):  # a line that nobody sees
        return False
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
    return float(found[1]) * PIXELS.get(found[2] or "px", 1.0)
