"""A definition on which promises rest and that covers another thing now: whom "partner" means, and what is "personal data"."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.turns.exceptions import exception_at
from monitor.core.meaning.turns.sentence import EITHER, Turn, Words, plain
from monitor.core.text.lexicon import load
from monitor.core.text.tokens import FUNCTION, stem

_LONGEST = 40
_TERM = 4
"""Words up to which a defined term goes: "personally identifiable information"."""
_DEFINING = frozenset(("means", "mean", "refers"))
_TERMS = frozenset(
    (
        "data", "information", "content", "partner", "partners", "affiliate", "affiliates", "third", "processor", "processors", "consent",
        "sale", "sell", "share", "sharing", "confidential", "sensitive",
    )
)  # fmt: skip
"""Words of terms that promises to the reader use; what "Website" or "Order Form" means matters less."""
_EXAMPLES = frozenset(("such", "including", "includes", "include", "example", "instance", "e.g"))
_OTHER_WORDS = 2
"""Words of substance by which two definitions must differ to cover another thing."""
_SAME = frozenset(
    (
        "any", "all", "relating", "relate", "relates", "about", "concerning", "concerns", "regarding", "natural", "individual", "person",
        "means", "entity", "data", "information", "company", "legal", "which", "every", "kind", "per", "cent", "percent",
        *load("words.en.yaml")["numbers"],
    )
)  # fmt: skip
"""Words that definitions exchange freely: "any information relating to a natural person", "information about an individual"."""
_SAME_STEMS = frozenset(map(stem, _SAME))


def by_definition(one: Words, two: Words) -> Iterator[Turn]:
    """What a term that promises use covers now, and did not, or the reverse; whom that serves, depends on where it is used."""
    places = [_defines_at(words) for words in (one, two)]
    if not all(places) or one[: places[0]] != two[: places[1]] or max(len(one), len(two)) > _LONGEST:
        return
    if _TERMS.isdisjoint(one[: places[0]]):
        return
    sides = [words[at + 1 :] for words, at in zip((one, two), places, strict=True)]
    excepted = [exception_at(words) >= 0 or ("not" in words and "include" in words) for words in sides]
    differing = _substance(sides[0]) ^ _substance(sides[1])
    narrowed = ("directly" in sides[0] or "only" in sides[0]) != ("directly" in sides[1] or "only" in sides[1])
    if excepted[0] != excepted[1] or narrowed or len(differing - _SAME_STEMS) >= _OTHER_WORDS or _has_case_more(*sides):
        yield Turn("condition", EITHER)


def _has_case_more(one: Words, two: Words) -> bool:
    """True where one definition is the other with a case more: "a company that we own (or with which we trade)"."""
    shorter, longer = sorted((one, two), key=len)
    more = plain(longer[len(shorter) :])
    return longer[: len(shorter)] == shorter and more[:1] == ["or"] and len(more) > _OTHER_WORDS


def _defines_at(words: Words) -> int:
    """Where the term of a definition ends; 0 where a sentence defines nothing."""
    return next((at for at, word in enumerate(words[: _TERM + 1]) if word in _DEFINING), 0)


def _substance(words: Words) -> set[str]:
    """The words of substance before any example."""
    bare = plain(words)
    end = next((at for at, word in enumerate(bare) if word in _EXAMPLES), len(bare))
    return {stem(word) for word in bare[:end] if word not in FUNCTION}
