"""Small edits that turn a statement round or take from it, see `turned`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.core.meaning.company_names import company_names
from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.newly_said import sentences_of
from monitor.core.meaning.features.protocol import seen_or_not
from monitor.core.meaning.statements.vocabulary import word_list
from monitor.core.meaning.turns.masks import way_of_masks
from monitor.core.meaning.turns.turn import turn_of
from monitor.core.text.tokens import FUNCTION, word_row


@seen_or_not
def turn_features(change: Comparison) -> Iterator[str]:
    """What a small edit does to a statement that otherwise stands, and what is kept whole that was shortened."""
    if change.reworded and not any(change.candidate.under) and (way := _masks(change)):
        yield f"turn:{way}"
        return
    if not change.reworded or any(change.candidate.under) or len(change.removed) + len(change.added) > _MOST:
        return
    turn = turn_of(change.old.text, change.new.text, company_names(change.context.new))
    if turn and not (turn.kind == "items" and _stands_elsewhere(change)):
        yield f"turn:{turn.kind}"
        yield f"turn:{turn.way}"


def _masks(change: Comparison) -> str:
    return way_of_masks(change.old.lower, change.new.lower, change.context.old.page.text, change.context.new.page.text)


# "You can view, correct and delete your data" became "You can view your data. You can also correct it and delete it."
_GRANTING = re.compile(r"\byou (?:may|can|have the right)\b")


def _stands_elsewhere(change: Comparison) -> bool:
    """True where what one list of rights has more is granted in a sentence of the other text as well."""
    words = {*change.removed, *change.added} - FUNCTION
    if not words or not words <= word_list("right-acts"):
        return False
    other = change.context.new if change.removed else change.context.old
    granting = [set(word_row(piece)) for piece in sentences_of(other.page.text.lower()) if _GRANTING.search(piece)]
    return all(any(word in row for row in granting) for word in words)


_MOST = 24
"""Differing words beyond which an edit is no small one."""
