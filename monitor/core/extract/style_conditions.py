"""Whether a rule of a style sheet applies: the conditions and the rules that are around it, answered for an ordinary screen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

SCREEN_WIDTH, SCREEN_HEIGHT = 1280, 800
"""Pixels: what media queries are answered with."""
COLUMN_WIDTH = 600
"""Pixels that an element of the document has at least: what questions about the width of a container are answered with."""
_APPLYING = frozenset(("media", "supports", "layer", "scope", "container"))
_SCOPE = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)(?:\s*to\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\))?")


def within(above: tuple[str, ...], prelude: str) -> str:
    """The selectors of a rule with those of the rules around it; "" for what does not apply on a screen."""
    outer = ""
    for one in (*above, prelude):
        if one.startswith("@"):
            name, _, query = one[1:].partition(" ")
            name, parted, rest = name.lower().partition("(")
            query = f"({rest} {query}" if parted else query  # "@media(min-width:9px)"
            if name not in _APPLYING or not _applies(name, query):
                return ""
            if name == "scope" and (scope := _SCOPE.search(query)):
                outer = f":is({scope[1]})" + (f":not(:is({scope[2]}), :is({scope[2]}) *)" if scope[2] else "")
                outer = f"{outer}, :is({scope[1]}) :not(:is({scope[2]}), :is({scope[2]}) *)" if scope[2] else outer
        elif outer:
            outer = one.replace("&", f":is({outer})") if "&" in one else f":is({outer}) :is({one})"
        else:
            outer = one
    # Declarations may be in a condition within a rule: `.x{@media screen{display:none}}`.
    return outer if not prelude.startswith("@") or any(not one.startswith("@") for one in above) else ""


def _applies(name: str, query: str) -> bool:
    if name == "media":
        return on_screen(query)
    if name == "supports":
        return is_supported(query)
    return name != "container" or _fits(query.lower())


def _fits(query: str) -> bool:
    """Whether a question about a container holds for any that the document may be in."""
    return all(_pixels(size, unit) <= COLUMN_WIDTH if side == "min" else False for side, size, unit in _LIMIT.findall(query)) and not (
        _RANGE.search(query)
    )


# What other browsers know: `@supports (-ms-ime-align:auto)` is how a page asks for one of them.
_OTHERS = re.compile(
    r"^\(?\s*(?:-(?:moz|ms|o|apple|khtml)-|-webkit-touch-callout|[\w-]+\s*:\s*-(?:moz|ms|o|apple)-|font\s*:\s*-apple)", re.IGNORECASE
)
_UNKNOWN = re.compile(r"^\(?\s*([a-z-]+)\s*:", re.IGNORECASE)
# The beginnings of the properties there are.
_BEGINNINGS = re.compile(
    r"-webkit-|--|accent|align|all|anchor|animation|appearance|aspect|backdrop|backface|background|baseline|block|border|bottom|box|break|caption|"
    r"caret|clear|clip|color|column|contain|container|content|corner|counter|cursor|cx|cy|direction|display|dominant|empty|field|fill|filter|flex|float|"
    r"flood|font|forced|gap|grid|hanging|height|hyphen|image|initial|inline|inset|interpolate|isolation|justify|left|letter|lighting|line|list|margin|"
    r"marker|mask|math|max|min|mix|object|offset|opacity|order|orphans|outline|overflow|overlay|overscroll|padding|page|paint|perspective|place|pointer|"
    r"position|print|quotes|r$|resize|reading|right|rotate|row|ruby|rx|ry|scale|scroll|shape|speak|stop|stroke|tab|table|text|timeline|top|touch|"
    r"transform|transition|translate|unicode|user|vector|vertical|view|visibility|white|widows|width|will|word|writing|x$|y$|z-|zoom",
    re.IGNORECASE,
)
_JOINT = re.compile(r"(?<!\s)\s++(and|or)\s++", re.IGNORECASE)


def is_supported(query: str, left: int = 8) -> bool:
    """Whether today's browsers know what a condition asks for.

    >>> [is_supported(one) for one in ("(display:grid)", "not (display:grid)", "(-ms-ime-align:auto)", "(frob:7) or (display:grid)")]
    [True, False, False, True]
    """
    query = query.strip()
    if left <= 0:
        return True
    if query.lower().startswith("not"):
        return not is_supported(query[3:], left - 1)
    parts, joints = [""], []
    for piece in _JOINT.split(query):
        if piece.lower() in ("and", "or") and parts[-1].count("(") <= parts[-1].count(")"):
            joints.append(piece.lower())
            parts.append("")
        else:
            parts[-1] += f" {piece}" if parts[-1] else piece
    if len(parts) > 1:
        answers = [is_supported(part, left - 1) for part in parts]
        return any(answers) if "or" in joints else all(answers)
    if query.startswith("((") or query.startswith("(not"):
        return is_supported(query[1:].removesuffix(")"), left - 1)
    named = _UNKNOWN.match(query)
    return not _OTHERS.match(query) and (named is None or _BEGINNINGS.match(named[1]) is not None)


_LAYER = re.compile(r"@layer\s+([\w.,\s-]+?)\s*[;{]")


def layers(css: str) -> list[str]:
    """The names of the layers of a style sheet, in the order in which they are named first."""
    found: dict[str, None] = {}
    for names in _LAYER.findall(css) if "@layer" in css else ():
        for name in names.split(","):
            found[name.strip()] = None
    return list(found)


def layer_of(around: Sequence[str]) -> str:
    """The name of the layer that a rule stands in; "" for none."""
    return ".".join(one[6:].strip() or "?" for one in around if one.startswith("@layer"))


def ranks(names: Sequence[str]) -> Mapping[str, int]:
    """How much rules of each layer weigh: later ones more, those in no layer most."""
    order = list(dict.fromkeys(name.partition(".")[0] for name in names))
    return {name: 2 * order.index(name.partition(".")[0]) + ("." not in name) for name in names}


_LIMIT = re.compile(r"\(\s*(min|max)-(?:device-)?width\s*:\s*(\d+(?:\.\d+)?)(px|em|rem)?\s*\)")
# "(width <= 700px)", "(400px < width < 60em)".
_RANGE = re.compile(r"\(\s*(?:(\d+(?:\.\d+)?)(px|em|rem)?\s*([<>])=?\s*)?width\s*(?:([<>])=?\s*(\d+(?:\.\d+)?)(px|em|rem)?\s*)?\)")
# Media that the ordinary reader at a screen by day does not have.
_NOT_OURS = re.compile(
    r"\bprint\b|\bspeech\b|\btty\b|\bembossed\b|prefers-color-scheme\s*:\s*dark|prefers-reduced-motion\s*:\s*reduce|prefers-contrast|"
    r"forced-colors\s*:\s*active|pointer\s*:\s*coarse|hover\s*:\s*none|orientation\s*:\s*portrait|scripting\s*:\s*none"
)


@lru_cache(maxsize=256)
def on_screen(query: str) -> bool:
    """Whether a media query holds on an ordinary screen.

    >>> [on_screen(query) for query in ("print", "screen", "(max-width: 600px)", "print, (min-width:48em)")]
    [False, True, False, True]
    """
    return any(_holds(one) for one in query.lower().split(","))


_HEIGHT = re.compile(r"\(\s*(min|max)-(?:device-)?height\s*:\s*(\d+(?:\.\d+)?)(px|em|rem)?\s*\)")
_RATIO = re.compile(r"\(\s*(min|max)-(?:device-)?aspect-ratio\s*:\s*(\d+)\s*/\s*(\d+)\s*\)")
# An ordinary screen has one dot for each pixel: "(min-resolution: 2dppx)" asks for a finer one.
_FINE = re.compile(r"min-(?:resolution\s*:\s*(?:[2-9]|1\.[3-9]|1\d\d+)|device-pixel-ratio\s*:\s*(?:[2-9]|1\.[3-9]))")
_MEDIUM = re.compile(r"\s*(?:only\s+|not\s+)?(?!not\b|only\b)([a-z-]+)")
_MEDIA = frozenset(("all", "screen", "print", "speech", "tty", "embossed"))


def _fits_screen(query: str) -> bool:
    heights = [(side, _pixels(size, unit)) for side, size, unit in _HEIGHT.findall(query)]
    shapes = [(side, SCREEN_HEIGHT * int(wide) / max(int(high), 1)) for side, wide, high in _RATIO.findall(query)]
    sizes = [*((side, size, SCREEN_HEIGHT) for side, size in heights), *((side, size, SCREEN_WIDTH) for side, size in shapes)]
    return all(size <= ours if side == "min" else size >= ours for side, size, ours in sizes)


def _holds(query: str) -> bool:
    medium = _MEDIUM.match(query)
    if medium is not None and medium[1] not in _MEDIA:  # what nobody knows is nobody's
        return query.lstrip().startswith("not ")
    holds = not _NOT_OURS.search(query) and not _FINE.search(query) and _fits_screen(query)
    for side, size, unit in _LIMIT.findall(query):
        pixels = _pixels(size, unit)
        holds = holds and (pixels <= SCREEN_WIDTH if side == "min" else pixels >= SCREEN_WIDTH)
    for first, first_unit, first_sign, sign, second, unit in _RANGE.findall(query):
        if first:
            holds = holds and (_pixels(first, first_unit) <= SCREEN_WIDTH) is (first_sign == "<")
        if second:
            holds = holds and (_pixels(second, unit) >= SCREEN_WIDTH) is (sign == "<")
    return not holds if query.lstrip().startswith("not ") else holds


def _pixels(size: str, unit: str) -> float:
    return float(size) * (16 if unit in ("em", "rem") else 1)
