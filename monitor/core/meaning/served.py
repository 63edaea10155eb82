"""Whom a short statement serves when it is affirmed: the reader, who may or receives something, or the company, which may or takes it."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.meaning.assurances.grammar import BE, PARTIES
from monitor.core.meaning.statements.vocabulary import verbs, word_list
from monitor.core.text.tokens import FUNCTION

READER = word_list("reader-words") | {"resident", "residents", "subject", "subjects", "parent", "parents", "guest", "guests"}
COMPANY = frozenset({"we", "us", "our", "ours"})
_GOOD, _BAD = word_list("protective"), word_list("intrusive")
_GIVING = word_list("giving-acts")
"""What only serves the reader where the company does it: pay, indemnify, refund, support."""
_BURDENS = word_list("burdening-acts")
"""What burdens whoever does it: waive, pay, indemnify, owe, arbitrate."""
_MAY = frozenset({"may", "can", "could", "able", "entitled", "free", "eligible", "right", "option", "permitted", "allowed"})
_MUST = frozenset(
    {"must", "shall", "should", "need", "needs", "required", "obliged", "responsible", "liable", "agree", "agrees", "owe", "owes"}
)
_GOOD_STATES = word_list("kind-states")
_BAD_STATES = word_list("harsh-states")


_SUPPOSING = frozenset({"if", "unless", "when", "where", "whether", "that", "which", "who", "whose"})
_BEING = BE | {"remain", "remains", "stay", "stays", "get", "gets"}


def serves(words: Sequence[str], names: frozenset[str] = frozenset(), near: int | None = None) -> int:
    """1 where a statement, taken as affirmed, serves the reader, -1 where it serves the company at the reader's cost, else 0.

    Args:
        words: one sentence in lower case, as `clause_tokens` cuts it, without words that deny.
        names: what the company calls itself, in lower case.
        near: the place of the verb that is asked for, where it is known; otherwise it is the first.

    >>> serves("you can opt out of marketing".split()), serves("we refund fees".split()), serves("we sell your data".split())
    (1, 1, -1)
    """
    if words[:1] and words[0] in _SUPPOSING and "," in words and near is None:
        words = words[words.index(",") + 1 :]  # "If we change it, we will tell you" tells in its second clause whom it serves
    actor, at = _actor(words, names)
    rest = words[at + 1 :] if actor else words
    if actor == "reader":
        return _of_reader(rest)
    if actor == "company" and not _is_passive(rest):
        return _of_acts(rest)
    return _of_state(words, near)


def _actor(words: Sequence[str], names: frozenset[str]) -> tuple[str, int]:
    """Who acts, with the place: the first party that stands before the first verb; nobody in a passive about a thing."""
    for at, word in enumerate(words):
        if word in COMPANY - {"our", "ours", "us"} or word in names:
            return "company", at
        if word == "you" and at and words[at - 1].isalpha() and words[at - 1] not in FUNCTION:
            continue  # "Films you look for are …": a relative clause tells which, not who acts
        if word in READER - {"your"}:
            return "reader", at
        if word in BE or word in PARTIES:
            break
    return "", 0


def _of_reader(rest: Sequence[str]) -> int:
    for word in rest[:6]:
        if word in _MAY:
            return 1
        if word in _MUST:
            return -1
        if word in _BURDENS:
            return -1
    return _of_state(rest) if not BE.isdisjoint(rest[:2]) else 0


def _is_passive(rest: Sequence[str]) -> bool:
    return not BE.isdisjoint(rest[:1]) and any(known.form == "ed" for word in rest[1:4] for known in verbs().get(word, ()))


def _of_acts(rest: Sequence[str]) -> int:
    if not _REFUSING.isdisjoint(rest[:2]) and not _ASKED.isdisjoint(rest[:6]):
        return -1  # "We may reject your refund request"
    for at, word in enumerate(rest[:7]):
        if word in _HANDING and is_own_data(rest[at + 1 :]):
            return -1
        if word in _GIVING or (word in _KEEPING and _is_kept_well(rest[at + 1 :])):
            return 1
        found = {known.act for known in verbs().get(word, ())}
        if found & _GOOD:
            return _of_account(rest) if word in _REMOVING and _is_account(rest[at + 1 :]) else 1
        if found & _BAD:
            return -1
    return 0


_REFUSING = frozenset({"reject", "rejects", "refuse", "refuses", "deny", "denies", "decline", "declines", "withhold", "withholds"})
_ACCOUNT, _REMOVING = (
    frozenset({"account", "accounts", "access", "subscription"}),
    frozenset({"delete", "remove", "erase", "deletes", "removes"}),
)


def _is_account(rest: Sequence[str]) -> bool:
    """True for "your account", not for "your account data"."""
    at = next((n for n, word in enumerate(rest[:3]) if word in _ACCOUNT), -1)
    return at >= 0 and OWN_DATA.isdisjoint(rest[at + 1 : at + 2])


def _of_account(rest: Sequence[str]) -> int:
    """Whom it serves that an account is deleted: "we may delete your account" threatens, "… on request" does what was asked."""
    if not _ASKED.isdisjoint(rest):
        return 1
    return -1 if not _MAY.isdisjoint(rest[:2]) else 0


_ASKED = frozenset({"request", "requests", "ask", "asked", "demand"})


# "We give your number to nobody": what is handed is the reader's; "we give you a copy" is a gift.
_HANDING = frozenset({"give", "gives", "provide", "provides", "offer", "offers", "supply", "supplies"})
_OBJECT_UP_TO = 5
OWN_DATA = word_list("data-heads") | word_list("own-data-heads") | word_list("content-heads")
"""What may be the reader's where "your" stands before it."""


