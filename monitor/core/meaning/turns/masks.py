"""Identifiers that are kept in part or whole: "we shorten IP addresses before storing them" became "we store whole IP addresses"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.core.meaning.promises.promise import DENYING
from monitor.core.meaning.statements.vocabulary import phrase_list, word_list
from monitor.core.text.tokens import word_row

WORSE, BETTER = "worse", "better"
_SENTENCE = re.compile(r"(?<=[.;])\s|\n")


def way_of_masks(old: str, new: str, old_text: str, new_text: str) -> str:
    """Which way a rewording goes by what it keeps of an identifier, or empty.

    Args:
        old, new: the two sides of a rewording, in lower case.
        old_text, new_text: the whole texts; what is still said there to be shortened is.

    >>> way_of_masks("we hash ip addresses.", "we log ip addresses.", "we hash ip addresses.", "we log ip addresses.")
    'worse'
    """
    if not any(name in old and name in new for name in phrase_list("masked-identifiers")):
        return ""
    # The whole texts are read only where something was found: they are long, and this is asked of each rewording.
    if (bared := _masked(old) & _whole(new)) and bared - _masked(new_text.lower()):
        return WORSE
    return BETTER if (masked := _masked(new) & _whole(old)) and masked - _masked(old_text.lower()) else ""


def _masked(text: str) -> set[str]:
    """The identifiers that some sentence shortens, hashes or hides."""
    return {name for words, names in _naming(text) if not words.isdisjoint(word_list("masking-acts")) for name in names}


def _whole(text: str) -> set[str]:
    """The identifiers that some sentence keeps, and keeps as they are."""
    keeping = word_list("keeping-acts")
    return {
        name
        for words, names in _naming(text)
        if words.isdisjoint(word_list("masking-acts")) and not words.isdisjoint(keeping)
        for name in names
    }


def _naming(text: str) -> Iterator[tuple[set[str], set[str]]]:
    """The sentences that name an identifier and deny nothing: their words, and the identifiers."""
    for sentence in _SENTENCE.split(text):
        names = {name for name in phrase_list("masked-identifiers") if name in sentence}
        words = set(word_row(sentence)) if names else set()
        if names and words.isdisjoint(DENYING):
            yield words, names
