"""Markdown's links and images: references resolved, addresses cleaned, images dropped."""

from __future__ import annotations

import re

from .links import linked

_LINK = re.compile(
    r"\[((?:[^\[\]\n]|\[[^\[\]\n]*\])*)\]\([^\S\n]*<?((?:[^()\s<>]|\([^()\s]*\))*)>?(?:[^\S\n]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[^\S\n]*\)",
)
_IMAGE = re.compile("!" + _LINK.pattern)
_LOOSE_END = re.compile(r"\]\((?:https?:/|/|#)[^()\s]*\)")
_DEFINITION = re.compile(r"^ {0,3}\[([^\]\n^][^\]\n]*)\]:[ \t]+<?(\S+?)>?(?:[ \t]+[\"'(][^\n]*)?$\n?", re.MULTILINE)
_REFERENCE = re.compile(r"\[([^\[\]\n]+)\]\[([^\[\]\n]*)\]")


def with_links(text: str, base: str | None) -> str:
    """The text with images dropped (but for the words of one amid text) and each link in its canonical form.

    Args:
        text: Markdown without emphasis.
        base: the address that relative links start from.
    """
    if "]:" in text:
        text = _with_references(text)
    if "](" not in text:
        return text

    def link(match: re.Match[str]) -> str:
        return linked(" ".join(match[1].split()), match[2], base)

    if "![" in text:
        text = _IMAGE.sub(_described, text)
    return _LINK.sub(link, text)


def _with_references(text: str) -> str:
    """Reference links ([text][1]) made inline; a definition that nothing refers to is text and stays."""
    targets = {label.lower(): target for label, target in _DEFINITION.findall(text)}
    used: set[str] = set()

    def inline(match: re.Match[str]) -> str:
        label = (match[2] or match[1]).lower()
        if label not in targets:
            return match[0]
        used.add(label)
        return f"[{match[1]}]({targets[label]})"

    if targets:
        text = _REFERENCE.sub(inline, text)
    return _DEFINITION.sub(lambda match: "" if match[1].lower() in used else match[0], text) if used else text


def _described(image: re.Match[str]) -> str:
    """An image's words where it stands amid a line's words, else nothing."""
    text, start, end = image.string, image.start(), image.end()
    amid = start > 1 and text[start - 1] == " " and text[start - 2].isalnum() and text[end : end + 1] == " "
    return image[1] if amid else ""


def without_loose_end(text: str) -> str:
    """The text without the closing half of a link that opened around whole blocks."""
    return _LOOSE_END.sub("", text, count=1).strip() if "](" in text and not 0 <= text.find("[") < text.find("](") else text
