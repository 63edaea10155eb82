"""The page's own style sheets: rules that may hide, show, strike or write text (tinycss2 and cssselect2: the only file that knows them).

Style sheets of other addresses are not read: what they hide is not known, and is not guessed from a class's name alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

import cssselect2
import tinycss2
import tinycss2.color3

MOST_RULES = 5_000
"""Telling rules of one style sheet that are looked at; a page that needs more hides nothing by them."""
LONGEST_BODY = 5_000
"""Characters of one rule; longer ones hold fonts and pictures."""
DEEPEST = 20
"""Blocks of one sheet that may stand in each other, or be left open."""
SCREEN_WIDTH = 1280
"""Pixels: what media queries are answered with."""

# "/* } */" would end a rule too early.
_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*+(?:\*/)?")
_BRACE = re.compile(r"[{}]")
_WORDS = (
    "none", "hidden", "collapse", "display", "visib", "opacity", "font", "decoration", "clip", "indent", "scale", "height", "width",
    "overflow", "position", "transform", "left", "top", "right", "bottom", "inset", "margin", "transl", "color", "background", "content",
)  # fmt: skip
"""One of these stands in what is looked at: everything else neither hides nor shows text."""
HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*[:(]\s*(?:0|\.0)|font(?:-size)?\s*:\s*(?:0|\.|1px)|line-through|"
    r"text-decoration(?:-line)?\s*:\s*none|clip(?:-path)?\s*:|text-indent\s*:\s*(?:-|[1-9]\d\d)|:[^;:]*-\d{3}|content-visibility\s*:\s*hidden|scale|rotate[xy]|matrix\(|"
    r"(?:^|[;\s])(?:max-)?(?:height|width)\s*:\s*[01](?![\d.])|content\s*:\s*(?:[\"'](?:[^\"'\\]*[^\W\d_][^\"'\\]*[\"']|[^\"']{20})|attr)",
    re.IGNORECASE,
)
"""What may take text away or add some; the other declarations matter only for elements that such a rule names."""
INK = re.compile(r"(?:^|[;\s\"'-])color\s*:\s*([^;!}]+)", re.IGNORECASE)
PAPER = re.compile(r"background(?:-color)?\s*:\s*([^;!}]+)", re.IGNORECASE)
# "p::before" and, from the time before there were two colons, "p:before"; a marker stands before the entry of a list.
_PSEUDO_ELEMENT = re.compile(r"::?(before|after|marker)\s*$", re.IGNORECASE)
_NEVER_MET = re.compile(
    r":(?:hover|focus[\w-]*|active|visited|target|checked|invalid|user-\w+|placeholder-shown|autofill)\b|::", re.IGNORECASE
)
# What a reader may switch: tabs of radio buttons, "read more" of a checkbox, a part that a link of the page leads to.
_SWITCH = re.compile(r":(?:checked|target)\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\((?:[^()]|\([^()]*+\))*+\)")
_NAMES = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")


@dataclass(frozen=True, slots=True)
class StyleRule:
    """One selector of a style sheet with what it declares."""

    selector: str
    pseudo: str
    """before | after | marker, or nothing."""
    body: str
    """Its declarations as text, which are parsed only where they count."""
    hides: bool
    names: frozenset[str]
    """The classes and ids in its selector."""
    inks: tuple[str, ...] = ()
    """The colours that it gives to text."""
    switched: bool = False
    """It holds once the reader has switched something on the page; the selector names what it then applies to."""


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a property, in lower case."""

    text: str
    important: bool
    raw: tuple[Any, ...] = ()
    """As parsed, where that is needed: of `content`."""


@lru_cache(maxsize=4096)
def declarations(text: str) -> Mapping[str, Value]:
    """The declarations of a style attribute or of a rule's body; of two of one property the one that counts."""
    found: dict[str, Value] = {}
    for one in tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True):
        if one.type == "declaration" and not (one.lower_name in found and found[one.lower_name].important and not one.important):
            raw = tuple(one.value) if one.lower_name == "content" else ()
            found[one.lower_name] = Value(tinycss2.serialize(one.value).strip().lower(), one.important, raw)
    return found


@lru_cache(maxsize=64)
def rules(css: str, media: str = "") -> tuple[StyleRule, ...]:
    """The telling rules of a style sheet that apply on a screen, in order.

    Args:
        css: the text of a style element.
        media: its `media` attribute.
    """
    if media and not on_screen(media):
        return ()
    found: list[StyleRule] = []
    if "<!--" in css or "-->" in css:  # from the time when a style sheet was hidden from browsers that knew none
        css = css.replace("<!--", " ").replace("-->", " ")
    for above, prelude, body in _blocks(_COMMENT.sub(" ", css) if "/*" in css else css):
        lower = body.lower()
        if len(body) > LONGEST_BODY or not any(word in lower for word in _WORDS):
            continue
        scoped = _within(above, prelude)
        if scoped:
            found += islice(_rules_of(scoped, body), MOST_RULES)
        if len(found) >= MOST_RULES:
            break
    return tuple(found[:MOST_RULES])


