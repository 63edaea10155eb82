"""What is acted on: the reader's data, content, money, rights, the reader, the company's service, or something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from monitor.core.meaning.statements.vocabulary import word_list

_ABOUT_NOBODY = word_list("about-nobody")
_CONTENT_HEADS = word_list("content-heads")
_DATA_HEADS = word_list("data-heads")
_OWN_DATA_HEADS = word_list("own-data-heads")
_PARTY_WORDS = word_list("party-words")
_READER_WORDS = word_list("reader-words")
_RIGHTS_HEADS = word_list("rights-heads")

OBJECTS = ("data", "content", "money", "rights", "reader", "service", "other")
"""data, content, money, rights: of the reader; service: of the company."""
READERS_OWN = frozenset({"data", "content", "money", "rights", "reader"})

_OF_READER = word_list("of-reader")
_OF_COMPANY = frozenset({"our", "company", "its"})
_REACH = 5
"""Words before a noun in which it is told whose it is: "your full name and postal address"."""
_PARTING = word_list("parting")
# "data protection law", "data subjects": no data that somebody acts on.
_ABOUT_LAW = word_list("after-data-in-law")
_PRONOUNS = frozenset({"it", "them", "this", "that", "these", "those", "such"})


def objects(words: Sequence[str], start: int, end: int) -> Iterator[tuple[int, str]]:
    """The nouns between two places that stand for something of interest, in order, each with its kind.

    >>> list(objects("sell your personal information to users of the site".split(), 1, 9))
    [(3, 'data'), (5, 'reader'), (8, 'service')]
    """
    for at in range(start, end):
        kind = _kind(words, at)
        if kind:
            yield at, kind


def _kind(words: Sequence[str], at: int) -> str:
    word, after = words[at], words[at + 1 : at + 2]
    if word in _DATA_HEADS:
        return "" if after and after[0] in _ABOUT_LAW else _data(words, at, _before(words, at))
    if word not in _kinds() or (word not in _RIGHTS_HEADS and _compound(words, at)):
        # "your contacts' files" goes on: the noun that ends the phrase tells the kind.
        return ""
    if word == "content" and words[at + 1 : at + 2] == ("of",) and not _CONTENT_HEADS.isdisjoint(words[at + 2 : at + 4]):
        return "content"  # "the content of calls"
    of_reader = not _OF_READER.isdisjoint(_before(words, at))
    for kind, owned in _kinds()[word]:
        if of_reader or not owned or (kind == "money" and "you" in words[max(0, at - 4) : at]):
            return kind
    return ""


@cache
def _kinds() -> Mapping[str, tuple[tuple[str, bool], ...]]:
    """Noun → what it may stand for, and whether it counts only as the reader's ("your address")."""
    found: dict[str, list[tuple[str, bool]]] = {"cookies": [("data", False)], "cookie": [("data", False)], "account": [("reader", True)]}
    for kind, heads, owned in _HEADS:
        for word in word_list(heads):
            found.setdefault(word, []).append((kind, owned))
    return {word: tuple(kinds) for word, kinds in found.items()}


_HEADS = (
    ("data", "own-data-heads", True),
    ("content", "content-heads", True),
    ("money", "money-heads", True),
    ("rights", "rights-heads", True),
    ("service", "service-heads", False),
    ("reader", "reader-words", False),
)


def _before(words: Sequence[str], at: int) -> list[str]:
    found: list[str] = []
    for back in range(at - 1, max(-1, at - 1 - _REACH), -1):
        if words[back] in _PARTING:
            break
        found.append(words[back])
    return found


_COMPOUND_HEADS = _DATA_HEADS | _OWN_DATA_HEADS | _CONTENT_HEADS | {"account", "accounts", "experience", "base"}


def _compound(words: Sequence[str], at: int) -> bool:
    """True when the noun only qualifies the next: "user data", "your account information", "service provider"."""
    after = words[at + 1 : at + 2]
    return bool(after) and (after[0] in _COMPOUND_HEADS or (after[0] in _PARTY_WORDS and words[at] not in _READER_WORDS))


def _data(words: Sequence[str], at: int, before: Sequence[str]) -> str:
    if not _ABOUT_NOBODY.isdisjoint(before):
        return "other"
    # "our confidential information", "information about our products": the company's own.
    if before and not _OF_COMPANY.isdisjoint(before) and _OF_READER.isdisjoint(before):
        return "other"
    after = words[at + 1 : at + 4]
    if (
        after[:1]
        and after[0] in ("about", "on", "regarding")
        and not {"our", "the", "how", "products"}.isdisjoint(after[1:2])
        and "your" not in after
    ):
        return "other"
    return "data"


_PREPOSITIONS = frozenset({"with", "to", "for", "by", "from", "through", "as", "in", "on"})
_WALLS = frozenset({"without", "unless", "except", "if", "when", "so", "because"})


def first_object(words: Sequence[str], start: int, end: int) -> str:
    """What a verb before `start` acts on: the first noun of interest in its phrase, a pronoun, or something else.

    "share with third parties your name": a noun after a recipient counts when none stands before it.
    """
    parting = next((at for at in range(start, end) if words[at] in _PREPOSITIONS or words[at] in _WALLS), end)
    if found := [kind for _, kind in objects(words, start, parting)]:
        # In "users' data" and "information about you" the data counts, in "give you notice" the reader.
        return next((kind for kind in found if kind in _THINGS), found[0])
    if (
        start < end
        and words[start] in _PRONOUNS
        and (start + 1 >= min(parting, end) or words[start + 1] in _PARTING | {"and", "or", "without", "unless"})
    ):
        return "pronoun"
    if not _is_filler(words[start:parting]):
        return "other"
    # "provide the service without selling your data": what follows "without" is acted on by another verb.
    wall = next((at for at in range(parting, end) if words[at] in _WALLS), end)
    found = [kind for _, kind in objects(words, parting, wall)]
    return next((kind for kind in found if kind not in ("reader", "service")), found[0] if found else "")


_AFTER_PRONOUNS = _PARTING | {"and", "or", "without", "unless"}
_FILLERS = frozenset({"any", "and", "or", ",", "otherwise", "with", "to", "in", "way", ")", "("})
_THINGS = frozenset({"data", "content", "money", "rights"})


def _is_filler(named: Sequence[str]) -> bool:
    """True for words that name nothing: "any", "otherwise", another verb."""
    return all(
        word
        in (
            "any",
            "and",
            "or",
            ",",
            "otherwise",
            "share",
            "sell",
            "rent",
            "trade",
            "disclose",
            "otherwise",
            "with",
            "to",
            "in",
            "way",
            ")",
            "(",
        )
        for word in named
    )
