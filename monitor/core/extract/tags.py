"""What the elements of HTML are to a reader of policies."""

from __future__ import annotations

import re
from collections.abc import Mapping

Attributes = Mapping[str, str | None]

SKIPPED = frozenset((
    "script",
    "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas", "audio", "video", "map", "head", "select",
    "textarea", "datalist", "math", "meta", "link", "title", "area", "source", "progress", "meter", "rp", "rt", "noframes",
    "frameset", "portal", "param", "track",
))  # fmt: skip
REGIONS = frozenset((
    "div", "section", "article", "main", "header", "footer", "nav", "aside", "menu", "form", "figure", "details", "dialog",
    "center", "fieldset", "hgroup", "search", "body", "dl", "dd",
))  # fmt: skip
BLOCKS = frozenset((
    "p", "dt", "blockquote", "hr", "address", "summary", "figcaption", "legend", "caption", "tbody", "thead", "tfoot", "html",
    "option",
))  # fmt: skip
# Looked through without a look at their attributes: they are many, and none is ever hidden by itself.
BARE = frozenset((
    "strong", "em", "b", "u", "small", "sup", "sub", "font", "tt", "big", "q", "cite", "mark", "ins", "tbody", "thead", "tfoot",
))  # fmt: skip
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LEVELS = frozenset("123456")
CUSTOM = re.compile(r"(?:^|-)(?:nav|navigation|navbar|header|footer|menu|cookie|cookies|banner|consent|modal|sidebar|breadcrumbs?)(?:-|$)")
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
FOR_READERS = re.compile(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-?reader(?:-text|-only|s-only)?|a11y-hidden|assistive-text)(?:$|\s)",
    re.IGNORECASE,
)


def is_hidden(attributes: Attributes) -> bool:
    """Whether an element hides itself; display: none in a style sheet is not seen."""
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return style is not None and _NOT_SHOWN.search(style) is not None