def _blocks(css: str) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """(what stands around it, selectors or at-rule, declarations) of each block, inner ones first."""
    open_: list[tuple[str, int]] = []
    start, inner = 0, -1
    css += "}" * min(css.count("{") - css.count("}"), DEEPEST)  # a sheet that ends too early is complete, as in browsers
    for brace in _BRACE.finditer(css):
        at = brace.start()
        if brace[0] == "{":
            open_.append((css[max(start, at - LONGEST_BODY) : at].rpartition(";")[2].strip(), brace.end()))
            inner = -1
        elif open_:
            prelude, opened = open_.pop()
            # Of a block with blocks in it, only what stands before them: "color:red; .b{…}".
            body = css[opened:at] if inner < 0 else css[opened : opened + LONGEST_BODY].partition("{")[0].rpartition(";")[0]
            if len(open_) < DEEPEST:
                yield tuple(one for one, _ in open_), prelude, body
            inner = opened
        start = brace.end()


def _within(above: tuple[str, ...], prelude: str) -> str:
    """The selectors of a rule with those of the rules around it; "" for what does not apply on a screen."""
    outer = ""
    for one in (*above, prelude):
        if one.startswith("@"):
            name, _, query = one[1:].partition(" ")
            if name.lower() not in ("media", "supports", "layer", "scope") or (name.lower() == "media" and not on_screen(query)):
                return ""
            if name.lower() == "supports" and query.lstrip().lower().startswith("not"):  # today's browsers know all that is asked for
                return ""
        elif outer:
            outer = one.replace("&", f":is({outer})") if "&" in one else f":is({outer}) :is({one})"
        else:
            outer = one
    return "" if prelude.startswith("@") else outer


def _rules_of(selectors: str, body: str) -> Iterator[StyleRule]:
    hides = HIDING.search(body) is not None
    inks = tuple(one.strip().lower() for one in INK.findall(body)) if "olor" in body else ()
    for selector in _split(selectors):
        pseudo = _PSEUDO_ELEMENT.search(selector)
        base = (selector[: pseudo.start()].strip() or "*") if pseudo else selector
        if base[-1] in ">+~":
            continue
        if _NEVER_MET.search(base):
            shown = _SWITCH.sub(":where(*)", base)
            if shown != base and not (hides or pseudo or _NEVER_MET.search(shown) or ":not(:where" in shown):
                yield StyleRule(shown, "", body, hides=False, names=_names(shown), switched=True)
            continue
        yield StyleRule(base, pseudo[1].lower() if pseudo else "", body, hides, _names(base), inks)


def _names(selector: str) -> frozenset[str]:
    """The classes and ids that an element must have around it or itself: those in ":is(.a, .b)" and ":not(.a)" it may lack."""
    if "\\" in selector:  # ".a\\:b" names "a:b"
        return frozenset()
    return frozenset(_NAMES.findall(_BRACKETS.sub("", selector) if "(" in selector else selector))


@lru_cache(maxsize=4096)
def specificity(selector: str) -> tuple[int, int, int]:
    """How much a selector weighs: ids, classes, elements."""
    try:
        ids, classes, elements = cssselect2.compile_selector_list(selector)[0].specificity
    except (cssselect2.SelectorError, IndexError, ValueError):
        return 0, 1, 0
    return ids, classes, elements


def _split(selectors: str) -> list[str]:
    """A selector list cut at its commas, those in brackets aside."""
    if "(" not in selectors and "[" not in selectors:
        return [one for part in selectors.split(",") if (one := part.strip())]
    parts, depth, start = [], 0, 0
    for place, mark in enumerate(selectors):
        if mark in "([":
            depth += 1
        elif mark in ")]":
            depth -= 1
        elif mark == "," and depth == 0:
            parts.append(selectors[start:place].strip())
            start = place + 1
    return [part for part in (*parts, selectors[start:].strip()) if part]


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


def _holds(query: str) -> bool:
    holds = not _NOT_OURS.search(query)
    for side, size, unit in _LIMIT.findall(query):
        pixels = _media_pixels(size, unit)
        holds = holds and (pixels <= SCREEN_WIDTH if side == "min" else pixels >= SCREEN_WIDTH)
    for first, first_unit, first_sign, sign, second, unit in _RANGE.findall(query):
        if first:
            holds = holds and (_media_pixels(first, first_unit) <= SCREEN_WIDTH) is (first_sign == "<")
        if second:
            holds = holds and (_media_pixels(second, unit) >= SCREEN_WIDTH) is (sign == "<")
    return not holds if query.lstrip().startswith("not ") else holds


def _media_pixels(size: str, unit: str) -> float:
    return float(size) * (16 if unit in ("em", "rem") else 1)


@lru_cache(maxsize=1024)
def color(text: str) -> tuple[float, float, float, float] | None:
    """Red, green, blue and opacity of a colour, each 0 to 1; None for what is no colour of its own (inherit, var(…), currentcolor)."""
    found = tinycss2.color3.parse_color(text)
    return (found.red, found.green, found.blue, found.alpha) if isinstance(found, tinycss2.color3.RGBA) else None


def content(value: Value, attributes: Mapping[str, str | None]) -> str:
    """The words that a `content` declaration writes for an element with these attributes."""
    words = []
    for token in value.raw:
        if token.type == "string":
            words.append(token.value)
        elif token.type == "function" and token.lower_name == "attr" and token.arguments:
            name = getattr(token.arguments[0], "value", "")
            words.append(attributes.get(str(name).lower()) or "")
    return "".join(words)
