"""What a change is read as, to tell whom it favours: what each side is read as, set against the other.

Traits are of two kinds. Signed ones are what the new side says less what the old side says, so they turn with the change. The others tell
how unlike the sides are, and stay the same when the sides change places: "we refrain from selling it" for "we do not sell it" has many
signed traits, and only the others show that nothing changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from math import fsum, isclose, log1p, sqrt

from monitor.core.meaning.clause_tokens import sentence_row, shown
from monitor.core.meaning.favour.reading import read
from monitor.core.meaning.features.amounts import number_of
from monitor.core.meaning.rewording.plain_words import in_figures
from monitor.core.meaning.rewording.restatement import said_plainly, states_as_much
from monitor.core.meaning.rewording.senses import DENYING, LIMITS, idle, senses
from monitor.core.text.lexicon import load
from monitor.core.text.tokens import FUNCTION, stem

_AS_LONG = 0.02
"""How far two periods may lie apart and be the same one: a month is 30 days or 31."""
_MOST = 4
"""Words of other senses, on either side, up to which each is set against each."""
_WHOLE, _HALF, _THIRD = 2.0, 0.5, 0.3
"""What a trait counts that stands for all of a change, and those of which a change has many; what is learned evens out the rest."""


@dataclass(frozen=True, slots=True)
class Traits:
    """The named traits of a change."""

    signed: dict[str, float]
    """These turn their sign when the sides change places."""
    either_way: dict[str, float]
    """These stay as they are."""


def traits(old: str, new: str) -> Traits:
    """What a change is read as.

    Args:
        old, new: the text before and after, of a sentence or a few; one of them is empty for what was added or removed.

    >>> traits("We sell it.", "We never sell it.").signed["act:sell denied"] > 0
    True
    >>> traits("We never sell it.", "We sell it.").signed["act:sell denied"] < 0
    True
    """
    before, after = _read(old), _read(new)
    differences = {name: log1p(after[name]) - log1p(count) for name, count in before.items() if after[name] != count}
    differences.update((name, log1p(count)) for name, count in after.items() if name not in before)
    # Together of length 1, so that a long sentence does not outweigh a short one.
    length = sqrt(fsum(value * value for value in differences.values()))
    signed = {name: value / length for name, value in differences.items()}
    if not old or not new:
        return Traits(signed, {"whole": _WHOLE})
    signed.update(_grown(old, new))
    signed.update(_limits(old, new))
    return Traits(signed, {"distance": log1p(length), **_unlike(old, new), **_other_senses(old, new)})


@lru_cache(maxsize=512)
def _read(text: str) -> Counter[str]:
    return read(text)


@lru_cache(maxsize=512)
def _words(text: str) -> tuple[str, ...]:
    return tuple(word for sentence in sentence_row(shown(text)) for word in sentence.words)


@lru_cache(maxsize=512)
def _plainly(text: str) -> tuple[str, ...]:
    return said_plainly(text)


def senses_of(text: str) -> frozenset[str]:
    """The senses of the words of substance."""
    return frozenset(senses(_plainly(text))) - idle()


def is_one_sentence(text: str) -> bool:
    """True for a text of one sentence, as most pairs are that are learned from."""
    return len(sentence_row(shown(text))) == 1


def shares_senses(old: str, new: str) -> bool:
    """True where half of the words of substance of either side have their sense in the other as well.

    Of what has next to nothing in common it is not known whether it says the same, however alike that looks to the weights.
    """
    before, after = senses_of(old), senses_of(new)
    return len(before & after) * 2 >= max(len(before), len(after))


@lru_cache(maxsize=512)
def has_other_figures(old: str, new: str) -> bool:
    """True where the sides name other numbers, or periods of other lengths.

    >>> has_other_figures("kept for two weeks", "kept for 14 days"), has_other_figures("kept for two weeks", "kept for 15 days")
    (False, True)
    """
    before, after = (sorted(figures_of(text)) for text in (old, new))
    return len(before) != len(after) or not all(isclose(*pair, rel_tol=_AS_LONG) for pair in zip(before, after, strict=True))


@cache
def _known() -> tuple[dict[str, float], dict[str, float]]:
    """Number words, and the days of units; "a" and "one" count where a unit follows: "a year", not "one of them"."""
    data = load("words.en.yaml")
    numbers = {word: float(number) for word, number in data["numbers"].items() if word not in _LONE}
    units = {form: days for unit, days in data["days"].items() for form in (unit, f"{unit}s", unit[0] if unit == "hour" else unit)}
    return numbers, units


_PIECE = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_LONE = frozenset(("a", "an", "one", "each", "every", "per"))


def figures_of(text: str) -> Iterator[float]:
    """The numbers of a text, that of its clause aside; of a period, its days, and of an age its years.

    >>> list(figures_of("4.1 You must be 18 years old")), list(figures_of("You pay monthly, within 2 weeks"))
    ([18.0], [30.44, 14.0])
    """
    numbers, units = _known()
    pieces = _PIECE.findall(_NUMBERED.sub("", in_figures(shown(text))).lower())
    for place, piece in enumerate(pieces):
        behind = pieces[place + 1 : place + 3]
        if piece[0].isdecimal():
            size: float | None = number_of(piece)
        elif piece in _LONE and behind and behind[0] in units:
            size = 1.0
        elif piece in _OFTEN:
            size, behind = 1.0, [_OFTEN[piece]]
        else:
            size = numbers.get(piece)
        if size is not None:
            aged = not _AGED.isdisjoint(pieces[place + 1 : place + 5])
            yield size * next((units[near] for near in behind if near in units and not aged), 1.0)


_NUMBERED = re.compile(r"^\W*\d+(?:\.\d+)+\.?\s(?=[A-Z])")
_OFTEN = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annually": "year", "annual": "year"}
_AGED = frozenset(("age", "old"))
""""16 years of age", "16 years old" and "16 or older" are one age."""


def _grown(old: str, new: str) -> dict[str, float]:
    """The only number of either side, grown (above 0) or shrunk, by the words that both sides have. Seen in what is learned from alone."""
    before, after = list(figures_of(old)), list(figures_of(new))
    if len(before) != 1 or len(after) != 1 or isclose(before[0], after[0], rel_tol=_AS_LONG):
        return {}
    sign = 1.0 if after[0] > before[0] else -1.0
    shared = {stem(word) for word in _words(old) if word.isalpha()} & {stem(word) for word in _words(new) if word.isalpha()}
    return {"grown": sign, **{f"grown beside:{word}": sign * _HALF for word in shared}}


def _limits(old: str, new: str) -> dict[str, float]:
    """Words that limit, oblige or leave open: those that came, and those that went."""
    counts = _limits_of(new)
    counts.subtract(_limits_of(old))
    return {f"limit:{word}": _HALF if count > 0 else -_HALF for word, count in counts.items() if count}


def _limits_of(text: str) -> Counter[str]:
    return Counter(word for word in _plainly(text) if word in LIMITS)


def _unlike(old: str, new: str) -> dict[str, float]:
    """How unlike the sides are, as figures, and by the words that only one of them has."""
    before, after = _words(old), _words(new)
    one, two = ({stem(word) for word in words if word[0].isalnum() and word not in FUNCTION} for words in (before, after))
    denied = abs(sum(word in DENYING for word in _plainly(old)) - sum(word in DENYING for word in _plainly(new)))
    bound, only = _of_one(_limits_of(old), _limits_of(new)), _of_one(Counter(before), Counter(after))
    return {
        "shared words": len(one & two) / max(1, len(one | two)),
        "states as much": float(states_as_much(*sorted((old, new)))),
        "longer": abs(len(before) - len(after)) / max(1, len(before), len(after)),
        "other figures": float(has_other_figures(old, new)),
        "denials": float(min(2, denied)),
        "denied otherwise": float(denied % 2),
        "limits": bound.total() / 2,
        **{f"bound:{word}": _HALF for word in bound},
        **{f"only one has:{stem(word)}": _THIRD for word in only},
    }


def _of_one(before: Counter[str], after: Counter[str]) -> Counter[str]:
    """What one of them has beyond the other."""
    return (before - after) | (after - before)


def _other_senses(old: str, new: str) -> dict[str, float]:
    """Words of substance whose sense the other side has in no word, and each of few with each of the other side."""
    before, after = senses_of(old), senses_of(new)
    gone, come = before - after, after - before
    shares = sorted((len(gone) / max(1, len(before)), len(come) / max(1, len(after))))
    counts = sorted((min(_MOST, len(gone)) / _MOST, min(_MOST, len(come)) / _MOST))
    found = {"less other": shares[0], "more other": shares[1], "fewer others": counts[0], "most others": counts[1]}
    found.update((f"sense:{word}", _HALF) for word in gone | come)
    if max(len(gone), len(come)) <= _MOST:
        found.update((f"{min(pair)} ~ {max(pair)}", _HALF) for pair in product(gone, come))
    return found
