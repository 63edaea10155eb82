"""Says which statements of a page are not part of what was read: hidden ones, struck ones, those beside the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.core.extract.blocks import Block, WalkedPage
from monitor.core.extract.inline import struck_texts
from monitor.core.extract.statement import quoted, states

HIDDEN, STRUCK, BESIDE = "Hidden on the page and not read", "Struck out on the page and not read", "Beside the document and not read"
"""How the notes begin."""
MOST_KEPT = 100
"""Statements that are remembered, to tell the next reader of this page that one has been hidden since, or is shown now."""


def left_out(walked: WalkedPage, read: Sequence[Block]) -> tuple[list[str], list[str]]:
    """The notes about what was left out, and the hidden and struck statements and words themselves.

    Args:
        walked: the page.
        read: the blocks that make up the document.
    """
    known = {block.text for block in read}
    hidden = [text for text in (*walked.unseen, *_of_regions(walked, known, hidden=True)) if text not in known and states(text)]
    beside = [text for text in _of_regions(walked, known, hidden=False) if states(text)]
    notes = [_note(HIDDEN, hidden), _note(STRUCK, _worth_telling(walked.struck)), _note(BESIDE, beside)]
    return [note for note in notes if note], list(dict.fromkeys((*hidden, *walked.struck, *walked.unseen_words)))[:MOST_KEPT]


def left_out_of_markup(text: str, unseen: Sequence[str] = ()) -> tuple[list[str], list[str]]:
    """The same of a Markdown text, which can only strike, and of the lines of a PDF that nobody sees."""
    struck = [" ".join(words.split()) for words in struck_texts(text)]
    hidden = [line for line in unseen if states(line)]
    notes = [_note(HIDDEN, hidden), _note(STRUCK, _worth_telling(struck))]
    return [note for note in notes if note], list(dict.fromkeys((*hidden, *struck)))[:MOST_KEPT]


def _worth_telling(struck: Sequence[str]) -> list[str]:
    """A struck price or single word is no news; the document reads as if it were not there."""
    return [text for text in struck if text.count(" ") >= 1]


def _of_regions(walked: WalkedPage, known: set[str], *, hidden: bool) -> Iterable[str]:
    under = [False] * len(walked.blocks)
    for region in walked.regions:
        if region.hidden and region.end > region.start:
            under[region.start : region.end] = [True] * (region.end - region.start)
    return [block.text for block, is_under in zip(walked.blocks, under, strict=True) if is_under is hidden and block.text not in known]


def _note(what: str, texts: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(texts))
    if not distinct:
        return ""
    more = f" and {len(distinct) - 1} more" if len(distinct) > 1 else ""
    return f"{what}: “{quoted(distinct[0])}”{more}."
