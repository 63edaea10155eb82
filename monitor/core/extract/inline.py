"""One spelling of running text: spaces, invisible characters, emphasis marks, escapes and entities.

Every function here is idempotent: what it returns, it returns unchanged the next time.
"""

from __future__ import annotations

import html
import re
import unicodedata

from monitor.core.text.drawing import as_drawn
from monitor.core.text.late_pattern import late

_SPACES = dict.fromkeys(
    [0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x2800, 0x3000, 0x09, 0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x1F], " "
)
_LINES = {0x0D: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
_CONTROL = dict.fromkeys([*range(0, 9), *range(0x0E, 0x1C), 0x7F, *range(0x80, 0x85), *range(0x86, 0xA0)])
_TABLE: dict[int, str | None] = {**_CONTROL, **_SPACES, **_LINES}
_ODD = late("[" + "".join(re.escape(chr(c)) for c in _TABLE) + "]")

_MARKS = late(r"[*_`\\&<~]")

# Each opens with a literal, so that the engine skips to it at the speed of memchr.
_ESCAPE = late(r"\\(?<!\\\\)\\*+([!-/:-@\[\]^-`{}~])")
_AMPERSANDS = late(r"&(?:amp;|#0*38;|#x0*26;)+", re.IGNORECASE)
_ENTITY = late(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = late(
    r"</?(?:a|abbr|address|article|b|big|blockquote|center|code|dd|del|details|div|dl|dt|em|figure|font|h[1-6]|hr|i|img|ins|label|li|main|mark|ol|p|pre|q|s|"
    r"section|small|span|strike|strong|sub|summary|sup|table|tbody|td|th|thead|tr|tt|u|ul|wbr)(?:\s[^<>]*)?/?>|<!--.{0,500}?-->",
    re.IGNORECASE,
)
_BREAK = late(r"<br\s*/?>", re.IGNORECASE)
# Neither may hold its own mark: so each scan ends at the next mark, and the whole is linear.
# Nor may they reach over a table's cells or lines.
_STARS = late(r"\*(?<!\*\*)(?=[^\s*])([^*\n\x01|]*[^\s*\x01|])\*(?!\*)")
_UNDERSCORES = late(r"_(?<![\w/.=&?:#%-]_)_{0,2}(?=[^\s_])([^_\n\x01|]*[^\s_\x01|])_{1,3}(?![\w/])")
_AUTOLINK = late(r"<((?:https?://|mailto:)[^\s<>]+|[^\s<>@]+@[^\s<>@]+\.[a-z]{2,})>", re.IGNORECASE)


def composed(text: str) -> str:
    """The text in Unicode's composed form (NFC)."""
    return text if text.isascii() or unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def plain_spaces(text: str) -> str:
    """The text in NFC with plain spaces and line feeds and as it is drawn, without invisible characters."""
    text = as_drawn(text)
    for odd in set(_ODD.findall(text)):  # a handful at most: replacing each is ten times faster than str.translate
        text = text.replace(odd, _TABLE[ord(odd)] or "")
    return composed(text)


# Neither half may hold a "~", so that each scan ends at the next one; a blank line ends a paragraph, and what is struck in it.
_STRUCK = late(r" ?+(?<!~)~~(?=[^\s~])((?:[^~\n]|\n(?![ \t]*\n))*+)~~(?!~)")
_STRUCK_TAG = late(r" ?+<(s|del|strike)(?:\s[^<>]*)?>((?:[^<]|<(?!/?(?:s|del|strike)[\s>]))*+)</\1\s*>", re.IGNORECASE)


def struck_texts(text: str) -> list[str]:
    """What a Markdown text strikes out: it is no longer in force.

    >>> struck_texts("We ~~never~~ sell <del>or rent</del> data")
    ['never', 'or rent']
    """
    return [*_STRUCK.findall(text), *(words for _, words in _STRUCK_TAG.findall(text))]


def without_struck(text: str) -> str:
    """A Markdown text without what it strikes out.

    >>> without_struck("We ~~never~~ sell data")
    'We sell data'
    """
    if "~~" in text:
        text = _STRUCK.sub("", text)
    return _STRUCK_TAG.sub("", text) if "</" in text else text


# Addresses stay as they are, in links and by themselves.
_MARK = late(r"(\]\([^()\s]*+|https?://\S++)|([_*~])")


def with_escapes(text: str) -> str:
    """A document's text as Markdown in which no character is taken for emphasis or for a line through the text.

    >>> print(with_escapes("The cookie __id* of [us](https://a.example/my_cookies)"))
    The cookie \\_\\_id\\* of [us](https://a.example/my_cookies)
    """
    return _MARK.sub(lambda found: found[1] or f"\\{found[2]}", text)


def without_marks(text: str) -> str:
    """The text without Markdown's emphasis and escapes, HTML's entities and inline tags.

    >>> without_marks("We **never** sell _your_ data \\\\(see 3\\\\.1\\\\) &amp; mean it")
    'We never sell your data (see 3.1) & mean it'
    """
    if not _MARKS.search(text):
        return text
    for _ in range(8):
        stripped = _strip_once(text)
        if stripped == text:
            break
        text = stripped
    return text


def _strip_once(text: str) -> str:
    if "&" in text:
        text = _ENTITY.sub(_decoded, _AMPERSANDS.sub("&", text))
    if "<" in text:
        text = _TAG.sub("", _AUTOLINK.sub(r"\1", _BREAK.sub("\n", text)))
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    if "*" in text:
        text = _STARS.sub(r"\1", text.replace("**", ""))
    if "_" in text:
        text = _UNDERSCORES.sub(r"\1", text)
    if "`" in text:
        text = text.replace("`", "")
    return text.replace("~~", "") if "~~" in text else text


def _decoded(match: re.Match[str]) -> str:
    return plain_spaces(html.unescape(match[0]))
