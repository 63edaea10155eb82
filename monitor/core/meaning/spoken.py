"""In which language each candidate change is, and whether that one is judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, product

from monitor.core.diff.align import Alignment
from monitor.core.diff.candidates import Candidate
from monitor.core.text.language import judged
from monitor.core.text.passage_language import PassageLanguages
from monitor.core.text.segment import Unit

_MOST = 400
"""Pairs of what went and came up to which a translation is looked for."""


class Spoken:
    """The languages of two texts' statements."""

    def __init__(self, found: Alignment, old: str | None, new: str | None) -> None:
        """`old` and `new` are the main languages of the aligned texts."""
        self._old, self._new = PassageLanguages(found.old, old), PassageLanguages(found.new, new)

    def language(self, candidate: Candidate) -> str | None:
        """The language of a candidate: the first that is not judged, lest it be judged by the words of another; else what its words tell.

        "Wir verkaufen Ihre Daten" is too short to tell its language, and was put for "Wir verkaufen Ihre Daten nicht", which tells it.
        """
        spoken = [*self._new.of(candidate.new), *self._old.of(candidate.old)]
        if unjudged := next((one for one in spoken if not judged(one)), None):
            return unjudged
        told = [*self._new.told(candidate.new), *self._old.told(candidate.old)]
        return next(filter(None, told), spoken[0] if spoken else None)

    def translated(self, candidates: Sequence[Candidate]) -> dict[int, str]:
        """By `id`, the language in which what went, or came, now stands, or stood, for what came or went below the same headings.

        "We do not sell your data." went, and "Wir verkaufen Ihre Daten nicht." came: no promise was withdrawn, nor made.
        """
        gone = self._placed([(one, one.old) for one in candidates if one.old and not one.new and not one.equal], self._old)
        come = self._placed([(one, one.new) for one in candidates if one.new and not one.old and not one.equal], self._new)
        found = dict[int, str]()
        for (old, was, above), (new, now, below) in product(gone, come) if len(gone) * len(come) <= _MOST else ():
            if was != now and above == below:
                foreign = now if was == self._old.main else was
                found |= {id(old): foreign, id(new): foreign}
        return found

    @staticmethod
    def _placed(
        sides: Iterable[tuple[Candidate, Sequence[Unit]]], spoken: PassageLanguages
    ) -> list[tuple[Candidate, str, tuple[str, ...]]]:
        """Each change with the language that its words tell, and the headings above it; those that tell none are left out."""
        told = ((one, next(filter(None, spoken.told(units)), None), spoken.section(units)) for one, units in sides)
        return [(one, language, section) for one, language, section in told if language]

    def parted(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        """The candidates, such that no run of added or removed statements holds one in a language that is judged beside one that is not."""
        return [part for candidate in candidates for part in self._parts(candidate)]

    def _parts(self, candidate: Candidate) -> Iterator[Candidate]:
        if bool(candidate.old) is bool(candidate.new) or len(candidate.old or candidate.new) == 1:
            yield candidate
            return
        languages, units = (self._old, candidate.old) if candidate.old else (self._new, candidate.new)
        for run in _runs(languages.of(units), units):
            yield replace(candidate, old=run if candidate.old else (), new=run if candidate.new else ())


def _runs(spoken: Sequence[str | None], units: Sequence[Unit]) -> Iterator[tuple[Unit, ...]]:
    for _, run in groupby(zip(spoken, units, strict=True), key=lambda pair: None if judged(pair[0]) else pair[0]):
        yield tuple(unit for _, unit in run)
