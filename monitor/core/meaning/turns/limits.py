"""A limit of a statement that came or went, whatever else was edited beside it: "your first name only", "your full name"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.core.meaning.served import COMPANY, OWN_DATA, READER, serves
from monitor.core.meaning.statements.vocabulary import word_list
from monitor.core.meaning.turns.sentence import EITHER, WAYS, Turn, Words, is_about_one_thing, is_denied, plain, stands
from monitor.core.text.tokens import stem

_LONGEST = 30
_SHARED = 2
_LIMITS = (
    ("only",), ("solely",), ("exclusively",), ("alone",), ("restricted", "to"), ("limited", "to"), ("confined", "to"), ("nothing", "but"),
    ("nobody", "but"), ("no", "one", "but"), ("nothing", "else"), ("nobody", "else"), ("no", "one", "else"), ("but", "for"),
)  # fmt: skip
"""Not how much or how long at most, which are read as such."""
_LIMITING = frozenset(word for phrase in _LIMITS for word in phrase)
# "You must be 18 or older", "only people who are at least 18": an order limits as well.
_ORDERS = frozenset(("must", "required", "need", "needs", "have"))
_ADDRESSES = frozenset(("www", "http", "https"))
_ASIDE = _LIMITING | {"people", "persons"}
_CONDITIONS = frozenset(("if", "when", "where", "unless", "until", "except", "once", "after", "provided", "without"))


def by_limit_word(one: Words, two: Words, names: frozenset[str]) -> Iterator[Turn]:
    """What was limited and is not any more, or the reverse; whom that serves goes by whom the statement serves without it.

    Nothing where the other sentence limits it by a condition, an order or a denial.
    """
    # "The list is at www.… (only in German)" limits nothing that concerns the reader.
    if max(len(one), len(two)) > _LONGEST or not _ADDRESSES.isdisjoint((*one, *two)):
        return
    limited = [_is_limited(words) for words in (one, two)]
    if limited[0] == limited[1]:
        return
    # "You can object to letters", "we only send you letters if you agree": another acts, of whom another rule reads.
    if {one[0], two[0]} == {"we", "you"}:
        return
    tight, loose = (one, two) if limited[0] else (two, one)
    others = _CONDITIONS | _ORDERS
    if is_denied(loose) or not others.isdisjoint(set(loose) - set(tight)) or not is_about_one_thing(one, two, _ASIDE, _SHARED):
        return
    # Where nothing but the limit differs, `effort.by_only` reads it.
    if _rest(tight) == _rest(loose):
        return
    served = _served(tight, loose, names)
    yield Turn("words", WAYS[served if limited[1] else -served] if served else EITHER)


def _rest(words: Words) -> set[str]:
    return {stem(word) for word in plain(words) if word not in _LIMITING and word not in _MODALS}


_MODALS = frozenset(("may", "can", "will", "shall"))


def _is_limited(words: Words) -> bool:
    return any(stands(phrase, words) for phrase in _LIMITS) and not stands(("not", "only"), words) and not stands(("not", "limited"), words)


def _served(tight: Words, loose: Words, names: frozenset[str]) -> int:
    """1 where a limit serves the reader, -1 where it takes from him, 0 where none can tell.

    "We inform your school" and "we give it to the police" are told to others: of what the company does for somebody nothing is said.
    """
    first = loose[0]
    effect = serves([word for word in _main(loose) if word not in _LIMITING], names)
    if effect < 0 and (first in COMPANY or first in names or first == "your"):
        return 1
    if effect > 0 and first == "you":
        return -1
    return int(_is_seen_by_others(tight) and _is_seen_by_others(loose))


def _main(words: Words) -> Words:
    """What stands before a condition."""
    return words[: next((at for at, word in enumerate(words) if word in _CONDITIONS and at), len(words))]


_SEEING = word_list("seen") | {"get", "gets", "receive", "receives", "know", "learn", "have", "has"}


def _is_seen_by_others(words: Sequence[str]) -> bool:
    """True where somebody gets what is the reader's: "sellers get your first name"."""
    return not _SEEING.isdisjoint(words) and "your" in words and not OWN_DATA.isdisjoint(words) and READER.isdisjoint(words[:1])
