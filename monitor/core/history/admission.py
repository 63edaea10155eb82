"""Which captures of one page are its text: the screen, the quarantine with its second look, and a person's word above both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.core.history.noise import NormalizedText
from monitor.core.screen import ACCEPTED, screen
from monitor.core.screen.response import refusal_by_answer
from monitor.core.text.shingles import shared
from monitor.model import Document, ExtractionResult, Rejection, ReviewDecision, ScreenStatus, SnapshotRecord, Verdict

HISTORY = 6
"""Accepted texts that the screen is shown, newest last."""
NEARLY_THE_SAME = 0.9
"""Share of common shingles, both ways, from which two doubtful captures agree."""
SECOND_LOOK = timedelta(hours=1)
"""The least time between two looks: an outage often serves the same page for minutes."""
GRAVE = frozenset({"stub", "wrong-document", "wrong-language"})
"""Doubts that a second look alone doesn't settle: outages and country variants last for days and look the same each time."""
GRAVE_LOOKS, GRAVE_PERIOD = 3, timedelta(days=14)
HELD = 20
"""Different doubtful texts held at a time; of more, the oldest are given up."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One kept snapshot as it enters the fold."""

    record: SnapshotRecord
    reading: ExtractionResult
    fresh: bool = False
    """Met live in this run; the fold itself does not depend on it."""


@dataclass(frozen=True, slots=True)
class AcceptedCapture:
    """An accepted capture: where it came from and what it says."""

    record: SnapshotRecord
    document: Document


_Doubt = tuple[AcceptedCapture, Verdict]


@dataclass(slots=True)
class Admission:
    """The fold's state for one page."""

    language: str | None
    words: Mapping[tuple[str, datetime], ReviewDecision]
    essence: Callable[[str], NormalizedText]
    """A text without its noise; remembered, for the chain asks again."""
    looks: list[AcceptedCapture] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    _history: list[Document] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)
    _texts: set[str] = field(default_factory=set)
    _pending: list[list[_Doubt]] = field(default_factory=list)
    """Doubtful captures since the last accepted one, those that agree together."""

    def admit(self, sighting: Sighting) -> None:
        """Take the next capture, in the order of capture."""
        record, document = sighting.record, sighting.reading.document
        verdict = self._verdict(sighting)
        if verdict.standing is ScreenStatus.REFUSED or document is None:
            self.rejections.append(rejected(record, verdict))
        elif verdict.standing is ScreenStatus.ACCEPTED:
            self._give_up_doubts()
            self._accept(AcceptedCapture(record, document))
        else:
            self._doubt(AcceptedCapture(record, document), verdict)

    def finish(self) -> None:
        """Turn what is still doubtful into rejections."""
        self._give_up_doubts()

    def _verdict(self, sighting: Sighting) -> Verdict:
        record, reading = sighting.record, sighting.reading
        word = self.words.get((record.sha256, record.captured_at))
        if word is not None and not word.accept:
            return Verdict(ScreenStatus.REFUSED, "rejected", f"Rejected by a person{': ' + word.why if word.why else '.'}")
        if word is not None and reading.document is not None:
            return ACCEPTED
        if reading.document is not None and self._is_known(reading.document.text):
            return refusal_by_answer(record) or ACCEPTED
        return screen(reading, record=record, before=self._history, language=self.language)

    def _is_known(self, text: str) -> bool:
        return text in self._texts or (bool(self._known) and self.essence(text).key in self._known)

    def _accept(self, look: AcceptedCapture) -> None:
        self.looks.append(look)
        text = look.document.text
        if text in self._texts:
            return
        self._texts.add(text)
        key = self.essence(text).key
        if key not in self._known:
            self._known.add(key)
            self._history = [*self._history[1 - HISTORY :], look.document]

    def _doubt(self, look: AcceptedCapture, verdict: Verdict) -> None:
        agreeing = next((group for group in self._pending if self._agree(group[-1][0], look)), None)
        if agreeing is None:
            self._pending.append(agreeing := [])
        agreeing.append((look, verdict))
        if _settled(verdict, [seen.record.captured_at for seen, _ in agreeing]):
            self._pending.remove(agreeing)
            self._give_up_doubts()
            for seen, _ in agreeing:
                self._accept(seen)
        elif len(self._pending) > HELD:
            self._reject(self._pending.pop(0))

    def _agree(self, one: AcceptedCapture, other: AcceptedCapture) -> bool:
        a, b = one.document.text, other.document.text
        return a == b or self.essence(a).key == self.essence(b).key or min(shared(a, b)) >= NEARLY_THE_SAME

    def _give_up_doubts(self) -> None:
        for group in self._pending:
            self._reject(group)
        self._pending = []

    def _reject(self, group: Iterable[_Doubt]) -> None:
        self.rejections += [rejected(look.record, verdict) for look, verdict in group]


def rejected(record: SnapshotRecord, verdict: Verdict) -> Rejection:
    """The rejection of a kept snapshot."""
    return Rejection(record.policy, record.captured_at, record.source, record.sha256, record.url, record.archive_url, verdict)


def latest_decisions(words: Iterable[ReviewDecision]) -> dict[tuple[str, datetime], ReviewDecision]:
    """The last word said on each snapshot."""
    return {(word.snapshot_sha256, word.captured_at): word for word in sorted(words, key=lambda word: (word.given_at, word.accept))}


def _settled(verdict: Verdict, moments: list[datetime]) -> bool:
    stood = moments[-1] - moments[0]
    if verdict.reason in GRAVE:
        return len(set(moments)) >= GRAVE_LOOKS and stood >= GRAVE_PERIOD
    return len(set(moments)) >= 2 and stood >= SECOND_LOOK
