"""Who does what a verb says: the company, the reader, or nobody in particular."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.meaning.clauses import SINGLE, Clauses
from monitor.core.meaning.negation import COMPANY
from monitor.core.text.lexicon import word_set

_USER = word_set("user")
# "Your data will not be disclosed to third parties": a passive verb follows one of these, and its subject is not who acts.
_PASSIVE = frozenset({"be", "been", "being"})
# A subject stands within nine words before its verb: "You can also turn to the Commissioner for Data Protection" is about you; with a
# tenth, "You may cancel at any time, with a pro-rata refund" would be a duty to pay.
_SUBJECT_REACH = 10
# "We reserve the right to disclose your information if required": within three words before "the right".
_COMPANYS_OWN = frozenset({"us", "we", "reserve", "reserves"})


def subject_of(words: Sequence[str], start: int, negation: int | None, clauses: Clauses = SINGLE) -> str:
    """company, user, or an empty string: the nearest subject before a verb.

    An order ("Do not share …") speaks to the user.

    Args:
        words: the statement.
        start: where the verb stands.
        negation: where the word stands that denies it, or None.
        clauses: where the statement's clauses begin.
    """
    at = start if negation is None or negation > start or words[start - 1] in _PASSIVE else negation
    if _is_order(words, at, clauses):
        return "user"
    passive = at > 0 and words[at - 1] in _PASSIVE
    for back in range(at - 1, max(-1, at - _SUBJECT_REACH), -1):
        word = words[back]
        if word == "you" and passive:
            return ""  # "You will not be tracked": whoever tracks, it isn't you.
        if word == "you" or (word in _USER and back + 1 < at and word != "your"):
            return "user"
        # "Our" and "it" are among the company's words, but no subjects: in "when you receive our confirmation of order" you act.
        if word in ("we", "us") or (word in COMPANY and word not in ("our", "it")):
            return "company"
    return ""


def _is_order(words: Sequence[str], at: int, clauses: Clauses) -> bool:
    """True for "do not", "don't" or "never" that begins a clause, without anyone who does it."""
    if 0 < at < len(words) and words[at] == "not" and words[at - 1] == "do":
        return at - 1 in clauses.heads or (at > 1 and words[at - 2] in ("please", "so"))
    if at < len(words) and words[at] == "don't":
        return at in clauses.heads
    if at + 1 < len(words) and words[at] == "never" and at in clauses.sentences:
        # "Never shared, never sold: your data stays with us" is a promise, "Never share your password" an order.
        return not words[at + 1].endswith(("ed", "sold", "given"))
    return False


def is_companys_right(words: Sequence[str], start: int, act: str) -> bool:
    """True for "we reserve the right", "you give us the right": the company's right, not the reader's."""
    if act != "right" or start < 2 or words[start - 1] not in ("the", "a"):
        return False
    return not _COMPANYS_OWN.isdisjoint(words[max(0, start - 4) : start - 1])


_OF_TRADE = frozenset(("dress", "secret", "secrets", "mark", "marks", "name", "names", "union", "unions"))
_TERM = frozenset({"term", "terms", "word", "words", "phrase", "phrases"})


def is_only_named(words: Sequence[str], start: int) -> bool:
    """True for a verb that is spoken of as a word, or is none: "as the terms sell and share are defined", "our trade dress"."""
    if words[start] == "trade" and not _OF_TRADE.isdisjoint(words[start + 1 : start + 2]):
        return True
    if words[start - 1 : start] == ["terms"]:
        return words[start - 2 : start - 1] in (["the"], ["as"], ["by"]) and words[start + 1 : start + 2] in (["and"], ["or"])
    if start and words[start - 1] in _TERM:
        return True
    return start > 2 and words[start - 1] in ("and", "or") and words[start - 3] == "terms"
