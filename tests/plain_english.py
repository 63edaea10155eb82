"""Phrases that read like a translation, which neither what the program prints nor its guide may contain."""

from __future__ import annotations

import re

STILTED = (
    "on wish", "told", "owed", "anew", "is no version", "so many", "lies below", "brings in", "goes without", "as they were written",
    "another one", "turned round", "by machines", "was yours", "no longer stands", "stands elsewhere", "stood in", "stands in", "put in",
    "put into", "taken out of", "where there was none", "says something else", "others than", "nowhere any more", "came, went",
    "since when", "stands? since", "stood since", "stands? now", "first stood", "ever stood", "stands? beside", "whoever",
    "answers for", "renews by itself", "one side", "asked first", "may only refuse", "breaks off", "not one sentence",
)  # fmt: skip


def stilted(text: str) -> list[str]:
    """The phrases of the list that a text contains.

    >>> stilted("The age that the text names is another one."), stilted("The stated age has changed.")
    (['another one'], [])
    """
    return [phrase for phrase in STILTED if re.search(rf"\b{phrase}\b", text.lower())]
