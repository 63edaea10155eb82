"""Link addresses in one spelling: absolute, without tracking, and none where a link only moves about the page."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin

from monitor.core.text.late_pattern import late
from monitor.core.text.markdown_links import MarkdownLink, is_label, rewrite_images, rewrite_links

_TRACKING = late(
    r"(?<=[?&])(?:utm_\w+|gclid|dclid|fbclid|msclkid|yclid|twclid|igshid|igsh|mc_[ce]id|_ga|_gl|_hs(?:enc|mi)|hs\w*tracking|trk|trkinfo|mkt_tok|ocid|icid|cmpid|"
    r"s_cid|spm|phpsessid|jsessionid|sessionid|sid|__cft__\[\d\]|__tn__|eid|h)=[^&#]*(?:&|$|(?=#))",
    re.IGNORECASE,
)
_SESSION_PATH = late(r";jsessionid=[^?#]*", re.IGNORECASE)
_ARCHIVE = late(r"^(?:https?:)?//web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/|^/web/\d{4,14}(?:[a-z]{2}_)?/(?=https?:)")
_PROTECTED = late(r"/cdn-cgi/l/email-protection(?:#([0-9a-f]*))?", re.IGNORECASE)
_MARKUP = late(r"[()<>*\[\]|]")
"""Characters of Markdown, percent-encoded in an address."""
_SCHEME = late(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)

_ANCHORS = frozenset(("¶", "#", "§", "🔗", "↑", "^", "↩", "↩︎"))
"""What links to a heading itself, or back to the top, are made of."""


def protected_address(code: str) -> str | None:
    """The e-mail address in Cloudflare's obfuscation (a key byte, then the address XOR the key, in hex; fresh at each answer), or None."""
    try:
        key, *secret = bytes.fromhex(code)
    except ValueError:
        return None
    return bytes(byte ^ key for byte in secret).decode("utf-8", "replace") or None


@lru_cache(maxsize=4096)
def clean_address(href: str, base: str | None) -> str:
    """Where a link leads, absolute when the page's address is known; "" when it leads nowhere but to this page.

    >>> clean_address("../terms?utm_source=mail#s2", "https://example.org/legal/privacy")
    'https://example.org/terms#s2'
    """
    href = "".join(href.split())
    if not href or href[0] == "#":
        return ""
    if found := _PROTECTED.search(href):
        address = protected_address(found[1] or "")
        return f"mailto:{address}" if address else ""
    href = _ARCHIVE.sub("", href)
    scheme = _SCHEME.match(href)
    if scheme and scheme[0].lower() not in ("http:", "https:", "mailto:", "tel:"):
        return ""
    if base and not scheme:
        try:
            href = urljoin(base, href)
        except ValueError:
            return ""
    if base and "#" in href and href.partition("#")[0] == base.partition("#")[0]:
        return ""
    return _untracked(href)


def _untracked(href: str) -> str:
    if "?" in href or ";" in href:
        href, fragment_mark, fragment = href.partition("#")
        href = _SESSION_PATH.sub("", _TRACKING.sub("", href)).rstrip("?&") + fragment_mark + fragment
    return _MARKUP.sub(lambda mark: f"%{ord(mark[0]):02X}", href)


def linked(text: str, href: str, base: str | None) -> str:
    """`[text](address)`, or the text alone when the link leads nowhere else or says its own address.

    >>> linked("privacy@example.org", "mailto:privacy@example.org", None)
    'privacy@example.org'
    """
    if not text or text in _ANCHORS:
        return ""
    address = clean_address(href, base)
    if not address or "](" in text or not is_label(text):
        return text
    bare = address.removeprefix("mailto:").removeprefix("tel:")
    if address.startswith(("mailto:", "tel:")) and (bare.partition("?")[0].lower() == text.lower() or "@" in text):
        return text
    return f"[{text}]({address})"


_DEFINITION = late(r"^ {0,3}\[([^\]\n^][^\]\n]*)\]:[ \t]+<?(\S+?)>?(?:[ \t]+[\"'(][^\n]*)?$\n?", re.MULTILINE)
_REFERENCE = late(r"\[([^\[\]\n]+)\]\[([^\[\]\n]*)\]")


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

    shown = rewrite_images(text, lambda image: _alternative_text(text, image))
    return rewrite_links(shown, lambda link: linked(" ".join(link.label.split()), link.target, base))


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


def _alternative_text(text: str, image: MarkdownLink) -> str:
    """An image's words where it is amid a line's words ("click the ![gear](gear.png) icon"), else nothing."""
    start, end = image.start, image.end
    amid = start > 1 and text[start - 1] == " " and text[start - 2].isalnum() and text[end : end + 1] == " "
    return image.label if amid else ""