def is_own_data(rest: Sequence[str]) -> bool:
    """True where the reader's data stand first: "(we give) your phone number to", not "(we give) you a copy of your data"."""
    if rest[:1] and rest[0] in {"out", "away"}:
        rest = rest[1:]
    if bool(rest) and rest[0] == "your" and not OWN_DATA.isdisjoint(rest[1:_OBJECT_UP_TO]):
        return True
    return _is_handed_on(rest)


def _is_handed_on(rest: Sequence[str]) -> bool:
    """True for "(give) health data to insurers", where nobody says whose; not for "(give) information to help you"."""
    at = next((n for n, word in enumerate(rest[: _OBJECT_UP_TO + 1]) if word in {"to", "with"}), 0)
    taker = rest[at + 1 : at + 4]
    return at > 0 and rest[at - 1] in word_list("data-heads") and READER.isdisjoint(rest[:at]) and not _TAKERS.isdisjoint(taker)


_TAKERS = (word_list("party-words") | {"police", "government", "courts", "agencies", "authority"}) - {"you"}


_KEEPING = frozenset({"keep", "keeps", "hold", "holds", "store", "stores", "treat", "treats", "leave", "leaves"})
_KEPT_UP_TO = 8


def _is_kept_well(rest: Sequence[str]) -> bool:
    """True for "(keep) your letters secret from all", not for "(keep) your private letters"."""
    # "Secret" may stand behind what is kept: "your letters and notes secret".
    places = [at for at, word in enumerate(rest[:_KEPT_UP_TO]) if word in _GOOD_STATES]
    return any(not rest[at + 1 : at + 2] or rest[at + 1] in _BEHIND for at in places)


# "We keep your letters secret from all", not "we keep your secret letters".
_BEHIND = frozenset({",", "and", "from", "except", "unless", "at", "in", "with", "by", "when", "while", "until", "against", "to"})


def _of_state(words: Sequence[str], near: int | None = None) -> int:
    """Of a passive, or of how something is: "fees are refunded", "your notes are read", "the form is unencrypted"."""
    states = [at for at, word in enumerate(words) if word in _BEING]
    be = next((at for at in reversed(states) if near is not None and at <= near), states[0] if states else -1)
    if near is None and not _SUPPOSING.isdisjoint(words[: max(be, 0)]):
        return 0
    for word in words[be + 1 : be + 8] if be >= 0 else ():
        if word in _GOOD_STATES:
            return 1
        if word in _BAD_STATES:
            return -1
        found = {known.act for known in verbs().get(word, ()) if known.form == "ed"}
        if found & _GOOD:
            return 1
        if found & _BAD:
            return -1
    return 0
