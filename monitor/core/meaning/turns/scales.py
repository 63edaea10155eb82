"""What comes in degrees: two factors or a password, approximate or precise, unlimited or excluded, by law or at a rate of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from monitor.core.meaning.statements.vocabulary import phrase_list, word_list
from monitor.core.meaning.turns.sentence import BETTER, EITHER, WORSE, Turn, Words, is_about_one_thing, is_denied, stands
from monitor.core.text.tokens import FUNCTION, stem

_LONGEST = 30
"""Words of a sentence beyond which a degree may be that of another thing."""


class Scale(NamedTuple):
    """Degrees of one thing."""

    about: frozenset[str]
    """Words of which both sentences must share one."""
    degrees: tuple[tuple[Words, ...], ...]
    """The phrases that tell each degree, from the best for the reader to the worst."""


def by_scale(one: Words, two: Words) -> Iterator[Turn]:
    """Another degree of the same thing: "two-factor authentication", "a password"."""
    if max(len(one), len(two)) > _LONGEST or is_denied(one) or is_denied(two):
        return
    for scale in _scales():
        if scale.about.isdisjoint(one) or scale.about.isdisjoint(two):
            continue
        before, after = _degree(one, scale), _degree(two, scale)
        if before is None or after is None or before == after or not _is_of_one_thing(one, two, scale):
            continue
        # "Your liability is excluded" is the reader's gain.
        yield Turn("words", EITHER if "your" in one and "liability" in scale.about else WORSE if before < after else BETTER)


def _degree(words: Words, scale: Scale) -> int | None:
    """The one degree that a sentence tells; none where it tells several: "encrypted in transit, and end-to-end on request"."""
    told = [(at, phrase) for at, phrases in enumerate(scale.degrees) for phrase in phrases if stands(phrase, words)]
    # "Age range" tells no age.
    found = {at for at, phrase in told if not any(len(other) > len(phrase) and stands(phrase, other) for _, other in told)}
    return found.pop() if len(found) == 1 else None


def _is_of_one_thing(one: Words, two: Words, scale: Scale) -> bool:
    """True where both say much the same but for the degree, and neither lays a duty on the reader: "you must choose a password"."""
    if any(words[:1] == ("you",) and not _DUTIES.isdisjoint(words) for words in (one, two)):
        return False
    told = {word for phrases in scale.degrees for phrase in phrases for word in phrase}
    rests = [{stem(word) for word in words if word[0].isalpha() and word not in FUNCTION and word not in told} for words in (one, two)]
    shared, (shorter, longer) = len(rests[0] & rests[1]), sorted(map(len, rests))
    return shared * 2 >= shorter > 0 and shared * 3 > longer


_DUTIES = frozenset(("must", "should", "need", "agree", "shall"))


@cache
def _scales() -> tuple[Scale, ...]:
    return tuple(_scale(*line.split(" = ")) for line in phrase_list("scales"))


def _scale(about: str, degrees: str) -> Scale:
    told = (tuple(tuple(phrase.split()) for phrase in degree.split(" | ")) for degree in degrees.split(" > "))
    return Scale(frozenset(about.split()), tuple(told))


def by_rate(one: Words, two: Words) -> Iterator[Turn]:
    """What was owed by law and is owed at a rate that the company names, or the reverse: "the statutory rate", "1.5 % a month"."""
    if max(len(one), len(two)) > _LONGEST or is_denied(one) or is_denied(two) or not word_list("rated") & set(one) & set(two):
        return
    legal = [not word_list("by-law").isdisjoint(words) for words in (one, two)]
    named = [any(word[0].isdigit() for word in words) for words in (one, two)]
    if legal[0] != legal[1] and legal == [not told for told in named] and is_about_one_thing(one, two, shared=2):
        yield Turn("words", EITHER)
