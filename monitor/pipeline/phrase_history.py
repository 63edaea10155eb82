"""`when`: between which captures a statement appeared and disappeared, fetching only what a bisection needs."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from monitor.core.history.bisection import BisectionPlan, CaptureContent, PresenceInterval, max_fetches
from monitor.core.history.phrase_search import SearchableText, StatementMatch, find_statement
from monitor.core.history.text_cache import TextCache
from monitor.core.text.tokens import key
from monitor.errors import Blocked, RateLimited, StoreError
from monitor.model import Capture, Policy
from monitor.pipeline.capture_reader import CaptureReader, KnownCapture
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import derive, edition_for
from monitor.pipeline.sampling import text_key
from monitor.sources.interface import HistorySource
from monitor.store.memory import FOLD

# Texts with the exact words that other texts are aligned with, to recognise rewordings: the oldest and the newest known.
_MAX_REFERENCES = 2
# Texts in memory at a time, the references among them.
_TEXTS_HELD = 6


@dataclass(frozen=True, slots=True)
class DatedWording:
    """One wording of the statement and the first capture that is known to show it."""

    wording: StatementMatch
    capture: KnownCapture


@dataclass(frozen=True, slots=True)
class PhrasePresence:
    """An interval in which the statement was in the policy, bounded by captures."""

    absent_before: KnownCapture | None
    first: KnownCapture
    last: KnownCapture
    absent_after: KnownCapture | None
    unread_before: int
    """Captures between `absent_before` and `first` that were not fetched or can't be read."""
    unread_after: int
    wordings: tuple[DatedWording, ...]


@dataclass
class PhraseHistory:
    """When a statement was in the policy, as far as the captures show."""

    policy: str
    phrase: str
    captures: int = 0
    fetched: int = 0
    unseen: int = 0
    """Captures that were not fetched, so that their text is unknown."""
    unreadable: int = 0
    """Captures that are not a page of the document, or can't be played back."""
    presences: list[PhrasePresence] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)


def find_when(
    context: MonitorContext,
    policy: Policy,
    source: HistorySource | None,
    captures: Sequence[Capture],
    phrase: str,
    *,
    exhaustive: bool = False,
    on_progress: Callable[[int, int], None] = lambda done, of: None,
) -> PhraseHistory:
    """Searches the stored captures for a statement, then as few others as it takes to date when it appeared and disappeared.

    What is fetched is kept and derived, so that the next search need not fetch it. One appearance and one disappearance cost at most
    2·log2(n) + 4 fetches among n captures, not counting those that turn out not to be a page of the document.

    Args:
        context: the store; the caller holds its lock.
        policy: whose document.
        source: the archive, or None to search only what is held.
        captures: the archive's listing.
        phrase: a sentence or a part of one.
        exhaustive: read every capture.
        on_progress: called with (fetches done, the most that may be needed).
    """
    reader, answer = CaptureReader(context, policy, source), PhraseHistory(policy.id, phrase)
    for known in reader.by_page(captures).values():
        search = _Search(context, policy, reader, known, phrase)
        try:
            search.run(exhaustive=exhaustive, on_progress=on_progress)
        except (RateLimited, Blocked) as error:
            answer.failures.append((source.name if source else "archive", str(error)))
        answer.captures += len(known)
        answer.unseen += search.plan.unseen
        answer.unreadable += search.unreadable
        answer.presences += [search.presence(interval) for interval in search.plan.presence()]
    answer.fetched = reader.fetched
    answer.failures += reader.failures
    answer.presences.sort(key=lambda presence: presence.first.captured_at)
    return answer


