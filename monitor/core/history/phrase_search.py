"""Finds a phrase in a text, in its own words or reworded, but never negated and never with different numbers.

A rewording is recognised in two ways. On its own: one statement holds most of the phrase's words in their order, rare words counting more
than common ones. By alignment: a text that holds the exact words is aligned with this one, and the statement's counterpart is compared.
Either way a negation must stay a negation and a number the same number: "we may share" is no rewording of "we do not share".
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from monitor.core.diff.align import align
from monitor.core.history.phrase_gate import may_have_counterpart
from monitor.core.history.phrase_likeness import MIN_SIMILARITY, MIN_SIMILARITY_IN_PLACE, NEGATION_REACH, NO, Phrase, similarity_of, stems
from monitor.core.text.lexicon import english
from monitor.core.text.segment import SegmentedText, Unit, cut
from monitor.core.text.tokens import FUNCTION, word_row, words
from monitor.core.text.wording import wording_key

# Phrases with fewer content words are only searched for verbatim: "Version 7" must not match "Version 8".
_MIN_CONTENT_WORDS = 3


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
        return [self._placed(unit, line) for line, cut_line in zip(self._places, self._cut_lines, strict=True) for unit in cut_line.units]

    @cached_property
    def statements(self) -> list[str]:
        """The text of each statement in order."""
        return [statement for line in self._cut_lines for statement in line.statements]

    @cached_property
    def lines(self) -> list[str]:
        """Its lines, without blank ones."""
        return [self.segmented.lines[place] for place in self._places]

    @cached_property
    def line_counts(self) -> Counter[str]:
        """How often each line occurs; not to be modified."""
        return Counter(self.lines)

    def statements_of(self, line: str) -> tuple[str, ...]:
        """The statements of one line."""
        return _cut_line(line).statements

    def keys_of(self, line: str) -> tuple[str, ...]:
        """What is equal for statements of the same wording, for each statement of a line."""
        return _keys(line)

    @cached_property
    def unit_words(self) -> list[list[str]]:
        """The words of each statement."""
        return [words(statement) for statement in self.statements]

    @cached_property
    def _places(self) -> list[int]:
        """The numbers of its lines that are not blank."""
        return [number for number, line in enumerate(self.segmented.lines) if line.strip()]

    @cached_property
    def _cut_lines(self) -> list[_CutLine]:
        return [_cut_line(line) for line in self.lines]

    @cached_property
    def _joined(self) -> str:
        """All words separated by single spaces, with one at either end, so that whole words can be found by substring search."""
        return " " + "".join([line.joined for line in self._cut_lines])

    @cached_property
    def _line_starts(self) -> list[int]:
        """Where the words of each line begin in the joined words."""
        return list(accumulate([len(line.joined) for line in self._cut_lines], initial=1))

    @cached_property
    def _units_before(self) -> list[int]:
        """How many statements stand before each line."""
        return list(accumulate([len(line.units) for line in self._cut_lines], initial=0))

    def _unit_at(self, place: int) -> tuple[int, int]:
        """The number of the statement that has this place of the joined words, and the place where its words begin."""
        line = bisect_right(self._line_starts, place) - 1
        start, starts = self._line_starts[line], self._cut_lines[line].starts
        unit = bisect_right(starts, place - start) - 1
        return self._units_before[line] + unit, start + starts[unit]

    def _unit(self, number: int) -> Unit:
        """One of the statements: of a long text, one or two are asked for."""
        line = bisect_right(self._units_before, number) - 1
        return self._placed(self._cut_lines[line].units[number - self._units_before[line]], self._places[line])

    def _placed(self, unit: Unit, line: int) -> Unit:
        start = self.segmented.starts[line]
        return Unit(unit.start + start, unit.end + start, unit.text, line, unit.kind)

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
        affirms = NO not in stems(phrase) and any(concept.group == "act" for _, _, concept in english().find(list(phrase)))
        at = self._joined.find(wanted)
        while at >= 0:
            start = at + wanted.index(joined)
            first, begin = self._unit_at(start)
            if not (affirms and self._is_denied(begin, start)):
                return first, self._unit_at(start + len(joined) - 1)[0]
            at = self._joined.find(wanted, at + 1)
        return None

    def _is_denied(self, begin: int, start: int) -> bool:
        """Whether a negation before `start` governs it, in the statement whose words begin at `begin`; places of the joined words."""
        return NO in stems(self._joined[begin:start].split())[-NEGATION_REACH:]

    def match(self, first: int, last: int, *, exact: bool, similarity: float) -> StatementMatch:
        """The statements first to last as one match, without the white space around them."""
        opening, closing = self._unit(first), self._unit(last)
        raw = self.text[opening.start : closing.end]
        begin = opening.start + len(raw) - len(raw.lstrip())
        text = raw.strip()
        return StatementMatch(text, exact, similarity, self.segmented.section(opening.line), (begin, begin + len(text)))


class _CutLine(NamedTuple):
    """A line, cut as if it were the first of a text."""

    units: tuple[Unit, ...]
    statements: tuple[str, ...]
    joined: str
    """Its words, each with a space behind it."""
    starts: tuple[int, ...]
    """Where the words of each unit begin in them."""


@lru_cache(maxsize=4096)
def _cut_line(line: str) -> _CutLine:
    """Versions of a policy have most lines in common."""
    units = tuple(cut(line, 0, 0))
    joined = ["".join([f"{word} " for word in word_row(unit.text)]) for unit in units]
    starts = accumulate(map(len, joined[:-1]), initial=0)
    return _CutLine(units, tuple(unit.text for unit in units), "".join(joined), tuple(starts))


@lru_cache(maxsize=4096)
def _keys(line: str) -> tuple[str, ...]:
    return tuple(wording_key(statement, word_row(statement)) for statement in _cut_line(line).statements)


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
    sought = _phrase(phrase)
    place = text.find_exact(sought.words)
    if place is not None:
        return text.match(*place, exact=True, similarity=1.0)
    if sum(word not in FUNCTION for word in sought.words) < _MIN_CONTENT_WORDS:
        return None
    best = _rewording(sought, text)
    for exact_text in exact_texts:
        if may_have_counterpart(sought, exact_text, text, best.similarity if best else 0.0):
            found = [*_counterparts(sought.words, exact_text, text)]
            best = max([best, *found] if best else found, key=lambda match: match.similarity, default=None)
    return best


@lru_cache(maxsize=2)
def _phrase(phrase: str) -> Phrase:
    return Phrase(phrase)


def _rewording(sought: Phrase, text: SearchableText) -> StatementMatch | None:
    """The first of the statements that hold most of the phrase, more than any other and in order; None if none holds enough."""
    best, place = 0.0, -1
    for number, unit in enumerate(text.statements):
        likeness = sought.likeness(unit)
        if likeness.similarity > best and likeness.similarity >= MIN_SIMILARITY and likeness.speaks_of_it:
            best, place = likeness.similarity, number
    return text.match(place, place, exact=False, similarity=best) if place >= 0 else None


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
            similarity = similarity_of(wanted, [word for found in text.unit_words[first : last + 1] for word in found])
            if similarity >= MIN_SIMILARITY_IN_PLACE:
                yield text.match(first, last, exact=False, similarity=similarity)
