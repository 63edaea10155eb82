"""Colours as style sheets state them: by name, in every colour space, mixed of others (tinycss2 parses them)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import tinycss2
import tinycss2.color4

Color = tuple[float, float, float, float]
"""Red, green, blue and opacity, each 0 to 1."""
# From light as it is measured to red, green and blue, for both white points that the spaces of CSS refer to.
_TO_RGB = {
    "xyz-d65": ((3.2409699, -1.5373832, -0.4986108), (-0.9692436, 1.8759675, 0.0415551), (0.0556301, -0.2039770, 1.0569715)),
    "xyz-d50": ((3.1341359, -1.6173863, -0.4906620), (-0.9787954, 1.9162543, 0.0334427), (0.0719550, -0.2289768, 1.4053860)),
}
_WHITE_POINT = {"lab": "xyz-d50", "lch": "xyz-d50", "oklab": "xyz-d65", "oklch": "xyz-d65"}
# `color: Canvas` is the colour of the page itself.
_OF_THE_SYSTEM = {
    **dict.fromkeys(("canvas", "field", "window", "infobackground", "menu"), (1.0, 1.0, 1.0, 1.0)),
    **dict.fromkeys(("canvastext", "fieldtext", "windowtext", "buttontext", "menutext", "infotext"), (0.0, 0.0, 0.0, 1.0)),
    "linktext": (0.0, 0.0, 0.93, 1.0),
}
DEEPEST_MIX = 4
"""Colours that may be nested."""
_MADE_OF_OTHERS = frozenset(("color-mix", "light-dark", "rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch"))
_CHANNELS = re.compile(r"^[a-z](?: [a-z]){2}$")


@lru_cache(maxsize=2048)
def color(text: str) -> Color | None:
    """The colour that a value states; None for what is no colour of its own (inherit, var(…), currentcolor) or is computed.

    >>> color("oklch(1 0 0)") == color("#fff") == color("color-mix(in srgb, black 0%, white)")
    True
    """
    token = tinycss2.parse_one_component_value(text, skip_comments=True)
    return _color(token, DEEPEST_MIX)


def _color(token: Any, left: int) -> Color | None:
    if token.type == "ident" and token.lower_value in _OF_THE_SYSTEM:
        return _OF_THE_SYSTEM[token.lower_value]
    if token.type == "function" and token.lower_name in _MADE_OF_OTHERS and left > 0 and (made := _made_of_others(token, left)):
        return made
    try:
        found = tinycss2.color4.parse_color(token)
        if not isinstance(found, tinycss2.color4.Color):
            return None
        return _in_rgb(found)
    except (ValueError, TypeError, IndexError, NotImplementedError, AttributeError, OverflowError):
        return None


def _in_rgb(found: Any) -> Color | None:
    point = _WHITE_POINT.get(found.space)
    if point is None and found.space.startswith(("srgb", "hsl", "hwb")) and found.space != "srgb-linear":
        red, green, blue = found.to("srgb").coordinates
    elif point is None:  # display-p3 and wider ones: what is white or black there is so here
        red, green, blue = (channel or 0.0 for channel in found.coordinates)
    else:
        x, y, z = found.to(point).coordinates
        red, green, blue = (_shown(a * x + b * y + c * z) for a, b, c in _TO_RGB[point])
    return _within(red), _within(green), _within(blue), _within(found.alpha)


def _shown(light: float) -> float:
    """An amount of light as screens are told of it."""
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def _within(channel: float) -> float:
    return round(min(1.0, max(0.0, channel)), 4)


def _made_of_others(token: Any, left: int) -> Color | None:
    parts = _parts(token.arguments)
    if token.lower_name == "light-dark":  # the reader's screen is light
        return _color(parts[0][0], left - 1) if len(parts) == 2 and parts[0] else None
    if token.lower_name == "color-mix":
        return _mixed(parts, left) if len(parts) == 3 else None
    words = parts[0] if len(parts) == 1 else []
    if len(words) >= 5 and getattr(words[0], "lower_value", "") == "from":
        return _changed(words, left)
    return None


def _parts(tokens: Sequence[Any]) -> list[list[Any]]:
    """The arguments of a function, without blanks, cut at their commas."""
    parts: list[list[Any]] = [[]]
    for one in tokens:
        if one == ",":
            parts.append([])
        elif one.type not in ("whitespace", "comment"):
            parts[-1].append(one)
    return parts


def _mixed(parts: Sequence[Sequence[Any]], left: int) -> Color | None:
    """Two colours mixed. Which space they are mixed in matters little: two whites make a white in each of them."""
    shares: list[float | None] = []
    colors: list[Color] = []
    for part in parts[1:]:
        share = [token.value / 100 for token in part if token.type == "percentage"]
        found = [one for token in part if token.type != "percentage" and (one := _color(token, left - 1)) is not None]
        if len(found) != 1:
            return None
        shares.append(share[0] if share else None)
        colors.append(found[0])
    first, second = shares
    first = (0.5 if second is None else 1 - second) if first is None else first
    second = 1 - first if second is None else second
    total = first + second
    if total <= 0:
        return None
    one, other = colors
    # Of a transparent colour only the opacity is mixed.
    alpha = (one[3] * first + other[3] * second) / total
    weights = (first * one[3], second * other[3])
    whole = sum(weights) or 1.0
    red, green, blue = ((a * weights[0] + b * weights[1]) / whole for a, b in zip(one[:3], other[:3], strict=True))
    return _within(red), _within(green), _within(blue), _within(alpha * min(1.0, total))


def _changed(words: Sequence[Any], left: int) -> Color | None:
    """`rgb(from black r g b / 0)`: another colour, as far as only its opacity differs."""
    base = _color(words[1], left - 1)
    rest = " ".join(tinycss2.serialize([token]).strip().lower() for token in words[2:])
    channels, _, opacity = rest.partition(" / ")
    if base is None or not _CHANNELS.match(channels):
        return None
    if not opacity:
        return base
    number = words[-1]
    if number.type not in ("number", "percentage"):
        return None
    return (*base[:3], _within(number.value / (100 if number.type == "percentage" else 1)))
