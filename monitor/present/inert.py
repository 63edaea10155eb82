"""Policy text made harmless for people's eyes: readable, but nothing in it can be clicked, mention anybody or hide.

The policy is the other party's text. Mail programs and chats turn bare addresses into links of their own accord, so escaping alone is not
enough; see docs/decisions/0007-inert-policy-text.md. Input: any text. Output: one line.
"""

from __future__ import annotations

import re
import unicodedata

from monitor.core.text.markdown_links import MarkdownLink, rewrite_images, rewrite_links

MARK_ON, MARK_OFF = "\ue000", "\ue001"
"""Enclose changed words while a text is made inert; taken out of every input first, so a policy can't bring its own."""

_M = f"[{MARK_ON}{MARK_OFF}]*"
_DOTS = ".\uff0e\u2024"
_SCHEME = re.compile(rf":(?={_M}[/\\]{_M}[/\\])")
_DOMAIN_DOT = re.compile(rf"(?<=[\w\-{MARK_ON}{MARK_OFF}\u200c\u200d])[{_DOTS}](?={_M}[^\W\d_]{_M}[\w\-\u200c\u200d])")
_AT = re.compile(rf"@(?={_M}\w)")
_ENTITY = re.compile(r"&(?=#|\w{1,31};|(?:lt|gt|amp|quot|apos)\b)", re.IGNORECASE)
_CHAT_SIGNS = str.maketrans({"<": "‹", ">": "›", "*": "∗", "_": "ˍ", "`": "′", "~": "∼", "|": "∣"})
_JOINERS = "\u200c\u200d"  # Persian and many Indian scripts are misspelt without them


def clean(text: str) -> str:
    """The text on one line, without control, bidirectional-override, invisible and private-use characters and lone surrogates.

    >>> clean("Northwind\\r\\nBcc: everybody@example.org")
    'Northwind Bcc: everybody@example.org'
    """
    return " ".join("".join(_shown(c) for c in text).split())


def _shown(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    category = unicodedata.category(character)
    return " " if character.isspace() or category == "Cc" else ""


def inert(text: str) -> str:
    """Policy text for a mail: addresses are bracketed so that no program makes a link of them; everything else stands as it was.

    >>> inert("Read [our terms](https://example.com/terms) or write to privacy@example.com.")
    'Read our terms (https[:]//example[.]com/terms) or write to privacy[at]example[.]com.'
    """
    return bracketed(clean(text))


def bracketed(text: str) -> str:
    """The step of `inert` for a text that is clean already and may carry marks around changed words."""
    text = rewrite_links(rewrite_images(text, _spelled_out), _spelled_out)
    text = _SCHEME.sub("[:]", text)
    text = _DOMAIN_DOT.sub("[.]", text)
    return _AT.sub("[at]", text)


def _spelled_out(link: MarkdownLink) -> str:
    """A link as words and address side by side, so that its words cannot pretend to lead elsewhere."""
    return f"{link.label} ({link.target})"


def chat_name(text: str) -> str:
    """A name from the configuration for a chat: no sign that a chat reads as markup, mention or entity.

    >>> chat_name("AT&T <!channel> *News*")
    'AT&T ‹!channel› ∗News∗'
    """
    return _ENTITY.sub("＆", clean(text).translate(_CHAT_SIGNS)).replace("](", "] (")


def chat_inert(text: str) -> str:
    """Policy text for a chat: inert as in a mail, and free of the signs that chats read as markup, mention or entity.

    >>> chat_inert("&lt;a href&gt; @everyone <@U024> www.example.com")
    '＆lt;a href＆gt; [at]everyone ‹[at]U024› www[.]example[.]com'
    """
    return _AT.sub("[at]", chat_name(inert(text))).replace("](", "] (").replace("]:", "] :")


def clip(text: str, limit: int) -> str:
    """The text, cut at a word when it is longer than `limit` characters; the cut is shown as "[…]".

    >>> clip("We do not sell your personal data to anybody", 24)
    'We do not sell your […]'
    """
    if len(text) <= limit:
        return text
    head = text[: max(1, limit - 4)]
    cut = head.rfind(" ")
    return (head[:cut] if cut > limit // 2 else head).rstrip() + " […]"
