"""What protects the reader's data, less or more of it: "encrypted at rest (and in transit)", "stored hashed"; and what a licence takes."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.served import READER
from monitor.core.meaning.statements.vocabulary import word_list
from monitor.core.meaning.turns.sentence import BETTER, WAYS, WORSE, Edit, Turn, Words, effect, is_denied, plain, stands

_LICENCES = frozenset(("licence", "license", "licences", "licenses"))
# "Your plan ends after a year" became "your plan renews automatically after a year".
_PAID_FOR = frozenset(("plan", "subscription", "membership", "trial", "contract"))
_ENDING = frozenset(("ends", "end", "expires", "expire", "terminates", "terminate", "stops"))
_LASTING = frozenset(
    ("continues", "continue", "survives", "survive", "remains", "remain", "lasts", "persists", "renews", "renew", "converts")
)


def by_protection(one: Words, two: Words, edit: Edit) -> Iterator[Turn]:
    """A word that says how data are protected, put in or left out; a licence that ends, or does not."""
    kind, a, b, c, d = edit
    went, came = plain(one[a:b]), plain(two[c:d])
    if kind == "replace" and not (_LICENCES | _PAID_FOR).isdisjoint(one):
        if went[:1] and came[:1] and (sign := _lasts(*went[:2]) - _lasts(*came[:2])):
            yield Turn("words", WORSE if sign < 0 else BETTER)
        return
    word = [*went, *came]
    # "You must send us encrypted files" is the reader's duty; "we do not store hashed passwords" may store none.
    # "Stored hashed and salted" became "stored"
    states = {near for near in word if near not in ("and", "or")}
    if kind == "replace" or not states or not states <= word_list("protected-states") or is_denied(one):
        return
    if READER.isdisjoint(one[:1]):
        yield Turn("words", WAYS[1 if came else -1])


def _lasts(word: str, behind: str = "") -> int:
    # "At the end of the year" is when, and nothing that ends.
    return (word in _LASTING) - (word in _ENDING and behind != "of")


def is_protecting(words: Words, names: frozenset[str]) -> bool:
    """True for what is said to be protected: "all data is encrypted at rest and in transit"."""
    return not (word_list("protected-states") | _PROTECTING).isdisjoint(words) and effect(words, names) > 0


_PROTECTING = frozenset(("encrypt", "encrypts", "hash", "mask", "anonymise", "anonymize", "pseudonymise", "pseudonymize"))


def is_licence(words: Words) -> bool:
    """True for a licence that the reader grants: each act more in it is at his cost."""
    return not _LICENCES.isdisjoint(words) and (stands(("you", "grant"), words) or stands(("you", "give"), words))


def is_right(words: Words, item: Words, names: frozenset[str]) -> bool:
    """True for one more thing that the reader can do with his data: "you can view, export (and delete) your data"."""
    return not word_list("right-acts").isdisjoint(item) and words[:1] == ("you",) and effect(words, names) > 0
