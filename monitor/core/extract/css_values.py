"""Values of style sheets in one form: escapes undone, sums worked out, shorthands taken apart, what browsers refuse dropped (tinycss2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

PIXELS = {
    **dict.fromkeys(("em", "rem", "pc"), 16.0),
    **dict.fromkeys(("vh", "vmin", "ch", "ex", "svh", "lvh", "dvh"), 8.0),
    **dict.fromkeys(("vw", "vmax", "svw", "lvw", "dvw"), 12.8),
    "px": 1.0,
    "pt": 1.33,
    "in": 96.0,
    "cm": 38.0,
    "mm": 3.8,
}
"""Of one of each unit, on an ordinary screen."""
_ANGLES = {"deg": 1.0, "turn": 360.0, "rad": 57.29578, "grad": 0.9}
_MATH = frozenset(("calc", "min", "max", "clamp"))
DEEPEST_SUM = 8
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|([^\n]))")
# A property that has another name: with a browser's prefix, or by the direction of writing, which is from left to right here.
_SAME = {
    "-webkit-clip-path": "clip-path", "-webkit-mask": "mask", "-webkit-mask-image": "mask-image", "-webkit-mask-size": "mask-size",
    "-webkit-transform": "transform", "-webkit-filter": "filter", "-webkit-opacity": "opacity", "-webkit-animation": "animation",
    "inline-size": "width", "max-inline-size": "max-width", "block-size": "height", "max-block-size": "max-height",
    "min-block-size": "min-height", "inset-inline-start": "left", "inset-inline-end": "right", "inset-block-start": "top",
    "inset-block-end": "bottom", "margin-inline-start": "margin-left", "margin-inline-end": "margin-right",
    "margin-block-start": "margin-top", "overflow-inline": "overflow-x", "overflow-block": "overflow-y",
    "padding-block-end": "padding-bottom", "-webkit-background-clip": "background-clip",
}  # fmt: skip
_SIDES = ("top", "right", "bottom", "left")
# Browsers drop a declaration that they do not understand, `display:-ms-grid`, and keep the one before it.
_DISPLAYS = frozenset((
    "none", "block", "inline", "inline-block", "flex", "inline-flex", "grid", "inline-grid", "table", "inline-table", "table-row",
    "table-cell", "table-row-group", "table-caption", "table-column", "table-column-group", "table-header-group", "table-footer-group",
    "contents", "flow", "flow-root", "list-item", "ruby", "ruby-base", "ruby-text", "math", "-webkit-box", "-webkit-inline-box",
    "-webkit-flex", "-webkit-inline-flex", "inherit", "initial", "unset", "revert", "revert-layer",
))  # fmt: skip
_WORDS_OF = {
    "display": _DISPLAYS,
    "visibility": frozenset(("visible", "hidden", "collapse", "inherit", "initial", "unset", "revert", "revert-layer")),
}
_OPACITY = re.compile(r"[+-]?\d*\.?\d+%?|[a-z-]+\(.*\)|inherit|initial|unset|revert(?:-layer)?")


def unescaped(text: str) -> str:
    r"""A piece of a style sheet without its escapes, so that words can be looked for in it.

    >>> unescaped(r"dis\70 lay:n\6f ne")
    'display:none'
    """
    return _ESCAPE.sub(_letter, text) if "\\" in text else text


def _letter(found: re.Match[str]) -> str:
    if found[2]:
        return found[2]
    number = int(found[1], 16)
    # An escaped sign is none of the sheet's own: "\3b" is no end of a declaration.
    return chr(number) if 0x30 <= number < 0xD800 and chr(number) not in ";:{}" else " "


def declared(name: str, tokens: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """What a declaration says, as (property, value) in lower case; nothing if browsers refuse it.

    Args:
        name: the property, in lower case.
        tokens: the value as parsed.
    """
    name = _SAME.get(name, name)
    value = written(tokens)
    yield from expanded(name, value) if name[:2] != "--" else ((name, value),)


def expanded(name: str, value: str) -> Iterator[tuple[str, str]]:
    """A property with its value, a shorthand for four sides as four."""
    if "var(" not in value and not _is_understood(name, value):
        return
    yield name, value
    if name not in ("margin", "inset") or "(" in value:
        return
    sides = value.split()
    if 1 <= len(sides) <= 4:
        of = {0: 0, 1: 1 if len(sides) > 1 else 0, 2: 2 if len(sides) > 2 else 0, 3: 3 if len(sides) > 3 else 1 if len(sides) > 1 else 0}
        for place, side in enumerate(_SIDES):
            yield (side if name == "inset" else f"margin-{side}"), sides[of[place]]


def _is_understood(name: str, value: str) -> bool:
    words = _WORDS_OF.get(name)
    if words is not None:
        parts = value.split()
        return all(part in words for part in parts) and (len(parts) == 1 or (name == "display" and "none" not in parts and len(parts) < 4))
    return name != "opacity" or _OPACITY.fullmatch(value) is not None


def written(tokens: Sequence[Any]) -> str:
    """Tokens as text: without comments and escapes, in lower case, with sums worked out that need no more than the sheet."""
    return " ".join("".join(map(_token, tokens)).split())


def _token(token: Any) -> str:
    kind = token.type
    if kind == "function":
        worked = worked_out(token) if token.lower_name in _MATH else None
        return f"{token.lower_name}({written(token.arguments)})" if worked is None else worked
    if kind in ("number", "dimension", "percentage"):
        return f"{token.value:.6g}{'%' if kind == 'percentage' else token.lower_unit if kind == 'dimension' else ''}"
    if kind == "ident":  # names of custom properties are told apart by capitals
        return str(token.value if token.value[:2] == "--" else token.lower_value)
    if kind in ("comment", "whitespace"):
        return "" if kind == "comment" else " "
    return str(token.serialize()).lower()


# --- sums: (number or pixels, share of something in percent, whether it is a length) -----------------------------------------------

_Sum = tuple[float, float, bool]


def worked_out(token: Any) -> str | None:
    """`calc(-100vw - 20px)` in pixels; None where the answer depends on the size of other elements.

    What is moved out by a length and by a share of something, too, is moved out by that length at least.
    """
    found = _worked(token, DEEPEST_SUM)
    if found is None:
        return None
    amount, share, is_length = found
    if share and (amount >= 0 or share > 0):
        return f"{share:.6g}%" if not amount else None
    return f"{amount:.6g}{'px' if is_length else ''}"


def _worked(token: Any, left: int) -> _Sum | None:
    kind = token.type
    if kind in ("number", "percentage"):
        return (token.value, 0.0, False) if kind == "number" else (0.0, token.value, True)
    if kind == "dimension":
        if token.lower_unit in _ANGLES:
            return token.value * _ANGLES[token.lower_unit], 0.0, False
        return (token.value * PIXELS[token.lower_unit], 0.0, True) if token.lower_unit in PIXELS else None
    if left > 0 and kind == "() block":
        return _sum(token.content, left - 1)
    if left <= 0 or kind != "function" or token.lower_name not in _MATH:
        return None
    parts: list[list[Any]] = [[]]
    for one in token.arguments:
        if one == ",":
            parts.append([])
        else:
            parts[-1].append(one)
    return _chosen(token.lower_name, [_sum(part, left - 1) for part in parts])


def _chosen(name: str, sums: Sequence[_Sum | None]) -> _Sum | None:
    known = [one for one in sums if one is not None and not one[1]]
    if name == "calc" and len(sums) == 1:
        return sums[0]
    if len(known) < len(sums) or not known:
        return None
    if name == "clamp":
        return max(known[0], min(known[1], known[2])) if len(known) == 3 else None
    return {"min": min, "max": max}[name](known) if name != "calc" else None


def _sum(tokens: Sequence[Any], left: int) -> _Sum | None:
    """A sum of products; division is by numbers alone."""
    total: _Sum = (0.0, 0.0, False)
    sign, product, operator = 1.0, None, "*"
    for token in tokens:
        if token.type in ("whitespace", "comment"):
            continue
        if token.type == "literal" and token.value in ("+", "-"):
            if product is None:
                return None
            total, sign, product, operator = _added(total, product, sign), (1.0 if token.value == "+" else -1.0), None, "*"
        elif token.type == "literal" and token.value in ("*", "/"):
            operator = token.value
        else:
            one = _worked(token, left)
            if one is None:
                return None
            product = one if product is None else _multiplied(product, one, operator)
            if product is None:
                return None
    return _added(total, product, sign) if product is not None else None


def _added(total: _Sum, one: _Sum, sign: float) -> _Sum:
    return total[0] + sign * one[0], total[1] + sign * one[1], total[2] or one[2]


def _multiplied(one: _Sum, other: _Sum, operator: str) -> _Sum | None:
    if one[2] and other[2]:
        return None
    if operator == "/":
        return (one[0] / other[0], one[1] / other[0], one[2]) if not other[2] and other[0] else None
    if other[2]:
        one, other = other, one
    return one[0] * other[0], one[1] * other[0], one[2]
