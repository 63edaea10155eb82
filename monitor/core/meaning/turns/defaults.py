"""What is set where the reader does nothing: "ads are off unless you turn them on", "messages are encrypted by default"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from monitor.core.meaning.assurances.grammar import BE
from monitor.core.meaning.served import READER
from monitor.core.meaning.statements.vocabulary import word_list
from monitor.core.meaning.turns.sentence import BETTER, EITHER, WORSE, Turn, Words, is_denied, plain, stands
from monitor.core.text.tokens import FUNCTION, stem

_ON = frozenset(("enabled", "active", "activated"))
_OFF = frozenset(("disabled", "inactive", "deactivated"))
_BEFORE_ON = BE | {"turned", "switched", "set"}
"""Before "on" and "off" that tell a state: "ads based on your activity" tells none."""
_OPEN, _SHUT = frozenset(("public", "visible", "searchable")), frozenset(("private", "hidden"))
"""Of what is the reader's: a profile, a list of friends."""
_IF = frozenset(("if", "when", "once", "where", "provided", "unless", "until"))
_SETTING = word_list("setting-acts")
"""What the reader does to have it otherwise."""
_ASIDE = {"on", "off"} | _ON | _OFF | _OPEN | _SHUT | _IF | _SETTING | word_list("setting-words")
"""Words that say how something is set, and not what is."""
_ON_OR_OFF = frozenset(("on", "off"))
_SHARED = 2
"""Words of substance that two sentences must have in common: "encrypted" and "messages"."""


def by_default(one: Words, two: Words) -> Iterator[Turn]:
    """What is on or off, open or shut where the reader does nothing, now the other way round."""
    if is_denied(one) or is_denied(two):
        return
    if sorted(one) == sorted(two) and _is_turned(one, two):
        yield Turn("switch", EITHER)  # where the ways below tell no more
    if not _is_about_the_same(one, two):
        return
    before, after = _setting(one), _setting(two)
    if before is not None and after is not None and before != after:
        yield Turn("switch", EITHER if _ON_OR_OFF.intersection((before, after)) else after)


def _is_turned(one: Words, two: Words) -> bool:
    """True for "off until a parent switches it on" and "on until a parent switches it off": nothing else differs."""
    differing = {frozenset(pair) for pair in zip(one, two, strict=True) if pair[0] != pair[1]}
    return differing == {_ON_OR_OFF} and any(state and before in _BEFORE_ON for before, state in pairwise(one) if state in _ON_OR_OFF)


def _is_about_the_same(one: Words, two: Words) -> bool:
    rests = [{stem(word) for word in plain(words) if word not in FUNCTION and word not in _ASIDE} for words in (one, two)]
    # "The Customer chooses to use SSL": what is turned on is named twice.
    return (
        len(rests[0] & rests[1]) >= min(_SHARED, len(rests[0] | rests[1]))
        and not rests[1] - rests[0]
        and len(rests[0] - rests[1]) < _SHARED
    )


def _setting(words: Words) -> str | None:
    """How a sentence says that something stands by itself, as what that is for the reader; None where it says nothing of it.

    "On" or "off" of what nobody can call good or bad.
    """
    unwanted, wanted = (not word_list(name).isdisjoint(words) for name in ("unwanted-on", "wanted-on"))
    main = _main(words)
    by_itself = "default" in words or "automatically" in words or len(main) < len(words)
    # "Messages can be encrypted if you turn this on": protected are only those of who does.
    if wanted and not unwanted and _is_offered(words, main):
        return WORSE
    if by_itself and (on := _is_on(main)) is not None:
        if unwanted == wanted:
            return "on" if on else "off"
        return BETTER if wanted == on else WORSE
    if by_itself and "your" in words and (shut := _one_of(main, _SHUT, _OPEN)) is not None:
        return BETTER if shut else WORSE
    return BETTER if wanted and not unwanted and (stands(("by", "default"), words) or "automatically" in words) else None


def _main(words: Words) -> Words:
    """The sentence without the clause that says what the reader can do about it."""
    at = next((n for n, word in enumerate(words) if word in _IF and not _SETTING.isdisjoint(words[n + 1 : n + _NEAR])), len(words))
    return words[:at]


_NEAR = 6


def _is_on(words: Words) -> bool | None:
    """True or False for what is said to be on or off; None where neither is said."""
    state = next((word for before, word in pairwise(words) if word in ("on", "off") and before in _BEFORE_ON), "")
    return state == "on" if state else _one_of(words, _ON, _OFF)


def _one_of(words: Sequence[str], yes: frozenset[str], no: frozenset[str]) -> bool | None:
    """True or False where words of one kind stand there alone."""
    found = (not yes.isdisjoint(words), not no.isdisjoint(words))
    return found[0] if found[0] != found[1] else None


def _is_offered(words: Words, main: Words) -> bool:
    readers = not READER.isdisjoint(words[len(main) :])
    return readers and any(main[at : at + 2] in (("can", "be"), ("may", "be")) for at in range(len(main)))
