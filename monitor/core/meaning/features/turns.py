"""Small edits that turn a statement round or take from it, see `turned`."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.company_names import company_names
from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.protocol import seen_or_not
from monitor.core.meaning.turned import turn_of


@seen_or_not
def turn_features(change: Comparison) -> Iterator[str]:
    """What a small edit does to a statement that otherwise stands."""
    if not change.reworded or any(change.candidate.under) or len(change.removed) + len(change.added) > _MOST:
        return
    if turn := turn_of(change.old.text, change.new.text, company_names(change.context.new)):
        yield f"turn:{turn.kind}"
        yield f"turn:{turn.way}"


_MOST = 16
"""Differing words beyond which an edit is no small one."""
