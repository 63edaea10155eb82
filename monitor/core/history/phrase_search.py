"""Finds a phrase in a text, in its own words or reworded, but never negated and never with different numbers.

A rewording is recognised in two ways. On its own: one statement holds most of the phrase's words in their order, rare words counting more
than common ones. By alignment: a text that holds the exact words is aligned with this one, and the statement's counterpart is compared.
Either way a negation must stay a negation and a number the same number: "we may share" is no rewording of "we do not share".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from monitor.core.diff.align import align
from monitor.core.text.lexicon import english, irregular_verbs, word_set
from monitor.core.text.segment import SegmentedText, Unit, cut
from monitor.core.text.tokens import FUNCTION, stem, words
from monitor.core.text.word_lists import foreign_negations

MIN_SIMILARITY = 0.75
"""Share of the phrase's weight that a statement must hold, in order, to be recognised on its own."""
MIN_SIMILARITY_IN_PLACE = 0.5
"""The same for the statement that stands where the phrase used to, which is evidence in itself: "never sell … to advertisers or to data
brokers" became "never sell … to anyone for money" in the same paragraph."""
# Phrases with fewer content words are only searched for verbatim: "Version 7" must not match "Version 8".
_MIN_CONTENT_WORDS = 3
# Weight of a word that occurs in every sentence; a content word weighs 1.
_LIGHT = 0.25
_NEGATIONS = word_set("negations") | foreign_negations()
# Stands for every negation.
_NO = "¬"
# Phrases that look like a negation and are none: "we do not only share, but also sell".
_PSEUDO = re.compile(r"\b(?:(?:not|no) (?:only|limited|just|later than|longer than)|(?:whether )?or not|without limit(?:ation|ing))\b")
# Words before a match in which a negation still applies to it: "your information is neither shared nor sold".
_NEGATION_REACH = 6


@dataclass(frozen=True, slots=True)
class StatementMatch:
    """The passage of a text that states the phrase."""

    text: str
    exact: bool
    """True if it holds the phrase's own words, False for a rewording."""
    similarity: float
    """Share of the phrase's weight that it holds, 0 to 1."""
    section: tuple[str, ...]
    """The headings above it, outermost first."""
    span: tuple[int, int]
    """Start and end character in the text."""


class SearchableText:
    """A text to search in, split into statements and words once."""

    def __init__(self, text: str) -> None:
        self.segmented = SegmentedText(text)

    @property
    def text(self) -> str:
        """The text itself."""
        return self.segmented.text

    @cached_property
    def units(self) -> list[Unit]:
        """Its statements in order; blank lines have none."""
        return [
            unit._replace(start=unit.start + start, end=unit.end + start, line=line)
            for line, (text, start) in enumerate(zip(self.segmented.lines, self.segmented.starts, strict=False))
            if text.strip()
            for unit in _units(text)
        ]

    @cached_property
    def unit_words(self) -> list[list[str]]:
        """The words of each statement."""
        return [words(unit.text) for unit in self.units]

    @cached_property
    def _joined(self) -> str:
        """All words separated by single spaces, with one at either end, so that whole words can be found by substring search."""
        return " " + "".join(f"{word} " for found in self.unit_words for word in found)

    @cached_property
    def _unit_starts(self) -> list[int]:
        """Where each statement begins in the joined words."""
        return list(accumulate((sum(len(word) + 1 for word in found) for found in self.unit_words), initial=1))[:-1]

    def find_exact(self, phrase: Sequence[str]) -> tuple[int, int] | None:
        """The first statements, as (first, last), that hold these words in a row; case, markup and punctuation are ignored.

        A phrase that says what is done is not found where the text denies it: "share your data" is no part of what "We do not share your
        data" states. A phrase that only names something ("third parties") is found wherever it stands.
        """
        joined = " ".join(phrase)
        if not joined:
            return None
        # Languages written without spaces (数据 in 我们保护您的数据) have no word boundaries to ask for.
        wanted = f" {joined} " if joined.isascii() else joined
        affirms = _NO not in _stems(phrase) and any(concept.group == "act" for _, _, concept in english().find(list(phrase)))
        at = self._joined.find(wanted)
        while at >= 0:
            start = at + wanted.index(joined)
            first = bisect_right(self._unit_starts, start) - 1
            if not (affirms and self._is_denied(first, start)):
                return first, bisect_right(self._unit_starts, start + len(joined) - 1) - 1
            at = self._joined.find(wanted, at + 1)
        return None

    def _is_denied(self, unit: int, start: int) -> bool:
        """Whether a negation before this place of the joined words governs it, within its statement."""
        before = self._joined[self._unit_starts[unit] : start].split()
        return _NO in _stems(before)[-_NEGATION_REACH:]

    def match(self, first: int, last: int, *, exact: bool, similarity: float) -> StatementMatch:
        """The statements first to last as one match, without the white space around them."""
        start, end = self.units[first].start, self.units[last].end
        raw = self.text[start:end]
        begin = start + len(raw) - len(raw.lstrip())
        text = raw.strip()
        return StatementMatch(text, exact, similarity, self.segmented.section(self.units[first].line), (begin, begin + len(text)))


