"""The HTML parser (lexbor, through selectolax): the only file that knows which one it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

Tree = LexborHTMLParser
Node = LexborNode
"""An element or a text; the walk uses first_child, next, tag, attributes and text_content of it."""


class SelectorError(Exception):
    """An invalid CSS selector, or one that matches nothing; the message is one sentence for the user."""


MANY_TAGS, DEEPEST = 16_000, 1_000
"""The parser's time grows with the square of the depth (50,000 nested elements: 30 s); real pages nest less than a hundred deep."""
_NESTING = re.compile(
    r"<(/?)(?:div|span|section|article|main|nav|aside|header|footer|ul|ol|dl|table|blockquote|center|font|b|i|em|strong|u|details|fieldset|figure|[a-z]+-[a-z-]+)"
    r"(?=[\s>/])[^>]*>",
    re.IGNORECASE,
)


def shallow(html: str) -> str:
    """Replace elements nested deeper than DEEPEST with plain paragraphs."""
    depth = 0

    def level(tag: re.Match[str]) -> str:
        nonlocal depth
        depth = max(0, depth - 1) if tag[1] else depth + 1
        return tag[0] if depth + bool(tag[1]) <= DEEPEST else "<p>"

    return _NESTING.sub(level, html)


MOST_ATTRIBUTES = 2_000
"""Of one tag; the parser compares each with all the others (100,000: half a minute)."""
_LONG_TAG, _MANY_QUOTES = 8_000, 80_000
_OPENS = re.compile(r"<[a-zA-Z]")
_TAG = re.compile(r"""<[a-z](?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?)*+>?""", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""[^\s=>/]+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?""")


def slender(html: str) -> str:
    """Drop the attributes of a tag beyond the first MOST_ATTRIBUTES.

    Only what could be such a tag is looked at: much text between two ">", or so many quotes that the ">" of a tag may hide in them.
    """
    if html.count('"') + html.count("'") >= _MANY_QUOTES:
        return _TAG.sub(_cut, html)
    parts, done = [], 0
    for start, end in _long_stretches(html):
        if _OPENS.search(html, start, end):
            parts += [html[done:start], _TAG.sub(_cut, html[start:end])]
            done = end
    return "".join([*parts, html[done:]]) if parts else html


def _long_stretches(html: str) -> Iterator[tuple[int, int]]:
    """Where at least _LONG_TAG characters stand without a ">": found by looking back from that far ahead, so that most are passed over."""
    start = 0
    while start + _LONG_TAG <= len(html):
        closed = html.rfind(">", start, start + _LONG_TAG)
        if closed < 0:
            closed = html.find(">", start + _LONG_TAG)
            closed = len(html) if closed < 0 else closed
            yield start, min(closed + 1, len(html))
        start = closed + 1


def _cut(tag: re.Match[str]) -> str:
    """The tag's first attributes. What ends it stays: where a script or a comment was taken for a tag, that is its closing tag."""
    found = tag[0]
    if len(found) < _LONG_TAG:
        return found
    for number, attribute in enumerate(_ATTRIBUTE.finditer(found)):
        if number == MOST_ATTRIBUTES:
            end = max(found.rfind("</"), found.rfind("--"))
            return found[: attribute.start()] + (">" + found[end:][:100] if end > attribute.end() else ">")
    return found


def parse(html: str) -> LexborHTMLParser | None:
    """The tree of a page, or None when the parser finds no document in it."""
    try:
        html = slender(html)
        return LexborHTMLParser(shallow(html) if html.count("<") > MANY_TAGS else html)
    except (SelectolaxError, ValueError, RuntimeError):
        return None


def _matches(tree: LexborHTMLParser, css: str) -> list[Node]:
    try:
        return list(tree.css(css))
    except (SelectolaxError, ValueError, RuntimeError):
        raise SelectorError(f"The selector {css!r} is not valid CSS; correct it in the configuration.") from None


def check_selector(css: str) -> None:
    """Tries a selector of the configuration, without a page.

    Raises:
        SelectorError: it is not valid CSS.
    """
    _matches(LexborHTMLParser("<p></p>"), css)


def found_by(tree: LexborHTMLParser, css: str) -> list[Node]:
    """The elements that a selector of the page's own style sheet matches; none when the parser does not know it."""
    try:
        return list(tree.css(css))
    except (SelectolaxError, ValueError, RuntimeError):
        return []


def matches(node: Node, css: str) -> bool:
    """Whether a selector of the page's own style sheet names an element; not if the parser does not know it."""
    try:
        return bool(node.css_matches(css))
    except (SelectolaxError, ValueError, RuntimeError):
        return False


def beginning(node: Node, most: int) -> str:
    """The first words in an element; elements that are nested would otherwise be read once for each."""
    parts, size = [], 0
    for part in node.traverse(include_text=True):
        if part.is_text_node:
            text = part.text_content or ""
            parts.append(text)
            size += len(text)
            if size > most:
                break
    return " ".join("".join(parts)[:most].split())


def remove_matching(tree: LexborHTMLParser, selectors: Sequence[str]) -> list[str]:
    """Takes what the selectors match out of the tree.

    Returns:
        One sentence for each selector that matched nothing.
    """
    notes = []
    for css in selectors:
        found = _matches(tree, css)
        if not found:
            notes.append(f"The `remove` selector {css!r} matches nothing on this page.")
        for node in _outermost(found):
            node.decompose()
    return notes


def select_matching(tree: LexborHTMLParser, selectors: Sequence[str]) -> list[Node]:
    """The outermost elements that the selectors match: selector by selector, each in document order.

    Raises:
        SelectorError: when one is no CSS or matches nothing.
    """
    chosen: list[Node] = []
    for css in selectors:
        found = _matches(tree, css)
        if not found:
            raise SelectorError(f"The `select` selector {css!r} no longer matches anything on this page; correct or remove it.")
        chosen += found
    return _outermost(chosen)


def _outermost(nodes: list[Node]) -> list[Node]:
    """Those of the nodes that are in none of the others, each once."""
    chosen = {node.mem_id for node in nodes}
    kept, seen = [], set()
    for node in nodes:
        above = node.parent
        while above is not None and above.mem_id not in chosen:
            above = above.parent
        if above is None and node.mem_id not in seen:
            seen.add(node.mem_id)
            kept.append(node)
    return kept


Attributes = Mapping[str, str | None]

SKIPPED = frozenset((
    "script",
    "style", "template", "iframe", "embed", "canvas", "audio", "video", "head", "datalist", "meta", "link", "title", "area",
    "source", "progress", "meter", "rp", "noframes", "noembed", "frameset", "portal", "param", "track", "defs", "symbol", "desc",
    "metadata", "clipPath", "mask", "pattern", "marker", "annotation", "annotation-xml",
))  # fmt: skip
"""What browsers don't draw, or not as text."""
REGIONS = frozenset((
    "div", "section", "article", "main", "header", "footer", "nav", "aside", "menu", "form", "figure", "details", "dialog",
    "center", "fieldset", "hgroup", "search", "body", "dl", "dd", "noscript", "object", "foreignObject",
))  # fmt: skip
BLOCKS = frozenset((
    "p", "dt", "blockquote", "hr", "address", "summary", "figcaption", "legend", "caption", "tbody", "thead", "tfoot", "html",
    "text",
))  # fmt: skip
# Looked through without a look at their attributes, unless a style says something about one: they are many.
BARE = frozenset((
    "strong", "em", "b", "u", "small", "sup", "sub", "font", "tt", "big", "q", "cite", "mark", "ins", "tbody", "thead", "tfoot",
))  # fmt: skip
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LEVELS = frozenset("123456")
CUSTOM = re.compile(r"(?:^|-)(?:nav|navigation|navbar|header|footer|menu|cookie|cookies|banner|consent|modal|sidebar|breadcrumbs?)(?:-|$)")
FOR_READERS = re.compile(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-?reader(?:-text|-only|s-only)?|a11y-hidden|assistive-text)(?:$|\s)",
    re.IGNORECASE,
)
