"""Fragments that are repeated until a page consists of little else: 86 pieces of text in 8 forms; of bench/repeated.py."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

PIECES = (
    # signs that parsers of Markdown, markup, numbers and links stumble over
    "1.", "1.1.", "7", "1,000 ", "$1 ", "€ 5, ", "10 % ", "a-", "a.", "A. ", "…", "[", "](", "[a](b) ", "(", ")", "((a)", "*a_", "**", "`",
    "|", "| a ", "- ", "-- ", "> ", "#", "&amp;", "<", "<b", "\\", "/", "a/b ", "http://a.b ", "a@b.c ", "“", "'s ", "\"a\" ", ":", "; ",
    "a;b ", "(a) ", "(i) and ", "§ 3 ", "x", "word ", "Word ", "WORD ", "e\u0301", "\u200b", "\u202ea", "\xa0", "\xad",
    "隐私", "个人信息。", "😀",
    "خصوصية ", "Datenschutz ", "конфиденциальность ",
    # what policies say, over and over
    "we do not sell ", "we never share your data ", "We do not sell your data. ", "you can ask us not to sell your data ",
    "if you agree we share ", "unless you object ", "we may share your data with partners ", "and we keep your data ", "and or ", "not ",
    "no longer ", "will not ", "data, ", "name, address and ", "to advertisers ", "with or without your consent ", "for 30 days ",
    "thirty (30) days ", "January 1, 2020 ", "last updated 1 May 2020 ", "except as required by law ", "such as ",
    "including but not limited to ",
    "you have the right to delete ", "our partners’ ", "your ", "the court of the ", "Acme Inc. ",
)  # fmt: skip
"""What is repeated."""


def _each(before: str, after: str, *, least: int = 24) -> Callable[[str, int], str]:
    """Elements that each hold a few of the pieces."""

    def made(piece: str, size: int) -> str:
        some = escape(piece * max(1, least // len(piece)))
        return f"{before}{some}{after}" * max(1, size // (len(before) + len(some) + len(after)))

    return made


FORMS: dict[str, Callable[[str, int], str]] = {
    "run on": lambda piece, size: f"<p>We keep {escape(piece * (size // len(piece)))}</p>",
    "sentences": lambda piece, size: f"<p>{_each('We keep ', '. ')(piece, size)}</p>",
    "paragraphs": _each("<p>We keep ", ".</p>"),
    "items": lambda piece, size: f"<p>We keep:</p><ul>{_each('<li>', '</li>')(piece, size)}</ul>",
    "headings": _each("<h3>", "</h3><p>We keep it.</p>"),
    "cells": lambda piece, size: f"<table>{_each('<tr><td>data</td><td>', '</td></tr>')(piece, size)}</table>",
    "lines": lambda piece, size: f"<p>{_each('', '<br>')(piece, size)}</p>",
    "links": lambda piece, size: f"<p>{_each('<a href=/p?q=1>', '</a> and ')(piece, size)}</p>",
}
"""How it is repeated: form → markup of about so many characters."""
FRAGMENTS = [(form, piece) for piece in PIECES for form in FORMS]
LENGTHS = tuple(500 * 2**n for n in range(8))
"""Characters of markup; each is twice the one before."""


def markup(form: str, piece: str, size: int) -> str:
    """A fragment repeated up to a length."""
    return FORMS[form](piece, size)
