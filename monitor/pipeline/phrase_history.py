"""`when`: between which captures a statement appeared and vanished, fetching only what bisection needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from monitor.core.history.bisection import BisectionPlan, CaptureContent, PresenceInterval, max_fetches
from monitor.core.history.phrase_search import SearchableText, StatementMatch, find_statement
from monitor.core.text.tokens import key
from monitor.errors import Blocked, RateLimited
from monitor.model import Capture, Policy
from monitor.pipeline.capture_reader import CaptureReader, KnownCapture
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import derive
from monitor.pipeline.sampling import text_key
from monitor.sources.interface import HistorySource

_MODELS = 2
"""Texts with the very words that others are aligned with: the oldest and the newest known."""


@dataclass(frozen=True, slots=True)
class Worded:
    """One wording of the statement and the first capture that is known to show it."""

    wording: StatementMatch
    point: KnownCapture


@dataclass(frozen=True, slots=True)
class PhrasePresence:
    """A time in which the statement stood, bounded by captures."""

    absent_before: KnownCapture | None
    first: KnownCapture
    last: KnownCapture
    absent_after: KnownCapture | None
    unread_before: int
    """Captures between `absent_before` and `first` that nobody has looked at or that can't be read."""
    unread_after: int
    wordings: tuple[Worded, ...]


@dataclass
class PhraseHistory:
    """When a statement stood, as far as the captures tell."""

    policy: str
    phrase: str
    captures: int = 0
    fetched: int = 0
    unseen: int = 0
    """Captures that nothing is known of."""
    unreadable: int = 0
    """Captures that are no page of the document, or can't be played back."""
    stretches: list[PhrasePresence] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)


def find_when(
    context: MonitorContext,
    policy: Policy,
    source: HistorySource | None,
    captures: Sequence[Capture],
    phrase: str,
    *,
    exhaustive: bool = False,
    told: Callable[[int, int], None] = lambda done, of: None,
) -> PhraseHistory:
    """Looks for a statement in what is held, then in as few further captures as tell when it came and went.

    What is fetched is kept and derived, so that it costs nothing the next time. One appearance and one disappearance cost at most
    2·log2(n) + 4 fetches among n captures, those apart that turn out to be no page of the document.

    Args:
        context: the store; the caller holds its lock.
        policy: whose document.
        source: the archive, or None to ask only what is held.
        captures: the archive's listing.
        phrase: a sentence or a part of one.
        exhaustive: look at every capture.
        told: called with (fetches done, the most that may be needed).
    """
    desk, answer = CaptureReader(context, policy, source), PhraseHistory(policy.id, phrase)
    for points in desk.lay_out(captures).values():
        search = _Search(context, policy, desk, points, phrase)
        try:
            search.run(exhaustive=exhaustive, told=told)
        except (RateLimited, Blocked) as error:
            answer.failures.append((source.name if source else "archive", str(error)))
        answer.captures += len(points)
        answer.unseen += search.survey.unseen
        answer.unreadable += search.unreadable
        answer.stretches += [search.stretch(stand) for stand in search.survey.presence()]
    answer.fetched = desk.fetched
    answer.failures += desk.failures
    answer.stretches.sort(key=lambda stretch: stretch.first.captured_at)
    return answer


class _Search:
    """The search on one page of a document."""

    def __init__(self, context: MonitorContext, policy: Policy, desk: CaptureReader, points: list[KnownCapture], phrase: str) -> None:
        self.context, self.policy, self.desk, self.points, self.phrase = context, policy, desk, points, phrase
        self.survey = BisectionPlan([point.label for point in points])
        self._last = {run.first: run.last for run in self.survey.runs}
        self._scripts: dict[int, SearchableText | None] = {}
        """By the first capture of a run; None for one that can't be read."""
        self._by_text: dict[str, SearchableText] = {}
        self._keys: dict[str, str] = {}
        self._found: dict[tuple[str, tuple[str, ...]], StatementMatch | None] = {}
        self._rejected: set[str] = set()
        """Digests of snapshots that are no version, by the history as it is derived."""

    def run(self, *, exhaustive: bool, told: Callable[[int, int], None]) -> None:
        """Looks until nothing is worth asking any more."""
        start, most = self.desk.fetched, len(self.points) if exhaustive else max_fetches(len(self.points))
        for first in self._last:
            if self.desk.holds(self.points[first]):
                self._read(first)
        while True:
            self._judge()
            spent = self.desk.fetched - start
            told(min(spent, most), most)
            place = self.survey.next_unread() if exhaustive else self.survey.next_for_phrase(most - spent)
            if place is not None:
                self._read(place)
            elif not self._settle():
                return

    @property
    def unreadable(self) -> int:
        """Captures that were looked at in vain."""
        known = sum(self._last[first] - first + 1 for first in self._last if self.survey.is_readable(first))
        return len(self.points) - self.survey.unseen - known

    def stretch(self, stand: PresenceInterval) -> PhrasePresence:
        """A stand with its captures."""
        worded: dict[str, Worded] = {}
        for first in stand.runs:
            wording = self._wording(first)
            if wording is not None:
                worded.setdefault(key(wording.text), Worded(wording, self.points[first]))
        return PhrasePresence(
            absent_before=self._at(stand.absent_before),
            first=self.points[stand.first],
            last=self.points[stand.last],
            absent_after=self._at(stand.absent_after),
            unread_before=stand.unread_before,
            unread_after=stand.unread_after,
            wordings=tuple(worded.values()),
        )

    def _at(self, place: int | None) -> KnownCapture | None:
        return None if place is None else self.points[place]

    def _read(self, first: int) -> None:
        reading = self.desk.read(self.points[first : self._last[first] + 1])
        text = reading.document.text if reading and reading.document else None
        self._scripts[first] = None if text is None else self._by_text.setdefault(text, SearchableText(text))
        if text is not None and text not in self._keys:
            self._keys[text] = text_key(text)

    def _judge(self) -> None:
        """Tells the survey anew of everything read: a text with the very words may let others be recognised as rewordings."""
        for first, script in self._scripts.items():
            wording = self._wording(first)
            seen = None if script is None else CaptureContent(self._keys[script.text], has_phrase=wording is not None)
            record = self.desk.record(self.points[first])
            doubtful = wording is None and record is not None and record.sha256 in self._rejected
            self.survey.record(first, None if doubtful else seen)

    def _wording(self, first: int) -> StatementMatch | None:
        script = self._scripts.get(first)
        if script is None:
            return None
        models = self._models()
        asked = (script.text, tuple(model.text for model in models))
        if asked not in self._found:
            self._found[asked] = find_statement(self.phrase, script, models)
        return self._found[asked]

    def _models(self) -> list[SearchableText]:
        """The texts with the very words, oldest and newest."""
        holding = {}
        for first in sorted(self._scripts):
            script = self._scripts[first]
            if script is not None and self._exact(script):
                holding[script.text] = script
        found = list(holding.values())
        return found if len(found) <= _MODELS else [found[0], found[-1]]

    def _exact(self, script: SearchableText) -> bool:
        asked = (script.text, ())
        if asked not in self._found:
            self._found[asked] = find_statement(self.phrase, script)
        wording = self._found[asked]
        return wording is not None and wording.exact

    def _settle(self) -> bool:
        """Derives the history from what was fetched; True when it judges snapshots otherwise than we knew.

        A wall or another page that stands in for the document says nothing about the statement, and only the whole history shows it.
        """
        derive(self.context, self.policy)
        found = {one.sha256 for one in self.context.index.rejections(self.policy.id) if one.verdict.reason != "incomplete"}
        if found == self._rejected:
            return False
        self._rejected = found
        return True
