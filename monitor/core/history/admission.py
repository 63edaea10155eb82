"""Decides which captures of one page are its text: the screen, a quarantine for doubtful ones, and people's decisions above both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.core.history.deferred import DeferredCapture, digest_of
from monitor.core.history.text_cache import TextCache
from monitor.core.screen import ACCEPTED
from monitor.core.screen.response import refusal_by_answer
from monitor.model import Document, ExtractionResult, Rejection, ReviewDecision, ScreenStatus, SnapshotRecord, Verdict

SCREEN_HISTORY = 6
"""How many of the newest accepted texts the screen compares with. More than one: a site that alternates between a German and an English
text raises no doubt when the English one returns."""
CONFIRMATION_PERIOD = timedelta(days=2)
"""The least time between two captures that confirm each other: a server that is out of order serves the same page for hours."""
CUT_PERIOD = timedelta(days=14)
"""The same for a text that breaks off: caches deliver the same half of a page for days."""
GRAVE = frozenset({"stub"})
"""Doubts for which two captures are not enough: outages and country variants last for days and look the same each time."""
GRAVE_CAPTURES, GRAVE_PERIOD = 3, timedelta(days=14)
"""How many captures settle a grave doubt, and over how long a time."""
REPLACED = frozenset({"wrong-document", "wrong-language"})
"""Doubts that a page shows something else than the policy. Such a page may stay for months and is told of as unreadable;
that a policy is rewritten in another language or under another name is rare, and a person can say so at once."""
REPLACED_PERIOD = timedelta(days=90)
NEVER = frozenset({"not-the-policy"})
"""Doubts that time does not settle: a forum is none the more a policy for being there."""
MAX_PENDING = 20
"""Different doubtful texts held at a time. A page that never reads the same twice would fill the memory; the oldest are rejected first."""


@dataclass(frozen=True, slots=True)
class ExtractedCapture:
    """A stored snapshot with the result of its extraction: what the timeline is built from."""

    record: SnapshotRecord
    extraction: ExtractionResult

    @property
    def document(self) -> Document | None:
        """The extracted text; None for a page that could not be read."""
        return self.extraction.document

    @property
    def reading(self) -> str:
        """A digest of the extraction: equal extractions have equal ones."""
        return digest_of(self.extraction)


Capture = ExtractedCapture | DeferredCapture


@dataclass(frozen=True, slots=True)
class AcceptedCapture:
    """An accepted capture: where it came from and what it says."""

    record: SnapshotRecord
    document: Document


_Doubt = tuple[AcceptedCapture, Verdict]


@dataclass(slots=True)
class PageScreening:
    """Screens the captures of one page, which must be added in order of capture."""

    language: str | None
    """The language the policy is expected in, if configured."""
    decisions: Mapping[tuple[str, datetime], ReviewDecision]
    """The decision that counts, by the snapshot's SHA-256 and time of capture; see `latest_decisions`."""
    text_cache: TextCache = field(default_factory=TextCache)
    """Answers what has to be known of texts."""
    accepted: list[AcceptedCapture] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    _history: list[Document] = field(default_factory=list)
    """What the screen compares with, newest last; each text once, noise apart."""
    _known_keys: set[str] = field(default_factory=set)
    _known_texts: set[str] = field(default_factory=set)
    """Their digests."""
    _pending: list[list[_Doubt]] = field(default_factory=list)
    """Doubtful captures since the last accepted one; those that confirm each other form a group."""

    def add(self, capture: Capture) -> None:
        """Accept, reject or quarantine the next capture."""
        record, document = capture.record, capture.document
        verdict = self._verdict(capture)
        if verdict.standing is ScreenStatus.REFUSED or document is None:
            self.rejections.append(rejection(record, verdict))
        elif verdict.standing is ScreenStatus.ACCEPTED:
            self.finish()  # the known text is back: whatever was doubtful in between never became the policy
            self._accept(AcceptedCapture(record, document))
        else:
            self._quarantine(AcceptedCapture(record, document), verdict)

    def finish(self) -> None:
        """Reject what is still in quarantine."""
        for group in self._pending:
            self._reject(group)
        self._pending = []

    def _verdict(self, capture: Capture) -> Verdict:
        record, document = capture.record, capture.document
        decision = self.decisions.get((record.sha256, record.captured_at))
        if decision is not None and not decision.accept:
            return Verdict(ScreenStatus.REFUSED, "rejected", f"Rejected by a person{': ' + decision.why if decision.why else '.'}")
        if decision is not None and document is not None:
            return ACCEPTED
        if document is not None and self._is_known(document):
            # Even the policy's own text is no version when an archive recorded it with a 404, a redirect or a 503.
            return refusal_by_answer(record) or ACCEPTED
        return self.text_cache.screened(capture, self._history, self.language)

    def _is_known(self, document: Document) -> bool:
        return document.sha256 in self._known_texts or (bool(self._known_keys) and self.text_cache.facts(document).key in self._known_keys)

    def _accept(self, capture: AcceptedCapture) -> None:
        self.accepted.append(capture)
        digest = capture.document.sha256
        if digest in self._known_texts:
            return
        self._known_texts.add(digest)
        key = self.text_cache.facts(capture.document).key
        if key not in self._known_keys:
            self._known_keys.add(key)
            self._history = [*self._history[1 - SCREEN_HISTORY :], capture.document]

    def _quarantine(self, capture: AcceptedCapture, verdict: Verdict) -> None:
        document = capture.document
        group = next((group for group in self._pending if self.text_cache.confirms(group[-1][0].document, document)), None)
        if group is None:
            self._pending.append(group := [])
        group.append((capture, verdict))
        moments = [doubtful.record.captured_at for doubtful, _ in group]
        # A live page without a sentence never becomes a first version by itself: nothing would be watched, and nobody told.
        watched = self.accepted or capture.record.source != "live" or self.text_cache.facts(document).has_sentence
        if watched and _is_confirmed(verdict, moments):
            self._pending.remove(group)
            self.finish()
            for doubtful, _ in group:
                self._accept(doubtful)
        elif len(self._pending) > MAX_PENDING:
            self._reject(self._pending.pop(0))

    def _reject(self, group: Iterable[_Doubt]) -> None:
        self.rejections += [rejection(capture.record, verdict) for capture, verdict in group]


def rejection(record: SnapshotRecord, verdict: Verdict) -> Rejection:
    """A snapshot that is no version, with the verdict that says why."""
    return Rejection(record.policy, record.captured_at, record.source, record.sha256, record.url, record.archive_url, verdict)


def latest_decisions(decisions: Iterable[ReviewDecision]) -> dict[tuple[str, datetime], ReviewDecision]:
    """The last decision on each snapshot, by its SHA-256 and time of capture; of two at one moment the accepting one."""
    in_order = sorted(decisions, key=lambda decision: (decision.given_at, decision.accept))
    return {(decision.snapshot_sha256, decision.captured_at): decision for decision in in_order}


def _is_confirmed(verdict: Verdict, moments: list[datetime]) -> bool:
    """True if captures of one doubtful text, made at these moments, are enough to accept it."""
    if verdict.reason in NEVER:
        return False
    captures, period = 2, CUT_PERIOD if verdict.cut_off else CONFIRMATION_PERIOD
    if verdict.reason in GRAVE:
        captures, period = GRAVE_CAPTURES, GRAVE_PERIOD
    if verdict.reason in REPLACED:
        captures, period = GRAVE_CAPTURES, REPLACED_PERIOD
    return len(set(moments)) >= captures and moments[-1] - moments[0] >= period
