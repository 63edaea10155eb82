"""Reads an HTML page: its policy as blocks, and what the page is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.core.extract.blocks import WalkedPage
from monitor.core.extract.boilerplate import policy_blocks, selected_blocks, visible_blocks
from monitor.core.extract.dom import Node, SelectorError, parse, remove_matching, select_matching
from monitor.core.extract.embedded import frames
from monitor.core.extract.html_walk import PageWalk
from monitor.core.extract.inline import plain_spaces
from monitor.core.extract.left_out import left_out
from monitor.core.extract.links import clean_address
from monitor.core.extract.page_reading import PAGE_TEXT, PageReading
from monitor.core.extract.sight import Sight
from monitor.core.text.shingles import has_sentences

_SHELL = 200
"""Visible characters below which a page's scripts are looked at for a redirect, and its noscript part for its words."""
_META_TARGET = re.compile(r"^\s*+\d*+\.?+\d*+\s*+[;,]\s*+(?:url\s*=\s*)?+[\"']?\s*([^\"'\s]+)", re.IGNORECASE)
_SCRIPT_TARGET = re.compile(
    r"(?:window|document|self|top|parent)?\.?\blocation(?:\.href)?\s*=\s*[\"']([^\"'\n]{1,500})[\"']|\blocation\.(?:replace|assign)\(\s*[\"']([^\"'\n]{1,500})[\"']\s*\)"
)


def read_page(html: str, *, url: str | None, select: Sequence[str], remove: Sequence[str]) -> PageReading:
    """Reads a page; a selector at fault comes back as the reading's error, with everything else filled in."""
    reading = PageReading()
    tree = parse(html)
    body = tree.body if tree is not None else None
    if tree is not None:
        reading.frames = frames(tree, url)
    if tree is None or body is None:
        reading.error = ("empty", "The page holds no document.")
        return reading
    base = _read_head(tree.head, reading, url)
    reading.language = tree.root.attributes.get("lang") if tree.root is not None else None
    chosen: list[Node] = []
    try:
        reading.notes += remove_matching(tree, remove)
        chosen = select_matching(tree, select)
    except SelectorError as fault:
        reading.error = ("selector", str(fault))
    sight = Sight.of(tree, html)
    walked = PageWalk(base, sight).run(body)
    if _hides_itself(walked):  # until a script runs
        sight = Sight()
        walked = PageWalk(base, sight).run(body)
    if base != url:
        reading.frames = frames(tree, base)
    _count(reading, walked)
    if walked.cut:
        reading.notes.append("The page exceeds the element limit; its end was left out.")
    if reading.visible_chars < _SHELL:
        _read_shell(reading, tree.css("noscript"), tree.css("script"))
    if chosen:
        walk = PageWalk(base, sight)
        for node in chosen:
            walk.run(node)
        walked = walk.walked
        reading.blocks = selected_blocks(walked)
    elif reading.error is None:
        reading.blocks = policy_blocks(walked)
    notes, reading.left_out = left_out(walked, reading.blocks)
    reading.notes += notes
    return reading


def _hides_itself(walked: WalkedPage) -> bool:
    unseen = sum(map(len, walked.unseen))
    if unseen <= 1000 or sum(len(block.text) for block in walked.blocks) >= 0.25 * unseen:
        return False
    return walked.may_change or not has_sentences("\n".join(block.text for block in walked.blocks))


def _read_head(head: Node | None, reading: PageReading, url: str | None) -> str | None:
    """Fills in the title, the refresh target and the canonical address; returns the address that links start from."""
    base = url
    for node in head.iter() if head is not None else ():
        tag = node.tag
        if tag == "title" and reading.title is None:
            reading.title = " ".join(plain_spaces(node.text()).split())[:500] or None
        elif tag == "base" and (href := node.attributes.get("href")):
            base = clean_address(href, url) or url
        elif tag == "meta":
            attributes = node.attributes
            refreshes = (attributes.get("http-equiv") or "").lower() == "refresh"
            if refreshes and (target := _META_TARGET.match(attributes.get("content") or "")):
                reading.refresh = target[1]
        elif tag == "link":
            attributes = node.attributes
            if (attributes.get("rel") or "").lower() == "canonical":
                reading.canonical = attributes.get("href")
    return base


def _count(reading: PageReading, walked: WalkedPage) -> None:
    reading.scripts, reading.links, reading.headings = walked.scripts, walked.links, walked.headings
    length, texts = 0, []
    for block in visible_blocks(walked):
        if length < PAGE_TEXT:
            texts.append(block.text)
        length += len(block.text) + 1
    reading.visible_chars = max(0, length - 1)
    reading.page_text = "\n".join(texts)[:PAGE_TEXT]


def _read_shell(reading: PageReading, noscript: list[Node], scripts: list[Node]) -> None:
    words = " ".join(" ".join(node.text().split()) for node in noscript[:20] if "<" not in node.text())
    reading.page_text = f"{reading.page_text}\n{words}".strip()[:PAGE_TEXT]
    if reading.refresh is None and len(scripts) <= 3:
        for node in scripts:
            target = _SCRIPT_TARGET.search(node.text()[:20_000])
            if target:
                reading.refresh = target[1] or target[2]
                return
