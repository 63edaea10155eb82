"""Who is spoken of before a word: the reader, the company or others, stated or only supposed, affirmed or denied."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.meaning.statements.vocabulary import word_list

READER = word_list("reader-words") | {"residents", "resident", "consumer", "consumers", "everyone", "parents", "parent", "guardians"}
PARTIES = word_list("bound-parties")
GUARDED = word_list("data-heads") | word_list("content-heads") | word_list("guarded")
"""What others are bound to keep, and what a safeguard is for."""
BE = frozenset({"is", "are", "be", "been", "was", "were"})
MAY = frozenset({"may", "can", "could", "right", "option", "able", "entitled", "ability"})
"""What makes a way open to the reader."""
DENIALS = word_list("assurance-denials")
_SUPPOSING = frozenset({"if", "whether", "unless", "when", "whenever", "once", "whom", "whose", "provided"})
_VOUCHING = word_list("vouching")
_ORDERED = frozenset({"must", "shall", "should", "need"})
_WE = frozenset({"we"})


def back(words: Sequence[str], at: int, sought: frozenset[str], reach: int) -> int:
    """The place of the last of some words within reach before a place, or -1."""
    return next((n for n in range(at - 1, max(-1, at - 1 - reach), -1) if words[n] in sought), -1)


def denied(words: Sequence[str], at: int, reach: int = 6) -> bool:
    """True when a word within reach before a place denies it."""
    for n in range(at - 1, max(-1, at - 1 - reach), -1):
        if words[n] in (";", ":", "but"):
            return False
        if words[n] in DENIALS:
            return True
    return False


def stated(words: Sequence[str], subject: int) -> bool:
    """False in a condition, and in what the reader vouches for: "if you may appeal", "you represent that you have the right to"."""
    return not supposed(words[max(0, subject - 2) : subject]) and _VOUCHING.isdisjoint(words[:subject])


def supposed(before: Sequence[str]) -> bool:
    """True when some words open a condition."""
    return not _SUPPOSING.isdisjoint(before)


def by_reader(words: Sequence[str], at: int, reach: int) -> bool:
    """True when the reader is the subject within reach before a place; not in "users that may", "you must"."""
    subject = back(words, at, READER, reach)
    if subject < 0 or not stated(words, subject):
        return False
    return words[subject + 1 : subject + 2] not in (("that",), ("who",)) and _ORDERED.isdisjoint(words[subject:at])


def by_company(words: Sequence[str], at: int, reach: int, names: frozenset[str]) -> bool:
    """True when the company is, and no reader stands between: "we ask that you maintain controls" is about the reader."""
    subject = back(words, at, _WE | names, reach)
    between = READER - {"customer", "customers"}
    return subject >= 0 and stated(words, subject) and back(words, at, between, at - subject - 1) < 0
