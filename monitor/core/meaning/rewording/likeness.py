"""How likely two passages are one in other words: by the senses of their words, the rarer in both texts the more, and their figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum, log

from monitor.core.meaning.favour.traits import figures_of, senses_of
from monitor.core.text.lexicon import word_set
from monitor.core.text.tokens import FUNCTION, stem, word_row

_FEWEST = 2
"""Senses of a passage that says enough to be known again."""
_DATE_LINE = 8
"""Words up to which a passage with a month does no more than print a date."""
_LONGEST = 1500
"""Characters of a passage beyond which it is a page."""
_SHORTEST = 3
"""Letters of a word that carries meaning."""
_PIECE = 4
"""Letters of the pieces of words that are held to each other: "erasure" and "erased" share two."""
_WEIGHTS = {"senses": 5.03, "contained": 4.51, "stems": 2.7, "pieces": -2.44, "figure": 1.11, "length": -4.72, "weight": 0.56}
_BIAS = -7.49
"""What each likeness speaks for a pair, as log-odds, wherever in a text the two may stand.

Learned by logistic regression from 1,421 pairs of evaluation/pairs, each put among some ninety sentences of a recorded policy; those of one
policy, which say different things, are what is no pair. Of 508 unseen pairs in other policies 408 were above 0.3, with 91 false ones among
all sentences of 45 policies.
"""


@dataclass(frozen=True, slots=True)
class SenseProfile:
    """What a passage is known by."""

    senses: frozenset[str]
    stems: frozenset[str]
    pieces: frozenset[str]
    figures: frozenset[float]


def sense_profile(text: str) -> SenseProfile | None:
    """What a text is known by; None where it says too little, or is a page."""
    if len(text) > _LONGEST:
        return None
    senses = senses_of(text)
    row = word_row(text)
    dated = len(row) <= _DATE_LINE and not word_set("months").isdisjoint(row)  # "Last updated: 14 June 2023"
    if dated or len(senses) < _FEWEST:
        return None
    stems = [stem(word) for word in row if word not in FUNCTION]
    run = " ".join(stems)
    pieces = frozenset(run[at : at + _PIECE] for at in range(len(run) - _PIECE + 1))
    return SenseProfile(senses, frozenset(one for one in stems if len(one) >= _SHORTEST), pieces, frozenset(figures_of(text)))


class Rarity:
    """What words weigh: the fewer of the passages have them, the more."""

    def __init__(self, found: Iterable[frozenset[str]]) -> None:
        sets = list(found)
        self._often = Counter(word for one in sets for word in one)
        self._all = len(sets)

    def of(self, word: str) -> float:
        """The weight of a word."""
        return log(1 + self._all / max(1, self._often[word]))

    def mass(self, words: Iterable[str]) -> float:
        """The weight of several words."""
        return fsum(map(self.of, words))

    def likeness(self, one: frozenset[str], two: frozenset[str]) -> float:
        """Twice the weight of what both have, by that of each."""
        whole = self.mass(one) + self.mass(two)
        return 2 * self.mass(one & two) / whole if whole else 0.0

    def contained(self, one: frozenset[str], two: frozenset[str]) -> float:
        """Share of the lighter one's weight that the other has."""
        least = min(self.mass(one), self.mass(two))
        return self.mass(one & two) / least if least else 0.0


class PassageLikeness:
    """Holds passages of two texts to each other."""

    def __init__(self, passages: Iterable[SenseProfile]) -> None:
        known = list(passages)
        self.senses, self._stems, self._pieces = (Rarity(getattr(one, name) for one in known) for name in ("senses", "stems", "pieces"))

    def odds(self, one: SenseProfile, two: SenseProfile) -> float:
        """How likely two passages are one in other words, as log-odds: 0 is as likely as not."""
        seen = {
            "senses": self.senses.likeness(one.senses, two.senses),
            "contained": self.senses.contained(one.senses, two.senses),
            "stems": self._stems.likeness(one.stems, two.stems),
            "pieces": self._pieces.likeness(one.pieces, two.pieces),
            "figure": float(not one.figures.isdisjoint(two.figures)),
            "length": abs(log((1 + len(one.senses)) / (1 + len(two.senses)))),
            "weight": log(1 + self.senses.mass(one.senses & two.senses)),
        }
        return _BIAS + fsum(_WEIGHTS[name] * value for name, value in seen.items())