class _Search:
    """The search on one page of a document."""

    def __init__(self, context: MonitorContext, policy: Policy, reader: CaptureReader, captures: list[KnownCapture], phrase: str) -> None:
        self.context, self.policy, self.reader, self.captures, self.phrase = context, policy, reader, captures, phrase
        self.plan = BisectionPlan([capture.label for capture in captures])
        self._last = {run.first: run.last for run in self.plan.runs}
        """The first and the last capture of each run of equal bytes, by their places."""
        self._texts: dict[int, str | None] = {}
        """The digest of the text by the first capture of a run; None for one that can't be read."""
        self._held: OrderedDict[str, SearchableText] = OrderedDict()
        self._text_cache = TextCache(context.index.memory(policy.id, FOLD, edition_for(policy)))
        self._keys: dict[str, str] = {}
        self._found: dict[tuple[str, tuple[str, ...]], StatementMatch | None] = {}
        self._exact_texts: tuple[str, ...] | None = None
        self._rejected: set[str] = set()
        """Digests of snapshots that the derived history rejects."""

    def run(self, *, exhaustive: bool, on_progress: Callable[[int, int], None]) -> None:
        """Reads captures until no other one would narrow an interval down."""
        start, most = self.reader.fetched, len(self.captures) if exhaustive else max_fetches(len(self.captures))
        for first in self._last:
            if self.reader.holds(self.captures[first]):
                self._read(first)
        while True:
            self._update_plan()
            spent = self.reader.fetched - start
            on_progress(min(spent, most), most)
            place = self.plan.next_unread() if exhaustive else self.plan.next_for_phrase(most - spent)
            if place is not None:
                self._read(place)
            elif not self._rejections_changed():
                return

    @property
    def unreadable(self) -> int:
        """Captures that were tried and can't be read."""
        readable = sum(self._last[first] - first + 1 for first in self._last if self.plan.is_readable(first))
        return len(self.captures) - self.plan.unseen - readable

    def presence(self, interval: PresenceInterval) -> PhrasePresence:
        """An interval with its captures and wordings."""
        wordings: dict[str, DatedWording] = {}
        for first in interval.runs:
            wording = self._wording(first)
            if wording is not None:
                wordings.setdefault(key(wording.text), DatedWording(wording, self.captures[first]))
        return PhrasePresence(
            absent_before=self._at(interval.absent_before),
            first=self.captures[interval.first],
            last=self.captures[interval.last],
            absent_after=self._at(interval.absent_after),
            unread_before=interval.unread_before,
            unread_after=interval.unread_after,
            wordings=tuple(wordings.values()),
        )

    def _at(self, place: int | None) -> KnownCapture | None:
        return None if place is None else self.captures[place]

    def _read(self, first: int) -> None:
        reading = self.reader.read(self.captures[first : self._last[first] + 1])
        # One more text may hold the exact words.
        self._exact_texts = None
        if reading is None or reading.document is None:
            self._texts[first] = None
            return
        document = reading.document
        digest = self._texts[first] = document.sha256
        if digest not in self._keys:
            facts = self._text_cache.facts(document)
            self._keys[digest] = text_key(facts.key, facts.emails)
            self._hold(digest, document.text)
            self._match(digest, ())

    def _hold(self, digest: str, text: str) -> SearchableText:
        """A text to search in; the last few are held, since thousands would fill the memory."""
        self._held[digest] = SearchableText(text)
        if len(self._held) > _TEXTS_HELD:
            self._held.popitem(last=False)
        return self._held[digest]

    def _searchable(self, digest: str) -> SearchableText:
        if digest in self._held:
            self._held.move_to_end(digest)
            return self._held[digest]
        text = self.context.index.text(digest)
        if text is None:
            raise StoreError(f"{self.context.index.path} lacks a text that was just read; `policy-monitor report --rederive` restores it")
        return self._hold(digest, text)

    def _update_plan(self) -> None:
        """Records every text that was read once more: a text with the exact words may show that others are rewordings."""
        for first, digest in self._texts.items():
            wording = self._wording(first)
            seen = None if digest is None else CaptureContent(self._keys[digest], has_phrase=wording is not None)
            record = self.reader.record(self.captures[first])
            # A rejected snapshot without the phrase may be a bot wall: it must not date the removal.
            doubtful = wording is None and record is not None and record.sha256 in self._rejected
            self.plan.record(first, None if doubtful else seen)

    def _wording(self, first: int) -> StatementMatch | None:
        digest = self._texts.get(first)
        return None if digest is None else self._match(digest, self._references())

    def _match(self, digest: str, references: tuple[str, ...]) -> StatementMatch | None:
        """Where a text states the phrase; the references are texts with the exact words. Each is asked once."""
        asked = digest, references
        if asked not in self._found:
            exact = self._found.get((digest, ()))
            # One that has the exact words has them whatever other texts have.
            known = exact is not None and exact.exact
            texts = [self._searchable(one) for one in references]
            self._found[asked] = exact if known else find_statement(self.phrase, self._searchable(digest), texts)
        return self._found[asked]

    def _references(self) -> tuple[str, ...]:
        """The texts with the exact words: the oldest and the newest."""
        if self._exact_texts is None:
            ordered = (digest for _, digest in sorted(self._texts.items()) if digest is not None and self._exact(digest))
            found = tuple(dict.fromkeys(ordered))
            self._exact_texts = found if len(found) <= _MAX_REFERENCES else (found[0], found[-1])
        return self._exact_texts

    def _exact(self, digest: str) -> bool:
        wording = self._match(digest, ())
        return wording is not None and wording.exact

    def _rejections_changed(self) -> bool:
        """Derives the history from what was fetched; True when it now rejects other snapshots.

        A bot wall, or another page in the place of the document, says nothing about the statement, and only the whole history reveals it.
        """
        derive(self.context, self.policy)
        found = {one.sha256 for one in self.context.index.rejections(self.policy.id) if one.verdict.reason != "incomplete"}
        if found == self._rejected:
            return False
        self._rejected = found
        return True
