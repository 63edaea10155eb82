"""Traces each statement of the newest text to the version that introduced it and the one that last reworded it, following moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from monitor.core.history.carry_over import Place, Step, digests_in, first_step, step_between, units_of
from monitor.core.text.segment import SegmentedText, Unit, segmented


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a statement's words come from, as indexes into the chain of versions (0 is the oldest)."""

    introduced: int
    """The version that introduced the statement, in whatever words."""
    reworded: int | None = None
    """The version that last changed its words; None if they are the original ones."""
    moved: int | None = None
    """The version that last moved it elsewhere in the document."""
    previously_in: int | None = None
    """If `introduced` brought the statement back: the first version that had held the same words."""


@dataclass(frozen=True, slots=True)
class BlamedStatement:
    """One statement of the newest text with its origin."""

    text: str
    kind: str
    """heading | item | row | text"""
    section: tuple[str, ...]
    """The headings above it, outermost first."""
    span: tuple[int, int]
    """Start and end character in the newest text, without the white space around the statement."""
    origin: Origin


# Of a line: of the whole of it, as long as its units are of one origin, or of each unit; None for a blank line.
_LineOrigins = Origin | tuple[Origin, ...] | None


class StatementTracing:
    """The origins of the statements of the last text, followed from one text to the next.

    A line that stays as it is costs nothing: it is not even cut into its statements.
    """

    def __init__(self) -> None:
        self._lines: list[_LineOrigins] = []
        self._first_seen: dict[str, int] = {}
        self._texts = 0

    def follow(self, step: Step) -> None:
        """Go on to the next text, by what the one before hands on to it; see `first_step` and `step_between`."""
        before, number = self._lines, self._texts
        lines: list[_LineOrigins] = [None] * step.lines
        for start in step.begun:
            lines[start] = Origin(number)
        for i, j, count in step.same:
            lines[j : j + count] = before[i : i + count]
        for i, j in step.moved:
            lines[j] = _moved(before[i], number)
        # Whatever is neither matched nor added stands here as new; nothing is, for every unit is one of both.
        cut = {line: [Origin(number)] * count for line, count in step.cut}
        for old, new, moved, equal in step.matches:
            inherited = _combined([self._at(place) for place in old])
            for line, at in new:
                cut[line][at] = _updated(inherited, number, moved=moved, reworded=not equal)
        for (line, at), words in step.added:
            cut[line][at] = Origin(number, previously_in=self._first_seen.get(words))
        for line, origins in cut.items():
            lines[line] = tuple(origins)
        # After the origins: a statement that comes twice in one text was not there before.
        for words in step.words:
            self._first_seen.setdefault(words, number)
        self._lines, self._texts = lines, number + 1

    @property
    def texts(self) -> int:
        """How many texts were followed."""
        return self._texts

    def to_data(self) -> list[Any]:
        """All that is known, as JSON can hold it."""
        seen: list[list[str]] = [[] for _ in range(self._texts)]
        for words, number in self._first_seen.items():
            seen[number].append(words)
        return [[_line_to_data(line) for line in self._lines], ["".join(words) for words in seen]]

    @classmethod
    def from_data(cls, data: list[Any]) -> StatementTracing:
        """What `to_data` made a list of."""
        lines, seen = data
        tracing = cls()
        tracing._lines = [_line_from_data(line) for line in lines]
        tracing._first_seen = {words: number for number, joined in enumerate(seen) for words in digests_in(joined)}
        tracing._texts = len(seen)
        return tracing

    def statements(self, text: str) -> tuple[BlamedStatement, ...]:
        """The statements of the last text, which is given, in reading order; blank lines left out."""
        page = segmented(text)
        return tuple(_statement(page, place, unit, self._at(place)) for place, unit in units_of(page))

    def _at(self, place: Place) -> Origin:
        line, at = place
        found = self._lines[line]
        assert found is not None  # noqa: S101 - no unit is in a blank line
        return found if isinstance(found, Origin) else found[at]


def blame(texts: Iterable[str]) -> tuple[BlamedStatement, ...]:
    """Traces the statements of the last text.

    Args:
        texts: a document's versions, oldest first; no more than two are held in memory at a time.

    Returns:
        The last text's statements in reading order, blank lines left out. Empty if there is no text.

    >>> last = blame(["We keep logs. We sell nothing.", "We sell nothing. We keep logs for 30 days. We use cookies."])
    >>> [(one.text, one.origin.introduced, one.origin.reworded) for one in last]
    [('We sell nothing.', 0, None), ('We keep logs for 30 days.', 0, 1), ('We use cookies.', 1, None)]
    """
    tracing, newest = StatementTracing(), None
    for text in texts:
        page = segmented(text)
        tracing.follow(first_step(page) if newest is None else step_between(newest, page))
        newest = page
    return () if newest is None else tracing.statements(newest.text)


def _moved(origins: _LineOrigins, number: int) -> _LineOrigins:
    if isinstance(origins, Origin):
        return _updated(origins, number, moved=True, reworded=False)
    return origins and tuple(_updated(one, number, moved=True, reworded=False) for one in origins)


def _updated(origin: Origin, number: int, *, moved: bool, reworded: bool) -> Origin:
    # Not by `replace`, which takes four times as long: one version between others updates hundreds of statements in each after it.
    return Origin(origin.introduced, number if reworded else origin.reworded, number if moved else origin.moved, origin.previously_in)


def _combined(origins: Sequence[Origin]) -> Origin:
    """The origin of several statements that became one: introduced by the oldest, reworded by the newest rewording."""
    if len(origins) == 1:
        return origins[0]
    oldest = min(origins, key=lambda origin: origin.introduced)
    reworded = max((origin.reworded for origin in origins if origin.reworded is not None), default=None)
    return Origin(oldest.introduced, reworded, oldest.moved, oldest.previously_in)


def _line_to_data(line: _LineOrigins) -> list[Any] | None:
    """Numbers for a line of one origin, a list of numbers for each unit of others."""
    if line is None:
        return None
    return list(astuple(line)) if isinstance(line, Origin) else [list(astuple(origin)) for origin in line]


def _line_from_data(data: list[Any] | None) -> _LineOrigins:
    if data is None:
        return None
    return tuple(Origin(*origin) for origin in data) if isinstance(data[0], list) else Origin(*data)


def _statement(text: SegmentedText, place: Place, unit: Unit, origin: Origin) -> BlamedStatement:
    stripped = unit.text.strip()
    start = unit.start + len(unit.text) - len(unit.text.lstrip())
    return BlamedStatement(stripped, unit.kind, text.section(place[0]), (start, start + len(stripped)), origin)
