"""Assurances in which the reader acts: rights, complaints and appeals, what stays theirs, ways to choose and to leave.

Each function asks of one word, by its place, whether it tells such an assurance there; none needs the company's `names`.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.meaning.assurances.grammar import BE, MAY, back, by_reader, denied
from monitor.core.meaning.statements.vocabulary import word_list

_HAVE = frozenset({"have", "has", "having"})
_OPEN = frozenset({"may", "can", "could", "able"})
_LODGING = frozenset({"lodge", "file", "submit", "make", "raise", "bring", "register", "lodging", "filing"})
_BODIES = frozenset({"provider", "providers", "mechanism", "body", "panel", "procedure"})
_FREE = frozenset({"free", "charge", "cost"})
_BURDENS = frozenset({"waiver", "arbitration", "fee", "fees", "charge", "charges", "penalty", "restriction", "provision"})
_OWNED = word_list("rights-owned")
_CHOOSING = word_list("choosing")
_OWN = word_list("data-heads") | word_list("content-heads") | {"account", "us", "we", "that"}
_RIGHTS, _OF_READER = frozenset({"rights", "right", "remedies"}), frozenset({"your", "consumer", "consumers", "statutory"})


_ANNOUNCING = frozenset({"below", "following", "described", "outlined"})
"""Words with which a sentence only announces what follows: "you have the following rights"."""


def is_entitled(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "You have the right to", "residents are entitled to": not "we have the right to", "you have no right to"."""
    if not _ANNOUNCING.isdisjoint(words):
        return False
    if words[at] == "entitled":
        verb = back(words, at, BE, 3)
        return words[at + 1 : at + 2] == ("to",) and verb >= 0 and not denied(words, at, 4) and by_reader(words, verb, 4)
    inserted = words[at + 1 : at + 2] == (",",) and "to" in words[at + 2 : at + 14]
    if not inserted and words[at + 1 : at + 2] not in (("to",), ("of",), ("under",)):
        return False
    verb = back(words, at, _HAVE, 6)
    return verb >= 0 and not denied(words, at, at - verb + 2) and by_reader(words, verb, 4)


def is_redress(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "You may lodge a complaint", "each decision may be appealed", "contact our dispute resolution provider (free of charge)"."""
    if words[at] == "resolution":
        after = frozenset(words[at : at + 14])
        offered = words[at - 1 : at] == ("dispute",) and not _BODIES.isdisjoint(after) and not _FREE.isdisjoint(after)
        return offered and not denied(words, at)
    if words[at] in ("complaint", "complaints"):
        verb = back(words, at, _LODGING, 4)
        may = back(words, verb, MAY, 5) if verb >= 0 else -1
        return may >= 0 and not denied(words, verb) and by_reader(words, may + 1, 7)
    if words[at] == "appealed":
        return back(words, at, _OPEN, 3) >= 0 and not denied(words, at, 4)
    may = back(words, at, MAY, 4)
    return may >= 0 and not denied(words, at, 5) and by_reader(words, may + 1, 6)


def is_owned(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "You retain all rights to your works"; not "you represent that you own it", "you own or have the rights to it"."""
    if words[at] == "remains":
        return words[at + 1 : at + 2] == ("yours",) or words[at + 1 : at + 3] == ("your", "property")
    own = by_reader(words, at, 3) and not _OWNED.isdisjoint(words[at : at + 9])
    return own and not denied(words, at, 3) and words[at + 1 : at + 2] != ("or",)


def is_choice(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "You may submit your preferences at any time"."""
    verb = back(words, at, _CHOOSING, 5)
    may = back(words, verb, _OPEN, 3) if verb >= 0 else -1
    return may >= 0 and not denied(words, verb, 4) and by_reader(words, may + 1, 3)


def may_choose(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "You may choose whether your name is shown"."""
    return back(words, at, _OPEN, 2) >= 0 and words[at + 1 : at + 2] in (("to",), ("whether",), ("not",)) and by_reader(words, at - 1, 3)


def may_leave(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "You may cancel at any time": not "we may terminate your account"."""
    may = back(words, at, MAY, 4)
    return may >= 0 and not denied(words, at, 4) and by_reader(words, may + 1, 4)


_ASKING = frozenset({"contact", "write", "email", "mail", "call"})


def may_correct(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "You can correct or delete your personal data", "you can write to us to delete it"."""
    may = back(words, at, _OPEN, 4)
    if may < 0 and "to" in words[max(0, at - 5) : at]:
        may = back(words, at, _OPEN, 20)
        may = may if not _ASKING.isdisjoint(words[may + 1 : may + 4]) else -1
    return may >= 0 and not _OWN.isdisjoint(words[at + 1 : at + 9]) and not denied(words, at, 4) and by_reader(words, may + 1, 4)


def is_unharmed(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "Nothing here limits your statutory rights", "your rights are not affected"; not "this does not limit our rights".

    "This licence does not grant others any rights in your content" leaves them as they are, too.
    """
    if words[at] == "apply":
        return words[at - 1] == "not" and words[at + 1 : at + 3] == ("to", "you") and not _BURDENS.isdisjoint(words[max(0, at - 6) : at])
    if words[at] in ("grant", "grants", "give", "gives", "transfer", "transfers"):
        kept = words[at - 1] == "not" and not _RIGHTS.isdisjoint(words[at : at + 6]) and "you" not in words[at : at + 3]
        return kept and any(here == "your" and not _OWNED.isdisjoint(words[n : n + 3]) for n, here in enumerate(words[at:], at))
    near = words[max(0, at - 8) : at + 8]
    own = any(word in _RIGHTS and not _OF_READER.isdisjoint(near[max(0, n - 4) : n]) for n, word in enumerate(near))
    return own and not {"not", "nothing"}.isdisjoint(words[max(0, at - 12) : at])
