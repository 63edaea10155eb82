"""The one place that makes policy text harmless: in a mail, a chat, a page, a terminal, a spreadsheet, and as a link.

The policy is the other party's text. Mail programs and chats turn bare addresses into links of their own accord, so escaping alone is not
enough; see docs/decisions/0007-inert-policy-text.md. HTML escaping itself is Jinja's task (`autoescape`), in pages and mails alike.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from monitor.core.text.markdown_links import MarkdownLink, rewrite_images, rewrite_links

MARK_ON, MARK_OFF = "\ue000", "\ue001"
"""Enclose changed words while a text is made inert; removed from every input first, so that a policy cannot bring its own."""

_M = f"[{MARK_ON}{MARK_OFF}]*"
_DOTS = ".\uff0e\u2024"  # mail programs link "example．com" and "example․com" as well
_SCHEME = re.compile(rf":(?={_M}[/\\]{_M}[/\\])")
# Two letters at least behind the dot: "example.com" is an address, "Section 3.2", "e.g. 30.5 %" and "U.S. law" are not.
_DOMAIN_DOT = re.compile(rf"(?<=[\w\-{MARK_ON}{MARK_OFF}\u200c\u200d])[{_DOTS}](?={_M}[^\W\d_]{_M}[\w\-\u200c\u200d])")
_AT = re.compile(rf"@(?={_M}\w)")
_ENTITY = re.compile(r"&(?=#|\w{1,31};|(?:lt|gt|amp|quot|apos)\b)", re.IGNORECASE)  # some chats decode "&lt;a href…"
_CHAT_SIGNS = str.maketrans({"<": "‹", ">": "›", "*": "∗", "_": "ˍ", "`": "′", "~": "∼", "|": "∣"})
_JOINERS = "\u200c\u200d"  # Persian and many Indian scripts are misspelt without them
# Not allowed in XML 1.0 (section 2.2), or a parse error in HTML (13.2.3.5): controls, lone surrogates, noncharacters.
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_NOT_IN_MARKUP = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{_NONCHARACTERS}]")
# Escape sequences ("\x1b]0;owned\x07" renames a terminal's window) and characters that reverse the reading direction.
_STEERS_A_TERMINAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\^{|}\x00-\x20\x7f-\x9f]{1,2000}", re.IGNORECASE)


def clean(text: str) -> str:
    """The text on one line, without control, direction-override, invisible and private-use characters and lone surrogates.

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
    """Policy text for a mail: addresses are bracketed so that no program turns them into links; the rest is unchanged.

    >>> inert("Read [our terms](https://example.com/terms) or write to privacy@example.com.")
    'Read our terms (https[:]//example[.]com/terms) or write to privacy[at]example[.]com.'
    """
    return bracketed(clean(text))


def bracketed(text: str) -> str:
    """The second step of `inert`, for text that is already clean and may carry marks around changed words."""
    text = rewrite_links(rewrite_images(text, _spelled_out), _spelled_out)
    text = _SCHEME.sub("[:]", text)
    text = _DOMAIN_DOT.sub("[.]", text)
    return _AT.sub("[at]", text)


def _spelled_out(link: MarkdownLink) -> str:
    """A link as words and address side by side, so that its words cannot pretend to lead elsewhere."""
    return f"{link.label} ({link.target})"


def chat_name(text: str) -> str:
    """A name from the configuration for a chat: nothing that a chat reads as markup, mention or entity.

    >>> chat_name("AT&T <!channel> *News*")
    'AT&T ‹!channel› ∗News∗'
    """
    return _ENTITY.sub("＆", clean(text).translate(_CHAT_SIGNS)).replace("](", "] (")


def chat_inert(text: str) -> str:
    """Policy text for a chat: inert as in a mail, and free of what chats read as markup, mention or entity.

    >>> chat_inert("&lt;a href&gt; @everyone <@U024> www.example.com")
    '＆lt;a href＆gt; [at]everyone ‹[at]U024› www[.]example[.]com'
    """
    return _AT.sub("[at]", chat_name(inert(text))).replace("](", "] (").replace("]:", "] :")


def clip(text: str, limit: int) -> str:
    """The text, cut between words if it exceeds `limit` characters; "[…]" marks the cut.

    >>> clip("We do not sell your personal data to anybody", 24)
    'We do not sell your […]'
    """
    if len(text) <= limit:
        return text
    head = text[: max(1, limit - 4)]
    cut = head.rfind(" ")
    return (head[:cut] if cut > limit // 2 else head).rstrip() + " […]"


def page_text(text: str) -> str:
    """Text for HTML, Atom and JSON feeds: characters that markup may not contain become U+FFFD, carriage returns line feeds.

    Markup itself is not escaped here.
    """
    return _NOT_IN_MARKUP.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))


def terminal_text(text: str) -> str:
    """Text for a terminal, on one line: whatever could steer the terminal becomes U+FFFD.

    >>> terminal_text("red\\x1b[31m\\nnext")
    'red\ufffd[31m next'
    """
    return _STEERS_A_TERMINAL.sub("\ufffd", " ".join(text.replace("\r", " ").split("\n")))


def spreadsheet_cell(text: str) -> str:
    """A cell that no spreadsheet runs as a formula: an apostrophe is put before anything that could start one.

    Source: OWASP, "CSV Injection"; full-width signs start formulas too.

    >>> spreadsheet_cell("=cmd|'/c calc'!A0")
    "'=cmd|'/c calc'!A0"
    """
    text = text.replace("\0", "\ufffd")
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text


def web_address(text: str | None) -> str | None:
    """The text if a reader may be sent there: http or https, a host, and nothing that could end the address early; else None.

    >>> web_address("https://example.org/terms"), web_address("javascript:alert(1)")
    ('https://example.org/terms', None)
    """
    if not text or not _WEB_ADDRESS.fullmatch(text):
        return None
    try:
        return text if urlsplit(text).hostname else None
    except ValueError:  # "https://["
        return None
