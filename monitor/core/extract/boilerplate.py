"""Separates the policy from the rest of the page: menus, headers, footers, banners, teasers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from operator import mul

from monitor.core.extract.blocks import HEADING, TABLE, Block, Region, WalkedPage
from monitor.core.extract.statement import is_clause
from monitor.core.text.shingles import has_sentences

LEAST = 0.6
"""If less than this share of the visible prose is left, too much was taken for boilerplate, and all that is visible is kept."""
NEARLY_ALL = 0.97
"""Share of a page's prose that one element must hold to count as the content."""


def _prose(block: Block) -> int:
    """Characters of running text in a block: headings, links and short labels count nothing."""
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
_AROUND = re.compile(  # whole class names: utility classes like "scroll-mt-header-h" hold such words too
    r"\s(?:(?:site|page|global|main|app|top|primary|secondary|mobile|desktop|sub|sticky|js|the|wp|block|[a-z])[_-]{1,2})?(?:breadcrumbs?|nav|navbar|navigation|menu|megamenu|submenu|"
    r"topbar|masthead|footer|header|share|sharing|social|socials|social-?(?:links|media|icons|share)|related|recommended|newsletter|subscribe|pagination|pager|skip-?(?:links?|nav|to-content)|"
    r"promo|advert|ads|toolbar|lang(?:uage)?-?(?:switcher|selector|switch|picker)|sidebar|feedback|helpful|comments|disqus|copyright|sitemap)"
    r"(?:[_-]{1,2}(?:wrapper|wrap|container|nav|menu|inner|outer|bar|list|links|area|section|content|widget|block|top|bottom|main|row|container-fluid))?(?=\s)"
)
_DIALOG = re.compile(
    r"role=(?:dialog|alertdialog)|(?:^|[\s_-])(?:modal|popup|pop-up|overlay|lightbox|drawer|offcanvas|tooltip|toast)(?:[\s_-]|$)"
)
_ROLES = re.compile(r"role=(?:navigation|banner|contentinfo|search|complementary|menu|menubar|toolbar|tablist|listbox)\b")
_FOLDED = re.compile(r"accordion|collaps|toggle|tab-?pane|tabpanel|expand|faq|answer|role=tabpanel|read-?more")
# Says nothing by itself: believed where a script may show it.
_PART = re.compile(r"panel|role=region|content|section")


class PageBlocks:
    """A walked page with sums over its blocks, so that each question about an element costs no more than two look-ups."""

    def __init__(self, walked: WalkedPage) -> None:
        self.blocks: Sequence[Block] = walked.blocks
        self.regions: Sequence[Region] = walked.regions
        self.kept = [True] * len(walked.blocks)
        self.unseen = [False] * len(walked.blocks)
        self.may_change = walked.may_change
        self._weights = [_prose(block) for block in walked.blocks]
        self.prose = [0, *accumulate(self._weights)]
        self.chars = [0, *accumulate(len(block.text) for block in walked.blocks)]
        self.links = [0, *accumulate(block.link_chars for block in walked.blocks)]

    def sum(self) -> None:
        """Sums the prose again, over what is kept."""
        self.prose = [0, *accumulate(map(mul, self._weights, self.kept))]

    def drop(self, region: Region) -> None:
        """Leaves an element out."""
        self.kept[region.start : region.end] = [False] * (region.end - region.start)

    def chosen(self) -> list[Block]:
        """The blocks that are kept."""
        return [block for block, keep in zip(self.blocks, self.kept, strict=True) if keep]

    def of(self, sums: Sequence[int], region: Region) -> int:
        """The sum over an element's blocks."""
        return sums[region.end] - sums[region.start]


def policy_blocks(walked: WalkedPage) -> list[Block]:
    """The blocks that belong to the document.

    Never less than most of the page's prose: when leaving things out went too far, everything visible but menus is kept.
    """
    page = PageBlocks(walked)
    _drop_hidden(page)
    visible, total = page.kept.copy(), page.prose[-1]
    _drop_furniture(page)
    root = _root(page)
    if root >= 0:
        _drop_around(page, root)
    page.sum()
    if page.prose[-1] < LEAST * total or not any(page.kept):
        page.kept = visible
    _keep_clauses(page)
    return page.chosen()


def _keep_clauses(page: PageBlocks) -> None:
    """Keeps what reads like a clause of the policy wherever a reader sees it: in a footer, a banner, a note beside the text."""
    known: set[str] | None = None
    for place, block in enumerate(page.blocks):
        if page.kept[place] or page.unseen[place] or not is_clause(block.text):
            continue
        if known is None:
            known = {kept.text for kept in page.chosen()}
        if block.text not in known:
            page.kept[place] = True
            known.add(block.text)


def selected_blocks(walked: WalkedPage) -> list[Block]:
    """The blocks of elements that the user chose: all but what is hidden."""
    page = PageBlocks(walked)
    _drop_hidden(page)
    return page.chosen()


def visible_blocks(walked: WalkedPage) -> list[Block]:
    """All that a visitor sees before any click, menus included."""
    hidden = [(region.start, region.end) for region in walked.regions if region.hidden and region.end > region.start]
    if not hidden:
        return walked.blocks
    shown, at = [], 0
    for start, end in hidden:
        shown += walked.blocks[at:start]
        at = max(at, end)
    return shown + walked.blocks[at:]


