"""Links and images in Markdown: found, stripped to their words, or rewritten, by one grammar for the whole package.

The grammar is the part of CommonMark's inline links (https://spec.commonmark.org/0.31.2/#links) that policies use, on one line each:
`[label](target)`, `[label](<target>)`, `[label](target "title")`, and the same with `!` before it for an image. A label may hold one
level of brackets ("[the [big] list](…)"), a bare target one level of round brackets ("…/Cookie_(disambiguation)"). Whatever does not fit
is text and stays. Every function takes time linear in its text, also for 100,000 opening brackets in a row: no part of the pattern can
match a stretch in two ways, and a label holding an unclosed bracket is given up at that bracket.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from monitor.core.text.late_pattern import late

_LABEL = r"\[((?:[^\[\]\n]++|\[[^\[\]\n]*+\])*+)\]"
_TITLE = r"(?:[^\S\n]++(?:\"[^\"\n]*+\"|'[^'\n]*+'))?"
_LOOSE = r"(?:[#/]|data:|https?:|mailto:)[^()\n]*+"  # "[Security](#how we protect)": not CommonMark, but printed by old converters
_DESTINATION = rf"\([^\S\n]*+(?:(?:<([^<>\n]*+)>|((?:[^()\s]++|\([^()\s]*+\))*+)){_TITLE}[^\S\n]*+|({_LOOSE}))\)"
_LINK = late(_LABEL + _DESTINATION)
_WHOLE_LABEL = late(_LABEL)
_IMAGE = late("!" + _LABEL + _DESTINATION)
_CLOSING_HALF = late(r"\]\([^()\n]*+\)\[?")
_ADDRESS_HALF = late(r"\]\((?:https?:/|/|#)[^()\s]*+\)")
_LONE_BRACKET = late(r"^\[|\[$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MarkdownLink:
    """One link or image of a text."""

    start: int
    end: int
    """Characters of the text, the markup included."""
    label: str
    """Between the square brackets, as it is written; of an image, its alternative text."""
    target: str
    """Where it leads, without angle brackets and title; may be empty."""


def _link(match: re.Match[str]) -> MarkdownLink:
    return MarkdownLink(match.start(), match.end(), match[1], match[2] or match[3] or match[4] or "")


def is_label(text: str) -> bool:
    """True for a text that can be between the square brackets of a link: its own brackets are paired, one level deep.

    >>> is_label("the [big] list"), is_label("[")
    (True, False)
    """
    return not ("[" in text or "]" in text) or _WHOLE_LABEL.fullmatch(f"[{text}]") is not None


def spans(text: str) -> Iterator[MarkdownLink]:
    """The links of a text in order; an image counts as one, unless it is the label of a link.

    >>> [(link.label, link.target) for link in spans('Our [terms](/t "Terms") and [list](https://x.example/a_(b)).')]
    [('terms', '/t'), ('list', 'https://x.example/a_(b)')]
    """
    return map(_link, _LINK.finditer(text)) if "](" in text else iter(())


def strip(text: str) -> str:
    """The text with every link reduced to its words and every image to its alternative text.

    >>> strip("See our [[big] list](https://x.example/a_(b)) ![](x.png)of partners.")
    'See our [big] list of partners.'
    """
    if "](" not in text:
        return text
    if "![" in text:  # first, because an image may be the label of a link: "[![Logo](logo.png)](/)"
        text = _IMAGE.sub(r"\1", text)
    return _LINK.sub(r"\1", text)


def remove(text: str, put: str = "") -> str:
    """The text without its links, words and all; `put` stands for each.

    >>> remove("Home [Terms](/t) [Privacy](/p)", "·")
    'Home · ·'
    """
    if "](" not in text:
        return text
    return _LINK.sub(put, _IMAGE.sub(put, text) if "![" in text else text)


def rewrite_links(text: str, write: Callable[[MarkdownLink], str]) -> str:
    """The text with what `write` makes of each link in its place; images are to be rewritten first."""
    return _LINK.sub(lambda match: write(_link(match)), text) if "](" in text else text


def rewrite_images(text: str, write: Callable[[MarkdownLink], str]) -> str:
    """The text with what `write` makes of each image in its place."""
    return _IMAGE.sub(lambda match: write(_link(match)), text) if "![" in text else text


def starts_inside_link(text: str) -> bool:
    """True for a text cut out of the middle of a link: its first "](" has no bracket before it."""
    return "](" in text and not 0 <= text.find("[") < text.find("](")


def strip_closing_half(text: str) -> str:
    """The text without the closing half of a link that opened before it, where that half holds an address.

    Pages wrap a link around whole blocks ("[", a heading, a paragraph, "](/offer)"), so each block is read without the other bracket.
    """
    return _ADDRESS_HALF.sub("", text, count=1).strip() if starts_inside_link(text) else text


def strip_halves(text: str) -> str:
    """The text without both halves of links that were cut apart when it was taken out of a longer text.

    >>> strip_halves("](/a)[ Bitcoin +2.5 %](/b)")
    ' Bitcoin +2.5 %'
    """
    return _LONE_BRACKET.sub("", _CLOSING_HALF.sub("", text))


def as_shown(text: str) -> str:
    """The text as a page shows it: links by their words, on one line; addresses that are part of a sentence stay.

    >>> as_shown("This policy applies to www.x.example and to [our shop](https://shop.x.example/a).")
    'This policy applies to www.x.example and to our shop.'
    """
    return " ".join(strip(text).split())
