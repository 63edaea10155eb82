"""The page's own style sheets: rules that may hide, show, strike or write text (parsed by tinycss2, weighed by cssselect2).

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

from monitor.core.extract.css_values import declared, unescaped, written
from monitor.core.extract.style_conditions import layer_of, on_screen, within

MOST_RULES = 5_000
"""Telling rules of one style sheet that are looked at; a page that needs more hides nothing by them."""
LONGEST_BODY = 5_000
"""Characters of one rule; longer ones hold fonts and pictures."""
LONGEST_PALETTE = 60_000
"""Characters of one that gives values to names: `:root{--ink:#222;…}` of a design system."""
DEEPEST = 20
"""Blocks of one sheet that may be nested, or be left open."""

# "/* } */" would end a rule too early.
_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*+(?:\*/)?")
_BRACE = re.compile(r"[{}]")
_STRING = re.compile(r"\"(?:[^\"\\\n]|\\.){0,2000}\"|'(?:[^'\\\n]|\\.){0,2000}'")
_WORDS = (
    "none", "hidden", "collapse", "display", "visib", "opacity", "font", "decoration", "clip", "indent", "scale", "height", "width",
    "overflow", "position", "transform", "left", "top", "right", "bottom", "inset", "margin", "transl", "color", "background", "content",
    "text-shadow", "text-stroke", "mask", "zoom", "filter", "rotate", "list-style", "security", "-size", "line-h", "all:", "--", "\\",
)  # fmt: skip
"""One of these is in what is looked at: everything else neither hides nor shows text."""
HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*[:(]\s*(?:0|\.0|-|[a-z]+\()|"
    r"font(?:-size)?\s*:\s*(?:(?:calc|min|max|clamp)\(\s*)?(?:0|\.|1px)|line-through|text-decoration(?:-line)?\s*:\s*none|clip(?:-path)?\s*:|"
    r"text-indent\s*:\s*(?:-|[1-9]\d\d)|:[^;:]*-\d{3}|(?:left|top|right)\s*:\s*\d{4}|content-visibility\s*:\s*hidden|scale|rotate[xy3]|rotate\s*:|"
    r"turn\s*[);]|matrix|skew|zoom\s*:\s*(?:0?\.[01]|\d%)|mask[\w-]*\s*:[^;]*(?:transparent|#0000|/\s*0)|text-security|contain\s*:|brightness\(|"
    r"(?:^|[;\s])(?:max-)?(?:height|width|block-size|inline-size)\s*:\s*[01](?![\d.])|line-height\s*:\s*0(?![\d.])|grid-template-rows\s*:\s*0|"
    r"(?:content|list-style(?:-type)?)\s*:[^;]*?(?:[\"'](?:[^\"'\\]*[^\W\d_][^\"'\\]*[\"']|[^\"']{20})|attr|url\()",
    re.IGNORECASE,
)
"""What may take text away or add some; the other declarations matter only for elements that such a rule names."""
INK = re.compile(r"(?:^|[;\s\"'-])(?:color|fill)\s*:\s*([^;!}]+)", re.IGNORECASE)
PAPER = re.compile(r"background(?:-color)?\s*:\s*([^;!}]+)", re.IGNORECASE)
# "p::before" and, from the time before there were two colons, "p:before"; a marker is before the entry of a list.
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
    layer: str = ""
    """The cascade layer that it stands in."""
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
    if _is_too_deep(text):
        return found
    for one in tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True):
        if one.type != "declaration":
            continue
        for name, value in declared(one.lower_name if one.name[:2] != "--" else one.name, one.value):
            if not (name in found and found[name].important and not one.important):
                raw = tuple(one.value) if name in _SPOKEN else ()
                found.pop(name, None)  # a shorthand and its parts count in the order in which they stand
                found[name] = Value(value, one.important, raw)
    return found


@lru_cache(maxsize=2048)
def parsed(value: str) -> str:
    """A value in the form of `Value.text`."""
    return "" if _is_too_deep(value) else written(tinycss2.parse_component_value_list(value))


DEEPEST_BRACKETS = 40
"""Functions of a value that may be nested; a value with more hides nothing."""


def _is_too_deep(text: str) -> bool:
    if text.count("(") + text.count("[") + text.count("{") <= DEEPEST_BRACKETS:
        return False
    depth = deepest = 0
    for mark in text:
        depth += (mark in "([{") - (mark in ")]}")
        deepest = max(deepest, depth)
    return deepest > DEEPEST_BRACKETS


_IMPORTED = re.compile(r"@import\s+(?:url\()?\s*[\"']?\s*(data:text/css[^\"')]*)", re.IGNORECASE)


def imported(css: str) -> list[str]:
    """The addresses of sheets that a sheet imports, of those that are data themselves."""
    return _IMPORTED.findall(css)[:10] if "@import" in css else []


def may_hide(text: str) -> bool:
    """Whether declarations may hide text or write some."""
    return HIDING.search(_telling(text)) is not None


def _telling(text: str) -> str:
    """Declarations as they are looked through for words that matter."""
    return _COMMENT.sub("", unescaped(text)) if "\\" in text or "/*" in text else text


_SPOKEN = frozenset(("content", "list-style", "list-style-type"))


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
    css = _COMMENT.sub(" ", css) if "/*" in css else css
    if css.count("{") != css.count("}"):  # a brace in a string, `content:"}"`, opens and ends nothing
        css = _STRING.sub(lambda one: one[0].replace("{", " ").replace("}", " "), css)
    for above, prelude, body in _blocks(css):
        lower = body.lower()
        if len(body) > (LONGEST_PALETTE if "--" in body else LONGEST_BODY) or not any(word in lower for word in _WORDS):
            continue
        scoped = within(above, prelude)
        if scoped:
            layer = layer_of((*above, prelude)) if "@layer" in css else ""
            found += islice(_rules_of(scoped, body, layer), MOST_RULES)
        if len(found) >= MOST_RULES:
            break
    return tuple(found[:MOST_RULES])


def _blocks(css: str) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """(what is around it, selectors or at-rule, declarations) of each block, inner ones first."""
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
            # Of a block with blocks in it, only what is before them: "color:red; .b{…}".
            body = css[opened:at] if inner < 0 else css[opened : opened + LONGEST_BODY].partition("{")[0].rpartition(";")[0]
            if len(open_) < DEEPEST:
                yield tuple(one for one, _ in open_), prelude, body
            inner = opened
        else:  # one too many: to browsers it is a part of the next selector, which is none then
            continue
        start = brace.end()


def _rules_of(selectors: str, body: str, layer: str) -> Iterator[StyleRule]:
    if _FOREIGN.search(selectors) or (":" in selectors and _has_unknown(selectors)):  # browsers drop a rule with such a selector
        return
    selectors = understood(selectors)
    hides = may_hide(body)
    inks = inks_of(body)
    for selector in _split(selectors):
        pseudo = _PSEUDO_ELEMENT.search(selector)
        base = (selector[: pseudo.start()].strip() or "*") if pseudo else selector
        if base[-1] in ">+~":
            continue
        if _NEVER_MET.search(base):
            shown = _SWITCH.sub(":where(*)", base)
            if shown != base and not (hides or pseudo or _NEVER_MET.search(shown) or ":not(:where" in shown):
                yield StyleRule(shown, "", body, hides=False, names=_names(shown), switched=True, layer=layer)
            continue
        yield StyleRule(base, pseudo[1].lower() if pseudo else "", body, hides, _names(base), inks, layer)


_PSEUDO_CLASS = re.compile(r"(?<![:\\]):([a-z-]+)", re.IGNORECASE)
_KNOWN = frozenset((
    "active", "after", "any-link", "autofill", "before", "buffering", "checked", "closed", "current", "default", "defined", "dir",
    "disabled", "empty", "enabled", "first", "first-child", "first-letter", "first-line", "first-of-type", "focus", "focus-visible",
    "focus-within", "fullscreen", "future", "has", "has-slotted", "heading", "host", "host-context", "hover", "in-range",
    "indeterminate", "invalid", "is", "lang", "last-child", "last-of-type", "left", "link", "local-link", "modal", "not", "nth-child",
    "nth-last-child", "nth-last-of-type", "nth-of-type", "only-child", "only-of-type", "open", "optional", "out-of-range", "past",
    "paused", "picture-in-picture", "placeholder-shown", "playing", "popover-open", "read-only", "read-write", "required", "right",
    "root", "scope", "seeking", "stalled", "state", "target", "target-current", "target-within", "user-invalid", "user-valid", "valid",
    "visited", "where", "volume-locked",
))  # fmt: skip
_IN_BRACKETS = re.compile(r"\[[^\[\]]*+\]")


def _has_unknown(selectors: str) -> bool:
    """Whether a selector asks for a state that no browser knows."""
    plain = _IN_BRACKETS.sub("", selectors) if "[" in selectors else selectors
    return any(name.lower() not in _KNOWN and not name.lower().startswith("-webkit-") for name in _PSEUDO_CLASS.findall(plain))


# `.x, .y:-moz-ui-invalid{…}` counts for Firefox alone.
_FOREIGN = re.compile(r":-(?:moz|ms|o)-|}")
_LANG, _DIR = re.compile(r":lang\(\s*[\"']?([\w-]+)[\"']?\s*\)"), re.compile(r":dir\((ltr|rtl)\)")


def understood(selectors: str) -> str:
    """Selectors in words that the parser's engine knows, too.

    >>> understood("p:lang(en), q:defined")
    'p:is([lang|=en], [lang|=en] *), q'
    """
    if ":lang(" in selectors:
        selectors = _LANG.sub(r":is([lang|=\1], [lang|=\1] *)", selectors)
    if ":dir(" in selectors:
        selectors = _DIR.sub(lambda one: ("" if one[1] == "rtl" else ":not") + "([dir=rtl], [dir=rtl] *)", selectors)
        selectors = re.sub(r"(?<!not)\(\[dir=rtl\], \[dir=rtl\] \*\)", ":is([dir=rtl], [dir=rtl] *)", selectors)
    return selectors.replace(":defined", "") if ":defined" in selectors and ":not(:defined" not in selectors else selectors


def inks_of(body: str) -> tuple[str, ...]:
    """The colours that declarations give to text."""
    if "olor" not in body.lower() and "fill" not in body:
        return ()
    return tuple(one.strip().lower() for one in INK.findall(_telling(body)))


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


def content(value: Value, attributes: Mapping[str, str | None]) -> str:
    """The words that a `content` declaration writes for an element with these attributes."""
    words = []
    for token in value.raw:
        if token.type == "literal" and token.value == "/":  # what follows is for screen readers
            break
        if token.type == "string":
            words.append(token.value)
        elif token.type == "function" and token.lower_name == "attr" and token.arguments:
            name = getattr(token.arguments[0], "value", "")
            words.append(attributes.get(str(name).lower()) or "")
    # Of numbers that a counter writes, `counter(item) ". "`, the mark alone says nothing.
    return "".join(words) if any(map(str.isalnum, "".join(words))) or len(words) == len(value.raw) else ""
