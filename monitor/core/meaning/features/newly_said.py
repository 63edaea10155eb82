"""What a whole document says or does not: whether a change begins to say it, or ends it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.parsed import ParsedDocument

_SENTENCE = re.compile(r"(?<=[.;:])\s|\n")
_LONGEST = 1500
"""Characters of a piece beyond which it is no sentence."""


def newly_said(change: Comparison, name: str, says: Callable[[str], bool]) -> tuple[bool, bool]:
    """Whether a change begins to say what the old text says nowhere, and whether it ends what the new text says nowhere.

    Args:
        change: the change.
        name: what the answer about a whole text is remembered by.
        says: asked of text in lower case.
    """
    before, after = (bool(side.text) and says(side.lower) for side in (change.old, change.new))
    began = after and not before and not _anywhere(change.context.old, name, says)
    ended = before and not after and not _anywhere(change.context.new, name, says)
    return began, ended


def began_or_ended(change: Comparison, name: str, says: Callable[[str], bool], *, began: str, ended: str) -> Iterator[str]:
    """The one feature where a change begins to say something, the other where it ends it; see `newly_said`."""
    begins, ends = newly_said(change, name, says)
    if begins:
        yield began
    if ends:
        yield ended


def _anywhere(whole: ParsedDocument, name: str, says: Callable[[str], bool]) -> bool:
    known: bool | None = whole.memory.get(name)
    if known is None:
        known = whole.memory[name] = says(whole.page.text.lower())
    return known


def sentences_of(text: str) -> Iterator[str]:
    """The sentences and lines of a text, without pages that were run together."""
    return (piece for piece in _SENTENCE.split(text) if len(piece) < _LONGEST)
