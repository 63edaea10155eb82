"""Custom properties of style sheets (`--ink: #fff`), and what a value that refers to them (`var(--ink)`) comes to for an element."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from monitor.core.extract.dom import Node, Tree, found_by
from monitor.core.extract.stylesheet import StyleRule, specificity

MOST_VALUES = 8
"""Values of one name that are tried, to see whether a rule may hide something."""
MOST_SETTERS = 100
"""Rules that give one name a value."""
MOST_SET = 20_000
DEEPEST = 8
"""Names whose value refers to another name."""
LONGEST = 5_000
_SET = re.compile(r"(?:^|[;{\s])(--[\w-]+)\s*:\s*([^;{}]*)")
_USED = re.compile(r"var\(\s*(--[\w-]+)\s*")
REFERRING = frozenset((
    "display", "visibility", "opacity", "color", "-webkit-text-fill-color", "background", "background-color", "font", "font-size",
    "left", "top", "right", "bottom", "inset", "height", "max-height", "width", "max-width", "clip", "clip-path", "transform", "scale",
    "text-indent", "text-decoration", "text-decoration-line", "margin", "margin-left", "margin-top", "content", "zoom", "filter",
    "content-visibility", "mask", "mask-image", "overflow", "text-shadow", "fill",
))  # fmt: skip
"""The properties that hide or show text, and whose references are therefore looked up."""
_TELLING = re.compile(
    rf"(?:^|[;\s{{])((?:{'|'.join(sorted(REFERRING, key=len, reverse=True))})\s*:\s*)([^;{{}}]{{0,500}}?var\([^;{{}}]{{0,2000}})",
    re.IGNORECASE,
)


class CustomProperties:
    """The custom properties of one page.

    Args:
        tree: the page.
        sheets: the rules of its style sheets.
        styled: its elements with a style attribute, among others.
        initial: the values that `@property` gives to names.
        complete: whether the page has no other style sheets, which may set more names.
    """

    def __init__(
        self, tree: Tree, sheets: Sequence[StyleRule], styled: Sequence[Node], initial: Mapping[str, str], *, complete: bool
    ) -> None:
        self._tree, self._initial, self._complete = tree, initial, complete
        self._setters: dict[str, list[tuple[StyleRule, int, str]]] = {}
        self._inline: dict[str, dict[int, str]] = {}
        self._set: dict[str, dict[int, str]] = {}
        for order, rule in enumerate(sheets):
            if "--" in rule.body and not rule.pseudo:
                for name, value in _SET.findall(rule.body):
                    self._setters.setdefault(name, []).append((rule, order, value.strip()))
        for node in styled:
            style = node.attributes.get("style") or ""
            if "--" in style:
                for name, value in _SET.findall(style):
                    self._inline.setdefault(name, {})[node.mem_id] = value.strip()
        self._known: dict[str, str] = {}
        self._flat: dict[str, Sequence[str]] = {}
        self._depth = 0

    def possible(self, body: str) -> str:
        """Declarations with those added that they may come to: enough to see whether they may hide something."""
        known = self._known.get(body)
        if known is None:
            telling = islice(_TELLING.findall(body), 20)
            added = [f"{head}{value}" for head, text in telling for value in self._variants(text)]
            known = self._known[body] = f"{body};{';'.join(added)}" if added else body
        return known

    def _variants(self, text: str) -> list[str]:
        """A value with the first value of each name in it, then with the second one, and so on; not every one with every other."""
        pieces: list[tuple[str, Sequence[str]]] = []
        done = 0
        for found in islice(_USED.finditer(text), MOST_VALUES):
            if found.start() < done:
                continue
            end, fallback = _reference(text, found)
            values = self._values_of(found[1])
            pieces.append((text[done : found.start()], (*values, fallback) if fallback and "var(" not in fallback else values))
            done = end
        most = max((len(values) for _, values in pieces), default=0)
        rest = text[done:]
        return [
            "".join(f"{head}{values[place % len(values)] if values else ''}" for head, values in pieces) + rest for place in range(most)
        ]

    def _values_of(self, name: str) -> Sequence[str]:
        """The values that a name has anywhere on the page, those of the names in them put in."""
        known = self._flat.get(name)
        if known is None and self._depth >= DEEPEST:
            return ()
        if known is None:
            self._depth += 1
            self._flat[name] = ()  # a name that refers to itself has none
            stated = [value for _, _, value in self._setters.get(name, ())[:MOST_SETTERS]]
            values = dict.fromkeys((*stated, *self._inline.get(name, {}).values(), *filter(None, (self._initial.get(name),))))
            each = (self._variants(value) if "var(" in value else [value] for value in islice(values, MOST_VALUES))
            known = tuple(islice((one[:LONGEST] for found in each for one in found), MOST_VALUES))
            self._flat[name] = known
            self._depth -= 1
        return known

    def settled(self, text: str, node: Node) -> str | None:
        """A value without references, as it is for an element; None where a name has no value, "" where other sheets may give it one."""
        for _ in range(DEEPEST * 4):
            found = _USED.search(text)
            if found is None:
                return text
            end, fallback = _reference(text, found)
            value = self._value(found[1], node, DEEPEST)
            if value is None:
                value = fallback
            if value is None:
                return None if self._complete or found[1] in self._setters else ""
            text = f"{text[: found.start()]}{value}{text[end:]}"[:LONGEST]
        return None

    def of(self, node: Node) -> Mapping[str, str]:
        """The names that have a value for an element, with it."""
        names = islice(dict.fromkeys((*self._setters, *self._inline)), MOST_SETTERS)
        return {name: value for name in names if (value := self._value(name, node, DEEPEST)) is not None}

    def _value(self, name: str, node: Node, left: int) -> str | None:
        places = self._places(name)
        above: Node | None = node
        while above is not None and places:
            value = places.get(above.mem_id)
            if value is not None:
                if f"var({name}" in value.replace(" ", ""):
                    return None
                used = _USED.search(value)
                while used is not None and left > 0:  # it is worked out where it is set
                    end, fallback = _reference(value, used)
                    inner = self._value(used[1], above, left - 1)
                    inner = fallback if inner is None else inner
                    if inner is None:
                        return None
                    value = f"{value[: used.start()]}{inner}{value[end:]}"[:LONGEST]
                    used = _USED.search(value)
                return value if used is None else None
            above = above.parent
        return self._initial.get(name)

    def _places(self, name: str) -> Mapping[int, str]:
        """Which elements give a name a value of their own."""
        known = self._set.get(name)
        if known is None:
            weights: dict[int, tuple[bool, tuple[int, int, int], int]] = {}
            known = self._set[name] = {}
            left = MOST_SET
            for rule, order, stated in self._setters.get(name, ())[:MOST_SETTERS]:
                value, important = _without_important(stated)
                matched = found_by(self._tree, rule.selector) if left > 0 else []
                left -= len(matched)
                weight = (important, specificity(rule.selector), order)
                for node in matched:
                    if weights.get(node.mem_id, weight) <= weight:
                        weights[node.mem_id], known[node.mem_id] = weight, value
            for key, stated in self._inline.get(name, {}).items():
                value, important = _without_important(stated)
                if important or not weights.get(key, (False,))[0]:
                    known[key] = value
        return known


def _without_important(value: str) -> tuple[str, bool]:
    head, mark, tail = value.rpartition("!")
    return (head.strip(), True) if mark and tail.strip().lower() == "important" else (value, False)


def _reference(text: str, found: re.Match[str]) -> tuple[int, str | None]:
    """Where a reference ends, and what it is to be if the name has no value."""
    depth, place = 1, found.end()
    while place < len(text) and depth:
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        place += 1
    inner = text[found.end() : place - (depth == 0)]
    return place, inner.partition(",")[2].strip() if inner.startswith(",") else None


def initial_values(sheets: Iterable[str]) -> dict[str, str]:
    """What `@property` rules state as the values of names that nothing sets."""
    found = {}
    for css in sheets:
        for name, body in _REGISTERED.findall(css) if "@property" in css else ():
            if value := _INITIAL.search(body):
                found[name] = value[1].strip()
    return found


_REGISTERED = re.compile(r"@property\s+(--[\w-]+)\s*\{([^{}]*)\}")
_INITIAL = re.compile(r"initial-value\s*:\s*([^;}]+)")
