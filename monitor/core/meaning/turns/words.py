"""One word put for another in one place of a sentence: for its contrary, for one that says less, for another bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from monitor.core.meaning.served import READER
from monitor.core.meaning.statements.vocabulary import phrase_list, word_list
from monitor.core.meaning.turns.sentence import BETTER, EITHER, WAYS, WORSE, Turn, Words, effect, is_denied, stands

_KEPT = frozenset(("keep", "kept", "keeps", "retain", "retained", "store", "stored", "hold", "held", "save", "saved", "log", "logged"))
_NOTICED = frozenset(("notice", "notify", "notified", "announce", "tell", "inform", "warn", "before"))
_AGREED = frozenset(("agree", "agreed", "consent", "consented", "permission"))
_WORKING = ("business", "working")
"""Days and hours of which there are fewer."""


@cache
def _pairs(name: str) -> Mapping[tuple[str, str], int]:
    """Pairs of words: -1 from the left to the right of a line, 1 from the right to the left."""
    found = {}
    for line in phrase_list(name):
        left, _, right = line.partition(" > ")
        found[left, right], found[right, left] = -1, 1
    return found


def by_words(one: Words, went: Words, came: Words, names: frozenset[str]) -> Iterator[Turn]:
    """What it does to a sentence to put some words for others, in one place."""
    key = " ".join(went), " ".join(came)
    if sign := _pairs("better-words").get(key):
        yield Turn("words", EITHER if is_denied(one) else WAYS[sign])
    elif (sign := _pairs("firmer-words").get(key)) and not _is_forbidden(one, went):
        # "May not" forbids as "will not" does.
        if served := effect(one, names):
            yield Turn("words", WAYS[sign * served])
    elif way := _contrary(went, came, one):
        yield Turn("words", way)
    elif sign := 0 if _is_ban((went, came)) and is_denied(one) else _narrower(went, came, denied=is_denied(one)):
        if effect(one, names) > 0 or _is_spared(one) or _is_shut_out(one):
            yield Turn("words", WAYS[sign])
    elif served := _own_use(one, went, came):
        yield Turn("words", WAYS[served])
    elif sorted(went + came) == ["off", "on"]:
        yield Turn("switch", _switched(one, came[0]))
    elif way := _bound(one, key, names):
        yield Turn("bound", way)
    elif sorted(went + came) == ["if", "unless"]:
        yield Turn("condition", EITHER)
    elif sorted(went + came) == ["and", "or"] and len(went) == 1 and "if" in one and not _AGREED.isdisjoint(one):
        yield Turn("condition", WORSE if came == ("or",) else BETTER)


def by_narrowing(one: Words, two: Words, went: Words, came: Words, names: frozenset[str]) -> Iterator[Turn]:
    """A word that narrows a denial, beside another edit: "we have no access", "our servers have no decrypted access"."""
    sign = _narrower(went, came, denied=True)
    if sign and not _is_ban((went, came)) and is_denied(one) and is_denied(two) and (effect(one, names) > 0 or _is_shut_out(one)):
        yield Turn("words", WAYS[sign])


def _is_forbidden(sentence: Words, modal: Words) -> bool:
    return any(stands((*modal, denial), sentence) for denial in ("not", "never"))


def _is_ban(sides: tuple[Words, Words]) -> bool:
    """True for a "may" put in or left out: before a denial it forbids, and narrows nothing."""
    return set(sides) == {(), ("may",)}


def _own_use(sentence: Words, went: Words, came: Words) -> int:
    """1 where what the reader may use serves any purpose now, -1 where personal ones alone."""
    if sentence[:2] not in (("you", "may"), ("you", "can")) or is_denied(sentence):
        return 0
    free = ["any" in words and not _ANY.isdisjoint((*words, *sentence)) for words in (went, came)]
    bound = [not {"personal", "private", "noncommercial", "non"}.isdisjoint(words) for words in (went, came)]
    return 1 if free[1] and bound[0] else -1 if free[0] and bound[1] else 0


_ANY = frozenset(("purpose", "purposes"))


def _contrary(went: Words, came: Words, sentence: Words) -> str:
    """ "Encrypted" and "unencrypted": which is better goes by the plain word."""
    if len(went) != 1 or len(came) != 1:
        return ""
    bare, longer = sorted((went[0], came[0]), key=len)
    if longer not in (f"un{bare}", f"non{bare}", f"de{bare}"):
        return ""
    sign = 1 if bare in word_list("kind-states") else -1 if bare in word_list("harsh-states") else 0
    if bare == "limited" and "liability" in sentence and "your" not in sentence:
        sign = -1
    return EITHER if is_denied(sentence) else WAYS[sign if came[0] == bare else -sign]


def _narrower(went: Words, came: Words, *, denied: bool) -> int:
    """-1 where a word that narrows came, 1 where one went."""
    # "We do not routinely read your messages"; "we routinely delete them" promises no less than "we delete them".
    words = word_list("narrowing-words") | (word_list("denial-narrowing") if denied else frozenset())
    went, came = (("partly",) if words == ("in", "part") else words for words in (went, came))
    if not went and len(came) == 1 and came[0] in words:
        return -1
    return 1 if not came and len(went) == 1 and went[0] in words else 0


def _is_spared(sentence: Words) -> bool:
    """True where something is left out of what is taken: "(not including your name)"."""
    return any(stands(words, sentence) for words in (("not", "including"), ("but", "not"), ("other", "than")))


def _is_shut_out(sentence: Words) -> bool:
    """True for "our servers have no access to them", not for "you have no access to the service"."""
    at = next((n for n, word in enumerate(sentence) if word == "no" and "access" in sentence[n + 1 : n + 3]), 0)
    return at > 0 and READER.isdisjoint(sentence[max(0, at - 3) : at])


def _switched(sentence: Words, came: str) -> str:
    """What is on by default that was off, or the reverse."""
    unwanted, wanted = (not word_list(name).isdisjoint(sentence) for name in ("unwanted-on", "wanted-on"))
    if unwanted == wanted or is_denied(sentence):
        return EITHER
    return BETTER if wanted == (came == "on") else WORSE


def _bound(sentence: Words, key: tuple[str, str], names: frozenset[str]) -> str:
    """What it does that the most became the least, that days became working days, or the greater of two amounts the lesser."""
    upper, lower = phrase_list("upper-bounds"), phrase_list("lower-bounds")
    if sign := (key[0] in upper and key[1] in lower) - (key[0] in lower and key[1] in upper):
        if READER.isdisjoint(sentence[:2]) and not _KEPT.isdisjoint(sentence):
            return WAYS[-sign]
        return WAYS[sign] if READER.isdisjoint(sentence[:2]) and not _NOTICED.isdisjoint(sentence) else EITHER
    more, less = word_list("more-of"), word_list("less-of")
    if sign := (key[0] in less and key[1] in more) - (key[0] in more and key[1] in less):
        return _capped(sentence, sign)
    if sign := (key[1] == "" and key[0] in _WORKING) - (key[0] == "" and key[1] in _WORKING):
        return WAYS[sign * effect(sentence, names)]
    return ""


def _capped(sentence: Words, sign: int) -> str:
    """The greater or the lesser of two amounts: of what the company is liable for, the greater serves the reader."""
    if {"liability", "liable"}.isdisjoint(sentence):
        return EITHER
    readers = stands(("your", "liability"), sentence) or stands(("you", "are", "liable"), sentence)
    return WAYS[-sign if readers else sign]
