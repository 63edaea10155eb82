"""Tells the policy in a page from what surrounds it: menus, headers, footers, banners, teasers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from .blocks import HEADING, ITEM, PARAGRAPH, TABLE, Block
from .regions import Region, Walked

NEARLY_ALL = 0.97
"""Share of a page's prose that one element must hold to be taken for the content."""


def _prose(block: Block) -> int:
    """Characters of running text: no headings, no links, no labels."""
    plain = len(block.text) - block.link_chars
    if block.kind == HEADING or plain < 25:
        return 0
    if block.kind == TABLE:
        return plain
    return plain if plain >= 60 or block.text[-1] in ".;:!?。" else 0


_VENDORS = re.compile(
    r"onetrust|cookiebot|cookie-?consent|cookieconsent|cookie-?banner|cookie-?bar|cookie-?notice|cookie-?popup|cookie-?modal|cookie-?law-info-bar|cky-consent|"
    r"didomi|usercentrics|truste|trustarc|qc-cmp|sp_message|gdpr-banner|consent-banner|consent-modal|termly|iubenda-cs|tarteaucitron|axeptio|klaro|osano"
)
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|nav|navbar|navigation|menu|megamenu|submenu|mainmenu|topbar|masthead|footer|share|sharing|social|socials|related|recommended|newsletter|subscribe|"
    r"pagination|pager|skip-?links?|skip-to-content|promo|advert|ads|toolbar|language-?(?:switcher|selector|picker)|lang-?switch|site-?header|page-?header|header|sidebar|feedback|helpful|"
    r"comments|disqus|copyright|sitemap)(?:[\s_-]|$)"
)
_DIALOG = re.compile(r"role=(?:dialog|alertdialog)|(?:^|[\s_-])(?:modal|popup|pop-up|overlay|lightbox|drawer|offcanvas|tooltip|toast)(?:[\s_-]|$)")
_ROLES = re.compile(r"role=(?:navigation|banner|contentinfo|search|complementary|menu|menubar|toolbar|tablist|listbox)\b")
_FOLDED = re.compile(r"accordion|collaps|toggle|tab-?pane|tabpanel|panel|expand|faq|answer|role=region|role=tabpanel|read-?more|content|section")


class Page:
    """A walked page with sums over its blocks, so that each question about an element costs no more than two look-ups."""

    def __init__(self, walked: Walked) -> None:
        self.blocks: Sequence[Block] = walked.blocks
        self.regions: Sequence[Region] = walked.regions
        self.kept = [True] * len(walked.blocks)
        self._sum()

    def _sum(self) -> None:
        kept = self.kept
        self.prose = [0, *accumulate(_prose(block) if kept[place] else 0 for place, block in enumerate(self.blocks))]
        self.chars = [0, *accumulate(len(block.text) for block in self.blocks)]
        self.links = [0, *accumulate(block.link_chars for block in self.blocks)]

    def drop(self, region: Region) -> None:
        """Leaves an element out."""
        self.kept[region.start : region.end] = [False] * (region.end - region.start)

    def of(self, sums: Sequence[int], region: Region) -> int:
        """The sum over an element's blocks."""
        return sums[region.end] - sums[region.start]


def policy_blocks(walked: Walked) -> list[Block]:
    """The blocks that belong to the document."""
    page = Page(walked)
    _drop_hidden(page)
    page._sum()
    _drop_furniture(page)
    page._sum()
    root = _root(page)
    if root is not None:
        page.kept[: root.start] = [keep and _introduces(block) for keep, block in zip(page.kept[: root.start], page.blocks, strict=False)]
        page.kept[root.end :] = [False] * (len(page.kept) - root.end)
    return [block for block, keep in zip(page.blocks, page.kept, strict=True) if keep]


def _introduces(block: Block) -> bool:
    return block.kind == HEADING and block.level == 1


def _drop_hidden(page: Page) -> None:
    for region in page.regions:
        if region.hidden and region.end > region.start:
            prose = page.of(page.prose, region)
            if not (prose > 100 and not _DIALOG.search(region.names) and (_FOLDED.search(region.names) or prose > 1000)):
                page.drop(region)


def _drop_furniture(page: Page) -> None:
    total = page.prose[-1]
    for region in page.regions:
        if region.end <= region.start or not page.kept[region.start]:
            pass
        if region.end > region.start and _is_furniture(page, region, total):
            page.drop(region)


def _is_furniture(page: Page, region: Region, total: int) -> bool:
    prose, chars, links = page.of(page.prose, region), page.of(page.chars, region), page.of(page.links, region)
    tag, names = region.tag, region.names
    if tag in ("nav",) or "role=navigation" in names:
        return prose < 0.2 * total
    if tag in ("footer", "aside", "dialog") or (names and (_ROLES.search(names) or _VENDORS.search(names) or _DIALOG.search(names))):
        return prose < 0.2 * total
    if tag == "header" or (names and _AROUND.search(names)):
        return prose < 0.05 * total or links > 0.7 * chars
    return tag in ("form", "search", "fieldset") and region.controls > 0 and prose < 0.1 * total


def _root(page: Page) -> Region | None:
    """The innermost element that holds nearly all of the prose."""
    total = page.prose[-1]
    best: Region | None = None
    for region in page.regions:
        if page.of(page.prose, region) >= NEARLY_ALL * total:
            best = region
    return best
