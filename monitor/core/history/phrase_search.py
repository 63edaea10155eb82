"""Finds a statement in a text: in its own words, or reworded, but never turned into its contrary or given other numbers.

A rewording is told in two ways. By itself: most of the phrase's words, rare ones above all, stand in one statement in their order. By
alignment: a text that holds the very words is aligned with this one, and what became of the statement there is weighed. In both, a
negation must stay a negation and a number the same number: "we may share" is no rewording of "we do not share".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from monitor.core.diff.align import align
from monitor.core.text.lexicon import irregular_verbs, word_set
from monitor.core.text.segment import SegmentedText, Unit
from monitor.core.text.tokens import FUNCTION, stem, words
from monitor.core.text.word_lists import foreign_negations

KEPT = 0.75
"""Share of a phrase's weight that a statement must hold, in order, to be the same statement by itself."""
KEPT_IN_PLACE = 0.5
"""The same for the statement that stands in the phrase's place."""
_FEWEST_BARE = 3
"""Words of substance below which a phrase is looked for in its own words alone."""
_LIGHT = 0.25
"""Weight of a word that every sentence has."""
_NEGATIONS = word_set("negations") | foreign_negations()
_NO = "¬"
"""What every negation is brought to."""
_PSEUDO = re.compile(r"\b(?:(?:not|no) (?:only|limited|just|later than|longer than)|(?:whether )?or not|without limit(?:ation|ing))\b")
_BEFORE = 6
"""Words before a match in which a negation still governs it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A statement as it stands in one text."""

    text: str
    exact: bool
    """The phrase's own words stand in it; else it says the same in others."""
    likeness: float
    """Share of the phrase's weight that it holds, 0 to 1."""
    section: tuple[str, ...]
    span: tuple[int, int]
    """Characters of the text."""


class Script:
    """A text in which statements are looked for; cut into words once."""

    def __init__(self, text: str) -> None:
        self.page = SegmentedText(text)

    @cached_property
    def units(self) -> list[Unit]:
        """Its statements in order."""
        return [unit for line, text in enumerate(self.page.lines) if text.strip() for unit in self.page.units(line)]

    @cached_property
    def unit_words(self) -> list[list[str]]:
        """The words of each."""
        return [words(unit.text) for unit in self.units]

    @cached_property
    def spelled(self) -> str:
        """All words with single blanks between them, and one at each end."""
        return " " + "".join(f"{word} " for found in self.unit_words for word in found)

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate((sum(len(word) + 1 for word in found) for found in self.unit_words), initial=1))

    def exactly(self, phrase: Sequence[str]) -> tuple[int, int] | None:
        """The first statements (first, last) over which the words stand, or None; letter case, markup and punctuation don't count."""
        joined = " ".join(phrase)
        at = self.spelled.find(f" {joined} " if joined.isascii() else joined)
        if at < 0 or not joined:
            return None
        start, end = (at + 1 if joined.isascii() else at), at + len(joined)
        first = max(n for n, begin in enumerate(self._ends[:-1]) if begin <= start)
        last = max(n for n, begin in enumerate(self._ends[:-1]) if begin <= end)
        return first, last

    def wording(self, first: int, last: int, *, exact: bool, likeness: float) -> Wording:
        """The statements first to last as one wording."""
        start, end = self.units[first].start, self.units[last].end
        text = self.page.text[start:end]
        begin = start + len(text) - len(text.lstrip())
        return Wording(text.strip(), exact, likeness, self.page.section(self.units[first].line), (begin, begin + len(text.strip())))


def find_statement(phrase: str, script: Script, models: Sequence[Script] = ()) -> Wording | None:
    """The statement's wording in a text, or None when it does not stand there.

    Args:
        phrase: a sentence or a part of one, as the user wrote it.
        script: where to look.
        models: texts in which the phrase stands in its own words, best first; what they show helps to know it in other words.

    >>> find_statement("do not sell", Script("We do NOT sell your data.")).text
    'We do NOT sell your data.'
    >>> find_statement("We do not sell your personal data", Script("We may sell your personal data."))
    >>> found = find_statement("we never sell or rent your personal data", Script("We will never rent or sell personal data of yours."))
    >>> found.exact, found.text
    (False, 'We will never rent or sell personal data of yours.')
    """
    wanted = words(phrase)
    place = script.exactly(wanted)
    if place is not None:
        return script.wording(*place, exact=True, likeness=1.0)
    if sum(word not in FUNCTION for word in wanted) < _FEWEST_BARE:
        return None
    found = list(_by_itself(wanted, script))
    for model in models:
        found += _by_alignment(wanted, model, script)
    return max(found, key=lambda wording: wording.likeness, default=None)


def _by_itself(wanted: list[str], script: Script) -> Iterator[Wording]:
    bag = {word for word in _stems(wanted) if word not in FUNCTION and word != _NO}
    for number, found in enumerate(script.unit_words):
        if len(bag.intersection(_stems(found))) >= len(bag) * KEPT_IN_PLACE:
            likeness = _likeness(wanted, found)
            if likeness >= KEPT:
                yield script.wording(number, number, exact=False, likeness=likeness)


def _by_alignment(wanted: list[str], model: Script, script: Script) -> Iterator[Wording]:
    """What became of the statement between a text that holds it and this one."""
    place = model.exactly(wanted)
    if place is None:
        return
    starts = {unit.start for unit in model.units[place[0] : place[1] + 1]}
    numbers = {unit.start: number for number, unit in enumerate(script.units)}
    for match in align(model.page, script.page).matches:
        if starts & {unit.start for unit in match.old}:
            first, last = numbers[match.new[0].start], numbers[match.new[-1].start]
            likeness = _likeness(wanted, [word for found in script.unit_words[first : last + 1] for word in found])
            if likeness >= KEPT_IN_PLACE:
                yield script.wording(first, last, exact=False, likeness=likeness)


def _likeness(wanted: list[str], found: list[str]) -> float:
    """Share of the phrase's weight that a statement holds; 0 when a negation or a number came or went.

    Half of it is for the words, half for the words in their order.
    """
    if not {word for word in wanted if word[0].isdigit()} <= set(found):
        return 0.0
    left, right = _stems(wanted), _stems(found)
    order = _in_order([word for word in left if word != _NO], right)
    if not order or (_NO in left) != (_NO in right[max(0, order[0] - _BEFORE) : order[-1] + 1]):
        return 0.0
    weight = {word: _LIGHT if word in FUNCTION else 1.0 for word in left if word != _NO}
    whole = sum(weight[word] for word in left if word != _NO)
    shared = sum(n * weight[word] for word, n in (Counter(left) & Counter(right)).items() if word != _NO)
    return (shared + sum(weight[right[place]] for place in order)) / (2 * whole)


def _stems(found: Sequence[str]) -> list[str]:
    """Words brought together: inflections, irregular ones too, and every negation; "not only" and its like are none."""
    text = _PSEUDO.sub(" ", " ".join(found))
    return [_NO if word in _NEGATIONS or word.endswith("n't") else _stem(word) for word in text.split()]


def _stem(word: str) -> str:
    return word if word in FUNCTION else stem(irregular_verbs().get(word, word))


def _in_order(left: Sequence[str], right: Sequence[str]) -> list[int]:
    """Places in `right` of a longest common subsequence of the two, the tightest that ends first."""
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
