"""The links, structured data and names of a page that may lead to a company's documents; what a sitemap lists."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from monitor.core.discover.found import DocumentLink, SitePage
from monitor.core.discover.kinds import is_hub, kind_of_label, kind_of_path
from monitor.core.extract.decoding import decoded
from monitor.core.extract.dom import Node, Tree, beginning, found_by, parse

MOST_LINKS = 400
"""Of a page that name a document; a home page has a dozen."""
_MOST_ADDRESSES = 50_000
_LONGEST = 2_000
# A page may have half a million links; each costs a look at its words.
_MOST_LOOKED_AT = 20_000
_LOC = re.compile(r"<(?:\w{1,20}:)?loc\s*>([^<]{1,2200})</")
_RELATIONS = {"privacy-policy": "Privacy Policy", "terms-of-service": "Terms of Service"}
_BLANKS = re.compile(r"\s+")


def read_site_page(body: bytes, media_type: str | None, url: str) -> SitePage:
    """The links of a page that name a document, or lead to a page that lists them; never raises, whatever the bytes are."""
    text, _ = decoded(body, media_type)
    tree = parse(text)
    if tree is None:
        return SitePage()
    base = next((urljoin(url, node.attributes.get("href") or "") for node in found_by(tree, "base[href]")), url)
    found: dict[tuple[str, str], DocumentLink] = {}
    for link in [*_of_head(tree, base), *_of_anchors(tree, base), *_of_data(tree, base)]:
        known = found.get((link.url, link.kind))
        # The footer is where documents are; a link that stands there and elsewhere is one of the footer.
        if known is None or (link.place == "footer" and known.place != "footer"):
            found[link.url, link.kind] = link
    language = next((node.attributes.get("lang") or "" for node in found_by(tree, "html[lang]")), "")
    return SitePage(tuple(found.values())[:MOST_LINKS], tuple(_names(tree)), language.partition("-")[0].lower()[:3])


def _address(href: str | None, base: str) -> str | None:
    if not href or len(href) > _LONGEST:
        return None
    try:
        parts = urlsplit(urljoin(base, _BLANKS.sub("%20", href.strip())))
    except ValueError:
        return None
    return parts._replace(fragment="").geturl() if parts.scheme in ("http", "https") and parts.hostname else None


def _of_head(tree: Tree, base: str) -> Iterator[DocumentLink]:
    """`<link rel="privacy-policy">` (RFC 6903) and its sister."""
    for node in found_by(tree, "link[rel][href], a[rel][href]"):
        for word in (node.attributes.get("rel") or "").lower().split():
            address = _address(node.attributes.get("href"), base) if word in _RELATIONS else None
            if address:
                yield DocumentLink(address, word, "head", _RELATIONS[word])


def _of_anchors(tree: Tree, base: str) -> Iterator[DocumentLink]:
    for node in found_by(tree, "a[href], area[href]")[:_MOST_LOOKED_AT]:
        address = _address(node.attributes.get("href"), base)
        if address is None:
            continue
        label = _label(node)
        named, place = kind_of_label(label), ""
        by_path = kind_of_path(address) if named is None and not label else None
        named = named or by_path
        if named is not None:
            place = place or _place(node)
            yield DocumentLink(address, label, place, named.kind, named.exact)
        elif is_hub(label):
            yield DocumentLink(address, label, _place(node), "")


def _label(node: Node) -> str:
    """What a link is called: its words, or what stands in for them."""
    words = _BLANKS.sub(" ", beginning(node, 300)).strip()
    if not words:
        image = next(iter(node.css("img[alt]")), None)
        words = node.attributes.get("aria-label") or node.attributes.get("title") or (image.attributes.get("alt") if image else "") or ""
    return words[:200]


def _place(node: Node) -> str:
    """Where a link is."""
    parent, steps = node.parent, 0
    while parent is not None and steps < 40:
        attributes = parent.attributes or {}
        marks = f"{attributes.get('id') or ''} {attributes.get('class') or ''} {attributes.get('role') or ''}".lower()
        if parent.tag == "footer" or "footer" in marks or "contentinfo" in marks or "legal" in marks:
            return "footer"
        if parent.tag in ("article", "blockquote"):
            return "article"
        if parent.tag in ("nav", "header"):
            return "menu"
        parent, steps = parent.parent, steps + 1
    return "page"


def _of_data(tree: Tree, base: str) -> Iterator[DocumentLink]:
    """Structured data: keys such as "privacyPolicy", and pages whose name says what they are."""
    for data in _json_ld(tree):
        for one in _mappings(data):
            for key, value in one.items():
                named = kind_of_label(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", str(key)[:60]).removesuffix(" Url").removesuffix(" URL"))
                address = _address(value, base) if isinstance(value, str) and named and "/" in value else None
                if named and address:
                    yield DocumentLink(address, str(key)[:60], "data", named.kind)
            title = kind_of_label(str(one.get("name") or "")[:200])
            address = _address(one["url"], base) if isinstance(one.get("url"), str) and title else None
            if title and address:
                yield DocumentLink(address, str(one["name"])[:200], "data", title.kind, title.exact)


def _json_ld(tree: Tree) -> Iterator[Any]:
    for node in found_by(tree, 'script[type="application/ld+json"]')[:50]:
        try:
            yield json.loads((node.text() or "")[:500_000])
        except (ValueError, RecursionError):
            continue


def _mappings(data: Any) -> Iterator[dict[str, Any]]:
    waiting, seen = [data], 0
    while waiting and seen < 5_000:
        one, seen = waiting.pop(), seen + 1
        if isinstance(one, dict):
            yield one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def _names(tree: Tree) -> Iterator[str]:
    for node in found_by(tree, 'meta[property="og:site_name"], meta[name="application-name"]'):
        yield (node.attributes.get("content") or "").strip()[:100]
    for data in _json_ld(tree):
        for one in _mappings(data):
            kind = one.get("@type")
            if isinstance(one.get("name"), str) and any(
                word in str(kind) for word in ("Organization", "Corporation", "WebSite", "LocalBusiness")
            ):
                yield one["name"].strip()[:100]
    for node in found_by(tree, "title")[:1]:
        yield from (part.strip() for part in re.split(r"\s[|–—·:-]\s", (node.text() or "").strip()[:200])[:3])


def read_sitemap(body: bytes, media_type: str | None) -> tuple[list[str], list[str]]:
    """(addresses that name a document, further sitemaps) of a sitemap; as text, so that nothing in it is expanded."""
    text, _ = decoded(body[:20_000_000], media_type)
    addresses = [unescape(match[1].strip()) for _, match in zip(range(_MOST_ADDRESSES), _LOC.finditer(text), strict=False)]
    if "<sitemapindex" in text[:2_000]:
        return [], addresses[:100]
    return [url for url in addresses if len(url) <= _LONGEST and (named := kind_of_path(url)) is not None and named.exact][:MOST_LINKS], []
