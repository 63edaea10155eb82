"""How much of a phrase a statement contains: the weighted words that both share, in any order and in the phrase's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from monitor.core.text.lexicon import irregular_verbs, word_set
from monitor.core.text.tokens import FUNCTION, stem, word_row, words
from monitor.core.text.word_lists import foreign_negations

MIN_SIMILARITY = 0.75
"""Share of the phrase's weight that a statement must hold, in order, to be recognised on its own."""
MIN_SIMILARITY_IN_PLACE = 0.5
"""The same for the statement that stands where the phrase used to, which is evidence in itself: "never sell … to advertisers or to data
brokers" became "never sell … to anyone for money" in the same paragraph."""
# Weight of a word that occurs in every sentence; a content word weighs 1.
_LIGHT = 0.25
_NEGATIONS = word_set("negations") | foreign_negations()
# Stands for every negation.
NO = "¬"
# Phrases that look like a negation and are none: "we do not only share, but also sell".
_PSEUDO = re.compile(r"\b(?:(?:not|no) (?:only|limited|just|later than|longer than)|(?:whether )?or not|without limit(?:ation|ing))\b")
# Words before a match in which a negation still applies to it: "your information is neither shared nor sold".
NEGATION_REACH = 6

# Sentences whose likeness is remembered: those of a few long texts, as versions of a policy have most of them in common.
_SENTENCES_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class SentenceLikeness:
    """How much of a phrase one sentence holds."""

    similarity: float
    """As `similarity_of` gives it; 0 where the words alone already rule half of the weight out."""
    shared: Counter[str]
    """The phrase's words that it holds, by stem, each as often as both hold it."""
    speaks_of_it: bool
    """It holds at least half of the phrase's content words."""


class Phrase:
    """A phrase to look for, with what was found out about sentences: each is judged once, in however many texts it stands."""

    def __init__(self, text: str) -> None:
        self.words = words(text)
        self.likeness = lru_cache(maxsize=_SENTENCES_KEPT)(self._likeness)

    @cached_property
    def _stems(self) -> list[str]:
        return stems(self.words)

    @cached_property
    def _bag(self) -> Counter[str]:
        return Counter(word for word in self._stems if word != NO)

    @cached_property
    def _content(self) -> set[str]:
        return {word for word in self._bag if word not in FUNCTION}

    @cached_property
    def _whole(self) -> float:
        return _mass(self._bag)

    def at_most(self, shared: Counter[str]) -> float:
        """What the similarity of a statement with these words in common can't exceed: their share of the phrase's weight."""
        return _mass(self._bag & shared) / self._whole if self._whole else 0.0

    def _likeness(self, sentence: str) -> SentenceLikeness:
        found = word_row(sentence)
        stemmed = Counter(stems(found))
        shared = self._bag & stemmed
        possible = self.at_most(shared) >= MIN_SIMILARITY_IN_PLACE
        similarity = similarity_of(self.words, list(found)) if possible else 0.0
        return SentenceLikeness(similarity, shared, len(self._content & stemmed.keys()) >= len(self._content) * MIN_SIMILARITY_IN_PLACE)


def _mass(bag: Counter[str]) -> float:
    return sum(n * (_LIGHT if word in FUNCTION else 1.0) for word, n in bag.items())


def similarity_of(wanted: list[str], found: list[str]) -> float:
    """Share of the phrase's weight that a statement holds; 0 if a number is missing or a negation was added or dropped.

    Half of it is for the words in any order, half for the words in the phrase's order.
    """
    if not {word for word in wanted if word[0].isdigit()} <= set(found):
        return 0.0
    left, right = stems(wanted), stems(found)
    order = common_subsequence([word for word in left if word != NO], right)
    if not order or (NO in left) != (NO in right[max(0, order[0] - NEGATION_REACH) : order[-1] + 1]):
        return 0.0
    weight = {word: _LIGHT if word in FUNCTION else 1.0 for word in left if word != NO}
    whole = sum(weight[word] for word in left if word != NO)
    shared = sum(n * weight[word] for word, n in (Counter(left) & Counter(right)).items() if word != NO)
    return (shared + sum(weight[right[place]] for place in order)) / (2 * whole)


def stems(found: Sequence[str]) -> list[str]:
    """The words without inflection, with every negation as the same sign; common words stay as they are."""
    text = _PSEUDO.sub(" ", " ".join(found))
    return [NO if word in _NEGATIONS or word.endswith("n't") else _stem(word) for word in text.split()]


def _stem(word: str) -> str:
    return word if word in FUNCTION else stem(irregular_verbs().get(word, word))


def common_subsequence(left: Sequence[str], right: Sequence[str]) -> list[int]:
    """Places in `right` of a longest common subsequence of both; of several, one that ends last."""
    table = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, word in enumerate(left):
        for j, other in enumerate(right):
            table[i + 1][j + 1] = table[i][j] + 1 if word == other else max(table[i][j + 1], table[i + 1][j])
    places, i, j = [], len(left), len(right)
    while i and j:
        if left[i - 1] == right[j - 1] and table[i][j] == table[i - 1][j - 1] + 1:
            places.append(j - 1)
            i, j = i - 1, j - 1
        elif table[i - 1][j] >= table[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return places[::-1]