@lru_cache(maxsize=4096)
def _units(line: str) -> tuple[Unit, ...]:
    """The units of a line, as if it were the first of a text: versions of a policy have most lines in common."""
    return tuple(cut(line, 0, 0))


def find_statement(phrase: str, text: SearchableText, exact_texts: Sequence[SearchableText] = ()) -> StatementMatch | None:
    """The passage of a text that states the phrase, or None.

    Args:
        phrase: a sentence or a part of one, as the user typed it.
        text: where to search.
        exact_texts: other texts that hold the phrase word for word; aligning them with `text` helps to recognise rewordings.

    >>> find_statement("do not sell", SearchableText("We do NOT sell your data.")).text
    'We do NOT sell your data.'
    >>> find_statement("We do not sell your personal data", SearchableText("We may sell your personal data."))
    >>> find_statement("share your data", SearchableText("We do not share your data."))
    >>> reworded = SearchableText("We will never rent or sell personal data of yours.")
    >>> found = find_statement("we never sell or rent your personal data", reworded)
    >>> found.exact, found.text
    (False, 'We will never rent or sell personal data of yours.')
    """
    wanted = words(phrase)
    place = text.find_exact(wanted)
    if place is not None:
        return text.match(*place, exact=True, similarity=1.0)
    if sum(word not in FUNCTION for word in wanted) < _MIN_CONTENT_WORDS:
        return None
    found = list(_rewordings(wanted, text))
    for exact_text in exact_texts:
        found += _counterparts(wanted, exact_text, text)
    return max(found, key=lambda match: match.similarity, default=None)


def _rewordings(wanted: list[str], text: SearchableText) -> Iterator[StatementMatch]:
    """Statements that hold most of the phrase's words in order."""
    content = {word for word in _stems(wanted) if word not in FUNCTION and word != _NO}
    for number, found in enumerate(text.unit_words):
        # The cheap test first: few statements share half of the content words, and the ordered comparison is quadratic.
        if len(content.intersection(_stems(found))) >= len(content) * MIN_SIMILARITY_IN_PLACE:
            similarity = _similarity(wanted, found)
            if similarity >= MIN_SIMILARITY:
                yield text.match(number, number, exact=False, similarity=similarity)


def _counterparts(wanted: list[str], exact_text: SearchableText, text: SearchableText) -> Iterator[StatementMatch]:
    """What the statements that hold the phrase in one text became in another."""
    place = exact_text.find_exact(wanted)
    if place is None:
        return
    starts = {unit.start for unit in exact_text.units[place[0] : place[1] + 1]}
    numbers = {unit.start: number for number, unit in enumerate(text.units)}
    for match in align(exact_text.segmented, text.segmented).matches:
        if starts & {unit.start for unit in match.old}:
            first, last = numbers[match.new[0].start], numbers[match.new[-1].start]
            similarity = _similarity(wanted, [word for found in text.unit_words[first : last + 1] for word in found])
            if similarity >= MIN_SIMILARITY_IN_PLACE:
                yield text.match(first, last, exact=False, similarity=similarity)


def _similarity(wanted: list[str], found: list[str]) -> float:
    """Share of the phrase's weight that a statement holds; 0 if a number is missing or a negation was added or dropped.

    Half of it is for the words in any order, half for the words in the phrase's order.
    """
    if not {word for word in wanted if word[0].isdigit()} <= set(found):
        return 0.0
    left, right = _stems(wanted), _stems(found)
    order = _common_subsequence([word for word in left if word != _NO], right)
    if not order or (_NO in left) != (_NO in right[max(0, order[0] - _NEGATION_REACH) : order[-1] + 1]):
        return 0.0
    weight = {word: _LIGHT if word in FUNCTION else 1.0 for word in left if word != _NO}
    whole = sum(weight[word] for word in left if word != _NO)
    shared = sum(n * weight[word] for word, n in (Counter(left) & Counter(right)).items() if word != _NO)
    return (shared + sum(weight[right[place]] for place in order)) / (2 * whole)


def _stems(found: Sequence[str]) -> list[str]:
    """The words without inflection, with every negation as the same sign; common words stay as they are."""
    text = _PSEUDO.sub(" ", " ".join(found))
    return [_NO if word in _NEGATIONS or word.endswith("n't") else _stem(word) for word in text.split()]


def _stem(word: str) -> str:
    return word if word in FUNCTION else stem(irregular_verbs().get(word, word))


def _common_subsequence(left: Sequence[str], right: Sequence[str]) -> list[int]:
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