def _drop_around(page: PageBlocks, root: int) -> None:
    """Leaves out what is around the content, but for elements that hold prose themselves, the title and the date."""
    inside, regions = page.regions[root], page.regions
    keep = [False] * len(page.kept)
    keep[inside.start : inside.end] = [True] * (inside.end - inside.start)
    ancestors = {-1}
    above = inside.parent
    while above >= 0:
        ancestors.add(above)
        above = regions[above].parent
    loose = [True] * len(page.kept)  # is in an element around the content, but in none beside it
    for place, region in enumerate(regions):
        if region.parent in ancestors and place != root and place not in ancestors:
            prose = page.of(page.prose, region)
            tells = prose >= 100 and page.of(page.links, region) < 0.3 * page.of(page.chars, region)
            loose[region.start : region.end] = [False] * (region.end - region.start)
            if tells:
                keep[region.start : region.end] = [True] * (region.end - region.start)
    for place, block in enumerate(page.blocks):
        stays = keep[place] or (loose[place] and block.link_chars * 2 < len(block.text)) or _introduces(block)
        keep[place] = page.kept[place] and stays
    page.kept = keep


_DATED = re.compile(r"\b(?:19|20)\d\d\b")
_DATING = re.compile(
    r"updated|effective|modified|revised|revision|version|in force|published|stand\b|gültig|à jour|en vigueur|"
    r"actualizad|vigente|aggiorn|vigor|bijgewerkt",
    re.IGNORECASE,
)


def _introduces(block: Block) -> bool:
    if block.kind == HEADING and block.level == 1:
        return True
    return len(block.text) < 120 and _DATED.search(block.text) is not None and _DATING.search(block.text) is not None


def _drop_hidden(page: PageBlocks) -> None:
    """Leaves out what is hidden, but for folded parts of the document (accordions, tabs) and pages that hide until a script runs."""
    before, kept, done = page.prose[-1], page.kept.copy(), 0
    for region in page.regions:
        if (region.hidden or region.muted or region.folded) and region.end > max(region.start, done) and not _is_folded(page, region):
            page.drop(region)
            done = region.end
            if region.hidden or (region.muted and not region.folded and _DIALOG.search(region.names)):
                page.unseen[region.start : region.end] = [True] * (region.end - region.start)
    if done:
        page.sum()
        if page.prose[-1] < 0.2 * before and before > 1000 and (page.may_change or not _says_anything(page)):
            page.kept = kept
            page.unseen = [False] * len(kept)
            page.sum()


def _says_anything(page: PageBlocks) -> bool:
    """Whether what is kept holds a sentence: "Loading …" beside a hidden text is none."""
    return has_sentences("\n".join(block.text for block in page.chosen()))


def _is_folded(page: PageBlocks, region: Region) -> bool:
    """Whether a hidden element is a part of the document that a reader can unfold.

    Without a control on the page that opens it, its name must say so.
    """
    if _DIALOG.search(region.names) or region.tag in ("dialog", "noscript", "object"):
        return False
    if region.folded and page.of(page.links, region) <= 0.5 * page.of(page.chars, region):
        return True
    prose = page.of(page.prose, region)
    if prose <= 100:
        return False
    if _FOLDED.search(region.names) or (prose > 1000 and not region.hidden):
        return True
    return (page.may_change or not region.hidden) and _PART.search(region.names) is not None


def _drop_furniture(page: PageBlocks) -> None:
    total, done = page.prose[-1], 0
    for region in page.regions:
        if region.end > max(region.start, done) and _is_furniture(page, region, total):
            page.drop(region)
            done = region.end
    page.sum()


def _is_furniture(page: PageBlocks, region: Region, total: int) -> bool:
    """Whether an element surrounds the document: by its tag, role or name, and only with little of the page's prose in it."""
    sort = _sort(region.tag, region.names)
    if not sort:
        return region.controls > 0 and region.tag in ("form", "search", "fieldset") and page.of(page.prose, region) < 0.1 * total
    prose = page.of(page.prose, region)
    if sort == _SURELY:
        return prose < 0.2 * total
    chars = page.of(page.chars, region)
    if prose >= 0.05 * total:
        return False
    return page.of(page.links, region) > 0.3 * chars or (chars < 300 and prose == 0 and not _titled(page, region))


_SURELY, _MAYBE = 2, 1


@lru_cache(maxsize=8192)
def _sort(tag: str, names: str) -> int:
    if tag in ("nav", "footer", "aside", "dialog") or (names and (_ROLES.search(names) or _VENDORS.search(names) or _DIALOG.search(names))):
        return _SURELY
    return _MAYBE if tag == "header" or (names and _AROUND.search(names)) else 0


def _titled(page: PageBlocks, region: Region) -> bool:
    return any(block.kind == HEADING for block in page.blocks[region.start : region.end])


def _root(page: PageBlocks) -> int:
    """Place of the innermost element that holds nearly all of the prose, or -1."""
    total = page.prose[-1]
    best = -1
    for place, region in enumerate(page.regions):
        if total and page.of(page.prose, region) >= NEARLY_ALL * total:
            best = place
    return best
