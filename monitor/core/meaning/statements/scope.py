"""Whom and what a statement reaches: its recipients, its purposes, and the words that narrow what it is about."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.meaning.statements.vocabulary import word_list

_PARTY_WORDS = word_list("party-words")

_ENDS = word_list("ends-of-recipients")
_LONGEST = 12


def recipient_of(words: Sequence[str], start: int, end: int) -> str:
    """Who gets it: "advertisers" in "share it with advertisers"; the reader, the company and mail addresses are no recipients.

    >>> recipient_of("share your data with our advertisers for money".split(), 1, 8)
    'our advertisers'
    """
    for at in range(start, end):
        if words[at] not in ("with", "to", "among"):
            continue
        phrase = []
        for word in words[at + 1 : min(end, at + 1 + _LONGEST)]:
            if word in _ENDS:
                break
            phrase.append(word)
        named = not _PARTY_WORDS.isdisjoint(phrase)
        if named and not any("@" in word for word in phrase):
            return " ".join(phrase)
    return ""


def purpose_of(words: Sequence[str], start: int, end: int) -> str:
    """What for: "marketing" in "use it for marketing", "to train models"."""
    for at in range(start, end):
        if words[at] == "for" or (words[at] == "to" and words[at + 1 : at + 2] and words[at + 1] not in _PARTY_WORDS and at > start):
            phrase = []
            for word in words[at + 1 : min(end, at + 1 + _LONGEST)]:
                if word in (",", ";", "unless", "except", "without", "only", "if", "(", ")"):
                    break
                phrase.append(word)
            if phrase and _PARTY_WORDS.isdisjoint(phrase[:3]):
                return " ".join(phrase)
    return ""
