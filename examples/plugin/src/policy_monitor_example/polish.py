"""A judge for Polish, in small: whether a statement denies that data is sold, and whether it says that it is."""

from __future__ import annotations

import re

from monitor.plugins import Judgement

_DENIED = re.compile(r"nie (?:sprzedajemy|będziemy sprzedawać)[^.]*", re.IGNORECASE)
_SAID = re.compile(r"(?<!nie )(?:sprzedajemy|możemy sprzedawać)[^.]*", re.IGNORECASE)


def judge(old: str, new: str) -> Judgement | None:
    """What a change means; None where it is about something else, so that it stays unjudged and alerts as such."""
    sold = _SAID.search(new)
    if sold and not _SAID.search(old):
        return Judgement("critical", "weakens", "They now say that they sell data.", sold[0], ["sale-of-data"])
    denied = _DENIED.search(old)
    if denied and not _DENIED.search(new):
        return Judgement("critical", "weakens", "The promise not to sell data is gone.", denied[0], ["sale-of-data"])
    return None
